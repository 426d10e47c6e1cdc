import AdjudgeBase

/// The conditions on an answer before a judge is asked: it states something, and does not speak to the judge.
///
/// A judge is a reader that can be talked to, and believes much. What the gate refuses is a wrong answer, graded 0
/// without a call.
struct Gate: Sendable {
    /// How much is looked for.
    enum Strictness: String, Sendable, CaseIterable {
        /// Everything: for answers that are held against a reference.
        case strict
        /// Only what no honest text has: for whole responses, which may be about anything.
        case light
        case off
    }

    let strictness: Strictness
    /// The longest answer, in bytes.
    let maxBytes: Int
    /// What stands in the question around the answer, and must not stand in it, as `GateText` writes it.
    let marks: [String]
    /// The question's headings.
    let headings: TemplateHeadings

    /// A text that says the question again is this long at least; shorter ones may well be its answer.
    private static let copiedWords = 12
    /// Shorter questions are hardly asked.
    private static let fewestWords = 3

    init(_ strictness: Strictness, maxBytes: Int, marks: [String] = [], headings: [String] = []) {
        (self.strictness, self.maxBytes) = (strictness, maxBytes)
        self.marks = marks.map { GateText($0).plain }
        self.headings = TemplateHeadings(headings)
    }

    /// Why a judge need not be asked; nil where it may be.
    func refusal(of subject: Subject, _ evidence: Evidence?) -> Outcome? {
        if subject.answer.utf8.count > maxBytes {
            // An essay may be long; an answer that is held against a short one is not.
            guard strictness == .strict, subject.reference.utf8.count < maxBytes else {
                return Outcome(.limitExceeded, .responseTooLong)
            }
            return wrong(.answerTooLong)
        }
        guard strictness != .off else { return nil }
        let appeal = AppealToJudge(subject.answer, reference: subject.reference)
        if !appeal.text.hasContent {
            return appeal.reference.hasContent || subject.reference.isEmpty ? wrong(.noContent) : nil
        }
        if let found = strictness == .strict ? appeal.anything : appeal.blatant {
            evidence?.note("speaks to the judge", found)
            return wrong(.addressesJudge)
        }
        if let mark = marks.first(where: { appeal.text.holds($0) && !appeal.reference.holds($0) }) {
            evidence?.note("contains a mark of the question", mark)
            return wrong(.addressesJudge)
        }
        if let heading = headings.first(in: appeal.text, isShort: strictness == .strict),
            headings.first(in: appeal.reference, isShort: true) != heading
        {
            evidence?.note("has a heading of the question", heading)
            return wrong(.addressesJudge)
        }
        guard strictness == .strict, appeal.text.joined != appeal.reference.joined else { return nil }
        if EmptyPhrases.make(up: appeal.text), !appeal.text.words.isEmpty, !appeal.text.isMost(of: appeal.reference) {
            return wrong(.noContent)
        }
        if Gate.copies(GateText(subject.question), appeal) { return wrong(.copiesQuestion) }
        if Gate.listsAlternatives(appeal) { return Outcome.graded(false, .severalAnswers) }
        return nil
    }

    /// Whether the answer is a long part of the question, or all of it with nothing else but words that lead to an answer.
    private static func copies(_ question: GateText, _ appeal: AppealToJudge) -> Bool {
        let (answer, asked) = (appeal.text, question)
        if answer.words.count >= copiedWords, asked.holdsWords(answer.joined) { return true }
        guard asked.words.count >= fewestWords, !appeal.reference.holdsWords(asked.joined) else { return false }
        guard answer.holdsWords(asked.joined) else { return false }
        var rest = Substring(answer.joined)
        while let copy = rest.firstRange(of: asked.joined) {
            guard rest[..<copy.lowerBound].split(separator: " ").allSatisfy(leadIns.contains) else { return false }
            rest = rest[copy.upperBound...]
        }
        return rest.split(separator: " ").allSatisfy(leadIns.contains)
    }

    private static let leadIns: Set<Substring> = [
        "the", "question", "is", "was", "answer", "answers", "to", "asked", "q", "a", "so", "this", "problem", "here",
        "final",
        "solution", "therefore", "thus", "hence",
    ]

    private func wrong(_ reason: JudgeReason) -> Outcome { Outcome(.graded, reason, reward: 0) }

    /// Whether the answer leaves a choice that the reference does not have.
    private static func listsAlternatives(_ appeal: AppealToJudge) -> Bool {
        let joins: Set<Substring> = ["or", "and", "oder", "ou", "o", "或", "либо", "или"]
        let marks = Set(",;±{|\n/".utf8)
        guard !appeal.reference.words.contains(where: joins.contains),
            !appeal.rawReference.utf8.contains(where: marks.contains), !appeal.reference.holds("\\pm")
        else { return false }
        if appeal.text.words.contains(where: { ["or", "oder", "either", "или", "либо"].contains($0) }) { return true }
        func areNames(_ parts: [Substring.UTF8View], fewest: Int) -> Bool {
            parts.count >= fewest
                && parts.allSatisfy { $0.count >= 3 && $0.allSatisfy { $0.isASCIILetter || $0 == 0x20 || $0 >= 0x80 } }
        }
        if areNames(appeal.raw[...].utf8.split(separator: 0x3B).map { Substring($0).utf8 }, fewest: 2)
            || areNames(appeal.raw[...].utf8.split(separator: 0x2F).map { Substring($0).utf8 }, fewest: 3)
        {
            return true
        }
        let parts = appeal.raw.utf8.split { $0 == 0x2C || $0 == 0x3B || $0 == 0x0A || $0 == 0x7C }
            .map { GateText(String(Substring($0))).words.count }.filter { $0 > 0 }
        return parts.count >= 4 && parts.allSatisfy { $0 <= 3 }
    }
}
