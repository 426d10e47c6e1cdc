import AdjudgeBase

/// Known words, found by their first two bytes: one or two are looked at where a list would be gone through.
struct WordIndex: Sendable {
    /// In the order of their slots.
    private let words: ContiguousArray<StaticString>
    /// Where the words of each slot begin, and after the last slot how many there are.
    private let starts: ContiguousArray<Int32>

    private static let slots = 1024

    /// An index of words that are not empty.
    init(_ list: [StaticString]) {
        var bySlot = [[StaticString]](repeating: [], count: WordIndex.slots)
        for word in list { bySlot[WordIndex.slot(Bytes(word), 0)].append(word) }
        var starts: ContiguousArray<Int32> = [0]
        for words in bySlot { starts.append(starts[starts.count - 1] + Int32(words.count)) }
        self.starts = starts
        words = ContiguousArray(bySlot.joined())
    }

    /// True when the text is one of the words.
    func contains(_ text: Bytes) -> Bool {
        guard !text.isEmpty else { return false }
        return candidates(text, 0).contains { text.equals(words[$0]) }
    }

    /// True when one of the words, all of which have two bytes at least, stands anywhere in the text. O(text).
    func isFound(in text: Bytes) -> Bool {
        for at in 0..<max(text.count - 1, 0) {
            for index in candidates(text, at) where text.suffix(from: at).hasPrefix(words[index]) { return true }
        }
        return false
    }

    private func candidates(_ text: Bytes, _ at: Int) -> Range<Int> {
        let slot = WordIndex.slot(text, at)
        return Int(starts[slot])..<Int(starts[slot + 1])
    }

    private static func slot(_ text: Bytes, _ at: Int) -> Int {
        let second = at + 1 < text.count ? Int(text[at + 1]) : 0
        return (Int(text[at]) &* 37 &+ second) & (slots - 1)
    }
}
