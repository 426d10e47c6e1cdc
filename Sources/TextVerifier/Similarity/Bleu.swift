import AdjudgeBase
import AdjudgeProse
import Glibc

/// BLEU of one sentence against one reference.
enum Bleu {
    private static let orders = 4

    /// sacrebleu's `sentence_bleu`: tokenizer 13a, exponential smoothing, effective order; 0 to 100.
    static func sacrebleu(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        let (left, right) = MTTokenizer.numbers(hypothesis, reference, scratch)
        let overlaps = Grams.overlaps(left, right, orders: orders, scratch)
        guard overlaps.contains(where: { $0.matches > 0 }) else { return 0 }
        var sum = 0.0
        var used = 0
        var smoothing = 1.0
        for overlap in overlaps where overlap.left > 0 {
            used += 1
            if overlap.matches == 0 {
                smoothing *= 2
                sum += log(100 / (smoothing * Double(overlap.left)))
            } else {
                sum += log(100 * Double(overlap.matches) / Double(overlap.left))
            }
        }
        let brevity = left.count < right.count ? exp(1 - Double(right.count) / Double(left.count)) : 1
        return brevity * exp(sum / Double(used))
    }

    /// NLTK's `sentence_bleu` on words between white space, with the smoothing of a number from 0 to 7; 0 to about 1, and
    /// beyond it for the methods 5 and 7. Nil where method 6 raises: no two words in order are shared.
    static func nltk(
        _ hypothesis: ProseText, _ reference: ProseText, smoothing: Int, _ scratch: ProseScratch
    ) -> Double? {
        let (left, right) = WordNumbers.spaced(hypothesis, reference, scratch)
        let overlaps = Grams.overlaps(left, right, orders: orders + 1, scratch)
        guard overlaps[0].matches > 0 else { return 0 }
        var precisions = overlaps.prefix(orders).map { Precision($0) }
        guard smooth(&precisions, smoothing, overlaps, length: left.count) else { return nil }
        let brevity = left.count > right.count ? 1 : exp(1 - Double(right.count) / Double(left.count))
        // NLTK adds exactly and rounds once; four terms differ in the last digit at most.
        let sum = precisions.reduce(0.0) { $1.value > 0 ? $0 + 0.25 * log($1.value) : $0 }
        return brevity * exp(sum)
    }

    /// A precision, with the counts that smoothing looks at.
    private struct Precision {
        let matches: Int
        let total: Int
        var value: Double

        init(_ overlap: GramOverlap) {
            matches = overlap.matches
            total = max(1, overlap.left)
            value = Double(matches) / Double(total)
        }
    }

    /// The methods of NLTK's `SmoothingFunction` (Chen and Cherry 2014), with its defaults.
    private static func smooth(
        _ precisions: inout [Precision], _ method: Int, _ overlaps: UnsafeMutableBufferPointer<GramOverlap>,
        length: Int
    ) -> Bool {
        switch method {
        case 0:
            for index in precisions.indices where precisions[index].matches == 0 {
                precisions[index].value = Double.leastNormalMagnitude
            }
        case 1:
            for index in precisions.indices where precisions[index].matches == 0 {
                precisions[index].value = 0.1 / Double(precisions[index].total)
            }
        case 2:
            for index in precisions.indices.dropFirst() {
                precisions[index].value = Double(precisions[index].matches + 1) / Double(precisions[index].total + 1)
            }
        case 3:
            var power = 1.0
            for index in precisions.indices where precisions[index].matches == 0 {
                power *= 2
                precisions[index].value = 1 / (power * Double(precisions[index].total))
            }
        case 4: smoothByLength(&precisions, length)
        case 5: smoothByNeighbours(&precisions, overlaps)
        case 6:
            guard precisions[2].value != 0 else { return false }
            for index in 2..<precisions.count {
                let before = precisions[index - 2].value
                let expected = before == 0 ? 0 : precisions[index - 1].value * precisions[index - 1].value / before
                let total = Double(overlaps[index].left)
                precisions[index].value = (Double(precisions[index].matches) + 5 * expected) / (total + 5)
            }
        default:
            smoothByLength(&precisions, length)
            smoothByNeighbours(&precisions, overlaps)
        }
        return true
    }

    private static func smoothByLength(_ precisions: inout [Precision], _ length: Int) {
        guard length > 1 else { return }
        var power = 1.0
        for index in precisions.indices where precisions[index].matches == 0 {
            power *= 2
            precisions[index].value = 1 / (power * 5 / log(Double(length))) / Double(precisions[index].total)
        }
    }

    private static func smoothByNeighbours(
        _ precisions: inout [Precision], _ overlaps: UnsafeMutableBufferPointer<GramOverlap>
    ) {
        let beyond = Precision(overlaps[precisions.count]).value
        var before = precisions[0].value + 1
        for index in precisions.indices {
            let next = index + 1 < precisions.count ? precisions[index + 1].value : beyond
            precisions[index].value = (before + precisions[index].value + next) / 3
            before = precisions[index].value
        }
    }
}
