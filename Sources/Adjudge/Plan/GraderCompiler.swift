import AdjudgeBase

/// Turns a grader document into the parts of a ``Plan``.
struct GraderCompiler {
    /// What the root of a document says beside its parts.
    struct Root {
        var fingerprint: String
        var onError = Plan.ErrorPolicy.null
        var passThreshold = 1.0
        var clip: ClosedRange<Double>?
        var formula: Formula?
    }

    /// The keys that every grader may have.
    static let commonKeys = ["type", "name", "description", "input", "reference", "extract"]
    /// The keys that the root may have beside.
    static let rootKeys = ["version", "clip", "on_error", "pass_threshold"]

    private(set) var chains: [ExtractionChain] = []
    private(set) var parts: [Plan.Part] = []
    private var chainNames: [String] = []

    mutating func compile(_ document: DocumentNode) throws(DocumentError) -> Root {
        let node = try GraderCompiler.expanded(document)
        var root = Root(fingerprint: Fingerprint.of(node.value))
        try readSettings(node, into: &root)
        let type = try node.required("type", "a grader type")
        if type.value == .string("multi") {
            try compileMulti(node, into: &root)
        } else {
            try compileChains(node)
            parts = [try part(node, name: "", extraKeys: GraderCompiler.rootKeys)]
        }
        return root
    }

    private static func expanded(_ node: DocumentNode) throws(DocumentError) -> DocumentNode {
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
        if let threshold = node.member("pass_threshold") { root.passThreshold = try threshold.double() }
        if let clip = node.member("clip") {
            let bounds = try clip.elements()
            guard bounds.count == 2 else { throw clip.mismatch(expected: "[lowest, highest]") }
            let (low, high) = (try bounds[0].double(), try bounds[1].double())
            guard low <= high else { throw clip.mismatch(expected: "[lowest, highest] with lowest <= highest") }
            root.clip = low...high
        }
    }

    private mutating func compileMulti(_ node: DocumentNode, into root: inout Root) throws(DocumentError) {
        try node.allowOnly(
            ["type", "name", "description", "extract", "graders", "calculate_output"] + GraderCompiler.rootKeys)
        try compileChains(node)
        let list = try node.required("graders", "an object of named graders")
        let graders = try list.members()
        guard !graders.isEmpty else { throw list.mismatch(expected: "at least one grader") }
        for (name, grader) in graders {
            guard GraderCompiler.isName(name) else {
                throw DocumentError(
                    path: grader.path, found: "the part name \"\(name)\"",
                    expected: "letters, digits and _, not beginning with a digit")
            }
            let grader = try GraderCompiler.expanded(grader)
            if grader.member("type")?.value == .string("multi") {
                throw DocumentError(
                    path: grader.path, found: "a multi grader inside a multi grader",
                    expected: "a grader of one part; name its parts here instead")
            }
            parts.append(try part(grader, name: name, extraKeys: ["required"]))
        }
        let output = try node.required("calculate_output", "a formula over the part names")
        root.formula = try Formula.parse(try output.string("a formula"), parts: parts.map(\.name), path: output.path)
    }

    /// `extract` at the root: an object of named chains; an array or a name is the chain `final`.
    private mutating func compileChains(_ node: DocumentNode) throws(DocumentError) {
        guard let extract = node.member("extract") else { return }
        guard case .object = extract.value else {
            addChain("final", try ExtractionChain(extract))
            return
        }
        for (name, chain) in try extract.members() where name != "reference" {
            guard GraderCompiler.isName(name) else {
                throw DocumentError(
                    path: chain.path, found: "the chain name \"\(name)\"",
                    expected: "letters, digits and _, not beginning with a digit")
            }
            addChain(name, try ExtractionChain(chain))
        }
    }

    private mutating func part(
        _ node: DocumentNode, name: String, extraKeys: [String]
    ) throws(DocumentError) -> Plan.Part {
        let kind = try Registry.kind(try node.required("type", "a grader type"))
        try node.allowOnly(GraderCompiler.commonKeys + kind.keys.map(\.name) + extraKeys)
        var context = CompileContext()
        let verifier = try kind.compile(node, &context)
        var arguments: [Template] = []
        for argument in context.arguments {
            arguments.append(try Template.parse(argument.template, chains: chainNames, path: argument.path))
        }
        return Plan.Part(
            name: name, verifier: verifier,
            answer: try answer(node, kind: kind, isRoot: name.isEmpty),
            reference: try template(node.member("reference")) ?? Template(pieces: [.reference]),
            arguments: arguments,
            withoutReward: try node.member("required").map { node throws(DocumentError) in
                try node.bool() ? .spoilsTotal : .dropsOut
            } ?? .spoilsWhatUsesIt)
    }

    private mutating func answer(
        _ node: DocumentNode, kind: VerifierKind, isRoot: Bool
    ) throws(DocumentError) -> Plan.Answer {
        if let template = try template(node.member("input")) {
            if let chain = template.soleExtraction { return .extraction(chain) }
            return template.isResponse ? .response : .template(template)
        }
        if !isRoot, let own = GraderCompiler.answerChain(of: node) {
            return .extraction(addChain("", try ExtractionChain(own)))
        }
        if isRoot, GraderCompiler.answerChain(of: node) != nil { return .extraction(try finalChain(node)) }
        switch kind.defaultInput(node) {
        case .response: return .response
        case .answer(let standard):
            if let final = chainNames.firstIndex(of: "final") { return .extraction(final) }
            if standard == ["whole"] || standard == "whole" { return .response }
            return .extraction(addChain("", try ExtractionChain(DocumentNode(standard, path: node.path))))
        }
    }

    /// What a node's `extract` says of answers; `reference` in it is for the verifier, which looks into references.
    private static func answerChain(of node: DocumentNode) -> DocumentNode? {
        guard let extract = node.member("extract") else { return nil }
        guard extract.member("reference") != nil, let members = try? extract.members() else { return extract }
        return extract.member("final") ?? (members.count > 1 ? extract : nil)
    }

    private func finalChain(_ node: DocumentNode) throws(DocumentError) -> Int {
        if let final = chainNames.firstIndex(of: "final") { return final }
        throw DocumentError(
            path: "\(node.path).input", found: "nothing",
            expected: "the chain to look at, such as \"{{extract.\(chainNames.first ?? "final")}}\"")
    }

    private func template(_ node: DocumentNode?) throws(DocumentError) -> Template? {
        guard let node else { return nil }
        switch node.value {
        case .string(let text): return try Template.parse(text, chains: chainNames, path: node.path)
        case .number(let text): return Template(pieces: [.literal(OwnedText(text))])
        default: throw node.mismatch(expected: "a template such as \"{{item.answer}}\", or plain text")
        }
    }

    @discardableResult
    private mutating func addChain(_ name: String, _ chain: ExtractionChain) -> Int {
        chains.append(chain)
        chainNames.append(name)
        return chains.count - 1
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(first >= 0x30 && first <= 0x39) else { return false }
        return text.utf8.allSatisfy {
            $0 == 0x5F || ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A)
        }
    }
}
