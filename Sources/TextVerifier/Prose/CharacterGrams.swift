import AdjudgeBase
import AdjudgeProse

/// Counts the n-grams of characters that two texts of ASCII share, for the orders from 1 to 6 at once: suffixes are sorted
/// by their first six characters, and those that begin alike stand side by side.
enum CharacterGrams {
    static let orders = 6
    private static let width: UInt64 = 7

    /// The overlaps, in the sample's memory; nil for texts of other characters than those from 1 to 127.
    /// O(left + right).
    static func overlaps(
        _ left: Bytes, _ right: Bytes, _ scratch: ProseScratch
    ) -> UnsafeMutableBufferPointer<GramOverlap>? {
        let arena = scratch.arena
        let overlaps = UnsafeMutableBufferPointer(start: arena.array(repeating: GramOverlap(), orders), count: orders)
        for order in 0..<orders {
            overlaps[order].left = max(left.count - order, 0)
            overlaps[order].right = max(right.count - order, 0)
        }
        let count = left.count + right.count
        guard scratch.spend(4 * count) else { return overlaps }
        let keys = arena.array(of: UInt64.self, count)
        var seen: (least: UInt8, most: UInt8) = (0x7F, 0)
        suffixes(left, origin: 0, keys, &seen)
        suffixes(right, origin: 1, keys + left.count, &seen)
        guard seen.least > 0, seen.most < 0x80 else { return nil }
        sort(keys, count, seen, arena)
        countRuns(keys, count, overlaps, arena)
        return overlaps
    }

    /// For each place of a text its first six characters, the first uppermost, zeros behind the end, and the text's bit.
    private static func suffixes(
        _ text: Bytes, origin: UInt64, _ keys: UnsafeMutablePointer<UInt64>, _ seen: inout (least: UInt8, most: UInt8)
    ) {
        var characters: UInt64 = 0
        for index in stride(from: text.count - 1, through: 0, by: -1) {
            let byte = text.start[index]
            seen = (min(seen.least, byte), max(seen.most, byte))
            characters = characters >> width | UInt64(byte) << (width * UInt64(orders - 1))
            keys[index] = characters << 1 | origin
        }
    }

    /// Sorts by all characters, the last ones first; keys with the same stay in any order.
    private static func sort(
        _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, _ seen: (least: UInt8, most: UInt8), _ arena: Arena
    ) {
        var (source, target) = (keys, arena.array(of: UInt64.self, count))
        let places = arena.array(of: UInt32.self, 1 << Int(width))
        for character in 0..<orders {
            let shift = 1 + width * UInt64(character)
            places.update(repeating: 0, count: 1 << Int(width))
            for index in 0..<count { places[Int(source[index] >> shift & 0x7F)] += 1 }
            // Zeros behind a text's end, then the characters that there are.
            var next = places[0]
            places[0] = 0
            for value in Int(seen.least)...max(Int(seen.most), Int(seen.least)) {
                (places[value], next) = (next, next + places[value])
            }
            for index in 0..<count {
                let key = source[index]
                let value = Int(key >> shift & 0x7F)
                target[Int(places[value])] = key
                places[value] += 1
            }
            swap(&source, &target)
        }
    }

    /// Adds what each run of keys that begin alike has of both texts. The number of orders is even, so that the last pass
    /// of the sort wrote where the first one read.
    private static func countRuns(
        _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, _ overlaps: UnsafeMutableBufferPointer<GramOverlap>,
        _ arena: Arena
    ) {
        guard count > 0 else { return }
        // For each order how many keys came before its run, and how many of them were the second text's.
        let begun = arena.array(repeating: 0, 2 * orders)
        var second = Int(keys[0] & 1)
        for index in 1...count {
            // How many characters the key shares with the one before it; nothing follows the last.
            let difference = index < count ? (keys[index] ^ keys[index - 1]) >> 1 : 1 << 41
            let shared = difference == 0 ? orders : (difference.leadingZeroBitCount - 22) / Int(width)
            let before = keys[index - 1] >> 1
            for order in shared..<orders {
                // A suffix that is too short has no gram of this order.
                if before >> (width * UInt64(orders - 1 - order)) & 0x7F != 0 {
                    let right = second - begun[orders + order]
                    let left = index - begun[order] - right
                    overlaps[order].matches += min(left, right)
                }
                begun[order] = index
                begun[orders + order] = second
            }
            if index < count { second += Int(keys[index] & 1) }
        }
    }
}
