import AdjudgeBase

/// Digits that name something and are not to be computed: dates, telephone numbers, ranges and the like.
///
/// `2020-01-02` is no difference and `1/2/2020` no quotient. Told by the lengths of their groups, by a zero that leads
/// one, and by nothing standing beside them that would make a formula of them.
extension Lexer {
    /// The end of the code whose first group of digits goes from `at` to `first`; nil where there is none.
    func codeEnd(_ first: Int) -> Int? {
        guard first < text.count, text[first] == UInt8(ascii: "-") || text[first] == UInt8(ascii: "/"),
            first + 1 < text.count, text[first + 1].isASCIIDigit, startsApart
        else { return nil }
        let sign = text[first]
        var groups: [Range<Int>] = [at..<first]
        var end = first
        while end + 1 < text.count, text[end] == sign, text[end + 1].isASCIIDigit, groups.count < Lexer.maxCodeGroups {
            let start = end + 1
            end = start
            while end < text.count, text[end].isASCIIDigit { end += 1 }
            groups.append(start..<end)
        }
        guard endsApart(end) else { return nil }
        if isDate(groups) { return end }
        return sign == UInt8(ascii: "-") && isCode(groups) ? end : nil
    }

    private static let maxCodeGroups = 8

    /// True where nothing before makes an operand of what follows.
    private var startsApart: Bool {
        guard let last = tokens.last, textEnds.isEmpty || last.isText else { return true }
        switch last.kind {
        case .comma, .semicolon, .colon, .word, .and, .or, .newline, .stop, .relation: return true
        default: return false
        }
    }

    private func endsApart(_ end: Int) -> Bool {
        var next = end
        while next < text.count, text[next] == 0x20 { next += 1 }
        guard next < text.count else { return true }
        switch text[next] {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "$"),
            UInt8(ascii: "."), UInt8(ascii: "]"), 0x0A:
            return true
        case UInt8(ascii: "\\"):
            let rest = text.suffix(from: next)
            return ["\\text", "\\mathrm", "\\%", "\\ ", "\\,", "\\)", "\\]"].contains { rest.hasPrefix($0) }
        case UInt8(ascii: "%"): return true
        default: return next > end && text[next].isASCIILetter
        }
    }

    private func value(_ group: Range<Int>) -> Int {
        group.reduce(0) { $0 * 10 + Int(text[$1] - 0x30) }
    }

    /// A year and a month and a day, the year first or last.
    private func isDate(_ groups: [Range<Int>]) -> Bool {
        guard groups.count == 3 else { return false }
        let (year, rest) = groups[0].count == 4 ? (groups[0], groups[1...2]) : (groups[2], groups[0...1])
        guard year.count == 4, rest.allSatisfy({ $0.count <= 2 }), (1000...2999).contains(value(year)) else {
            return false
        }
        let parts = rest.map { value($0) }
        return parts.allSatisfy { (1...31).contains($0) } && parts.contains { $0 <= 12 }
    }

    private func isRange(_ groups: [Range<Int>]) -> Bool {
        tokens.last?.kind != .relation && groups.allSatisfy { $0.count <= 9 } && value(groups[0]) < value(groups[1])
    }

    /// `555-1234`, `212-555-0199`, `12345-6789`, `10-05`: told by the lengths of the groups, or by a zero in front.
    private func isCode(_ groups: [Range<Int>]) -> Bool {
        if groups.contains(where: { $0.count > 1 && text[$0.lowerBound] == UInt8(ascii: "0") }) { return true }
        // `10-12` is a range, and no negative number.
        if groups.count == 2, isRange(groups) { return true }
        switch groups.map(\.count) {
        case [3, 4], [3, 3, 4], [1, 3, 3, 4], [3, 2, 4], [5, 4], [3, 4, 4]: return true
        default: return groups.count > 3 && groups.contains { $0.count > 1 }
        }
    }
}
