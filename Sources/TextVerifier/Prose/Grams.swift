import AdjudgeBase
import AdjudgeProse

/// How many n-grams two texts share: each as often as it stands in both.
struct GramOverlap {
    var matches = 0
    /// The n-grams of the first text, and of the second.
    var left = 0
    var right = 0
}

/// Counts n-grams exactly and in linear time: one of order n is that of order n - 1 before it, by number, and an element.
enum Grams {
    private struct Slot {
        var key: UInt64 = 0
        var left: UInt32 = 0
        var right: UInt32 = 0
    }

    /// The overlaps of the orders from 1 to `orders`. O(orders * (left + right)).
    static func overlaps(
        _ left: CodePoints, _ right: CodePoints, orders: Int, _ scratch: ProseScratch
    ) -> [GramOverlap] {
        var overlaps = [GramOverlap](repeating: GramOverlap(), count: orders)
        var bits = 4
        while 1 << bits < 2 * (left.count + right.count) { bits += 1 }
        let arena = scratch.arena
        let slots = arena.array(of: Slot.self, 1 << bits)
        let shift = UInt64(64 - bits)
        let leftGrams = arena.array(repeating: UInt32(0), left.count)
        let rightGrams = arena.array(repeating: UInt32(0), right.count)

        /// The slot of the n-gram that an element ends.
        func slot(_ before: UInt32, _ element: UInt32) -> Int {
            let key = UInt64(before) << 32 | UInt64(element) + 1
            var at = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
            while slots[at].key != 0, slots[at].key != key { at = (at + 1) & (1 << bits - 1) }
            slots[at].key = key
            return at
        }
        for order in 1...orders {
            guard scratch.spend(1 << bits + 2 * (left.count + right.count)) else { break }
            overlaps[order - 1].left = max(left.count - order + 1, 0)
            overlaps[order - 1].right = max(right.count - order + 1, 0)
            if overlaps[order - 1].left == 0 && overlaps[order - 1].right == 0 { continue }
            slots.initialize(repeating: Slot(), count: 1 << bits)
            for index in 0..<overlaps[order - 1].right {
                let at = slot(rightGrams[index], right[index + order - 1])
                slots[at].right += 1
                rightGrams[index] = UInt32(at) + 1
            }
            var matches = 0
            for index in 0..<overlaps[order - 1].left {
                let at = slot(leftGrams[index], left[index + order - 1])
                if slots[at].left < slots[at].right { matches += 1 }
                slots[at].left += 1
                leftGrams[index] = UInt32(at) + 1
            }
            overlaps[order - 1].matches = matches
        }
        return overlaps
    }
}
