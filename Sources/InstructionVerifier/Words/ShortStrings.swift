import AdjudgeBase

/// The strings of a table that have at most eight bytes, as numbers: what is asked of most words of a text.
struct ShortStrings: @unchecked Sendable {
    static let maxCount = 8
    /// Open addressing, at most a quarter full; in memory that stays, as tables do.
    private let slots: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    private let mask: Int

    init(of table: StringTable) {
        var strings: [UInt64] = []
        table.forEach { if (1...ShortStrings.maxCount).contains($0.count) { strings.append($0.sixteen.low) } }
        var bits: UInt64 = 4
        while 1 << bits < 4 * strings.count { bits += 1 }
        slots = .allocate(capacity: 1 << bits)
        slots.initialize(repeating: 0, count: 1 << bits)
        shift = 64 - bits
        mask = 1 << bits - 1
        for string in strings { slots[place(of: string)] = string }
    }

    /// The slot of a string, or where it would be.
    @inline(__always)
    private func place(of string: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (string &* 0x9E37_79B9_7F4A_7C15) &>> shift)
        while slots[slot] != 0, slots[slot] != string { slot = (slot + 1) & mask }
        return slot
    }

    /// Whether a word of at most eight bytes is one of them, its letters A to Z in lower case.
    @inline(__always)
    func contains(caseless word: Bytes) -> Bool {
        let string = word.sixteen.low.loweredASCII
        return string != 0 && slots[place(of: string)] == string
    }
}
