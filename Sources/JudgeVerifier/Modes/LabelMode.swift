/// An answer put under one of several labels, some of which are passing; of several draws the majority counts.
struct LabelMode: JudgeMode {
    let template: QuestionTemplate
    var marks: [String] { template.marks }
    let guide: String
    let labels: [JudgeLabel]
    /// The places of the passing ones.
    let passing: Set<Int>
    let votes: Int
    /// Whether the reward is the probability of the passing labels.
    let weighs: Bool
    let forms: Forms

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        guard findings.isEmpty else { return [] }
        let (form, words) = forms.label(labels)
        let messages = template.filled(subject, guide: guide, reply: words) { place in
            place == .labels ? labels.map(\.name).joined(separator: ", ") : nil
        }
        return Question.draws(votes, messages, form, labels, weighs: weighs)
    }

    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement? {
        LabelMode.verdict(findings, passing, weighs)
    }

    /// The verdict of labels: the majority, or how likely a passing one is.
    static func verdict(_ findings: [Finding], _ passing: Set<Int>, _ weighs: Bool) -> Judgement? {
        guard !findings.isEmpty else { return nil }
        var sum = 0.0
        for finding in findings {
            switch finding {
            case .label(let place): sum += passing.contains(place) ? 1 : 0
            case .weights(let weights): sum += passing.reduce(0) { $0 + weights[$1] }
            case .score, .criteria: break
            }
        }
        let share = sum / Double(max(findings.count, 1))
        return weighs ? Judgement(reward: share, reason: .judgedScore) : .verdict(share > 0.5)
    }
}
