import AdjudgeBase
import AdjudgeProse

/// The error rates of speech recognition as `jiwer` computes them: 0 for equal texts, and beyond 1 for long answers.
struct WordErrors {
    private let alignment: Levenshtein.Alignment
    private let reference: Int
    private let hypothesis: Int

    /// The errors between words that spaces part.
    static func words(_ hypothesis: CodePoints, _ reference: CodePoints, _ scratch: ProseScratch) -> WordErrors {
        let (left, right) = WordNumbers.of(words(hypothesis, scratch), words(reference, scratch), scratch.arena)
        return WordErrors(left, right, scratch)
    }

    /// The rate of words: edits over the reference's words, or their number where it has none. O(words * words / 64).
    static func rate(_ hypothesis: CodePoints, _ reference: CodePoints, _ scratch: ProseScratch) -> Double {
        let (left, right) = WordNumbers.of(words(hypothesis, scratch), words(reference, scratch), scratch.arena)
        return rate(edits: Levenshtein.distance(left, right, scratch), left, right)
    }

    /// The rate of characters.
    static func characters(_ hypothesis: CodePoints, _ reference: CodePoints, _ scratch: ProseScratch) -> Double {
        let (left, right) = (stripped(hypothesis), stripped(reference))
        return rate(edits: Levenshtein.distance(left, right, scratch), left, right)
    }

    private init(_ hypothesis: CodePoints, _ reference: CodePoints, _ scratch: ProseScratch) {
        alignment = Levenshtein.alignment(reference, hypothesis, scratch)
        self.reference = reference.count
        self.hypothesis = hypothesis.count
    }

    /// Match error rate: edits over edits and matches.
    var matchErrorRate: Double {
        if reference == 0 { return hypothesis == 0 ? 0 : 1 }
        return Double(alignment.edits) / Double(alignment.matches + alignment.edits)
    }

    /// Word information preserved: the share of both texts' words that match, multiplied.
    var informationPreserved: Double {
        if reference == 0 { return hypothesis == 0 ? 1 : 0 }
        if hypothesis == 0 { return 0 }
        return Double(alignment.matches) / Double(reference) * (Double(alignment.matches) / Double(hypothesis))
    }

    /// Word information lost.
    var informationLost: Double { 1 - informationPreserved }

    private static func rate(edits: Int, _ hypothesis: CodePoints, _ reference: CodePoints) -> Double {
        Double(edits) / Double(max(reference.count, 1))
    }

    private static func stripped(_ text: CodePoints) -> CodePoints {
        var (first, end) = (0, text.count)
        while first < end, CodePoints.isSpace(text[first]) { first += 1 }
        while end > first, CodePoints.isSpace(text[end - 1]) { end -= 1 }
        return text[first..<end]
    }

    /// The words between spaces, and between two and more characters of white space: a line break alone parts none, as
    /// the package's default has it.
    private static func words(_ text: CodePoints, _ scratch: ProseScratch) -> [CodePoints] {
        let text = stripped(text)
        var words: [CodePoints] = []
        var begin = 0
        var at = 0
        while at < text.count {
            var end = at
            while end < text.count, CodePoints.isSpace(text[end]) { end += 1 }
            if end - at >= 2 || end > at && text[at] == 0x20 {
                if at > begin { words.append(text[begin..<at]) }
                begin = end
            }
            at = max(end, at + 1)
        }
        if begin < text.count { words.append(text[begin..<text.count]) }
        return words
    }
}
