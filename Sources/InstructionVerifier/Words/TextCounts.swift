import AdjudgeBase
import AdjudgeProse

/// How often each word of a text was seen. Words are views, which outlive this.
struct TextCounts {
    private struct Entry {
        let hash: UInt64
        let word: Bytes
        var seen: Int
    }

    private let entries: UnsafeMutablePointer<Entry>
    /// Open addressing, at most half full: the number of an entry, from 1 on. The seed is another in each process, so that no
    /// text can choose its slots.
    private let slots: UnsafeMutablePointer<UInt32>
    private let mask: Int
    private static let seed = UInt64.random(in: 0...UInt64.max)

    /// How many different words were seen.
    private(set) var distinct = 0

    /// Nothing seen yet, in `arena`, for the words of a text that white space parts. O(text).
    init(of text: Bytes, _ arena: Arena) { self.init(atMost: text.count / 2 + 1, arena) }

    /// Nothing seen yet, in `arena`, for so many words. O(most).
    init(atMost most: Int, _ arena: Arena) {
        var size = 16
        while size < 2 * most { size *= 2 }
        entries = arena.array(of: Entry.self, most)
        slots = arena.array(repeating: 0, size)
        mask = size - 1
    }

    /// Counts a word; how often it was seen with this time.
    @discardableResult
    mutating func add(_ word: Bytes) -> Int {
        let hash = word.hash64(seed: TextCounts.seed)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] > 0 {
            let entry = entries + Int(slots[slot]) - 1
            if entry.pointee.hash == hash, entry.pointee.word == word {
                entry.pointee.seen += 1
                return entry.pointee.seen
            }
            slot = (slot + 1) & mask
        }
        (entries + distinct).initialize(to: Entry(hash: hash, word: word, seen: 1))
        distinct += 1
        slots[slot] = UInt32(distinct)
        return 1
    }
}

/// A set of words in lower case that programs name, none longer than ``PackedWord/maxCount`` bytes.
struct WordSet: Sendable {
    private let table: ListedWords

    init(_ words: [StaticString]) { table = ListedWords([words]) }

    /// Whether a word in lower case is one of them. O(word).
    func contains(_ word: Bytes) -> Bool { table.lists(of: word) != 0 }
}
