/// What comes behind a stated letter and takes it back: "A. Wait, no, it's B", "A — scratch that".
struct ChoiceCorrection {
    /// How much of the text behind a letter is looked at.
    private static let reach = 4000
    /// Where a clause may begin: behind one of these.
    private static let marks = ByteSet(".!?;:,\n-(")

    let text: Bytes
    let statement: ChoiceStatement

    /// Where the text is as ``ChoiceText`` gives it, with dashes in ASCII.
    init(text: Bytes, statement: ChoiceStatement) {
        self.text = text
        self.statement = statement
    }

    /// What the text behind `end` makes of the letters `stated` before it: nil where it leaves them; else the letters
    /// that it puts in their place, 0 for none, and where they, or the words that take back, stand. O(reach).
    func replacement(of stated: UInt32, behind end: Int) -> (set: UInt32, range: Range<Int>)? {
        let limit = min(text.count, end + ChoiceCorrection.reach)
        var at = end
        while at < limit, let mark = text[at..<limit].findFirst(in: ChoiceCorrection.marks) {
            at += mark + 1
            let clause = clauseStart(at)
            guard clause > at || text[at - 1] == 0x0A || text[at - 1] == UInt8(ascii: "(") else { continue }
            if let past = phrase(of: ChoiceWords.corrections, at: clause) {
                let next = letters(behind: past)
                // "Wait, let me check. Yes, A is correct."
                if next == nil, isConfirmed(stated, behind: past) { return nil }
                return next ?? (0, clause..<past)
            }
            if let past = phrase(of: ChoiceWords.replacements, at: clause), let next = letters(behind: past),
                next.set != stated
            {
                return next
            }
        }
        return nil
    }

    /// The offset past white space, dashes and emphasis.
    private func clauseStart(_ from: Int) -> Int {
        var at = from
        while at < text.count, text[at].isOne(of: " \t\r\n-*_\"'") { at += 1 }
        return at
    }

    /// The offset past one of these phrases, as whole words and without case.
    private func phrase(of list: [StaticString], at start: Int) -> Int? {
        for phrase in list {
            let end = start + phrase.utf8CodeUnitCount
            guard end <= text.count, !ChoiceScan.isWord(text, end) else { continue }
            let equal = (0..<phrase.utf8CodeUnitCount).allSatisfy {
                let byte = text[start + $0]
                return (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == phrase.utf8Start[$0]
            }
            if equal { return end }
        }
        return nil
    }

    /// The letters that a clause states, behind further words that take back.
    private func letters(behind past: Int) -> (set: UInt32, range: Range<Int>)? {
        var at = past
        for _ in 0..<3 {
            while at < text.count, text[at].isOne(of: " \t,.;:!-") { at += 1 }
            guard let next = phrase(of: ChoiceWords.corrections + ChoiceWords.replacements, at: at) else { break }
            at = next
        }
        let line = text.suffix(from: at).firstLine
        let (reading, range) = statement.locate(line)
        guard case .letters(let set) = reading else { return nil }
        return (set, range.lowerBound + at..<range.upperBound + at)
    }

    /// True when the rest of the text says of one of these letters that it is right.
    private func isConfirmed(_ stated: UInt32, behind past: Int) -> Bool {
        for bit in 0..<26 where stated >> UInt32(bit) & 1 == 1 {
            var at = past
            while let found = text.suffix(from: at).find(Bytes(ChoiceCorrection.letters[bit])) {
                at += found + 1
                guard !ChoiceScan.isWord(text, at - 2), !ChoiceScan.isWord(text, at) else { continue }
                var rest = text.suffix(from: at)
                while !rest.isEmpty, rest[0].isOne(of: ")]}*_\"' ") { rest = rest.suffix(from: 1) }
                if ChoiceWords.confirmations.contains(where: { rest.hasPrefix($0) }) { return true }
            }
        }
        return false
    }

    private static let letters: [StaticString] = [
        "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
        "W", "X", "Y", "Z",
    ]
}
