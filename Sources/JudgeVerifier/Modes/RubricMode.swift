/// An answer checked against criteria with points: what the met ones come to, of all that could be won.
///
/// The reward is the sum of points times how far each is met, over the sum of the points above 0, within 0 and 1.
/// Source: HealthBench (Arora et al. 2025, section 3); Rubrics as Rewards (Gunjal et al. 2025, equation 1), whose weights
/// are all above 0.
struct RubricMode: JudgeMode {
    let template: QuestionTemplate
    var marks: [String] { template.marks }
    var headings: [String] { template.headings }
    let guide: String
    /// How many criteria one question has at most.
    let batch: Int
    let forms: Forms

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        guard findings.isEmpty else { return [] }
        let fence = subject.fence()
        return stride(from: 0, to: subject.criteria.count, by: batch).map { first in
            let part = Array(subject.criteria[first..<min(first + batch, subject.criteria.count)])
            let (form, words) = forms.criteria(part.count)
            let messages = template.filled(subject, guide: guide, reply: words) { place in
                switch place {
                case .criteria: RubricMode.list(part)
                case .fence: fence
                default: nil
                }
            }
            return Question(messages: messages, form: form, reading: .criteria(part.map(\.choices)))
        }
    }

    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement? {
        var met: [Double] = []
        for case .criteria(let part) in findings { met += part }
        guard met.count == subject.criteria.count else { return nil }
        let (won, most) = zip(subject.criteria, met).reduce((0, 0)) { sums, pair in
            (sums.0 + pair.0.points * pair.1, sums.1 + max(0, pair.0.points))
        }
        return Judgement(reward: min(max(won / most, 0), 1), reason: .judgedScore)
    }

    private static func list(_ criteria: [Criterion]) -> String {
        criteria.enumerated().map { index, criterion in
            "\(index + 1). [" + criterion.choices.joined(separator: " | ") + "] " + criterion.text
        }.joined(separator: "\n")
    }
}
