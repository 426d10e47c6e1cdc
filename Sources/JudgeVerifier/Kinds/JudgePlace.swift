import AdjudgeBase

/// Whom a grader asks, and how.
struct JudgePlace {
    /// Nil where nobody configured an endpoint.
    let judge: JudgeVerifier.Judge?

    /// Reads `endpoint`, `model` and `sampling_params`. Throws for an endpoint or a model that there is not, among those
    /// that are configured.
    init(_ node: DocumentNode) throws(DocumentError) {
        let sampling = try Sampling(node.member("sampling_params"))
        let model = try node.member("model")?.string("the name of a model")
        let service = try JudgeService.standard()
        guard let service else {
            judge = nil
            return
        }
        var endpoint = service.settings.endpoint(nil)
        if let name = node.member("endpoint") {
            endpoint = try name.choice("a configured endpoint", service.settings.endpoints.map { ($0.name, $0) })
        }
        guard let endpoint else {
            judge = nil
            return
        }
        guard let known = endpoint.serverName(of: model) ?? endpoint.deployment else {
            throw DocumentError(
                path: "\(node.path).model", found: "nothing",
                expected: "a model, since the endpoint \(endpoint.name) names none")
        }
        judge = JudgeVerifier.Judge(service: service, endpoint: endpoint, model: known, sampling: sampling)
    }

    /// The forms that the server can be held to.
    func forms(isImmediate: Bool) -> Forms {
        Forms(structured: judge?.endpoint.structured(for: isImmediate) ?? .none, isImmediate: isImmediate)
    }

    /// Whether probabilities are asked for, which not every server gives.
    func weighs(_ node: DocumentNode) throws(DocumentError) -> Bool {
        guard let wanted = node.member("logprobs"), try wanted.bool() else { return false }
        if judge?.endpoint.kind == .bedrock {
            throw wanted.mismatch(expected: "false: Converse gives no probabilities")
        }
        return true
    }

    /// The operator's template of that name, or the template that the text is.
    static func template(named text: String, path: String) throws(DocumentError) -> QuestionTemplate {
        if let known = try JudgeService.standard()?.settings.templates[text] { return known }
        return try QuestionTemplate(text, path: path)
    }

    /// The grader's own template, or one of the operator's, or `standard`. It must have one of each of the places
    /// `needs`.
    func template(
        _ node: DocumentNode, _ standard: QuestionTemplate, needs: [[QuestionTemplate.Place]]
    ) throws(DocumentError) -> QuestionTemplate {
        guard let given = node.member("template") else { return standard }
        let text = try given.string("a template, or the name of one")
        let template = try JudgePlace.template(named: text, path: given.path)
        for places in needs where !places.contains(where: template.has) {
            throw DocumentError(
                path: given.path, found: "a template without {{\(places.last!.rawValue)}}",
                expected: "it, for the judge has nothing to go by otherwise")
        }
        return template
    }
}

extension Sampling {
    /// Reads `sampling_params`, by OpenAI's names.
    init(_ node: DocumentNode?) throws(DocumentError) {
        guard let node else { return }
        try node.allowOnly([
            "temperature", "top_p", "seed", "max_completions_tokens", "max_completion_tokens", "max_tokens",
            "reasoning_effort",
        ])
        if let member = node.member("temperature") {
            let value = try member.double()
            guard (0...2).contains(value) else { throw member.mismatch(expected: "a number from 0 to 2") }
            temperature = value
        }
        if let member = node.member("top_p") {
            let value = try member.share()
            topP = value
        }
        seed = try node.member("seed")?.integer(in: 0...1 << 53)
        // OpenAI's graders spell it so; its chat completions without the s.
        let most =
            node.member("max_completions_tokens") ?? node.member("max_completion_tokens") ?? node.member("max_tokens")
        if let most { maxTokens = try most.integer(in: 1...1 << 24) }
        effort = try node.member("reasoning_effort")?.choice(
            "an effort", ["none", "minimal", "low", "medium", "high", "xhigh", "max"].map { ($0, $0) })
    }
}
