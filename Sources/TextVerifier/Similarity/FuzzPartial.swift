import AdjudgeBase
import AdjudgeProse

/// rapidfuzz's `partial_ratio`: the best ratio of the shorter text with a part of the longer one, 0 to 100.
///
/// Parts are as long as the shorter text, or end with the longer one's start or end. O(long * short * short / 64), within
/// the budget.
struct FuzzPartial {
    let scratch: ProseScratch

    func ratio(_ left: CodePoints, _ right: CodePoints) -> Double {
        if left.isEmpty, right.isEmpty { return 100 }
        if left.isEmpty || right.isEmpty { return 0 }
        if left.count > right.count { return best(right, left) }
        let first = best(left, right)
        if left.count < right.count || first == 100 { return first }
        return max(first, best(right, left))
    }

    private func best(_ short: CodePoints, _ long: CodePoints) -> Double {
        // One part costs as much; a pattern that no part can be compared with is not loaded.
        guard !scratch.isSpent, scratch.spendBits(short.count, short.count) else { return 0 }
        return scratch.bits.with(short) { bits in
            var search = Search(short: short, long: long, bits: bits, scratch: scratch)
            return search.run()
        }
    }

    /// One search, with the shorter text's pattern loaded.
    private struct Search {
        let short: CodePoints
        let long: CodePoints
        let bits: PatternBits
        let scratch: ProseScratch
        var best = 0.0

        mutating func run() -> Double {
            let length = short.count
            windows()
            let last = long.count - length
            take(last..<long.count)
            // Shorter parts at both ends, the longest first: one that is too short to be better ends the search. A part
            // whose outer element is not in the shorter text is no better than one without it.
            for end in stride(from: length - 1, to: 0, by: -1) {
                guard mayImprove(end) else { break }
                if isKnown(long[end - 1]) { take(0..<end) }
            }
            for start in last + 1..<max(long.count, last + 1) {
                guard mayImprove(long.count - start) else { break }
                if isKnown(long[start]) { take(start..<long.count) }
            }
            return best
        }

        /// Whether a part of this size would be better if all of it were in the shorter text.
        private func mayImprove(_ size: Int) -> Bool {
            FuzzRatios.share(short.count - size, of: short.count + size) > best
        }

        /// Parts of full length. Their common subsequence changes by at most one from a place to the next, so that
        /// places between two known ones are left out where they cannot be better.
        private mutating func windows() {
            let last = long.count - short.count
            guard last > 0 else { return }
            var open = [(0, last - 1, take(0..<short.count), take(last - 1..<last - 1 + short.count))]
            while let (low, high, lengthLow, lengthHigh) = open.popLast() {
                if scratch.isSpent { return }
                guard high - low > 1 else { continue }
                let most = (lengthLow + lengthHigh + high - low) / 2
                guard FuzzRatios.share(2 * short.count - 2 * min(most, short.count), of: 2 * short.count) > best else {
                    continue
                }
                let middle = (low + high) / 2
                let length = take(middle..<middle + short.count)
                open.append((middle, high, length, lengthHigh))
                open.append((low, middle, lengthLow, length))
            }
        }

        private func isKnown(_ element: UInt32) -> Bool {
            let places = bits.places(of: element)
            return (0..<bits.words).contains { places[$0] != 0 }
        }

        /// The common subsequence with a part, which may be the best.
        @discardableResult
        private mutating func take(_ range: Range<Int>) -> Int {
            guard !scratch.isSpent, scratch.spend(bits.steps * range.count) else { return 0 }
            let total = short.count + range.count
            // Not even all of the shorter of both would be better.
            let length = Subsequence.length(of: long[range], bits, scratch.arena)
            best = max(best, FuzzRatios.share(total - 2 * length, of: total))
            return length
        }
    }
}
