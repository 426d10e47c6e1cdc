import AdjudgeBase

/// How often each text was seen. Texts are views, which outlive this.
struct TextCounts {
    private struct Slot {
        var hash: UInt64 = 0
        var text = Bytes.empty
        /// 0 for a free slot.
        var seen = 0
    }

    /// Open addressing, at most half full. The seed is another in each process, so that no text can choose its slot.
    private var slots = [Slot](repeating: Slot(), count: 512)
    private static let seed = UInt64.random(in: 0...UInt64.max)

    /// How many different texts were seen.
    private(set) var distinct = 0

    /// Counts a text; how often it was seen with this time.
    @discardableResult
    mutating func add(_ text: Bytes) -> Int {
        let hash = text.hash64(seed: TextCounts.seed)
        let slot = place(of: text, hash)
        slots[slot].seen += 1
        let seen = slots[slot].seen
        if seen == 1 {
            slots[slot].hash = hash
            slots[slot].text = text
            distinct += 1
            if 2 * distinct > slots.count { grow() }
        }
        return seen
    }

    private func place(of text: Bytes, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot].seen > 0, slots[slot].hash != hash || slots[slot].text != text { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: 4 * old.count)
        for slot in old where slot.seen > 0 { slots[place(of: slot.text, slot.hash)] = slot }
    }
}

/// A set of words in lower case that programs name, none longer than ``PackedWord/maxCount`` bytes.
struct WordSet: Sendable {
    private let table: WordTable

    init(_ words: [StaticString]) { table = WordTable([words]) }

    /// Whether a word in lower case is one of them. O(word).
    func contains(_ word: Bytes) -> Bool { table.lists(of: word) != 0 }
}
