import AdjudgeBase

/// An answer put under one of several labels, some of which are passing; of several draws the majority counts.
struct LabelMode: JudgeMode {
    let template: QuestionTemplate
    /// Where the model is asked in a layout of its own, also labels in a form that only a verdict has: `A: CORRECT`.
    var marks: [String] {
        if template.has(.fence) { return [] }
        return template.marks + (heading.map { ["# \($0)"] } ?? [])
            + labels.flatMap { [$0.name] + $0.aliases }.filter { label in
                label.utf8.count > 6 && label.utf8.contains { !$0.isASCIILetter && $0 != 0x20 && $0 < 0x80 }
            }
    }
    var headings: [String] {
        template.has(.fence) ? [] : template.headings + (heading.map { [$0] } ?? [])
    }
    let guide: String
    let labels: [JudgeLabel]
    /// The places of the passing ones.
    let passing: Set<Int>
    /// The heading of the section that holds the verdict, where the model writes reports; else it is the last line.
    let heading: String?
    let votes: Int
    /// Whether the reward is the probability of the passing labels.
    let weighs: Bool
    let forms: Forms

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        guard findings.isEmpty else { return [] }
        // A template that says itself how to reply is that of a model which was trained to reply so.
        let (form, words) = template.has(.reply) ? forms.label(labels) : (.free, "")
        let messages = template.filled(subject, guide: guide, reply: words) { place in
            place == .labels ? labels.map(\.name).joined(separator: ", ") : nil
        }
        let reading = heading.map { ReplyReading.section($0, labels) } ?? .label(labels)
        return Question.draws(votes, messages, form, reading, weighs: weighs)
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
