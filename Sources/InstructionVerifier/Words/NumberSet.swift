import AdjudgeBase
import AdjudgeProse

/// A set of numbers in an arena, for a known most of them.
struct NumberSet {
    /// Open addressing, at most half full.
    private let slots: UnsafeMutablePointer<UInt64>
    private let shift: UInt64
    private let mask: Int
    /// How many there are.
    private(set) var count = 0

    /// No number is this.
    private static let free = UInt64.max
    /// Another in each process, so that no text can choose its slots.
    private static let factor = UInt64.random(in: 0...UInt64.max) | 1

    /// An empty set for at most `most` numbers below the greatest. O(most).
    init(atMost most: Int, _ arena: Arena) {
        var bits = 4
        while 1 << bits < 2 * most { bits += 1 }
        slots = arena.array(repeating: NumberSet.free, 1 << bits)
        mask = 1 << bits - 1
        shift = UInt64(64 - bits)
    }

    private func place(of number: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (number &* NumberSet.factor) >> shift)
        while slots[slot] != NumberSet.free, slots[slot] != number { slot = (slot + 1) & mask }
        return slot
    }

    mutating func insert(_ number: UInt64) {
        let slot = place(of: number)
        if slots[slot] == NumberSet.free { count += 1 }
        slots[slot] = number
    }

    func contains(_ number: UInt64) -> Bool { slots[place(of: number)] == number }

    /// How many of these are in another set. O(slots).
    func count(in other: NumberSet) -> Int {
        var shared = 0
        for slot in 0...mask where slots[slot] != NumberSet.free && other.contains(slots[slot]) { shared += 1 }
        return shared
    }
}
