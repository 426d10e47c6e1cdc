import AdjudgeBase

/// Signs of ASCII and beyond.
extension Lexer {
    mutating func character() {
        let (scalar, length) = text.scalar(at: at)
        guard let scalar, let meaning = CommandTable.meaning(of: scalar) else { return emit(.unknown, length) }
        emit(meaning.kind, meaning.detail, length)
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
        case UInt8(ascii: "'"): emit(.prime, 1)
        case UInt8(ascii: "%"): emit(.percent, 1)
        case UInt8(ascii: "$"):
            if dollarsArePairs { skip(1) } else { emit(.currency, 1) }
        case UInt8(ascii: ","): emit(.comma, 1)
        case UInt8(ascii: ";"): emit(.semicolon, 1)
        case UInt8(ascii: ":"): emit(.colon, 1)
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
