import AdjudgeBase
import AdjudgeProse

/// Distances as shares of the longer text, as rapidfuzz's `normalized_similarity` has them: 0 to 1, 1 for two empty texts.
enum EditMeasures {
    /// What a distance of at most the longer text leaves.
    static func normalized(_ distance: Int, _ left: CodePoints, _ right: CodePoints) -> Double {
        let most = max(left.count, right.count)
        return most == 0 ? 1 : 1 - Double(distance) / Double(most)
    }

    /// What a count of shared elements makes of the longer text.
    static func shared(_ count: Int, _ left: CodePoints, _ right: CodePoints) -> Double {
        normalized(max(left.count, right.count) - count, left, right)
    }

    static func indel(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Double {
        let total = left.count + right.count
        return total == 0 ? 1 : 1 - Double(total - 2 * Subsequence.length(left, right, scratch)) / Double(total)
    }

    static func subsequence(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) -> Double {
        shared(Subsequence.length(left, right, scratch), left, right)
    }

    /// The places where two texts differ; what only one has differs too.
    static func hamming(_ left: CodePoints, _ right: CodePoints) -> Int {
        let shared = min(left.count, right.count)
        return (0..<shared).reduce(max(left.count, right.count) - shared) { $0 + (left[$1] == right[$1] ? 0 : 1) }
    }

    /// The different words that both texts have, over those that either has; in lower case.
    static func jaccard(_ left: ProseText, _ right: ProseText, _ scratch: ProseScratch) -> Double {
        let (first, second) = WordNumbers.lowered(left, right, scratch)
        // Bit 0 for the first text, bit 1 for the second.
        var seen = [UInt8](repeating: 0, count: first.count + second.count)
        for index in 0..<first.count { seen[Int(first[index])] |= 1 }
        for index in 0..<second.count { seen[Int(second[index])] |= 2 }
        let (either, both) = seen.reduce((0, 0)) { ($0.0 + ($1 == 0 ? 0 : 1), $0.1 + ($1 == 3 ? 1 : 0)) }
        return either == 0 ? 1 : Double(both) / Double(either)
    }
}
