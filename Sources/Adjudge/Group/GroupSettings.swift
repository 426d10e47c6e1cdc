import AdjudgeBase

/// The key `group` of a grader document: how samples of one group, such as the responses to one prompt, are combined.
public struct GroupSettings: Sendable {
    /// How rewards become advantages; nil: they do not.
    public var advantage: Advantage?
    /// The rewards whose deviation GRPO divides by.
    public var scale = Advantage.Scale.group
    /// The constant added to the deviation before dividing by it.
    public var epsilon = 1e-4
    /// The k of pass@k and its like; empty: 1, 2, 4 … up to the largest group.
    public var attempts: [Int] = []
    /// How many samples a group has, where that is known: its rows can be written once they are there.
    public var size: Int?
    /// Kimi's length reward, times this, is added to the rewards before advantages are taken; nil: it is not.
    public var lengthWeight: Double?
    /// By how much each part counts in GDPO, in the order of the grader's parts.
    var weights: [Double] = []
    /// The template of the group's key; nil: the door gives the key.
    var by: Template?
    /// How long a response is; nil: nobody asks.
    var measure: LengthMeasure?
    /// The row's field that `measure` reads.
    var lengthField: Template?

    /// Settings that ask for nothing but the statistics of groups.
    public init() {}

    /// True where the grader itself says what the samples of one group have in common.
    public var namesGroups: Bool { by != nil }

    /// True where rows get more from their groups than statistics.
    public var addsToRows: Bool { advantage != nil || lengthWeight != nil }

    /// These settings with another advantage; GDPO weighs every part of `plan` the same where nothing else was said.
    public mutating func use(_ advantage: Advantage, _ plan: Plan) {
        self.advantage = advantage
        if weights.count != plan.partNames.count { weights = plan.partNames.map { _ in 1 } }
    }

    /// True where an advantage depends on rows of other groups.
    public var needsWholeBatch: Bool { advantage == .gdpo || advantage == .grpo && scale == .batch }
}

extension GroupSettings {
    private static let keys = [
        "by", "advantage", "scale", "epsilon", "k", "size", "weights", "length", "length_reward",
    ]

    /// Reads the key `group` of a grader with these parts.
    init(_ node: DocumentNode, partNames: [String]) throws(DocumentError) {
        try node.allowOnly(GroupSettings.keys)
        if let by = node.member("by") { self.by = try GroupSettings.template(by) }
        if let name = node.member("advantage") {
            advantage = try name.choice("an advantage", Advantage.allCases.map { ($0.rawValue, $0) })
        }
        if let scale = node.member("scale") {
            guard advantage == .grpo else { throw scale.mismatch(expected: "scale only with the advantage grpo") }
            self.scale = try scale.choice(
                "what the deviation is taken over", Advantage.Scale.allCases.map { ($0.rawValue, $0) })
        }
        if let epsilon = node.member("epsilon") {
            self.epsilon = try epsilon.double()
            if self.epsilon < 0 { throw epsilon.mismatch(expected: "a number of 0 or more") }
        }
        if let attempts = node.member("k") {
            for k in attempts.oneOrMany() { self.attempts.append(try k.integer(in: 1...65536)) }
            guard self.attempts.count <= 32 else { throw attempts.mismatch(expected: "at most 32 numbers") }
        }
        if let size = node.member("size") { self.size = try size.integer(in: 1...1_000_000) }
        try readWeights(node.member("weights"), partNames)
        try readLength(node)
    }

    private mutating func readWeights(_ node: DocumentNode?, _ partNames: [String]) throws(DocumentError) {
        weights = partNames.map { _ in 1 }
        if let node {
            guard advantage == .gdpo else { throw node.mismatch(expected: "weights only with the advantage gdpo") }
            if partNames.isEmpty { throw node.mismatch(expected: "no weights: the grader has no parts") }
            weights = partNames.map { _ in 0 }
            for (name, weight) in try node.members() {
                guard let part = partNames.firstIndex(of: name) else {
                    throw DocumentError(
                        path: weight.path, found: "the part \"\(name)\"",
                        expected: "one of " + partNames.joined(separator: ", "),
                        suggestion: nearestName(to: name, in: partNames))
                }
                weights[part] = try weight.double()
            }
        } else if advantage == .gdpo, partNames.isEmpty {
            throw DocumentError(
                path: "$.group.advantage", found: "\"gdpo\"",
                expected: "a multi grader, whose parts are normalised singly")
        }
    }

    private mutating func readLength(_ node: DocumentNode) throws(DocumentError) {
        if let reward = node.member("length_reward") {
            guard advantage != .gdpo else {
                throw reward.mismatch(expected: "no length_reward with gdpo, which normalises the grader's parts only")
            }
            try reward.allowOnly(["profile", "weight"])
            _ = try reward.member("profile")?.choice("a rule", [("kimi", 0), ("compat:open_r1", 0)])
            lengthWeight = try reward.member("weight")?.double() ?? 1
            if lengthWeight! <= 0 { throw reward.member("weight")!.mismatch(expected: "a number above 0") }
        }
        guard lengthWeight != nil || node.member("length") != nil else { return }
        var context = CompileContext()
        measure = try LengthMeasure(node.member("length"), &context)
        if let field = context.arguments.first {
            lengthField = try GroupSettings.template(DocumentNode(.string(field.template), path: field.path))
        }
    }

    /// A template that reads the row alone.
    private static func template(_ node: DocumentNode) throws(DocumentError) -> Template {
        let template = try Template.parse(
            try node.string("a template such as \"{{item.prompt_id}}\""), chains: [], path: node.path)
        let readsRow = template.pieces.contains {
            switch $0 {
            case .item, .reference: true
            default: false
            }
        }
        guard readsRow, !template.pieces.contains(.response) else {
            throw node.mismatch(
                expected: "a template that reads the row and not the response, such as \"{{item.prompt_id}}\"")
        }
        return template
    }
}
