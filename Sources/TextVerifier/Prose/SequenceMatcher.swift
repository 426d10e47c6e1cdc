import AdjudgeBase
import AdjudgeProse

/// Python's `difflib.SequenceMatcher` (Ratcliff and Obershelp's gestalt matching), with its autojunk: in a second text of
/// 200 elements and more, an element that makes up more than one in a hundred begins no match.
struct SequenceMatcher {
    private let left: CodePoints
    private let right: CodePoints
    private let scratch: ProseScratch
    /// The place in `right` behind each place where the same element stands again; -1 at the last.
    private let following: UnsafeMutablePointer<Int32>
    private let firstPlace: [UInt32: Int32]
    /// Lengths of the matches that end at each place of `right`, for the last element of `left` and the one before.
    private let lengths: (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>)

    init(_ left: CodePoints, _ right: CodePoints, _ scratch: ProseScratch) {
        self.left = left
        self.right = right
        self.scratch = scratch
        following = scratch.arena.array(repeating: Int32(-1), right.count)
        lengths = (
            scratch.arena.array(repeating: Int32(0), right.count + 1),
            scratch.arena.array(repeating: Int32(0), right.count + 1)
        )
        var first: [UInt32: Int32] = [:]
        var counts: [UInt32: Int] = [:]
        for place in stride(from: right.count - 1, through: 0, by: -1) {
            following[place] = first[right[place]] ?? -1
            first[right[place]] = Int32(place)
            counts[right[place], default: 0] += 1
        }
        if right.count >= 200 {
            let most = right.count / 100 + 1
            for (element, count) in counts where count > most { first[element] = nil }
        }
        firstPlace = first
    }

    /// Twice the matched elements over all elements; 1 for two empty texts. At worst O(left * right), within the budget.
    func ratio() -> Double {
        let total = left.count + right.count
        return total == 0 ? 1 : 2 * Double(matches()) / Double(total)
    }

    private func matches() -> Int {
        var matched = 0
        var open = [(0, left.count, 0, right.count)]
        while let (leftLow, leftHigh, rightLow, rightHigh) = open.popLast() {
            let (at, to, size) = longest(leftLow, leftHigh, rightLow, rightHigh)
            if size == 0 || scratch.isSpent { continue }
            matched += size
            if leftLow < at, rightLow < to { open.append((leftLow, at, rightLow, to)) }
            if at + size < leftHigh, to + size < rightHigh {
                open.append((at + size, leftHigh, to + size, rightHigh))
            }
        }
        return matched
    }

    /// The first longest match in a part of both texts, by elements that are no junk, and what stands around it alike.
    private func longest(_ leftLow: Int, _ leftHigh: Int, _ rightLow: Int, _ rightHigh: Int) -> (Int, Int, Int) {
        var (bestLeft, bestRight, bestSize) = (leftLow, rightLow, 0)
        var (new, old) = lengths
        for index in leftLow..<leftHigh {
            var steps = 1
            // Only places that were written are cleared, so that a rare element costs little.
            var place = firstPlace[left[index]] ?? -1
            while place >= 0, Int(place) < rightHigh {
                steps += 1
                if Int(place) >= rightLow {
                    let size = (Int(place) > rightLow ? old[Int(place)] : 0) + 1
                    new[Int(place) + 1] = size
                    if Int(size) > bestSize {
                        (bestLeft, bestRight, bestSize) = (index - Int(size) + 1, Int(place) - Int(size) + 1, Int(size))
                    }
                }
                place = following[Int(place)]
            }
            if index > leftLow { clear(old, left[index - 1], rightLow, rightHigh) }
            swap(&new, &old)
            if !scratch.spend(2 * steps) { break }
        }
        if leftHigh > leftLow { clear(old, left[leftHigh - 1], rightLow, rightHigh) }
        if scratch.isSpent { return (bestLeft, bestRight, 0) }
        while bestLeft > leftLow, bestRight > rightLow, left[bestLeft - 1] == right[bestRight - 1] {
            (bestLeft, bestRight, bestSize) = (bestLeft - 1, bestRight - 1, bestSize + 1)
        }
        while bestLeft + bestSize < leftHigh, bestRight + bestSize < rightHigh,
            left[bestLeft + bestSize] == right[bestRight + bestSize]
        {
            bestSize += 1
        }
        return (bestLeft, bestRight, bestSize)
    }

    private func clear(_ lengths: UnsafeMutablePointer<Int32>, _ element: UInt32, _ low: Int, _ high: Int) {
        var place = firstPlace[element] ?? -1
        while place >= 0, Int(place) < high {
            lengths[Int(place) + 1] = 0
            place = following[Int(place)]
        }
    }
}
