import AdjudgeBase
import AdjudgeProse

/// chrF and chrF++ of sacrebleu (Popović 2015, 2017): n-grams of characters up to six, and of words up to `wordOrders`.
/// 0 to 100. O(hypothesis + reference).
enum Chrf {
    private static let orders = 6

    static func score(
        _ hypothesis: ProseText, _ reference: ProseText, wordOrders: Int, _ scratch: ProseScratch
    ) -> Double {
        var sum = Sum()
        sum.add(
            Grams.overlaps(
                withoutSpace(hypothesis, scratch), withoutSpace(reference, scratch), orders: orders, scratch))
        if wordOrders > 0 {
            let (left, right) = WordNumbers.of(words(hypothesis.points), words(reference.points), scratch)
            sum.add(Grams.overlaps(left, right, orders: wordOrders, scratch))
        }
        return 100 * sum.value
    }

    /// rllm's: the same orders of characters over the texts as they are, white space too; 0 to 1.
    static func rllm(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        var sum = Sum()
        sum.add(Grams.overlaps(hypothesis.points, reference.points, orders: orders, scratch))
        return sum.value
    }

    /// Precision and recall over the orders that both texts have.
    private struct Sum {
        private var precision = 0.0
        private var recall = 0.0
        private var orders = 0.0

        mutating func add(_ overlaps: UnsafeMutableBufferPointer<GramOverlap>) {
            for overlap in overlaps where overlap.left > 0 && overlap.right > 0 {
                precision += Double(overlap.matches) / Double(overlap.left)
                recall += Double(overlap.matches) / Double(overlap.right)
                orders += 1
            }
        }

        /// Their F, in which recall counts twice as much: beta is 2.
        var value: Double {
            guard orders > 0, precision + recall > 0 else { return 0 }
            let (precision, recall) = (precision / orders, recall / orders)
            return 5 * precision * recall / (4 * precision + recall)
        }
    }

    private static func withoutSpace(_ text: ProseText, _ scratch: ProseScratch) -> CodePoints {
        let memory = scratch.arena.array(of: UInt32.self, text.bytes.count)
        var count = 0
        if text.isASCII {
            for index in 0..<text.bytes.count {
                let byte = text.bytes.start[index]
                memory[count] = UInt32(byte)
                count += byte.isPythonSpace ? 0 : 1
            }
        } else {
            let points = text.points
            for index in 0..<points.count where !CodePoints.isSpace(points[index]) {
                memory[count] = points[index]
                count += 1
            }
        }
        return CodePoints(start: memory, count: count)
    }

    /// Words with a mark at the end, or else at the start, as a word of its own.
    private static func words(_ text: CodePoints) -> [CodePoints] {
        var words: [CodePoints] = []
        for word in text.words() {
            let last = word.count - 1
            if word.count > 1, CodePoints.isPunctuation(word[last]) {
                words.append(word[0..<last])
                words.append(word[last..<word.count])
            } else if word.count > 1, CodePoints.isPunctuation(word[0]) {
                words.append(word[0..<1])
                words.append(word[1..<word.count])
            } else {
                words.append(word)
            }
        }
        return words
    }
}
