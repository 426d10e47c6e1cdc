import AdjudgeBase
import AdjudgeProse

/// What a metric may be told beside the two texts.
struct SimilarityOptions: Sendable {
    enum Measure: Sendable { case f1, precision, recall }

    /// ROUGE: words are stemmed.
    var stems = false
    /// ROUGE: which of its three values.
    var measure = Measure.f1
    /// NLTK's BLEU: the number of the smoothing method.
    var smoothing = 0
}

/// A metric of two texts, by the name that documents use.
struct SimilarityMetric: Sendable {
    /// The value for hypothesis and reference; nil where the metric is not defined for them.
    typealias Value = @Sendable (ProseText, ProseText, SimilarityOptions, ProseScratch) -> Double?
    /// Whether a reference has anything that the metric compares.
    typealias Condition = @Sendable (ProseText, SimilarityOptions, ProseScratch) -> Bool

    let name: String
    let summary: String
    /// How a perfect match is rated; nil for a distance, of which less is better.
    let perfect: Double?
    /// Whether a distance of 1 and more is a rate, of which `1 - rate` is a similarity.
    let isRate: Bool
    let value: Value
    let isComparable: Condition?

    private init(
        _ name: String, _ summary: String, perfect: Double? = 1, isRate: Bool = false,
        isComparable: Condition? = nil, _ value: @escaping Value
    ) {
        self.isComparable = isComparable
        self.name = name
        self.summary = summary
        self.perfect = perfect
        self.isRate = isRate
        self.value = value
    }

    /// Every metric, OpenAI's first.
    static let all: [SimilarityMetric] = openAI + fuzzy + distances + translation + rouge + speech

    private static let openAI: [SimilarityMetric] =
        [
            SimilarityMetric("fuzzy_match", "rapidfuzz's ratio over 100") {
                FuzzRatios(scratch: $3).ratio($0.points, $1.points) / 100
            },
            // The package rounds to a little over 100 for equal texts.
            SimilarityMetric("bleu", "sacrebleu's sentence_bleu over 100") { min(1, Bleu.sacrebleu($0, $1, $3) / 100) },
            SimilarityMetric("gleu", "NLTK's sentence_gleu") { Gleu.score($0, $1, $3) },
            rouge("rouge_l", "rouge_score's rougeL, of words of every script", isUniversal: true) {
                $0.longest($1, $2)
            },
        ]
        + (1...5).map { order in
            rouge("rouge_\(order)", "rouge_score's rouge\(order), of words of every script", isUniversal: true) {
                $0.grams(order, $1, $2)
            }
        }

    private static func rouge(
        _ name: String, _ summary: String, isUniversal: Bool = false,
        _ score: @escaping @Sendable (Rouge, ProseText, ProseText) -> Rouge.Score
    ) -> SimilarityMetric {
        SimilarityMetric(
            name, summary,
            isComparable: { Rouge(stems: $1.stems, isUniversal: isUniversal, scratch: $2).hasTokens($0) }
        ) { left, right, options, scratch in
            options.pick(score(Rouge(stems: options.stems, isUniversal: isUniversal, scratch: scratch), left, right))
        }
    }

    private static let fuzzy: [SimilarityMetric] = [
        fuzz("ratio") { $0.ratio($1, $2) },
        fuzz("partial_ratio") { $0.partial($1, $2) },
        fuzz("token_sort_ratio") { $0.tokenSort($1, $2) },
        fuzz("token_set_ratio") { $0.tokenSet($1, $2) },
        fuzz("token_ratio") { $0.token($1, $2) },
        fuzz("partial_token_sort_ratio") { $0.partialTokenSort($1, $2) },
        fuzz("partial_token_set_ratio") { $0.partialTokenSet($1, $2) },
        fuzz("partial_token_ratio") { $0.partialToken($1, $2) },
        fuzz("WRatio") { $0.weighted($1, $2) },
        fuzz("QRatio") { $0.quick($1, $2) },
    ]

    private static func fuzz(
        _ name: String, _ value: @escaping @Sendable (FuzzRatios, CodePoints, CodePoints) -> Double
    ) -> SimilarityMetric {
        SimilarityMetric("rapidfuzz.\(name)", "0 to 100, on the texts as they are", perfect: 100) {
            value(FuzzRatios(scratch: $3), $0.points, $1.points)
        }
    }

    private static func normalized(
        _ name: String, _ value: @escaping @Sendable (CodePoints, CodePoints, ProseScratch) -> Double
    ) -> SimilarityMetric {
        SimilarityMetric("rapidfuzz.\(name).normalized_similarity", "0 to 1") { value($0.points, $1.points, $3) }
    }

