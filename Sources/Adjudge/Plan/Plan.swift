import AdjudgeBase

/// A grader compiled once: templates resolved to accessors, patterns compiled, the formula parsed.
///
/// Immutable and shared by every worker.
public final class Plan: Sendable {
    /// What becomes of a sample without a reward at the door.
    public enum ErrorPolicy: String, Sendable, CaseIterable {
        /// The reward stays null.
        case null
        /// The reward is 0.
        case zero
        /// The door stops with an error.
        case fail
    }

    /// One check of the plan.
    struct Part: Sendable {
        let name: String
        let verifier: any Verifier
        let answer: Answer
        let reference: Template
        let arguments: [Template]
        let withoutReward: Absence
    }

    /// What becomes of the total when a part has no reward.
    enum Absence: Sendable {
        /// It has none where the formula uses the part. The default: a reward that leaves out what was asked for is a
        /// wrong one.
        case spoilsWhatUsesIt
        /// It has none.
        case spoilsTotal
        /// The part drops out of sums, as in TRL.
        case dropsOut
    }

    /// Where a check finds the text to look at.
    enum Answer: Sendable {
        case response
        case extraction(Int)
        case template(Template)
    }

    /// The grader that was compiled.
    public let grader: Grader
    /// A fingerprint of the grader as compiled, 32 hexadecimal digits: equal for documents that differ in spacing or in
    /// the order of keys only, different after any change that can change a verdict.
    public let hash: String
    /// The names of the parts; empty for a grader of one part.
    public let partNames: [String]
    /// What becomes of a sample without a reward.
    public let onError: ErrorPolicy
    /// The reward from which a response counts as right.
    public let passThreshold: Double

    /// Whether some of its checks go on elsewhere, and its verdicts carry details.
    public let isDeferring: Bool

    let chains: [ExtractionChain]
    let parts: [Part]
    let formula: Formula?
    let clip: ClosedRange<Double>?
    /// The part whose reward decides whether a response counts as right; nil: the total.
    let accuracyPart: Int?

    /// Compiles a grader. Errors carry the JSON path, what was found, and the nearest valid name.
    public init(_ grader: Grader) throws(DocumentError) {
        self.grader = grader
        var compiler = GraderCompiler()
        let root = try compiler.compile(DocumentNode(grader.document))
        hash = root.fingerprint
        onError = root.onError
        passThreshold = root.passThreshold
        clip = root.clip
        formula = root.formula
        chains = compiler.chains
        parts = compiler.parts
        isDeferring = compiler.parts.contains { $0.verifier.isDeferring }
        partNames = root.formula == nil ? [] : compiler.parts.map(\.name)
        accuracyPart = root.formula == nil ? nil : compiler.parts.firstIndex { $0.name == "acc" }
    }

    /// True when some template of the grader reads the row's fields: a door that would have to make them up from a
    /// host's objects can spare itself the work otherwise.
    public var readsItems: Bool {
        parts.contains { part in
            if case .template(let template) = part.answer, template.readsItem { return true }
            return part.reference.readsItem || part.arguments.contains { $0.readsItem }
        }
    }

    /// Whether the response of `row` counts as right: the reward of the part named `acc`, else the total, reaches
    /// `pass_threshold`; nil where there is no reward.
    public func passed(_ row: Int, of verdicts: VerdictBatch) -> Bool? {
        let record = accuracyPart.map { verdicts.part($0, of: row) } ?? verdicts[row]
        return record.reward.map { $0 >= passThreshold }
    }
}
