/// Closed lists of words, asked without case: a look costs the same however many words and lists there are.
///
/// Open addressing, at most a quarter full. A table is made once and lives as long as the process.
public struct ListedWords: @unchecked Sendable {
    private struct Slot {
        var word = PackedWord()
        var lists: UInt32 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let mask: UInt64

    /// The words of each list; those of the list at index `i` have bit `i`. No word is longer than
    /// ``PackedWord/maxCount`` bytes.
    public init(_ lists: [[StaticString]]) {
        var capacity = 16
        while capacity < 4 * lists.reduce(0, { $0 + $1.count }) { capacity *= 2 }
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        mask = UInt64(capacity - 1)
        for (index, list) in lists.enumerated() {
            for word in list {
                guard let packed = PackedWord(Bytes(word)) else { preconditionFailure("\(word) is too long") }
                let slot = place(of: packed)
                slots[slot].word = packed
                slots[slot].lists |= 1 << UInt32(index)
            }
        }
    }

    /// Where a word is, or would be.
    @inline(__always)
    private func place(of word: PackedWord) -> Int {
        var slot = Int(truncatingIfNeeded: word.hash & mask)
        while !slots[slot].word.isEmpty, slots[slot].word != word { slot = (slot + 1) & Int(mask) }
        return slot
    }

    /// The lists that hold a word, as bits. O(1).
    @inline(__always)
    public func lists(of word: PackedWord) -> UInt32 { slots[place(of: word)].lists }

    /// The lists that hold a word, as bits. O(word).
    public func lists(of word: Bytes) -> UInt32 {
        guard let packed = PackedWord(word) else { return 0 }
        return slots[place(of: packed)].lists
    }
}
