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
        let lower = text.asciiLower(arena)
        return rules.contains { lower.find(Bytes($0.word)) != nil }
    }

    /// Whether any of the words may stand in a word or two. O(part).
    static func mayStand(inPart part: Bytes) -> Bool {
        guard part.count >= 4 else { return false }
        for at in 0..<part.count - 3 {
            let eight = part.eightLower(at: at)
            if words.contains(where: { eight & $0.mask == $0.bytes }) { return true }
        }
        return false
    }

    /// Each word as ``Bytes/eightLower(at:)`` gives it; none is longer.
    private static let words: [(bytes: UInt64, mask: UInt64)] = rules.map {
        let count = $0.word.utf8CodeUnitCount
        return (Bytes($0.word).eightLower(at: 0), UInt64.max >> UInt64(64 - 8 * count))
    }

    /// Parts each of them, rule by rule, in `from`; `to` is room for the work.
    static func split(_ from: inout [UInt8], _ to: inout [UInt8]) {
        for rule in rules {
            to.removeAll(keepingCapacity: true)
            from.withUnsafeBufferPointer { buffer in
                let text = Bytes(buffer)
                let length = rule.word.utf8CodeUnitCount
                var (at, matched) = (0, 0)
                while at < text.count {
                    guard isWord(rule, text, at), !rule.needsSpace || at - 1 >= matched && text[at - 1] == 0x20 else {
                        to.append(text[at])
                        at += 1
                        continue
                    }
                    to.append(0x20)
                    to.append(contentsOf: buffer[at..<at + rule.first])
                    to.append(0x20)
                    to.append(contentsOf: buffer[at + rule.first..<at + length])
                    to.append(0x20)
                    at += length
                    matched = at
                }
            }
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
