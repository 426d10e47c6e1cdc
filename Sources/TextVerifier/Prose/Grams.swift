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
    /// The overlaps of the orders from 1 to `orders`, in the sample's memory. O(orders * (left + right)).
    static func overlaps(
        _ left: CodePoints, _ right: CodePoints, orders: Int, _ scratch: ProseScratch
    ) -> UnsafeMutableBufferPointer<GramOverlap> {
        let arena = scratch.arena
        let overlaps = UnsafeMutableBufferPointer(
            start: arena.array(repeating: GramOverlap(), orders), count: orders)
        for order in 0..<orders {
            overlaps[order].left = max(left.count - order, 0)
            overlaps[order].right = max(right.count - order, 0)
        }
        guard scratch.spend(orders * (left.count + 2 * right.count)) else { return overlaps }
        if right.count <= mostPlaces, matchPlaces(left, right, overlaps, arena) { return overlaps }
        let table = scratch.grams.begin(orders * right.count)
        // For each place the number of the gram that begins there; 0 for one that the second text has not.
        let leftGrams = arena.array(repeating: UInt32(0), left.count)
        let rightGrams = arena.array(repeating: UInt32(0), right.count)
        for order in 0..<orders {
            for index in 0..<overlaps[order].right {
                rightGrams[index] = table.put(rightGrams[index], right.start[index + order], scratch)
            }
            var matches = 0
            var isAnyFound = false
            for index in 0..<overlaps[order].left {
                if order > 0, leftGrams[index] == 0 { continue }
                let (gram, isOpen) = table.take(leftGrams[index], left.start[index + order], scratch)
                leftGrams[index] = gram
                if gram != 0 { isAnyFound = true }
                if isOpen { matches += 1 }
            }
            overlaps[order].matches = matches
            // A longer gram has a shorter one in it.
            if !isAnyFound { break }
        }
        return overlaps
    }
}

extension Grams {
    /// The elements of a text whose places are bits of one number.
    static let mostPlaces = 128

    /// Counts the matches with a second text of at most as many elements, all below 256, by the places of each as bits: a
    /// gram of the first text stands where those of its elements, each moved by its offset, are all set, and takes the
    /// first of these places that is free. False for other texts.
    private static func matchPlaces(
        _ left: CodePoints, _ right: CodePoints, _ overlaps: UnsafeMutableBufferPointer<GramOverlap>, _ arena: Arena
    ) -> Bool {
        var most: UInt32 = 0
        for index in 0..<left.count { most = max(most, left.start[index]) }
        for index in 0..<right.count { most = max(most, right.start[index]) }
        guard most < 256 else { return false }
        let places = arena.array(repeating: UInt128(0), Int(most) + 1)
        for index in 0..<right.count { places[Int(right.start[index])] |= 1 &<< UInt128(index) }
        let taken = arena.array(repeating: UInt128(0), overlaps.count)
        for index in 0..<left.count {
            var standing = ~UInt128(0)
            for order in 0..<min(overlaps.count, left.count - index) {
                standing &= places[Int(left.start[index + order])] &>> UInt128(order)
                if standing == 0 { break }
                let free = standing & ~taken[order]
                taken[order] |= free & (0 &- free)
                overlaps[order].matches += free == 0 ? 0 : 1
            }
        }
        return true
    }
}

/// N-grams with how often they are still open. One for a worker; slots of earlier texts count as empty.
final class GramTable {
    fileprivate struct Slot {
        var key: UInt64 = 0
        var epoch: UInt32 = 0
        var open: Int32 = 0
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var bits = GramTable.leastBits
    private var epoch: UInt32 = 0
    private static let leastBits = 8
    /// A table of more slots is given back before the next texts.
    private static let mostBits = 13

    init() { slots = GramTable.allocated(GramTable.leastBits) }

    deinit { slots.deallocate() }

    private static func allocated(_ bits: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: 1 << bits)
        slots.initialize(repeating: Slot(), count: 1 << bits)
        return slots
    }

    /// Forgets all grams, and makes room for as many; valid until it is called again.
    func begin(_ capacity: Int) -> Open {
        epoch &+= 1
        var needed = GramTable.leastBits
        while 1 << needed < 2 * capacity { needed += 1 }
        if needed > bits || bits > GramTable.mostBits || epoch == 0 {
            slots.deallocate()
            bits = needed
            slots = GramTable.allocated(bits)
            epoch = 1
        }
        return Open(slots: slots, shift: UInt64(64 - bits), mask: 1 << bits - 1, epoch: epoch)
    }

    /// The table for two texts, in registers.
    struct Open {
        fileprivate let slots: UnsafeMutablePointer<Slot>
        fileprivate let shift: UInt64
        fileprivate let mask: Int
        fileprivate let epoch: UInt32

        /// Opens a gram once more; its number, from 1 on.
        @inline(__always)
        func put(_ before: UInt32, _ element: UInt32, _ scratch: ProseScratch) -> UInt32 {
            let key = UInt64(before) << 32 | UInt64(element)
            let at = slot(key, scratch)
            if slots[at].epoch == epoch {
                slots[at].open += 1
            } else {
                slots[at] = Slot(key: key, epoch: epoch, open: 1)
            }
            return UInt32(truncatingIfNeeded: at &+ 1)
        }

        /// The number of a gram, 0 where there is none, and whether it was open; it is so once less.
        @inline(__always)
        func take(_ before: UInt32, _ element: UInt32, _ scratch: ProseScratch) -> (gram: UInt32, isOpen: Bool) {
            let at = slot(UInt64(before) << 32 | UInt64(element), scratch)
            guard slots[at].epoch == epoch else { return (0, false) }
            let isOpen = slots[at].open > 0
            slots[at].open &-= isOpen ? 1 : 0
            return (UInt32(truncatingIfNeeded: at &+ 1), isOpen)
        }

        @inline(__always)
        private func slot(_ key: UInt64, _ scratch: ProseScratch) -> Int {
            let hash = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
            var at = Int(truncatingIfNeeded: hash &>> shift)
            while slots[at].key != key, slots[at].epoch == epoch {
                // Grams chosen to meet in one place spend the budget instead of time.
                if !scratch.spend(1) { break }
                at = (at &+ 1) & mask
            }
            return at
        }
    }
}
