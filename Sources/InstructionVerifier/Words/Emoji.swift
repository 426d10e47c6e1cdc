import AdjudgeBase
import CProseTables

/// Whether one code point is an emoji by itself, as the package emoji lists them.
enum Emoji {
    /// For a text of one code point. O(log of the ranges).
    static func isEmoji(_ text: Bytes) -> Bool {
        guard let code = text.scalar(at: 0).value else { return false }
        let ranges = pt_emoji()
        var (low, high) = (0, Int(ranges.count))
        while low < high {
            let middle = (low + high) / 2
            if code > ranges.ranges[2 * middle + 1] { low = middle + 1 } else { high = middle }
        }
        return low < Int(ranges.count) && ranges.ranges[2 * low] <= code
    }
}
