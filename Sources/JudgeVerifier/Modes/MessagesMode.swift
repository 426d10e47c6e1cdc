/// Messages that the grader wrote itself, as OpenAI's `score_model` and `label_model` have them.
struct MessagesMode: JudgeMode {
    /// The kind of reply.
    enum Kind: Sendable {
        /// A number that is clipped to the range.
        case score(ClosedRange<Double>)
        /// A label; the places of the passing ones.
        case label([JudgeLabel], passing: Set<Int>)
    }

    let kind: Kind
    let forms: Forms

    func questions(_ subject: Subject, after findings: [Finding]) -> [Question] {
        guard findings.isEmpty else { return [] }
        let (asked, reading): ((form: ReplyForm, words: String), ReplyReading) =
            switch kind {
            case .score(let range): (forms.score(range, key: "result"), .score(range, clips: true))
            case .label(let labels, _): (forms.label(labels), .label(labels))
            }
        var messages = subject.messages
        messages.append(ModelMessage(role: .user, text: asked.words))
        return [Question(messages: messages, form: asked.form, reading: reading)]
    }

    func verdict(_ findings: [Finding], on subject: Subject) -> Judgement? {
        switch (kind, findings.first) {
        case (.score, .score(let score)): Judgement(reward: score, reason: .judgedScore)
        case (.label(_, let passing), _): LabelMode.verdict(findings, passing, false)
        default: nil
        }
    }
}
