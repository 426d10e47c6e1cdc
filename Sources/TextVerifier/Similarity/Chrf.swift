import AdjudgeProse

/// chrF and chrF++ of sacrebleu (Popović 2015, 2017): n-grams of characters up to six, and of words up to `wordOrders`.
/// 0 to 100. O(hypothesis + reference).
enum Chrf {
    static func score(
        _ hypothesis: CodePoints, _ reference: CodePoints, wordOrders: Int, _ scratch: ProseScratch
    ) -> Double {
        var overlaps = Grams.overlaps(
            withoutSpace(hypothesis, scratch), withoutSpace(reference, scratch), orders: 6, scratch)
        if wordOrders > 0 {
            let (left, right) = WordNumbers.of(words(hypothesis), words(reference), scratch.arena)
            overlaps += Grams.overlaps(left, right, orders: wordOrders, scratch)
        }
        var (precision, recall, orders) = (0.0, 0.0, 0.0)
        for overlap in overlaps where overlap.left > 0 && overlap.right > 0 {
            precision += Double(overlap.matches) / Double(overlap.left)
            recall += Double(overlap.matches) / Double(overlap.right)
            orders += 1
        }
        guard orders > 0, precision + recall > 0 else { return 0 }
        precision /= orders
        recall /= orders
        // Recall counts twice as much: beta is 2.
        return 100 * (5 * precision * recall / (4 * precision + recall))
    }

    private static func withoutSpace(_ text: CodePoints, _ scratch: ProseScratch) -> CodePoints {
        let memory = scratch.arena.array(of: UInt32.self, text.count)
        var count = 0
        for index in 0..<text.count where !CodePoints.isSpace(text[index]) {
            memory[count] = text[index]
            count += 1
        }
        return CodePoints(start: memory, count: count)
    }

    /// Words with a mark at the end, or else at the start, as a word of its own.
    private static func words(_ text: CodePoints) -> [CodePoints] {
        var words: [CodePoints] = []
        for word in text.words() {
            let last = word.count - 1
            if word.count > 1, isMark(word[last]) {
                words.append(word[0..<last])
                words.append(word[last..<word.count])
            } else if word.count > 1, isMark(word[0]) {
                words.append(word[0..<1])
                words.append(word[1..<word.count])
            } else {
                words.append(word)
            }
        }
        return words
    }

    private static func isMark(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
