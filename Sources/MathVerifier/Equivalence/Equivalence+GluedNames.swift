import AdjudgeBase

/// `x1` for `x_1`: names as programs and plain text write them.
extension Equivalence {
    /// Both sides with the digits behind a letter below it, where the other side has the name with a subscript; nil unless
    /// they are equal then. The letter's own digits decide, so that no product becomes a name that nobody has.
    func compareGlued(_ reference: Bytes, _ answer: Bytes) -> Result? {
        let left = GluedNames.subscripted(reference, beside: answer, in: tree)
        let right = GluedNames.subscripted(answer, beside: reference, in: tree)
        guard left != nil || right != nil else { return nil }
        let (mine, theirs) = (read(left ?? reference), read(right ?? answer))
        guard case .answer(let first) = mine, case .answer(let second) = theirs else { return nil }
        let (a, b) = settled(first, second)
        let judgement = compare(a, b)
        return judgement.isEqual && !haveOtherDomains && !haveOtherOrder(a, b)
            ? Result(judgement: judgement, reference: mine, answer: theirs) : nil
    }
}

/// Letters with digits directly behind them.
enum GluedNames {
    /// True when one text may have a name with a subscript and the other the same without its sign. O(both).
    static func mayDiffer(_ a: Bytes, _ b: Bytes) -> Bool {
        a.findFirst(in: mark) != nil && hasOne(b) || b.findFirst(in: mark) != nil && hasOne(a)
    }

    /// What is equal only because the digits behind a letter are a factor is left open: `x1` is no `x`.
    static func judge(_ reference: Bytes, _ answer: Bytes, _ given: Judgement) -> Judgement {
        guard given.isEqual, isName(answer) || isName(reference), !MathText.haveSameDigits(reference, answer) else {
            return given
        }
        return .undecided(.differentText)
    }

    private static let mark = ByteSet("_")

    /// A letter and the digit 1, alone: `x1`.
    private static func isName(_ text: Bytes) -> Bool {
        text.count == 2 && text[0].isASCIILetter && text[1] == UInt8(ascii: "1")
    }

    private static func hasOne(_ text: Bytes) -> Bool { (0..<text.count).contains { end(text, $0) != nil } }

    /// The end of the digits behind the one letter at `at`; nil for all else.
    private static func end(_ text: Bytes, _ at: Int) -> Int? {
        guard text[at].isASCIILetter, at + 1 < text.count, text[at + 1].isASCIIDigit else { return nil }
        // No word, command, subscript, and nothing that has a script already.
        if at > 0, text[at - 1].isASCIILetter || text[at - 1].isOne(of: "\\_") { return nil }
        var end = at + 1
        while end < text.count, text[end].isASCIIDigit { end += 1 }
        if end < text.count {
            // `x1x2` are two of them.
            let isNext = text[end].isASCIILetter && end + 1 < text.count && text[end + 1].isASCIIDigit
            if text[end].isASCIILetter && !isNext || text[end].isOne(of: "_.") { return nil }
        }
        return end - at <= 4 ? end : nil
    }

    /// The text with `_{…}` around the digits of each such name that `other` has with a subscript; nil where there is none.
    static func subscripted(_ text: Bytes, beside other: Bytes, in tree: MathTree) -> Bytes? {
        guard other.findFirst(in: mark) != nil, hasOne(text) else { return nil }
        var hasChanged = false
        let written = tree.store(4 * text.count) { to in
            var (count, at) = (0, 0)
            func put(_ byte: UInt8) {
                to[count] = byte
                count += 1
            }
            while at < text.count {
                guard let end = end(text, at), hasName(text[at], text[at + 1..<end], in: other) else {
                    put(text[at])
                    at += 1
                    continue
                }
                put(text[at])
                put(UInt8(ascii: "_"))
                put(UInt8(ascii: "{"))
                for index in at + 1..<end { put(text[index]) }
                put(UInt8(ascii: "}"))
                hasChanged = true
                at = end
            }
            return count
        }
        return hasChanged ? written : nil
    }

    private static func hasName(_ letter: UInt8, _ digits: Bytes, in text: Bytes) -> Bool {
        var from = 0
        while let found = text.suffix(from: from).findFirst(in: mark) {
            let at = from + found
            from = at + 1
            guard at > 0, text[at - 1] == letter else { continue }
            let isBraced = text.suffix(from: at + 1).hasPrefix("{")
            let start = at + (isBraced ? 2 : 1)
            var end = start
            while end < text.count, text[end].isASCIIDigit, isBraced || end == start { end += 1 }
            if text[start..<end] == digits, !isBraced || text.suffix(from: end).hasPrefix("}") { return true }
        }
        return false
    }
}
