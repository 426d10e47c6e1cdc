import AdjudgeBase
import AdjudgeProse

/// F1 between the words of two normalised answers, in the variants that the field has.
enum WordOverlap {
    /// The shared words of both texts, each as often as it stands in both; and how many each has.
    static func count(_ answer: CodePoints, _ gold: CodePoints, _ scratch: ProseScratch) -> GramOverlap {
        let (left, right) = WordNumbers.of(answer.words(), gold.words(), scratch)
        return Grams.overlaps(left, right, orders: 1, scratch)[0]
    }

    /// The same for texts that SQuAD's rule has to make normal first.
    static func squad(_ answer: ProseText, _ gold: ProseText, _ scratch: ProseScratch) -> GramOverlap {
        if answer.isASCII, gold.isASCII, let overlap = plainSquad(answer.bytes, gold.bytes, scratch) { return overlap }
        let arena = scratch.arena
        return count(AnswerText.squad(answer.points, arena), AnswerText.squad(gold.points, arena), scratch)
    }

    /// Nil for texts in which other characters than white space part words.
    private static func plainSquad(_ answer: Bytes, _ gold: Bytes, _ scratch: ProseScratch) -> GramOverlap? {
        let table = scratch.words
        table.begin(scratch)
        var overlap = GramOverlap()
        var words = SquadWords(gold, scratch.arena)
        while let word = words.next() {
            table.put(UnsafeRawPointer(word.start), word.count, before: UnsafeRawPointer(words.end))
            overlap.right += 1
        }
        if words.isBeyond { return nil }
        words = SquadWords(answer, scratch.arena)
        while let word = words.next() {
            overlap.left += 1
            if table.take(UnsafeRawPointer(word.start), word.count, before: UnsafeRawPointer(words.end)) {
                overlap.matches += 1
            }
        }
        return words.isBeyond ? nil : overlap
    }

    /// The same for words as sets.
    static func countOnce(_ answer: CodePoints, _ gold: CodePoints, _ scratch: ProseScratch) -> GramOverlap {
        countOnce(WordNumbers.of(answer.words(), gold.words(), scratch))
    }

    /// The overlap of two sets of numbers.
    static func countOnce(_ numbers: (left: CodePoints, right: CodePoints)) -> GramOverlap {
        var seen = [UInt8](repeating: 0, count: numbers.left.count + numbers.right.count)
        for index in 0..<numbers.left.count { seen[Int(numbers.left[index])] |= 1 }
        for index in 0..<numbers.right.count { seen[Int(numbers.right[index])] |= 2 }
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
