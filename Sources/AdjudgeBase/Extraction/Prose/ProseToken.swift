/// A piece of a sentence, as ``ProseValue`` sees it.
struct ProseToken {
    enum Kind: UInt8 {
        /// A run of letters, of any script; `foreign` when not of ASCII.
        case word, foreign
        /// One ASCII letter on its own.
        case letter
        case number, formula
        /// A command of TeX outside a formula.
        case command
        case operation, relation, equals
        case comma, connector, open, close, currency
        /// What may follow a number and belongs to it: `%`, `°`, `²`.
        case suffix
        case colon, newline, question, other
        /// A sign of Unicode that may be part of a value, such as `½` or `∪`.
        case symbol
    }

    let kind: Kind
    let start: Int
    let end: Int
    /// White space stands before it.
    let hasGap: Bool

    /// True for what can stand beside an operator.
    var isOperand: Bool { kind == .number || kind == .letter || kind == .formula || kind == .suffix }

    /// True for what an answer can be.
    var isValue: Bool { kind == .number || kind == .formula }
}

/// Cuts a sentence into ``ProseToken``s. Linear but for the ends of formulas, which are looked for once each.
struct ProseTokens {
    let text: Bytes
    private var at = 0

    init(_ text: Bytes) { self.text = text }

    /// The tokens of `text`.
    static func all(of text: Bytes) -> [ProseToken] {
        var tokens: [ProseToken] = []
        tokens.reserveCapacity(32)
        var reader = ProseTokens(text)
        while let token = reader.next() { tokens.append(token) }
        return tokens
    }

    /// The next token.
    mutating func next() -> ProseToken? {
        let before = at
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 || text[at] == 0x0D { at += 1 }
        guard at < text.count else { return nil }
        let start = at
        let hasGap = at > before || at == 0
        let kind = scan()
        return ProseToken(kind: kind, start: start, end: at, hasGap: hasGap)
    }

    private mutating func scan() -> ProseToken.Kind {
        let byte = text[at]
        if byte.isASCIIDigit || (byte == UInt8(ascii: ".") && at + 1 < text.count && text[at + 1].isASCIIDigit) {
            return number()
        }
        if byte.isASCIILetter { return letters() }
        if byte >= 0x80 { return beyondASCII() }
        if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "\\"), let end = Formula.end(at, in: text) {
            at = end
            return .formula
        }
        if byte == UInt8(ascii: "\\") { return command() }
        at += 1
        if byte == UInt8(ascii: "!"), at < text.count, text[at] == UInt8(ascii: "=") {
            at += 1
            return .relation
        }
        switch byte {
        case UInt8(ascii: "$"): return .currency
        case 0x0A: return .newline
        case UInt8(ascii: "?"): return .question
        case UInt8(ascii: ":"):
            // `5:7`
            let isBetween = at > 1 && text[at - 2].isASCIIDigit && at < text.count && text[at].isASCIIDigit
            return isBetween ? .operation : .colon
        case UInt8(ascii: ","), UInt8(ascii: ";"): return .comma
        case UInt8(ascii: "&"): return .connector
        case UInt8(ascii: "%"): return .suffix
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return .open
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return .close
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "^"), UInt8(ascii: "!"),
            UInt8(ascii: "|"):
            return .operation
        case UInt8(ascii: "*"):
            // Two are emphasis.
            guard at < text.count, text[at] == byte else { return .operation }
            while at < text.count, text[at] == byte { at += 1 }
            return .other
        case UInt8(ascii: "<"), UInt8(ascii: ">"):
            if at < text.count, text[at] == UInt8(ascii: "=") { at += 1 }
            return .relation
        case UInt8(ascii: "="): return .equals
        default: return .other
        }
    }

    private mutating func number() -> ProseToken.Kind {
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
                // A separator only where a digit follows: `5, 6` and `5.` end before it.
                guard at + 1 < text.count, text[at + 1].isASCIIDigit else { break }
            } else if byte == 0x20 {
                guard isGroup(at + 1) else { break }
            } else if !byte.isASCIIDigit {
                break
            }
            at += 1
        }
        return .number
    }

    /// Three digits and no more: the next group of `1 000`.
    private func isGroup(_ first: Int) -> Bool {
        guard first + 3 <= text.count, first >= 2, text[first - 2].isASCIIDigit else { return false }
        guard text[first].isASCIIDigit, text[first + 1].isASCIIDigit, text[first + 2].isASCIIDigit else {
            return false
        }
        return first + 3 == text.count || !text[first + 3].isASCIIDigit
    }

    private mutating func letters() -> ProseToken.Kind {
        let start = at
        while at < text.count, text[at].isASCIILetter || (text[at] >= 0xC3 && text[at] <= 0xCD) {
            at = nextScalar(at)
        }
        if at - start == 1 { return .letter }
        let word = text[start..<at]
        return word.equals("and") || word.equals("or") ? .connector : .word
    }

    private mutating func command() -> ProseToken.Kind {
        at += 1
        let name = at
        while at < text.count, text[at].isASCIILetter { at += 1 }
        if at > name { return .command }
        guard at < text.count else { return .other }
        at += 1
        switch text[at - 1] {
        case UInt8(ascii: "$"): return .currency
        case UInt8(ascii: "%"): return .suffix
        default: return .other
        }
    }

    private mutating func beyondASCII() -> ProseToken.Kind {
        let rest = text.suffix(from: at)
        for (sign, kind) in ProseTokens.signs where rest.hasPrefix(sign) {
            at += sign.utf8CodeUnitCount
            return kind
        }
        let isSymbol = isSymbol(text[at])
        at = nextScalar(at)
        if isSymbol { return .symbol }
        while at < text.count, text[at] >= 0x80, !self.isSymbol(text[at]) {
            let rest = text.suffix(from: at)
            if ProseTokens.signs.contains(where: { rest.hasPrefix($0.0) }) { break }
            at = nextScalar(at)
        }
        return .foreign
    }

    private static let signs: [(StaticString, ProseToken.Kind)] = [
        ("²", .suffix), ("³", .suffix), ("°", .suffix), ("€", .currency), ("£", .currency), ("¥", .currency),
        ("×", .operation), ("÷", .operation), ("−", .operation), ("·", .operation), ("√", .operation),
        ("π", .letter), ("∞", .letter), ("≤", .relation), ("≥", .relation), ("≠", .relation), ("≈", .equals),
        ("＝", .equals), ("，", .comma), ("、", .comma), ("：", .colon), ("？", .question), ("—", .other), ("–", .other),
        ("（", .other), ("）", .other), ("“", .other), ("”", .other), ("’", .other),
    ]

    /// True for the lead bytes of Latin-1's signs, of U+2000 to U+2FFF, and of full-width forms.
    private func isSymbol(_ lead: UInt8) -> Bool { lead == 0xC2 || lead == 0xE2 || lead == 0xEF }

    private func nextScalar(_ at: Int) -> Int {
        var end = at + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
