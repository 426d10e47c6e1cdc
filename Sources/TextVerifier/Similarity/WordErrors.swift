import AdjudgeBase
import AdjudgeProse

/// The error rates of speech recognition as `jiwer` computes them: 0 for equal texts, and beyond 1 for long answers.
struct WordErrors {
    private let alignment: Levenshtein.Alignment
    private let reference: Int
    private let hypothesis: Int

    /// The errors between words that spaces part.
    static func words(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> WordErrors {
        let (left, right) = numbers(hypothesis, reference, scratch)
        return WordErrors(left, right, scratch)
    }

    /// The rate of words: edits over the reference's words, or their number where it has none. O(words * words / 64).
    static func rate(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        let (left, right) = numbers(hypothesis, reference, scratch)
        return rate(edits: Levenshtein.distance(left, right, scratch), left, right)
    }

    /// The rate of characters.
    static func characters(_ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch) -> Double {
        let (left, right) = (hypothesis.points.stripped, reference.points.stripped)
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

    private static func numbers(
        _ hypothesis: ProseText, _ reference: ProseText, _ scratch: ProseScratch
    ) -> (CodePoints, CodePoints) {
        guard hypothesis.isASCII, reference.isASCII else {
            return WordNumbers.of(words(hypothesis.points), words(reference.points), scratch)
        }
        return WordNumbers.scanned(TranscriptWords(hypothesis.bytes), TranscriptWords(reference.bytes), scratch)
    }

    /// The words between spaces, and between two and more characters of white space: a line break alone parts none, as
    /// the package's default has it.
    static func words(_ text: CodePoints) -> [CodePoints] {
        let text = text.stripped
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
