import AdjudgeBase
import AdjudgeProse

/// A peer's rule for short answers, verdict for verdict: its accepts that are unsafe are named in its summary.
struct PeerAnswer: Sendable {
    /// What a rule is given.
    struct Input {
        /// The whole response.
        let response: Bytes
        /// The references, any of which will do; never none.
        let references: [Bytes]
        let options: PeerOptions
        let prose: ProseScratch
        let scratch: Scratch

        var arena: Arena { scratch.arena }

        func points(_ text: Bytes) -> CodePoints { CodePoints(text, arena) }

        /// The best score against a reference.
        func best(_ score: (CodePoints) -> Double) -> Double {
            references.reduce(0) { max($0, score(points($1))) }
        }
    }

    let name: String
    let summary: String
    /// The option keys that the rule reads.
    let keys: [String]
    /// The reward; nil where the rule is not defined for the reference.
    let score: @Sendable (Input) -> Double?

    init(_ name: String, _ summary: String, keys: [String] = [], _ score: @escaping @Sendable (Input) -> Double?) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.score = score
    }

    /// Every rule.
    static let all: [PeerAnswer] =
        SquadPeers.all + HELMPeers.all + LMEvalPeers.all + SearchPeers.all + OpenInstructPeers.all + InspectPeers.all
        + NeMoPeers.all
}

/// What a peer's rule may be told.
struct PeerOptions: Sendable {
    enum Location: Sendable { case begin, end, any, exact }
    enum Extraction: Sendable { case boxed, finalAnswer, lastLine, fullResponse }
    enum Sequence: Sendable { case exact, ratio, weighted }

    var formatScore = 0.0
    var ignoresCase = false
    var ignoresPunctuation = false
    var ignoresNumbers = false
    var isNumeric = false
    var location = Location.end
    var extraction = Extraction.finalAnswer
    var sequence = Sequence.exact
    var pattern: RegexPattern?
    var ignoredPatterns: [RegexPattern] = []
    /// The index of the argument that a rule asks for.
    var argument: Int?

    /// The keys of all rules, for `adjudge list`.
    static let keys: [VerifierKind.Key] = [
        .init("format_score", "search_r1: the reward of a wrong answer in its tags (default 0)."),
        .init("ignore_case", "lm_eval, inspect: letter case does not matter."),
        .init("ignore_punctuation", "lm_eval.exact_match: ASCII punctuation goes."),
        .init("ignore_numbers", "lm_eval.exact_match: ASCII digits go."),
        .init("regexes_to_ignore", "lm_eval.exact_match: what these patterns match goes first."),
        .init("numeric", "inspect.match: numbers are compared by five significant digits."),
        .init("location", "inspect.match: begin, end (default), any, exact."),
        .init("pattern", "inspect.pattern: the pattern whose groups are the answer."),
        .init("extraction_mode", "nemo.string_match: boxed, final_answer (default), last_line, full_response."),
        .init("case_sensitive", "nemo.string_match: the texts must be the same (default false)."),
        .init("grading_rule", "nemo.equivalence_rule: exact (default), seq_match, weighted_seq_match."),
    ]

    /// Reads the options that a rule knows; any other key is refused.
    init(_ node: DocumentNode, of rule: PeerAnswer) throws(DocumentError) {
        for key in PeerOptions.keys where !rule.keys.contains(key.name) {
            guard let stray = node.member(key.name) else { continue }
            throw stray.mismatch(expected: "no \(key.name): compat:\(rule.name) does not read it")
        }
        formatScore =
            try node.member("format_score").map { node throws(DocumentError) in
                let score = try node.double()
                guard score >= 0, score < 1 else {
                    throw node.mismatch(expected: "a reward from 0 to less than 1, that of a right answer")
                }
                return score
            } ?? 0
        // Inspect ignores case unless told otherwise.
        ignoresCase = try node.member("ignore_case")?.bool() ?? rule.name.hasPrefix("inspect")
        if rule.name == "nemo.string_match" {
            ignoresCase = !(try node.member("case_sensitive")?.bool() ?? false)
        }
        ignoresPunctuation = try node.member("ignore_punctuation")?.bool() ?? false
        ignoresNumbers = try node.member("ignore_numbers")?.bool() ?? false
        isNumeric = try node.member("numeric")?.bool() ?? false
        location =
            try node.member("location")?.choice(
                "a location", [("begin", .begin), ("end", .end), ("any", .any), ("exact", .exact)]) ?? .end
        extraction =
            try node.member("extraction_mode")?.choice(
                "where the answer stands",
                [
                    ("boxed", .boxed), ("final_answer", .finalAnswer), ("last_line", .lastLine),
                    ("full_response", .fullResponse),
                ]) ?? .finalAnswer
        sequence =
            try node.member("grading_rule")?.choice(
                "a rule", [("exact", .exact), ("seq_match", .ratio), ("weighted_seq_match", .weighted)]) ?? .exact
        if let pattern = node.member("pattern") {
            self.pattern = try RegexPattern(pattern, flags: ignoresCase ? DocumentNode("i") : nil)
        } else if rule.keys.contains("pattern") {
            throw DocumentError(
                path: "\(node.path).pattern", found: "nothing", expected: "the pattern whose groups are the answer")
        }
        for pattern in node.member("regexes_to_ignore")?.oneOrMany() ?? [] {
            ignoredPatterns.append(try RegexPattern(pattern, flags: nil))
        }
    }

    /// The options of a rule that is told nothing.
    init() {}
}
