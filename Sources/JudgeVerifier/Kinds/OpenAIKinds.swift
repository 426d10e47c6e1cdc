import AdjudgeBase

/// OpenAI's `score_model`: a model's number, within a range.
///
/// Source: OpenAI's API reference, "Score model grader".
enum ScoreModelKind {
    static let kind = VerifierKind(
        name: "score_model",
        summary: "OpenAI's score_model: a model replies with a number, which is clipped to the range.",
        keys: GraderMessages.keys + [
            .init("range", "[lowest, highest], default [0, 1]."),
            .init("pass_threshold", "Read at the root only."),
        ],
        readsInput: true, compile: compile)

    private static func compile(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> any Verifier {
        try GraderMessages.verifier(node, .score(try ScoreRange.read(node.member("range"))), &context)
    }
}

/// OpenAI's `label_model`: a model's choice among labels, of which some pass.
///
/// Source: OpenAI's API reference, "Label model grader".
enum LabelModelKind {
    static let kind = VerifierKind(
        name: "label_model", summary: "OpenAI's label_model: a model picks a label; passing ones get 1.",
        keys: GraderMessages.keys + [
            .init("labels", "The labels."), .init("passing_labels", "The labels that get 1."),
        ],
        readsInput: true, compile: compile)

    private static func compile(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> any Verifier {
        let labels = try LabelList.labels(try node.required("labels", "a list of labels"))
        let passing = try LabelList.passing(try node.required("passing_labels", "the labels that get 1"), labels)
        return try GraderMessages.verifier(node, .label(labels, passing: passing), &context)
    }
}

/// The messages of OpenAI's model graders.
enum GraderMessages {
    static let keys: [VerifierKind.Key] = [
        .init("model", "The model, as the operator's endpoint knows it."),
        .init("endpoint", "The name of an endpoint in the operator's settings; default theirs."),
        .init("sampling_params", "temperature, top_p, seed, max_completions_tokens, reasoning_effort."),
        .init("gate", "What responses are refused without a call: light (default), strict, off."),
    ]

    static func verifier(
        _ node: DocumentNode, _ kind: MessagesMode.Kind, _ context: inout CompileContext
    ) throws(DocumentError) -> any Verifier {
        let place = try JudgePlace(node)
        _ = try node.required("model", "the name of a model")
        var texts = SubjectReader()
        let input = try node.required("input", "a list of messages")
        let messages = try input.elements()
        guard !messages.isEmpty else { throw input.mismatch(expected: "at least one message") }
        for message in messages {
            try message.allowOnly(["role", "content", "type"])
            let role = try message.required("role", "a role").choice(
                "a role", ModelMessage.Role.allCases.map { ($0.rawValue, $0) })
            let content = try message.required("content", "a text, or a list of parts")
            texts.messages.append(
                (role, context.argument(try text(content), path: content.path, mayReadResponse: true)))
        }
        let strictness = try node.member("gate")?.choice("a gate", Gate.Strictness.allCases.map { ($0.rawValue, $0) })
        return JudgeVerifier(
            mode: MessagesMode(kind: kind, forms: place.forms(isImmediate: false)),
            gate: Gate(strictness ?? .light, maxBytes: 1 << 20), texts: texts, address: place.judge,
            needsReference: false)
    }

    /// A message's content: a text, or parts that are texts.
    private static func text(_ content: DocumentNode) throws(DocumentError) -> String {
        if case .string(let text) = content.value { return text }
        var texts: [String] = []
        for part in content.oneOrMany() {
            _ = try part.required("type", "input_text or output_text").choice(
                "a part that is text: images and sounds are not sent to judges",
                [("text", 0), ("input_text", 0), ("output_text", 0)])
            texts.append(try part.required("text", "a text").string())
        }
        return texts.joined(separator: "\n")
    }
}
