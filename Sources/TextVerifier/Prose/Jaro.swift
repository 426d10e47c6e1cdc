import AdjudgeBase
import AdjudgeProse

/// Jaro's similarity and Winkler's form of it.
enum Jaro {
    /// 0 to 1. O(left * right / 64).
    static func similarity(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Double {
        if left.isEmpty, right.isEmpty { return 1 }
        if left.isEmpty || right.isEmpty { return 0 }
        if left.count == 1, right.count == 1 { return left[0] == right[0] ? 1 : 0 }
        let bound = max(max(left.count, right.count) / 2 - 1, 0)
        // Beyond the window nothing matches.
        let pattern = left[0..<min(left.count, right.count + bound)]
        let text = right[0..<min(right.count, left.count + bound)]
        guard scratch.spendBits(pattern.count, text.count) else { return 0 }
        let taken = scratch.arena.array(repeating: UInt64(0), (pattern.count + 63) / 64)
        let matched = scratch.arena.array(of: UInt32.self, text.count)
        var matches = 0
        scratch.bits.with(pattern) { bits in
            for index in 0..<text.count {
                let places = bits.places(of: text[index])
                guard let place = firstFree(places, taken, max(0, index - bound), min(pattern.count, index + bound + 1))
                else { continue }
                taken[place >> 6] |= 1 << UInt64(place & 63)
                matched[matches] = text[index]
                matches += 1
            }
        }
        if matches == 0 { return 0 }
        var transposed = 0
        var next = 0
        for place in 0..<pattern.count where taken[place >> 6] >> UInt64(place & 63) & 1 == 1 {
            if pattern[place] != matched[next] { transposed += 1 }
            next += 1
        }
        let common = Double(matches)
        let ordered = Double(matches - transposed / 2)
        return (common / Double(left.count) + common / Double(right.count) + ordered / common) / 3
    }

    /// Jaro's similarity, raised for a common prefix of up to four where it is beyond 0.7.
    static func winkler(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Double {
        let similarity = similarity(left, right, scratch)
        guard similarity > 0.7 else { return similarity }
        let prefix = min(4, left.commonPrefix(right))
        return min(1, similarity + Double(prefix) * 0.1 * (1 - similarity))
    }

    /// The first place in a range whose bit is set in `places` and not in `taken`.
    @inline(__always)
    private static func firstFree(
        _ places: UnsafePointer<UInt64>, _ taken: UnsafeMutablePointer<UInt64>, _ from: Int, _ to: Int
    ) -> Int? {
        guard from < to else { return nil }
        var word = from >> 6
        var free = places[word] & ~taken[word] & (~UInt64(0) << UInt64(from & 63))
        while true {
            if free != 0 {
                let place = word << 6 + free.trailingZeroBitCount
                return place < to ? place : nil
            }
            word += 1
            guard word << 6 < to else { return nil }
            free = places[word] & ~taken[word]
        }
    }
}
