/// Two answers held against each other: the same (`equivalence`), or which is better (`pairwise`).
///
/// With `swaps` both are shown in either order, since judges prefer places; the second order only where the first
/// leaves something to win.
struct ComparisonMode: JudgeMode {
    /// The question about two answers.
    enum Kind: Sendable {
        case equivalence, pairwise
    }

    let kind: Kind
    let template: QuestionTemplate
    var marks: [String] { template.marks }
    var headings: [String] { template.headings }
    let guide: String
    let labels: [JudgeLabel]
    let swaps: Bool
    /// How many draws are counted in each order.
    let votes: Int
    /// Whether the reward is the probability of a label instead of the label.
    let weighs: Bool
    let forms: Forms

    static let equivalenceLabels = [
        JudgeLabel(name: "SAME", aliases: ["EQUAL", "EQUIVALENT", "A=B"]),
        JudgeLabel(name: "DIFFERENT", aliases: ["NOT EQUAL", "NOT EQUIVALENT", "A!=B"]),
    ]
    static let pairwiseLabels = [
        JudgeLabel(name: "FIRST", aliases: ["THE FIRST", "FIRST ANSWER"]),
        JudgeLabel(name: "SECOND", aliases: ["THE SECOND", "SECOND ANSWER"]), JudgeLabel(name: "TIE"),
    ]

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        if findings.isEmpty { return questions(subject, isSwapped: false) }
        guard swaps, findings.count == votes else { return [] }
        if kind == .equivalence, value(findings[...], isSwapped: false) < 0.5 { return [] }
        return questions(subject, isSwapped: true)
    }

    /// The questions in one of the two orders.
    func questions(_ subject: Subject, isSwapped: Bool) -> [Question] {
        let (form, words) = forms.label(labels)
        // Of two answers that are better or not, the judged one is first; of two that may be the same, the reference.
        let judgedFirst = isSwapped == (kind == .equivalence)
        let messages = template.filled(subject, guide: guide, reply: words) { place in
            switch place {
            case .first: judgedFirst ? subject.answer : subject.reference
            case .second: judgedFirst ? subject.reference : subject.answer
            case .labels: labels.map(\.name).joined(separator: ", ")
            default: nil
            }
        }
        return Question.draws(votes, messages, form, .label(labels), weighs: weighs)
    }

    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement? {
        guard findings.count == votes || findings.count == 2 * votes else { return nil }
        let first = value(findings.prefix(votes), isSwapped: false)
        guard findings.count > votes else {
            return weighs || kind == .pairwise ? score(first) : .verdict(first > 0.5)
        }
        let second = value(findings.dropFirst(votes), isSwapped: true)
        switch kind {
        case .equivalence:
            return weighs ? score(min(first, second)) : .verdict(first > 0.5 && second > 0.5)
        case .pairwise: return score((first + second) / 2)
        }
    }

    private func score(_ value: Double) -> Judgement { Judgement(reward: value, reason: .judgedScore) }

    /// The votes in one order as a value of the judged answer, 0 to 1. A majority counts, as 1 or 0, unless
    /// probabilities do.
    func value(_ findings: ArraySlice<Finding>, isSwapped: Bool) -> Double {
        let worth: [Double] = kind == .equivalence ? [1, 0] : isSwapped ? [0, 1, 0.5] : [1, 0, 0.5]
        let values = findings.map { finding in
            switch finding {
            case .label(let place): worth[place]
            case .weights(let weights): zip(weights, worth).reduce(0) { $0 + $1.0 * $1.1 }
            case .score, .criteria: 0.0
            }
        }
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        if weighs || kind == .pairwise { return mean }
        return mean > 0.5 ? 1 : 0
    }
}
