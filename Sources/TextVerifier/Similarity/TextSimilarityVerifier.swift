import AdjudgeBase
import AdjudgeProse

/// `text_similarity`: OpenAI's grader of that name, with its metrics and those of the packages behind them.
struct TextSimilarityVerifier: Verifier {
    static let kind = VerifierKind(
        name: "text_similarity", summary: "How similar the response and the reference are, by a named metric (OpenAI).",
        keys: [
            .init(
                "evaluation_metric",
                "OpenAI's names, 0 to 1: "
                    + SimilarityMetric.all.filter { !$0.name.contains(".") }.map(\.name).joined(separator: ", ")
                    + "; a package's own name gives its own value: rapidfuzz.WRatio, sacrebleu.chrf, rouge_score.rougeL, nltk.gleu, jiwer.wer, difflib.ratio, …"
            ),
            .init("stemmer", "ROUGE: words are stemmed (default false)."),
            .init("measure", "ROUGE: f1 (default), precision, recall."),
            .init("smoothing", "nltk.sentence_bleu: the smoothing method, 0 (default) to 7."),
            .init(
                "as",
                "Distances and error rates, of which less is better: value, for a formula; similarity, 1 minus the rate and at least 0."
            ),
        ],
        compile: compile)

    let metric: SimilarityMetric
    let options: SimilarityOptions
    /// Whether the reward is 1 minus the rate.
    let isInverted: Bool

    var isCost: Bool { metric.perfect == nil && !isInverted }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let metric = try metric(try node.required("evaluation_metric", "the name of a metric"))
        var options = SimilarityOptions()
        let isRouge = metric.name.hasPrefix("rouge")
        if let stemmer = node.member("stemmer") {
            guard isRouge else { throw stemmer.mismatch(expected: "no stemmer: \(metric.name) knows none") }
            options.stems = try stemmer.bool()
        }
        if let measure = node.member("measure") {
            guard isRouge else { throw measure.mismatch(expected: "no measure: \(metric.name) has one value") }
            options.measure = try measure.choice(
                "a measure",
                [("f1", SimilarityOptions.Measure.f1), ("precision", .precision), ("recall", .recall)])
        }
        if let smoothing = node.member("smoothing") {
            guard metric.name == "nltk.sentence_bleu" else {
                throw smoothing.mismatch(expected: "no smoothing: it is a choice of nltk.sentence_bleu")
            }
            options.smoothing = try smoothing.integer(in: 0...7)
        }
        return TextSimilarityVerifier(
            metric: metric, options: options,
            isInverted: try isInverted(node, metric))
    }

    private static func metric(_ node: DocumentNode) throws(DocumentError) -> SimilarityMetric {
        let name = try node.string("the name of a metric")
        if let metric = SimilarityMetric.all.first(where: { $0.name == name }) { return metric }
        switch name {
        case "cosine":
            throw node.mismatch(
                expected: "a metric of texts: cosine compares embeddings, which need a model; "
                    + "rapidfuzz.token_set_ratio, sacrebleu.chrf and rouge_l are near it")
        case "meteor", "nltk.meteor":
            throw node.mismatch(
                expected: "nltk.meteor_no_wordnet: meteor matches synonyms by WordNet, which is not part of Adjudge",
                suggestion: "nltk.meteor_no_wordnet")
        default:
            let names = SimilarityMetric.all.map(\.name)
            throw node.mismatch(
                expected: "a metric: one of " + names.joined(separator: ", "),
                suggestion: nearestName(to: name, in: names))
        }
    }

    /// A distance as a reward would pay for errors: the document says what is meant.
    private static func isInverted(_ node: DocumentNode, _ metric: SimilarityMetric) throws(DocumentError) -> Bool {
        guard let form = node.member("as") else {
            if metric.perfect != nil { return false }
            throw DocumentError(
                path: "\(node.path).as", found: "nothing",
                expected: "\"value\", for a formula in which less is better"
                    + (metric.isRate ? ", or \"similarity\", 1 minus the rate" : "")
                    + ": \(metric.name) is \(metric.summary)")
        }
        let isSimilarity = try form.choice("what the reward is", [("value", false), ("similarity", true)])
        if isSimilarity, !metric.isRate {
            throw form.mismatch(expected: "\"value\": \(metric.name) is no rate of which a similarity can be made")
        }
        return isSimilarity
    }

    func makeChecker() -> any Checker { TextSimilarityChecker(self) }
}

private final class TextSimilarityChecker: Checker {
    private let verifier: TextSimilarityVerifier
    private let prose = ProseScratch()
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: TextSimilarityVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        prose.begin(scratch)
        guard let texts = References.texts(input.reference, parser, scratch) else {
            return Outcome(.badReference, .unreadableReference)
        }
        let answer = ProseText(input.answer.bytes, scratch.arena)
        scratch.spend(input.answer.bytes.count)
        var best: Double?
        for text in texts {
            scratch.spend(text.count)
            // Against nothing every text is as good, or as bad, as any other.
            if text.pythonStripped.isEmpty { return Outcome(.badReference, .unreadableReference) }
            let reference = ProseText(text, scratch.arena)
            if let isComparable = verifier.metric.isComparable, !isComparable(reference, verifier.options, prose) {
                return Outcome(.badReference, .unreadableReference)
            }
            guard let value = verifier.metric.value(answer, reference, verifier.options, prose) else { continue }
            if prose.isSpent {
                scratch.spend(prose.spent)
                return Outcome(.limitExceeded, .comparisonLimit)
            }
            let isBetter = best.map { verifier.metric.perfect == nil ? value < $0 : value > $0 } ?? true
            if isBetter { best = value }
        }
        scratch.spend(prose.spent)
        guard var value = best else { return Outcome(.undecided, .undefinedValue) }
        if verifier.isInverted { value = max(0, 1 - value) }
        scratch.evidence?.note(verifier.metric.name, "\(value)")
        return Outcome(.graded, TextReason.similarity, reward: value)
    }
}
