import AdjudgeBase

/// A grader compiled once: templates resolved to accessors, patterns compiled, the formula parsed.
///
/// Immutable and shared by every worker.
public final class Plan: Sendable {
    /// The door's treatment of a sample without a reward.
    public enum ErrorPolicy: String, Sendable, CaseIterable {
        /// The reward stays null.
        case null
        /// The reward is 0.
        case zero
        /// The door stops with an error.
        case fail
    }

    /// One check of the plan.
    struct Leaf: Sendable {
        let verifier: any Verifier
        let answer: Answer
        let reference: Template
        let arguments: [Template]
        /// Whether the grader asks for its detail.
        let wantsDetail: Bool

        /// The source of the reference that the answer is checked against.
        var referenceTemplate: Template { verifier.referenceArgument.map { arguments[$0] } ?? reference }

        /// Whether the response decides what it comes to.
        var readsResponse: Bool {
            verifier.readsResponse && (answer.readsResponse || arguments.contains(where: \.readsResponse))
        }
    }

    /// Where a check finds the text to look at.
    enum Answer: Sendable {
        case response
        case extraction(Int)
        case template(Template)

        /// Whether the response decides it.
        var readsResponse: Bool {
            if case .template(let template) = self { template.readsResponse } else { true }
        }
    }

    /// The grader that was compiled.
    public let grader: Grader
    /// A fingerprint of the grader as compiled, 32 hexadecimal digits: equal for documents that differ in spacing or in
    /// the order of keys only, different after any change that can change a verdict.
    public let hash: String
    /// The names of the parts; empty for a grader of one part.
    public let partNames: [String]
    /// The treatment of a sample without a reward.
    public let onError: ErrorPolicy
    /// The reward from which a response counts as right.
    public let passThreshold: Double

    /// Whether some of its checks go on elsewhere.
    public let isDeferring: Bool

    /// Whether verdicts carry `run`, what the run of a program was.
    public let carriesRuns: Bool

    /// Whether verdicts carry `detail`, what checks were asked to tell.
    public let carriesDetails: Bool

    /// Oddities of a grader that compiles: cases of a route that no row reaches, graders that nothing
    /// refers to.
    public let warnings: [String]

    /// The grader's settings of groups; nil when it has none.
    public let group: GroupSettings?

    let chains: [ExtractionChain]
    let leaves: [Leaf]
    /// The tree: the root first, children behind their parents.
    let nodes: [PlanNode]
    /// How many records a row has: the total, the named parts, and what nobody sees.
    let slotCount: Int
    /// The slot of the part whose reward decides whether a response counts as right, where it was evaluated; else it is
    /// the total.
    let accuracySlot: Int?

    /// Compiles a grader. Errors carry the JSON path, what was found, and the nearest valid name.
    public init(_ grader: Grader) throws(DocumentError) {
        self.grader = grader
        var compiler = GraderCompiler()
        let root = try compiler.compile(DocumentNode(grader.document))
        hash = root.fingerprint
        onError = root.onError
        passThreshold = root.passThreshold
        chains = compiler.chains
        leaves = compiler.leaves
        nodes = compiler.nodes
        warnings = compiler.warnings
        partNames = compiler.partNames
        let names = compiler.partNames
        group = try root.group.map { node throws(DocumentError) in try GroupSettings(node, partNames: names) }
        slotCount = 1 + compiler.partNames.count + compiler.hiddenSlots
        isDeferring = compiler.nodes[0].isDeferring
        carriesRuns = leaves.contains { $0.verifier.detailKind == .run }
        carriesDetails = leaves.contains { $0.wantsDetail || $0.verifier.detailKind == .detail }
        accuracySlot = compiler.partNames.firstIndex(of: "acc").map { 1 + $0 }
    }

    /// The judges that it asks, by endpoint and model; empty where it asks none. Rows that other judges decided are other
    /// rows.
    public var judgedBy: String {
        leaves.map(\.verifier.dependence).filter { !$0.isEmpty }.map { " judge \($0)" }.joined()
    }

    /// Every template of the grader.
    private var templates: [Template] {
        var all: [Template] = []
        for leaf in leaves {
            if case .template(let template) = leaf.answer { all.append(template) }
            all.append(leaf.reference)
            all += leaf.arguments
        }
        for node in nodes {
            if case .route(let route) = node.kind { all.append(route.by) }
        }
        return all + [group?.by, group?.lengthField].compactMap { $0 }
    }

    /// True when some template of the grader reads the row's fields: a door that would have to make them up from a
    /// host's objects can spare itself the work otherwise.
    public var readsItems: Bool { templates.contains(where: \.readsItem) }

    /// The row's fields that some template reads, by their first names, each once; "" is the whole item.
    public var itemNames: [String] {
        var names: [String] = []
        for name in templates.flatMap(\.itemNames) where !names.contains(name) { names.append(name) }
        return names
    }

    /// True when some check is held against the row's own reference, the field that doors fill.
    public var readsReference: Bool {
        leaves.contains { $0.verifier.needsReference && $0.referenceTemplate.pieces.contains(.reference) }
    }

    /// Whether the response of `row` counts as right: the reward of the part named `acc`, else the total, reaches
    /// `pass_threshold`; nil where there is no reward.
    public func passed(_ row: Int, of verdicts: VerdictBatch) -> Bool? {
        var record = verdicts[row]
        if let accuracySlot {
            let accuracy = verdicts.record(row, accuracySlot)
            if accuracy.isEvaluated { record = accuracy }
        }
        return record.reward.map { $0 >= passThreshold }
    }
}
