/// What of a part is looked at for every sample, as plain values: threads that counted references to the shared plan
/// would wait for one another.
struct PartOutline {
    enum Answer {
        case response
        case extraction(Int)
        case template
    }

    let answer: Answer
    let needsReference: Bool
    let noAnswerReward: Double
    /// True when the reference is the sample's own.
    let checksSampleReference: Bool
    let argumentCount: Int

    init(_ part: Plan.Part) {
        answer =
            switch part.answer {
            case .response: .response
            case .extraction(let chain): .extraction(chain)
            case .template: .template
            }
        needsReference = part.verifier.needsReference
        noAnswerReward = part.verifier.noAnswerReward
        checksSampleReference = part.reference.pieces == [.reference]
        argumentCount = part.arguments.count
    }
}
