import AdjudgeBase

/// Turns a grader document into the tree of a ``Plan``, from the root down.
struct GraderCompiler {
    /// The settings of a document's root beside its tree.
    struct Root {
        var fingerprint: String
        var onError = Plan.ErrorPolicy.null
        var passThreshold = 1.0
        var group: DocumentNode?
    }

    /// Where a record is written, before it is known how many named parts there are.
    enum Slot {
        /// The total, or a named part: 1 + its place among the names.
        case visible(Int)
        /// One that nobody sees.
        case hidden(Int)
    }

    /// The settings that a node takes over from the nodes above it.
    struct Place {
        var slot: Slot
        /// Its dotted name; empty for the root and for what stands in its place.
        var name = ""
        /// The chains that templates may name, the innermost first.
        var chains: [(name: String, index: Int)] = []
        /// The keys that its parent allows it beside its own.
        var extraKeys: [String] = []
        var isRoot = false
        /// How many nodes stand above it.
        var depth = 0
    }

    /// The keys that every grader may have.
    static let commonKeys = ["type", "name", "description", "extract", "clip"]
    /// The keys that every check may have beside.
    static let leafKeys = ["input", "reference", "detail"]
    /// The keys that the root may have beside.
    static let rootKeys = ["version", "on_error", "pass_threshold", "group"]
    /// Graders may nest this deep.
    static let deepest = 16

    var nodes: [PlanNode] = []
    var leaves: [Plan.Leaf] = []
    var chains: [ExtractionChain] = []
    var partNames: [String] = []
    var slots: [Slot] = []
    var hiddenSlots = 0
    /// Oddities of a document that compiles.
    var warnings: [String] = []
    /// The graders that `{"$ref": NAME}` may name, and which of them something did.
    private var named: [(key: String, node: DocumentNode)] = []
    private var referred: Set<String> = []

    mutating func compile(_ document: DocumentNode) throws(DocumentError) -> Root {
        let node = try expanded(try OpenAIWrapper.unwrapped(document))
        var root = Root(fingerprint: Fingerprint.of(node.value))
        try readSettings(node, into: &root)
        if let graders = node.member("graders"), case .object = graders.value { named = try graders.members() }
        var place = Place(slot: .visible(0))
        place.isRoot = true
        place.extraKeys = GraderCompiler.rootKeys
        _ = try compile(node, place)
        for index in nodes.indices {
            switch slots[index] {
            case .visible(let slot): nodes[index].slot = slot
            case .hidden(let slot): nodes[index].slot = 1 + partNames.count + slot
            }
        }
        if node.member("type")?.value == .string("route") || node.member("type")?.value == .string("cascade") {
            for (name, _) in named where !referred.contains(name) {
                warnings.append("$.graders.\(name): nothing refers to it")
            }
        }
        return root
    }

    /// Compiles the grader of `node` and everything below it; returns the index of its node.
    mutating func compile(_ node: DocumentNode, _ place: Place) throws(DocumentError) -> Int {
        guard place.depth <= GraderCompiler.deepest else {
            throw DocumentError(
                path: node.path, found: "graders inside graders inside graders …",
                expected: "at most \(GraderCompiler.deepest) levels; does a $ref lead back to itself?")
        }
        let node = try expanded(node)
        let index = nodes.count
        nodes.append(PlanNode(kind: .leaf(0), slot: 0, name: place.name, clip: try clip(node), isDeferring: false))
        slots.append(place.slot)
        switch try node.required("type", "a grader type").value {
        case .string("multi"): nodes[index].kind = try .multi(multi(node, place))
        case .string("route"): nodes[index].kind = try .route(route(node, place))
        case .string("cascade"): nodes[index].kind = try .cascade(cascade(node, place))
        default: nodes[index].kind = try .leaf(leaf(node, place))
        }
        nodes[index].isDeferring = nodes[index].children.contains { nodes[$0].isDeferring }
        if case .leaf(let leaf) = nodes[index].kind { nodes[index].isDeferring = leaves[leaf].verifier.isDeferring }
        return index
    }

    /// The document that a name, a preset or a reference stands for.
    private mutating func expanded(_ node: DocumentNode) throws(DocumentError) -> DocumentNode {
        var node = node
        // Each name once: references in a circle end here, and those through other graders at the deepest level.
        for _ in 0...named.count {
            guard let reference = node.member("$ref") else { break }
            try node.allowOnly(["$ref", "required"])
            let name = try reference.choice("a grader of the root's \"graders\"", named.map { ($0.key, $0.key) })
            referred.insert(name)
            if let grader = named.first(where: { $0.key == name }) { node = grader.node }
        }
        if let circle = node.member("$ref") { throw circle.mismatch(expected: "a $ref that leads to a grader") }
        if case .string(let text) = node.value {
            let name = text.hasPrefix("preset:") ? String(text.dropFirst(7)) : text
            return try Preset.expand(DocumentNode(["type": "preset", "name": .string(name)], path: node.path))
        }
        if node.member("type")?.value == .string("preset") { return try Preset.expand(node) }
        return node
    }

    private func readSettings(_ node: DocumentNode, into root: inout Root) throws(DocumentError) {
        _ = try node.members()
        if let version = node.member("version") { _ = try version.integer(in: 1...1) }
        if let policy = node.member("on_error") {
            root.onError = try policy.choice(
                "what a sample without a reward becomes", Plan.ErrorPolicy.allCases.map { ($0.rawValue, $0) })
        }
        root.group = node.member("group")
        if let threshold = node.member("pass_threshold") { root.passThreshold = try threshold.double() }
    }

    // MARK: What nodes share

    /// The slot of the part with that dotted name. Cases of a route may give their parts the same names: a row has one
    /// of them.
    mutating func slot(of name: String) -> Slot {
        if let known = partNames.firstIndex(of: name) { return .visible(1 + known) }
        partNames.append(name)
        return .visible(partNames.count)
    }

    /// A slot for a record that nobody sees.
    mutating func hiddenSlot() -> Slot {
        hiddenSlots += 1
        return .hidden(hiddenSlots - 1)
    }

    /// The place of a child that stands where `place` does.
    func inside(_ place: Place) -> Place {
        var inner = place
        inner.isRoot = false
        inner.extraKeys = []
        inner.depth += 1
        return inner
    }

    /// `clip`: the least and the greatest reward.
    private func clip(_ node: DocumentNode) throws(DocumentError) -> ClosedRange<Double>? {
        guard let clip = node.member("clip") else { return nil }
        let bounds = try clip.elements()
        guard bounds.count == 2 else { throw clip.mismatch(expected: "[lowest, highest]") }
        let (low, high) = (try bounds[0].double(), try bounds[1].double())
        guard low <= high else { throw clip.mismatch(expected: "[lowest, highest] with lowest <= highest") }
        return low...high
    }

    /// True for what a part or a chain may be called.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !first.isASCIIDigit else { return false }
        return text.utf8.allSatisfy {
            $0 == 0x5F || $0.isASCIIAlphanumeric
        }
    }
}
