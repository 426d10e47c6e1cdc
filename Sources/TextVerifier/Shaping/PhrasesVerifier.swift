import AdjudgeBase

/// `phrases`: a penalty for each phrase that should not stand in the response, and for each that should and does not.
struct PhrasesVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "phrases", summary: "A penalty for forbidden phrases, such as hedges, and for missing ones.",
        keys: [
            .init("forbidden", "Phrases that cost the penalty where they stand."),
            .init("required", "Phrases that cost the penalty where they do not."),
            .init("penalty", "For one phrase; default -1."),
            .init("least", "The whole penalty is never below; default: the penalty once."),
            .init(
                "count",
                "phrases (default): each phrase once; occurrences: each time that a forbidden one stands there."),
            .init("whole_words", "false: also inside of words; default true."),
            .init("ignore_case", "false: only as written; default true."),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private let forbidden: [OwnedBytes]
    private let required: [OwnedBytes]
    private let penalty: Double
    private let least: Double
    private let countsOccurrences: Bool
    private let wholeWords: Bool
    private let normalization: Normalization

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let ignoresCase = try node.member("ignore_case")?.bool() ?? true
        // A doubled space or a mark of print is the same phrase.
        let normalization = Normalization([.unicode] + (ignoresCase ? [.lowercase] : []) + [.collapseWhitespace])
        let forbidden = try phrases(node.member("forbidden"), normalization)
        let required = try phrases(node.member("required"), normalization)
        guard forbidden.count + required.count > 0 else {
            throw DocumentError(
                path: node.path, found: "no phrase", expected: "\"forbidden\" or \"required\", a list of phrases")
        }
        let penalty = try node.member("penalty")?.penalty() ?? -1
        return PhrasesVerifier(
            forbidden: forbidden, required: required, penalty: penalty,
            least: try node.member("least")?.penalty() ?? penalty,
            countsOccurrences: try node.member("count")?.choice(
                "what counts", [("phrases", false), ("occurrences", true)]) ?? false,
            wholeWords: try node.member("whole_words")?.bool() ?? true, normalization: normalization)
    }

    private static func phrases(
        _ node: DocumentNode?, _ normalization: Normalization
    ) throws(DocumentError) -> [OwnedBytes] {
        guard let node else { return [] }
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        var phrases: [OwnedBytes] = []
        for phrase in node.oneOrMany() {
            let text = OwnedBytes(try phrase.string("a phrase"))
            guard !text.view.trimmed.isEmpty else { throw phrase.mismatch(expected: "a phrase that is not blank") }
            phrases.append(withExtendedLifetime(text) { OwnedBytes(normalization.apply(to: text.view, arena)) })
        }
        guard phrases.count <= 1000 else { throw node.mismatch(expected: "at most 1000 phrases") }
        return phrases
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let text = normalization.apply(to: input.answer.bytes, scratch.arena)
        scratch.spend(text.count * (forbidden.count + required.count))
        var found = 0
        for phrase in forbidden {
            let times = occurrences(of: phrase.view, in: text, atMost: countsOccurrences ? Int.max : 1)
            if times > 0 { scratch.evidence?.note("forbidden phrase", "\(phrase.view.string) (\(times))") }
            found += times
        }
        var missing = 0
        for phrase in required where occurrences(of: phrase.view, in: text, atMost: 1) == 0 {
            scratch.evidence?.note("missing phrase", phrase.view.string)
            missing += 1
        }
        return ShapingResult(
            reward: max(least, penalty * Double(found + missing)),
            reason: found + missing > 0 ? .phrasesBroken : .phrasesKept,
            facts: [("forbidden", Double(found)), ("missing", Double(missing))])
    }

    /// How often `phrase` stands in `text`, none overlapping, counted no further than `limit`. O(text).
    private func occurrences(of phrase: Bytes, in text: Bytes, atMost limit: Int) -> Int {
        var count = 0
        var at = 0
        while count < limit, let next = text.suffix(from: at).find(phrase) {
            let (start, end) = (at + next, at + next + phrase.count)
            if !wholeWords || standsAlone(text, start, end) { count += 1 }
            at = end
        }
        return count
    }

    /// True where a word neither goes on before `start` nor behind `end`.
    private func standsAlone(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        !(start > 0 && text[start].continuesWord && text[start - 1].continuesWord)
            && !(end < text.count && text[end - 1].continuesWord && text[end].continuesWord)
    }
}
