import AdjudgeBase

/// Words that the Penn Treebank parts in two, by Robert MacIntyre's list.
enum Contractions {
    private struct Rule {
        /// The word in lower case.
        let word: StaticString
        /// How many bytes its first part has.
        let first: Int
        /// Whether it stands behind a space, else behind a word boundary.
        var needsSpace = false
        /// Whether white space follows it, else a word boundary.
        var endsInSpace = false
    }

    private static let rules: [Rule] = [
        Rule(word: "cannot", first: 3), Rule(word: "d'ye", first: 1), Rule(word: "gimme", first: 3),
        Rule(word: "gonna", first: 3), Rule(word: "gotta", first: 3), Rule(word: "lemme", first: 3),
        Rule(word: "more'n", first: 4), Rule(word: "wanna", first: 3, endsInSpace: true),
        Rule(word: "'tis", first: 2, needsSpace: true), Rule(word: "'twas", first: 2, needsSpace: true),
    ]

    /// Whether any of the words may stand in a text. O(text).
    static func mayStand(in text: Bytes, _ arena: Arena) -> Bool {
        // None is shorter.
        guard text.count >= 4 else { return false }
        let lower = text.asciiLower(arena)
        return rules.contains { lower.find(Bytes($0.word)) != nil }
    }

    /// Whether any of the words may stand in a word or two. O(part).
    static func mayStand(inPart part: Bytes) -> Bool {
        guard part.count >= 4 else { return false }
        let firsts = firsts
        for at in 0..<part.count - 3 where firsts & Contractions.bit(of: part.start[at]) != 0 {
            if mayStand(at: at, in: part) { return true }
        }
        return false
    }

    private static func mayStand(at offset: Int, in part: Bytes) -> Bool {
        let eight = part.suffix(from: offset).part(from: 0, to: 8).sixteen.low.loweredASCII
        return words.contains { eight & $0.mask == $0.bytes }
    }

    /// Each word as ``Bytes/eightLower(at:)`` gives it; none is longer.
    private static let words: [(bytes: UInt64, mask: UInt64)] = rules.map {
        let count = $0.word.utf8CodeUnitCount
        return (Bytes($0.word).eightLower(at: 0), UInt64.max >> UInt64(64 - 8 * count))
    }

    /// The characters that the words begin with, as bits.
    private static let firsts: UInt64 = rules.reduce(0) { $0 | bit(of: $1.word.utf8Start[0]) }

    /// A bit for a character: a letter's in the upper half, its case left out, that of a mark in the lower.
    @inline(__always)
    private static func bit(of byte: UInt8) -> UInt64 { 1 &<< UInt64(byte & 0x1F | (byte & 0x40) &>> 1) }

    /// Parts each of them, rule by rule, in `from`; `to` is room for the work.
    static func split(_ from: inout Draft, _ to: inout Draft) {
        for (rule, word) in zip(rules, words) {
            let text = from.bytes
            let length = rule.word.utf8CodeUnitCount
            var (at, kept, matched) = (0, 0, 0)
            to.removeAll()
            while at + length <= text.count {
                guard text.eightLower(at: at) & word.mask == word.bytes, isWord(rule, text, at),
                    !rule.needsSpace || at - 1 >= matched && text[at - 1] == 0x20
                else {
                    at += 1
                    continue
                }
                to.append(text[kept..<at])
                to.appendPadded(text[at..<at + rule.first])
                to.append(text[at + rule.first..<at + length])
                to.append(0x20)
                at += length
                (kept, matched) = (at, at)
            }
            guard kept > 0 else { continue }
            to.append(text.suffix(from: kept))
            swap(&from, &to)
        }
    }

    private static func isWord(_ rule: Rule, _ text: Bytes, _ at: Int) -> Bool {
        let length = rule.word.utf8CodeUnitCount
        guard at + length <= text.count else { return false }
        for index in 0..<length {
            let byte = text[at + index]
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lower != rule.word.utf8Start[index] { return false }
        }
        if !rule.needsSpace, !text.isWordBoundary(at: at) { return false }
        let end = at + length
        return rule.endsInSpace ? text.pythonSpaceLength(at: end) > 0 : text.isWordBoundary(at: end)
    }
}
