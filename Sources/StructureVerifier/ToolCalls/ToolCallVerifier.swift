import AdjudgeBase

/// `tool_call`: the calls of tools that a response makes against the expected ones.
struct ToolCallVerifier: Verifier {
    static let kind = VerifierKind(
        name: "tool_call",
        summary: "The calls of tools that the response makes, in whichever form, against the expected ones.",
        keys: [
            .init("order", "any (default): calls match in any order, each once; same: in the reference's order."),
            .init("extra_calls", "refuse (default): a call too many is wrong; ignore."),
            .init("extra_arguments", "refuse (default): an argument that is not expected is wrong; ignore."),
            .init("reward", "all (default): 1 where all calls match, else 0; f1: 2 · matched / (expected + made)."),
            .init(
                "message",
                "Where a text is expected: compare (default): another text is undecided; any: any text is right."),
            .init(
                "similarity",
                "Strings that are not equal match from this similarity on (rapidfuzz.Levenshtein.normalized_similarity; equal ones have 1)."
            ),
            .init(
                "arguments",
                "Checks by argument's path: {\"query\": {\"type\": \"text_similarity\", \"evaluation_metric\": \"fuzzy_match\", \"threshold\": 0.8}}; the check gets both values as texts."
            ),
            .init(
                "compat", "A peer's rule, its unsafe accepts included: " + PeerCalls.names.joined(separator: ", ") + "."
            ),
        ] + PeerCalls.keys,
        defaultInput: { _ in .response },
        compile: compile)

    /// A check of one argument, and from which reward on it holds.
    struct ArgumentCheck: Sendable {
        let verifier: any Verifier
        let threshold: Double
    }

    let isOrdered: Bool
    let ignoresExtraCalls: Bool
    let ignoresExtraArguments: Bool
    let isF1: Bool
    let acceptsAnyMessage: Bool
    let similarity: ArgumentCheck?
    let checks: [String: ArgumentCheck]

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        if let compat = node.member("compat") {
            for key in ["order", "extra_calls", "extra_arguments", "reward", "message", "similarity", "arguments"] {
                guard let stray = node.member(key) else { continue }
                throw stray.mismatch(expected: "no \(key): a peer's rule is a rule of its own")
            }
            return try PeerCallVerifier(compat, node, &context)
        }
        for key in PeerCalls.keys {
            guard let stray = node.member(key.name) else { continue }
            throw stray.mismatch(expected: "no \(key.name) without the compat that reads it")
        }
        var similarity: ArgumentCheck?
        if let share = node.member("similarity") {
            let metric: DocumentValue = [
                "type": "text_similarity", "evaluation_metric": "rapidfuzz.Levenshtein.normalized_similarity",
            ]
            similarity = ArgumentCheck(
                verifier: try context.verifier(DocumentNode(metric, path: share.path)), threshold: try share.share())
        }
        var checks: [String: ArgumentCheck] = [:]
        for (path, check) in try node.member("arguments")?.members() ?? [] {
            checks[path] = try argumentCheck(check, &context)
        }
        return ToolCallVerifier(
            isOrdered: try node.member("order")?.choice("an order", [("any", false), ("same", true)]) ?? false,
            ignoresExtraCalls: try flag(node.member("extra_calls")),
            ignoresExtraArguments: try flag(node.member("extra_arguments")),
            isF1: try node.member("reward")?.choice("a reward", [("all", false), ("f1", true)]) ?? false,
            acceptsAnyMessage: try node.member("message")?.choice(
                "a rule for texts", [("compare", false), ("any", true)]) ?? false,
            similarity: similarity, checks: checks)
    }

    private static func flag(_ node: DocumentNode?) throws(DocumentError) -> Bool {
        try node?.choice("what is too much", [("refuse", false), ("ignore", true)]) ?? false
    }

    private static func argumentCheck(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> ArgumentCheck {
        guard case .object(let members) = node.value else { throw node.mismatch(expected: "a check") }
        let inner = DocumentNode(.object(members.filter { $0.key != "threshold" }), path: node.path)
        return ArgumentCheck(
            verifier: try context.verifier(inner), threshold: try node.member("threshold")?.share() ?? 1)
    }

    func makeChecker() -> any Checker { ToolCallChecker(self) }
}
