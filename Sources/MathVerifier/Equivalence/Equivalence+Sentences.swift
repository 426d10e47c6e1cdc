import AdjudgeBase

/// Sentences with formulas in them: the same words around formulas that are compared one by one.
extension Equivalence {
    /// The judgement of the formulas where both texts have the same words around as many of them; else nil.
    func compareSentences(_ reference: Bytes, _ answer: Bytes) -> Judgement? {
        guard let left = Sentence(reference), let right = Sentence(answer),
            left.formulas.count == right.formulas.count, left.hasSameWords(as: right)
        else { return nil }
        var judgement = Judgement.equal(.equalText)
        for (mine, theirs) in zip(left.formulas, right.formulas) where mine != theirs {
            judgement = judgement.and(compareUsually(reference: mine, answer: theirs).judgement)
        }
        return judgement
    }
}

/// A text cut at the signs that set formulas apart.
private struct Sentence {
    private(set) var formulas: [Bytes] = []
    /// The words before, between and behind the formulas.
    private var words: [Bytes] = []

    /// More formulas than this are not looked at.
    private static let most = 8
    /// Fewer letters than this outside formulas make no sentence.
    private static let leastLetters = 8

    /// Nil where the text has no formula in words.
    init?(_ text: Bytes) {
        var start = 0
        var at = 0
        while at < text.count {
            let isDollar = text[at] == UInt8(ascii: "$")
            let isBracket = text[at] == UInt8(ascii: "\\") && at + 1 < text.count && text[at + 1] == UInt8(ascii: "(")
            guard isDollar || isBracket else {
                at += text[at] == UInt8(ascii: "\\") ? 2 : 1
                continue
            }
            let inner = at + (isDollar ? 1 : 2)
            guard let length = text.suffix(from: min(inner, text.count)).find(isDollar ? Bytes("$") : Bytes("\\)")),
                length > 0, formulas.count < Sentence.most
            else { return nil }
            words.append(text[start..<at].trimmed)
            formulas.append(text[inner..<inner + length].trimmed)
            at = inner + length + (isDollar ? 1 : 2)
            start = at
        }
        guard !formulas.isEmpty else { return nil }
        words.append(text[min(start, text.count)..<text.count].trimmed)
        let letters = words.reduce(0) { total, part in
            total + (0..<part.count).count { part[$0].isASCIILetter }
        }
        guard letters >= Sentence.leastLetters else { return nil }
    }

    func hasSameWords(as other: Sentence) -> Bool { words == other.words }
}
