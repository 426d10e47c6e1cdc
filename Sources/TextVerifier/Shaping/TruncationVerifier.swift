import AdjudgeBase

/// `truncation`: a penalty for a response that was cut, as the row's finish reason says, or its length.
///
/// In a formula it can overwrite the reward (open-instruct: `if(cut < 0, cut, acc)`), replace or scale it (OpenRLHF's
/// `stop_properly_penalty_coef`: `if(cut < 0, c * acc, acc)`), or be added.
struct TruncationVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "truncation", summary: "A penalty for a response that was cut before it ended.",
        keys: [
            .init("finish", "The row's finish reason; default {{item.finish_reason}}."),
            .init(
                "truncated",
                "The reasons that mean cut, in any case; default length, max_tokens, max_output_tokens, max_length, model_length, model_context_window_exceeded, incomplete."
            ),
            .init(
                "stopped",
                "The reasons that mean ended; default stop, end_turn, stop_sequence, eos, eos_token, tool_calls, tool_use, function_call, completed, finished."
            ),
            .init("length", "Instead of a reason: " + LengthMeasure.summary),
            .init("max", "Goes with length: a response of so much or more was cut."),
            .init("penalty", "Default -1."),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private enum Evidence: Sendable {
        case reason(argument: Int, truncated: [String], stopped: [String])
        case length(LengthMeasure, longest: Double)
    }

    private static let truncated = [
        "length", "max_tokens", "max_output_tokens", "max_length", "model_length", "model_context_window_exceeded",
        "incomplete",
    ]
    private static let stopped = [
        "stop", "end_turn", "stop_sequence", "eos", "eos_token", "tool_calls", "tool_use", "function_call",
        "completed", "finished",
    ]

    private let evidence: Evidence
    private let penalty: Double

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let evidence: Evidence
        if let longest = node.member("max") {
            for key in ["finish", "truncated", "stopped"] {
                if let other = node.member(key) { throw other.mismatch(expected: "\(key) or max, not both") }
            }
            evidence = .length(try LengthMeasure(node.member("length"), &context), longest: try longest.positive())
        } else {
            if let length = node.member("length") { throw length.mismatch(expected: "length together with max") }
            let finish = try node.member("finish")?.string("a template such as \"{{item.finish_reason}}\"")
            evidence = .reason(
                argument: context.argument(finish ?? "{{item.finish_reason}}", path: "\(node.path).finish"),
                truncated: try names(node.member("truncated")) ?? truncated,
                stopped: try names(node.member("stopped")) ?? stopped)
        }
        return TruncationVerifier(evidence: evidence, penalty: try node.member("penalty")?.penalty() ?? -1)
    }

    private static func names(_ node: DocumentNode?) throws(DocumentError) -> [String]? {
        guard let node else { return nil }
        var names: [String] = []
        for name in node.oneOrMany() { names.append(try name.string("a finish reason").lowercased()) }
        return names
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let isCut: Bool
        switch evidence {
        case .length(let measure, let longest): isCut = try measure.length(input, scratch) >= longest
        case .reason(let argument, let truncated, let stopped):
            let field = input.arguments[argument]
            if field.isAbsent { throw ShapingFailure(outcome: Outcome(.badSample, .missingField)) }
            let name = field.bytes.count <= 64 ? field.bytes.string.lowercased() : ""
            isCut = truncated.contains(name)
            // A reason that nobody has named says nothing: no reward rather than a guess.
            guard isCut || stopped.contains(name) else {
                scratch.evidence?.note("finish reason", "\"\(name)\" is neither among truncated nor among stopped")
                throw ShapingFailure(outcome: Outcome(.badSample, .mistypedField))
            }
        }
        return ShapingResult(
            reward: isCut ? penalty : 0, reason: isCut ? .truncated : .finished, facts: [("truncated", isCut ? 1 : 0)])
    }
}
