import AdjudgeBase

/// Signs of ASCII and beyond.
extension Lexer {
    mutating func character() {
        let (scalar, length) = text.scalar(at: at)
        // ∠ and △ stand before names, and are dropped as their commands are.
        if scalar == 0x2220 || scalar == 0x25B3 { return skip(length) }
        if let scalar, let meaning = CommandTable.meaning(of: scalar) {
            return emit(meaning.kind, meaning.detail, length)
        }
        let word = foreignWordLength()
        if word > 0 { emit(.word, word) } else { emit(.unknown, length) }
    }

    /// The length of the letters beyond ASCII that begin here and are no signs: a word of another script.
    private func foreignWordLength() -> Int {
        var end = at
        while let length = foreignLetterLength(end) { end += length }
        // `élevé` goes on with letters of ASCII.
        if end > at, let latin = latinWordEnd(at) { end = max(end, latin) }
        return end - at
    }

    private func foreignLetterLength(_ at: Int) -> Int? {
        guard text[at] >= 0x80 else { return nil }
        let (scalar, length) = text.scalar(at: at)
        guard let scalar, Lexer.isForeignLetter(scalar), CommandTable.meaning(of: scalar) == nil else { return nil }
        return length
    }

    /// The end of a word of Latin letters with marks, `zwölf`; nil where the letters are all of ASCII.
    func latinWordEnd(_ start: Int) -> Int? {
        var end = start
        var hasMark = false
        while true {
            if text[end].isASCIILetter {
                end += 1
            } else if let length = foreignLetterLength(end), text[end] < 0xCA || (text[end] == 0xE1 && length == 3) {
                end += length
                hasMark = true
            } else {
                return hasMark ? end : nil
            }
        }
    }

    /// Letters of the scripts that answers come in, by their blocks; private and unassigned ranges are no letters.
    private static func isForeignLetter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00D7, 0x00F7: false
        case 0x00C0...0x024F, 0x0400...0x052F, 0x0531...0x0586, 0x05D0...0x05EA, 0x0620...0x064A, 0x066E...0x06D3,
            0x0900...0x0DFF, 0x0E01...0x0E4E, 0x10A0...0x10FF, 0x1E00...0x1EFF, 0x3041...0x3096, 0x30A1...0x30FC,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
            true
        default: false
        }
    }

    mutating func sign(_ byte: UInt8) {
        let next = at + 1 < text.count ? text[at + 1] : 0
        func relation(_ operation: RelationOperator, _ length: Int) {
            emit(.relation, operation.rawValue, length)
        }
        switch byte {
        case UInt8(ascii: "+"):
            let isPlusMinus = next == UInt8(ascii: "/") && at + 2 < text.count && text[at + 2] == UInt8(ascii: "-")
            if !isPlusMinus, next == UInt8(ascii: "-"), startsItem { return emit(.plusMinus, 2) }
            emit(isPlusMinus ? .plusMinus : .plus, isPlusMinus ? 3 : 1)
        case UInt8(ascii: "-"):
            if next == UInt8(ascii: ">") { emit(.opaque, 2) } else { emit(.minus, 1) }
        case UInt8(ascii: "*"):
            if next == byte { emit(.caret, 2) } else { emit(.times, 1) }
        case UInt8(ascii: "/"): emit(.slash, 1)
        case UInt8(ascii: "^"): emit(.caret, 1)
        case UInt8(ascii: "_"): emit(.underscore, 1)
        case UInt8(ascii: "!"):
            if next == UInt8(ascii: "=") { relation(.notEqual, 2) } else { emit(.bang, 1) }
        case UInt8(ascii: "'"):
            guard let length = wordEnding() else { return emit(.prime, 1) }
            at += length
            tokens.endLast(at: at)
        case UInt8(ascii: "%"): emit(.percent, 1)
        case UInt8(ascii: "$"):
            if dollarsArePairs { skip(1) } else { emit(.currency, 1) }
        case UInt8(ascii: ","): emit(.comma, 1)
        case UInt8(ascii: ";"): emit(.semicolon, 1)
        case UInt8(ascii: ":"):
            // `x := 5`
            if next == UInt8(ascii: "=") { relation(.equal, 2) } else { emit(.colon, 1) }
        case UInt8(ascii: "&"): emit(.ampersand, 1)
        case UInt8(ascii: "("): emit(.openParen, 1)
        case UInt8(ascii: ")"): emit(.closeParen, 1)
        case UInt8(ascii: "["): emit(.openBracket, 1)
        case UInt8(ascii: "]"): emit(.closeBracket, 1)
        case UInt8(ascii: "{"): brace(next)
        case UInt8(ascii: "}"): emit(.closeBrace, 1)
        case UInt8(ascii: "|"):
            if next == byte { emit(.doublePipe, 2) } else { emit(.pipe, 1) }
        case UInt8(ascii: "="):
            if next == UInt8(ascii: "=") { relation(.equal, 2) } else { relation(.equal, 1) }
        case UInt8(ascii: "<"):
            if next == UInt8(ascii: "=") {
                relation(.lessOrEqual, 2)
            } else if next == UInt8(ascii: ">") {
                relation(.notEqual, 2)
            } else {
                relation(.less, 1)
            }
        case UInt8(ascii: ">"):
            if next == UInt8(ascii: "=") { relation(.greaterOrEqual, 2) } else { relation(.greater, 1) }
        case UInt8(ascii: "~"): skip(1)
        case UInt8(ascii: "`"), UInt8(ascii: "\""): skip(1)
        default: emit(.unknown, 1)
        }
    }

    /// Nothing of the item has been read yet, so that `+-2` says both signs.
    private var startsItem: Bool {
        switch tokens.last?.kind {
        case nil, .comma, .openParen, .openSet, .openBrace, .relation: true
        default: false
        }
    }

    /// A brace, unless it holds nothing, or one sign: `42{}`, `{-}5`, `3{:}30`.
    private mutating func brace(_ next: UInt8) {
        let isScript = tokens.last.map { $0.kind == .caret || $0.kind == .underscore } ?? false
        if next == UInt8(ascii: "}"), !isScript { return skip(2) }
        // `{ }^{\circ}`
        if next == 0x20, !isScript {
            var close = at + 1
            while close < text.count, text[close] == 0x20 { close += 1 }
            if close < text.count, text[close] == UInt8(ascii: "}") { return skip(close + 1 - at) }
        }
        if at + 2 < text.count, text[at + 2] == UInt8(ascii: "}"), Lexer.bracedSigns.contains(next), !isScript {
            at += 1
            sign(next)
            at += 1
            return
        }
        emit(.openBrace, 1)
    }

    private static let bracedSigns = ByteSet("-+:=,;<>")
}