    private static let distances: [SimilarityMetric] = [
        normalized("Levenshtein") { EditMeasures.normalized(Levenshtein.distance($0, $1, $2), $0, $1) },
        normalized("Indel") { EditMeasures.indel($0, $1, $2) },
        normalized("LCSseq") { EditMeasures.subsequence($0, $1, $2) },
        normalized("OSA") { EditMeasures.normalized(Transpositions.alignment($0, $1, $2), $0, $1) },
        normalized("DamerauLevenshtein") { EditMeasures.normalized(Transpositions.unrestricted($0, $1, $2), $0, $1) },
        normalized("Hamming") { left, right, _ in
            EditMeasures.normalized(EditMeasures.hamming(left, right), left, right)
        },
        normalized("Jaro") { Jaro.similarity($0, $1, $2) },
        normalized("JaroWinkler") { Jaro.winkler($0, $1, $2) },
        normalized("Prefix") { left, right, _ in EditMeasures.shared(left.commonPrefix(right), left, right) },
        normalized("Postfix") { left, right, _ in EditMeasures.shared(left.commonSuffix(right), left, right) },
        SimilarityMetric("rapidfuzz.Levenshtein.distance", "a count of edits", perfect: nil) {
            Double(Levenshtein.distance($0.points, $1.points, $3))
        },
        SimilarityMetric("difflib.ratio", "SequenceMatcher(None, response, reference), with autojunk") {
            SequenceMatcher($0.points, $1.points, $3).ratio()
        },
        SimilarityMetric("jaccard_words", "shared words over all words, in lower case") {
            EditMeasures.jaccard($0, $1, $3)
        },
    ]

    private static let translation: [SimilarityMetric] = [
        SimilarityMetric("sacrebleu.sentence_bleu", "0 to 100; 13a, exponential smoothing", perfect: 100) {
            Bleu.sacrebleu($0, $1, $3)
        },
        SimilarityMetric("sacrebleu.chrf", "0 to 100; six orders of characters", perfect: 100) {
            Chrf.score($0, $1, wordOrders: 0, $3)
        },
        SimilarityMetric("sacrebleu.chrf++", "chrf, and two orders of words", perfect: 100) {
            Chrf.score($0, $1, wordOrders: 2, $3)
        },
        SimilarityMetric("rllm.chrf", "0 to 1; chrf over the texts as they are, white space too") {
            Chrf.rllm($0, $1, $3)
        },
        SimilarityMetric("sacrebleu.ter", "an error rate in percent", perfect: nil) {
            TranslationEdits.rate($0, $1, $3)
        },
        SimilarityMetric("nltk.sentence_bleu", "smoothing 0 to 7; words between white space") {
            Bleu.nltk($0, $1, smoothing: $2.smoothing, $3)
        },
        SimilarityMetric("nltk.gleu", "0 to 1; words between white space") { Gleu.score($0, $1, $3) },
        SimilarityMetric("nltk.meteor_no_wordnet", "METEOR by words and stems, without synonyms") {
            Meteor.score($0, $1, $3)
        },
    ]

    private static let rouge: [SimilarityMetric] =
        (1...5).map { order in
            rouge("rouge_score.rouge\(order)", "F1; stemmer, measure") { $0.grams(order, $1, $2) }
        } + [
            rouge("rouge_score.rougeL", "F1; stemmer, measure") { $0.longest($1, $2) },
            rouge("rouge_score.rougeLsum", "F1, line by line; stemmer, measure") { $0.longestBySentence($1, $2) },
        ]

    private static let speech: [SimilarityMetric] = [
        SimilarityMetric("jiwer.wer", "an error rate of words", perfect: nil, isRate: true) {
            WordErrors.rate($0, $1, $3)
        },
        SimilarityMetric("jiwer.cer", "an error rate of characters", perfect: nil, isRate: true) {
            WordErrors.characters($0, $1, $3)
        },
        SimilarityMetric("jiwer.mer", "a match error rate", perfect: nil, isRate: true) {
            WordErrors.words($0, $1, $3).matchErrorRate
        },
        SimilarityMetric("jiwer.wil", "word information lost", perfect: nil, isRate: true) {
            WordErrors.words($0, $1, $3).informationLost
        },
        SimilarityMetric("jiwer.wip", "word information preserved") {
            WordErrors.words($0, $1, $3).informationPreserved
        },
    ]
}

extension SimilarityOptions {
    fileprivate func pick(_ score: Rouge.Score) -> Double {
        switch measure {
        case .f1: score.f1
        case .precision: score.precision
        case .recall: score.recall
        }
    }
}
