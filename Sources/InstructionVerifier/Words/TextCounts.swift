import AdjudgeBase

/// How often each text was seen. Texts are views, which outlive this.
struct TextCounts {
    private struct Key: Hashable {
        let bytes: Bytes
        let hash: UInt64

        init(_ bytes: Bytes) {
            self.bytes = bytes
            hash = bytes.hash64()
        }

        static func == (left: Key, right: Key) -> Bool { left.hash == right.hash && left.bytes == right.bytes }
        func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    }

    private var counts: [Key: Int] = [:]

    /// How many different texts were seen.
    var distinct: Int { counts.count }

    /// Counts a text; how often it was seen with this time.
    @discardableResult
    mutating func add(_ text: Bytes) -> Int {
        let key = Key(text)
        let count = counts[key, default: 0] + 1
        counts[key] = count
        return count
    }
}

/// A set of words that programs name.
struct WordSet: Sendable {
    private let words: [UInt64: StaticString]

    init(_ words: [StaticString]) {
        self.words = Dictionary(uniqueKeysWithValues: words.map { (Bytes($0).hash64(), $0) })
    }

    func contains(_ word: Bytes) -> Bool { words[word.hash64()].map { word.equals($0) } ?? false }
}
