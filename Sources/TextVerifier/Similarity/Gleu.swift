import AdjudgeProse

/// NLTK's `sentence_gleu` (Wu and others 2016) on words between white space: what n-grams up to four share, over the more
/// of both texts'. 0 to 1. O(hypothesis + reference).
enum Gleu {
    static func score(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        let (left, right) = WordNumbers.spaced(hypothesis, reference, scratch)
        var sum = GramOverlap()
        for overlap in Grams.overlaps(left, right, orders: 4, scratch) {
            sum.matches += overlap.matches
            sum.left += overlap.left
            sum.right += overlap.right
        }
        let most = max(sum.left, sum.right)
        return most == 0 ? 0 : Double(sum.matches) / Double(most)
    }
}
