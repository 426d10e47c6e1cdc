import AdjudgeBase
import AdjudgeProse

/// chrF and chrF++ of sacrebleu (Popović 2015, 2017): n-grams of characters up to six, and of words up to `wordOrders`.
/// 0 to 100. O(hypothesis + reference).
enum Chrf {
    private static let orders = CharacterGrams.orders

    static func score(
        _ hypothesis: ProseText, _ reference: ProseText, wordOrders: Int, _ scratch: ProseScratch
    ) -> Double {
        var sum = Sum()
        sum.add(characters(hypothesis, reference, scratch))
        if wordOrders > 0 {
            let (left, right) = WordNumbers.of(words(hypothesis.points), words(reference.points), scratch)
            sum.add(Grams.overlaps(left, right, orders: wordOrders, scratch))
        }
        return 100 * sum.value
    }

    /// rllm's: the same orders of characters over the texts as they are, white space too; 0 to 1.
    static func rllm(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        var sum = Sum()
        sum.add(
            hypothesis.isASCII && reference.isASCII
                ? plain(hypothesis.bytes, reference.bytes, scratch)
                : Grams.overlaps(hypothesis.points, reference.points, orders: orders, scratch))
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

    private static func characters(
        _ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch
    ) -> UnsafeMutableBufferPointer<GramOverlap> {
        let arena = scratch.arena
        if hypothesis.isASCII, reference.isASCII {
            return plain(withoutSpace(hypothesis.bytes, arena), withoutSpace(reference.bytes, arena), scratch)
        }
        return Grams.overlaps(
            hypothesis.points.without(arena, CodePoints.isSpace), reference.points.without(arena, CodePoints.isSpace),
            orders: orders, scratch)
    }

    /// The overlaps of texts of ASCII; long ones by their sorted suffixes.
    private static func plain(
        _ hypothesis: Bytes, _ reference: Bytes, _ scratch: ProseScratch
    ) -> UnsafeMutableBufferPointer<GramOverlap> {
        if reference.count > Grams.mostPlaces, let sorted = CharacterGrams.overlaps(hypothesis, reference, scratch) {
            return sorted
        }
        return Grams.overlaps(
            CodePoints(hypothesis, scratch.arena, isASCII: true), CodePoints(reference, scratch.arena, isASCII: true),
            orders: orders, scratch)
    }

    private static func withoutSpace(_ text: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count + 1)
        var count = 0
        for index in 0..<text.count {
            let byte = text.start[index]
            memory[count] = byte
            count += byte.isPythonSpace ? 0 : 1
        }
        return Bytes(start: memory, count: count)
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
