import AdjudgeBase
import AdjudgeProse

/// How often each word of a text was seen. Words are views, which outlive this.
struct TextCounts {
    private struct Entry {
        /// The word's bytes where it has at most 16, else its hash.
        let low: UInt64
        let high: UInt64
        let word: Bytes
        var seen: Int
    }

    private let entries: UnsafeMutablePointer<Entry>
    /// Open addressing, at most half full: the number of an entry, from 1 on.
    private let slots: UnsafeMutablePointer<UInt32>
    private let mask: Int
    /// Others in each process, so that no text can choose its slots.
    private let seeds = TextCounts.seeds
    private static let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max))

    /// How many different words were seen.
    private(set) var distinct = 0

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
        let key = key(of: word)
        let slot = place(of: word, key)
        if slots[slot] > 0 {
            let entry = entries + Int(slots[slot]) - 1
            entry.pointee.seen += 1
            return entry.pointee.seen
        }
        (entries + distinct).initialize(to: Entry(low: key.low, high: key.high, word: word, seen: 1))
        distinct += 1
        slots[slot] = UInt32(distinct)
        return 1
    }

    /// Takes a word away once; false where it was taken as often as it was seen.
    func take(_ word: Bytes) -> Bool {
        let slot = place(of: word, key(of: word))
        guard slots[slot] > 0, entries[Int(slots[slot]) - 1].seen > 0 else { return false }
        entries[Int(slots[slot]) - 1].seen -= 1
        return true
    }

    @inline(__always)
    private func key(of word: Bytes) -> (low: UInt64, high: UInt64) {
        word.count <= 16 ? word.sixteen : (word.hash64(seed: seeds.0), 0)
    }

    /// The slot of a word, or where it would be.
    @inline(__always)
    private func place(of word: Bytes, _ key: (low: UInt64, high: UInt64)) -> Int {
        let product = (key.low ^ seeds.0).multipliedFullWidth(by: key.high ^ seeds.1)
        var slot = Int(truncatingIfNeeded: product.high ^ product.low) & mask
        while slots[slot] > 0 {
            let entry = entries + Int(slots[slot]) - 1
            if entry.pointee.low == key.low, entry.pointee.high == key.high, entry.pointee.word.count == word.count,
                word.count <= 16 || entry.pointee.word == word
            {
                break
            }
            slot = (slot + 1) & mask
        }
        return slot
    }
}
