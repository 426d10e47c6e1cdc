import AdjudgeBase

extension GraderCompiler {
    /// Compiles a check; returns its index among the leaves.
    mutating func leaf(_ node: DocumentNode, _ place: Place) throws(DocumentError) -> Int {
        let kind = try Registry.kind(try node.required("type", "a grader type"))
        try node.allowOnly(
            GraderCompiler.commonKeys + GraderCompiler.leafKeys + kind.keys.map(\.name) + place.extraKeys)
        if !kind.readsReferenceChain { try refuseReferenceChain(of: node) }
        var place = place
        if place.isRoot { try addChains(of: node, to: &place) }
        var context = CompileContext(compiler: GraderCompiler.compileInner)
        let verifier = try kind.compile(node, &context)
        if verifier.isCost, place.name.isEmpty {
            warnings.append(
                "\(node.path): less is better of it, and as a reward it pays for errors: an empty response may get the most;"
                    + " \"as\": \"similarity\" where it has one, or a part of a multi that subtracts it")
        }
        if let oddity = verifier.oddity { warnings.append("\(node.path): \(oddity)") }
        var arguments: [Template] = []
        for argument in context.arguments {
            let template = try Template.parse(argument.template, chains: place.chains, path: argument.path)
            if !argument.mayReadResponse { try GraderCompiler.refuseResponse(in: template, at: argument.path) }
            arguments.append(template)
        }
        let wantsDetail = try node.member("detail")?.bool() ?? false
        if wantsDetail, verifier.detailKind == .run {
            throw node.member("detail")!.mismatch(expected: "no \"detail\": rows of \(kind.name) have \"run\" anyway")
        }
        let answer = try answer(node, kind: kind, place)
        let reference = try template(node.member("reference"), place) ?? Template(pieces: [.reference])
        // Two extractions may be held against each other, and a grader of OpenAI's may have the two the other way round.
        if answer.readsResponse, reference.pieces.contains(.response) {
            try GraderCompiler.refuseResponse(in: reference, at: "\(node.path).reference")
        }
        leaves.append(
            Plan.Leaf(
                verifier: verifier, answer: answer, reference: reference,
                arguments: arguments, wantsDetail: wantsDetail))
        return leaves.count - 1
    }

    /// Compiles a check within another one, which gives it input and reference.
    private static func compileInner(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> any Verifier {
        let kind = try Registry.kind(try node.required("type", "a grader type"))
        try node.allowOnly(["type"] + kind.keys.map(\.name))
        let verifier = try kind.compile(node, &context)
        guard !verifier.isDeferring, verifier.referenceArgument == nil else {
            throw node.mismatch(expected: "a check of texts: \(kind.name) runs programs or reads the row")
        }
        return verifier
    }

    /// Refuses a template by which the response would choose what it is held against.
    static func refuseResponse(in template: Template, at path: String) throws(DocumentError) {
        guard template.readsResponse else { return }
        throw DocumentError(
            path: path, found: "a template that reads the response",
            expected: "one that reads the row, such as {{item.…}} or {{reference}}")
    }

    private mutating func answer(
        _ node: DocumentNode, kind: VerifierKind, _ place: Place
    ) throws(DocumentError) -> Plan.Answer {
        if !kind.readsInput, let template = try template(node.member("input"), place) {
            if let chain = template.soleExtraction { return .extraction(chain) }
            return template.isResponse ? .response : .template(template)
        }
        if let own = GraderCompiler.answerChain(of: node) {
            if !place.isRoot { return .extraction(addChain(try ExtractionChain(own))) }
            if let final = place.chains.first(where: { $0.name == "final" }) { return .extraction(final.index) }
            throw DocumentError(
                path: "\(node.path).input", found: "nothing",
                expected: "the chain to look at, such as \"{{extract.\(place.chains.first?.name ?? "final")}}\"")
        }
        switch kind.defaultInput(node) {
        case .response: return .response
        case .answer(let standard):
            if let final = place.chains.first(where: { $0.name == "final" }) { return .extraction(final.index) }
            if standard == ["whole"] || standard == "whole" { return .response }
            return .extraction(addChain(try ExtractionChain(DocumentNode(standard, path: node.path))))
        }
    }

    /// A leaf's `extract` as far as it is about answers; `reference` in it is for the verifier, which looks into
    /// references.
    private static func answerChain(of node: DocumentNode) -> DocumentNode? {
        guard let extract = node.member("extract") else { return nil }
        guard extract.member("reference") != nil, let members = try? extract.members() else { return extract }
        return extract.member("final") ?? (members.count > 1 ? extract : nil)
    }

    private func template(_ node: DocumentNode?, _ place: Place) throws(DocumentError) -> Template? {
        guard let node else { return nil }
        switch node.value {
        case .string(let text): return try Template.parse(text, chains: place.chains, path: node.path)
        case .number(let text): return Template(pieces: [.literal(OwnedText(text))])
        default: throw node.mismatch(expected: "a template such as \"{{item.answer}}\", or plain text")
        }
    }

    // MARK: Chains

    /// Adds the chains of a node's `extract` to those that a place sees: an object of named chains; an array or a name
    /// is the chain `final`.
    mutating func addChains(of node: DocumentNode, to place: inout Place) throws(DocumentError) {
        guard let extract = node.member("extract") else { return }
        var own: [(name: String, index: Int)] = []
        if case .object = extract.value {
            for (name, chain) in try extract.members() where name != "reference" {
                guard GraderCompiler.isName(name) else {
                    throw DocumentError(
                        path: chain.path, found: "the chain name \"\(name)\"",
                        expected: "letters, digits and _, not beginning with a digit")
                }
                own.append((name, addChain(try ExtractionChain(chain))))
            }
        } else {
            own.append(("final", addChain(try ExtractionChain(extract))))
        }
        place.chains = own + place.chains
    }

    /// Refuses `extract.reference` where nobody would read it.
    func refuseReferenceChain(of node: DocumentNode) throws(DocumentError) {
        guard let chain = node.member("extract")?.member("reference") else { return }
        throw DocumentError(
            path: chain.path, found: "a chain for references",
            expected: "it in the grader that reads the reference: "
                + Registry.verifiers.filter(\.readsReferenceChain).map(\.name).joined(separator: ", "))
    }

    private mutating func addChain(_ chain: ExtractionChain) -> Int {
        chains.append(chain)
        return chains.count - 1
    }
}
