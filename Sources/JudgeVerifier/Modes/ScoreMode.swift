/// An answer scored in a range; the mean of several draws.
struct ScoreMode: JudgeMode {
    let template: QuestionTemplate
    var marks: [String] { template.marks }
    var headings: [String] { template.headings }
    let guide: String
    let range: ClosedRange<Double>
    /// Whether the reward goes from 0 to 1 whatever the range.
    let isNormalized: Bool
    let votes: Int
    let forms: Forms

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        guard findings.isEmpty else { return [] }
        let (form, words) = forms.score(range)
        let messages = template.filled(subject, guide: guide, reply: words) { place in
            switch place {
            case .lowest: Forms.number(range.lowerBound)
            case .highest: Forms.number(range.upperBound)
            case .first, .second: ""
            default: nil
            }
        }
        return (0..<votes).map {
            Question(messages: messages, form: form, reading: .score(range, clips: false), draw: $0)
        }
    }

    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement? {
        guard !findings.isEmpty else { return nil }
        var mean = 0.0
        for case .score(let score) in findings { mean += score / Double(findings.count) }
        let width = range.upperBound - range.lowerBound
        return Judgement(reward: isNormalized ? (mean - range.lowerBound) / width : mean, reason: .judgedScore)
    }
}
