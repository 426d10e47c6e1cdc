import AdjudgeBase

/// The facts of a check that every sample needs, as plain values: threads that counted references to the shared plan
/// would wait for one another.
struct LeafOutline {
    enum Answer {
        case response
        case extraction(Int)
        case template
    }

    let answer: Answer
    let needsReference: Bool
    /// True when the answer is checked against an argument in place of the reference.
    let hasReferenceArgument: Bool
    let noAnswerReward: Double?
    /// True when the reference is the sample's own.
    let checksSampleReference: Bool
    let argumentCount: Int
    /// Of each argument that is one field of the row, its path.
    let paths: JSONPaths
    /// The other arguments.
    let templates: UnsafeMutableBufferPointer<Int>
    let isDeferring: Bool
    /// Whether the grader asks for its detail.
    let wantsDetail: Bool

    init(_ leaf: Plan.Leaf) {
        answer =
            switch leaf.answer {
            case .response: .response
            case .extraction(let chain): .extraction(chain)
            case .template: .template
            }
        needsReference = leaf.verifier.needsReference
        hasReferenceArgument = leaf.verifier.referenceArgument != nil
        noAnswerReward = leaf.verifier.noAnswerReward
        checksSampleReference = leaf.reference.pieces == [.reference]
        argumentCount = leaf.arguments.count
        paths = JSONPaths(leaf.arguments.map(\.soleItem))
        let others = leaf.arguments.indices.filter { leaf.arguments[$0].soleItem == nil }
        templates = .allocate(capacity: others.count)
        _ = templates.initialize(from: others)
        isDeferring = leaf.verifier.isDeferring
        wantsDetail = leaf.wantsDetail
    }

    /// Frees its memory.
    func deallocate() {
        paths.deallocate()
        templates.deallocate()
    }
}
