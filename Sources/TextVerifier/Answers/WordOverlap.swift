import AdjudgeBase
import AdjudgeProse

/// F1 between the words of two normalised answers, in the variants that the field has.
enum WordOverlap {
    /// The shared words of both texts, each as often as it stands in both; and how many each has.
    static func count(_ answer: CodePoints, _ gold: CodePoints, _ scratch: ProseScratch) -> GramOverlap {
        let (left, right) = WordNumbers.of(answer.words(), gold.words(), scratch.arena)
        return Grams.overlaps(left, right, orders: 1, scratch)[0]
    }

    /// The same for texts that are split already.
    static func count(_ answer: [CodePoints], _ gold: [CodePoints], _ scratch: ProseScratch) -> GramOverlap {
        let (left, right) = WordNumbers.of(answer, gold, scratch.arena)
        return Grams.overlaps(left, right, orders: 1, scratch)[0]
    }

    /// The same for words as sets.
    static func countOnce(_ answer: CodePoints, _ gold: CodePoints, _ scratch: ProseScratch) -> GramOverlap {
        let (left, right) = WordNumbers.of(answer.words(), gold.words(), scratch.arena)
        var seen = [UInt8](repeating: 0, count: left.count + right.count)
        for index in 0..<left.count { seen[Int(left[index])] |= 1 }
        for index in 0..<right.count { seen[Int(right[index])] |= 2 }
        return seen.reduce(into: GramOverlap()) { sum, bits in
            if bits & 1 != 0 { sum.left += 1 }
            if bits & 2 != 0 { sum.right += 1 }
            if bits == 3 { sum.matches += 1 }
        }
    }

    /// SQuAD 1.1's: 0 where nothing is shared.
    static func f1(_ overlap: GramOverlap) -> Double {
        guard overlap.matches > 0 else { return 0 }
        let precision = Double(overlap.matches) / Double(overlap.left)
        let recall = Double(overlap.matches) / Double(overlap.right)
        return 2 * precision * recall / (precision + recall)
    }

    /// An empty side is perfect in precision, or in recall: DROP's and Inspect's.
    static func f1WithEmpty(_ overlap: GramOverlap) -> Double {
        let precision = overlap.left == 0 ? 1 : Double(overlap.matches) / Double(overlap.left)
        let recall = overlap.right == 0 ? 1 : Double(overlap.matches) / Double(overlap.right)
        return precision == 0 && recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }

    /// True for the answers that are all or nothing: yes, no, noanswer.
    static func isDecision(_ text: CodePoints) -> Bool {
        text.equals("yes") || text.equals("no") || text.equals("noanswer")
    }
}
