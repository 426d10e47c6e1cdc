import AdjudgeBase

/// The peers whose rules for calls are reproduced.
enum PeerCalls: String, CaseIterable, Sendable {
    case nemo, nemoSWEPivot = "nemo_swe_pivot", xlam, bfcl, rlla, rllm, verifyit

    static let names = allCases.map { "compat:\($0.rawValue)" }

    static let keys: [VerifierKind.Key] = [
        .init(
            "threshold",
            "compat:nemo: the least share of common words of two strings, of both texts' words (default 0.1; equal texts have 0.5)."
        ),
        .init("parallel", "compat:nemo: whether the number of calls counts (default false: calls too many are free)."),
        .init("allow_subset", "compat:nemo: fewer calls than expected are let in."),
        .init("allow_superset", "compat:nemo: more calls than expected are let in."),
        .init(
            "mode",
            "compat:nemo: binary_strict (default), fractional, f1; compat:nemo_swe_pivot: binary (default), continuous."
        ),
        .init("functions", "compat:bfcl: the row's function descriptions, such as {{item.function}}; needed."),
        .init("language", "compat:bfcl: python (default), java, javascript."),
        .init(
            "category",
            "compat:bfcl: simple, multiple or parallel; by default what the numbers of functions and answers are."),
        .init("tolerance", "compat:verifyit: how far apart numbers with a fraction may be."),
    ]

    /// The keys that a peer reads.
    var keys: [String] {
        switch self {
        case .nemo: ["threshold", "parallel", "allow_subset", "allow_superset", "mode"]
        case .nemoSWEPivot: ["mode"]
        case .bfcl: ["functions", "language", "category"]
        case .verifyit: ["tolerance"]
        case .xlam, .rlla, .rllm: []
        }
    }
}

/// A rule over calls that were read. Unsafe accepts are part of a rule.
protocol PeerCallRule {
    /// The reward; nil where the reference is not as the peer has it, NaN where the calls are too many to compare.
    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    )
        -> Double?
}

/// `tool_call` with `compat`.
struct PeerCallVerifier: Verifier {
    let peer: PeerCalls
    let makeRule: @Sendable () -> any PeerCallRule
    let functionsArgument: Int?

    init(_ compat: DocumentNode, _ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError) {
        let peer = try compat.choice(
            "a peer's rule",
            PeerCalls.allCases.map { ("compat:\($0.rawValue)", $0) } + PeerCalls.allCases.map { ($0.rawValue, $0) })
        self.peer = peer
        for key in PeerCalls.keys where !peer.keys.contains(key.name) {
            guard let stray = node.member(key.name) else { continue }
            throw stray.mismatch(expected: "no \(key.name): compat:\(peer.rawValue) does not read it")
        }
        var functions: Int?
        switch peer {
        case .nemo:
            let settings = try NeMoCalls.Settings(node)
            makeRule = { NeMoCalls(settings) }
        case .nemoSWEPivot:
            let isContinuous: Bool =
                try node.member("mode")?.choice("a mode", [("binary", false), ("continuous", true)]) ?? false
            let ratio = try context.verifier(
                DocumentNode(["type": "text_similarity", "evaluation_metric": "difflib.ratio"], path: compat.path))
            makeRule = { SWEPivotCalls(isContinuous: isContinuous, ratio: ratio.makeChecker()) }
        case .xlam: makeRule = { XLAMCalls() }
        case .rllm: makeRule = { RLLMCalls() }
        case .rlla: makeRule = { RLLACalls() }
        case .verifyit:
            let tolerance = try node.member("tolerance").map { node throws(DocumentError) in try node.double() }
            makeRule = { VerifyItCalls(tolerance: tolerance) }
        case .bfcl:
            let place = try node.required("functions", "a template such as \"{{item.function}}\"")
            let argument = context.argument(try place.string("a template"), path: place.path)
            functions = argument
            let language =
                try node.member("language")?.choice(
                    "a language", [("python", BFCLLanguage.python), ("java", .java), ("javascript", .javascript)])
                ?? .python
            let category = try node.member("category")?.choice(
                "a category", [("simple", BFCLCategory.simple), ("multiple", .multiple), ("parallel", .parallel)])
            makeRule = { BFCLCalls(functions: argument, language: language, category: category) }
        }
        functionsArgument = functions
    }

    func makeChecker() -> any Checker { PeerCallChecker(self) }
}

private final class PeerCallChecker: Checker {
    private let peer: PeerCalls
    private let rule: any PeerCallRule
    private let made = CallList()
    private let expected = ExpectedCalls()

    init(_ verifier: PeerCallVerifier) {
        peer = verifier.peer
        rule = verifier.makeRule()
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count + input.reference.bytes.count)
        // ToolRL's rule reads both texts itself.
        var turn = ExpectedTurn.message(input.reference.bytes)
        if peer != .rlla { turn = expected.read(input.reference, scratch, isStrict: false) }
        if case .unreadable = turn { return Outcome(.badReference, .unreadableReference) }
        var rules = ToolCallReader.Rules()
        rules.isBFCL = peer == .bfcl
        rules.takesAmbiguous = true
        if peer != .rlla {
            let found = scratch.toolCalls.read(input.answer.bytes, rules: rules)
            scratch.evidence?.note("calls read as", found.form.map { "\($0.name)" } ?? "none")
            if found.problem != nil || made.read(found, scratch, isStrict: false) != nil {
                return .graded(false, StructureReason.brokenCall)
            }
        }
        guard let reward = rule.reward(turn, expected.list.calls, made.calls, input, scratch) else {
            return Outcome(.badReference, .unreadableReference)
        }
        if reward.isNaN { return Outcome(.limitExceeded, .comparisonLimit) }
        if peer == .rlla { return Outcome(.graded, StructureReason.callFormat, reward: reward) }
        if reward == 1 { return .graded(true, StructureReason.callsMatch) }
        if reward > 0 { return Outcome(.graded, StructureReason.partlyMatched, reward: reward) }
        return .graded(false, made.calls.isEmpty ? StructureReason.noCall : .wrongArgument)
    }
}

/// xlam_fc of NeMo-Gym: each expected call takes the first made one of the same name that has its arguments; arguments too
/// many are let pass, and true is 1.
struct XLAMCalls: PeerCallRule {
    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = .python
        var taken = [Bool](repeating: false, count: made.count)
        guard wanted.count == made.count else { return 0 }
        for call in wanted {
            let match = made.indices.first { index in
                !taken[index] && made[index].name == call.name
                    && holds(call.arguments, made[index].arguments, comparison)
            }
            guard let match else { return 0 }
            taken[match] = true
        }
        return 1
    }

    private func holds(_ expected: JSONValue, _ actual: JSONValue, _ comparison: JSONComparison) -> Bool {
        for (key, value) in expected.members {
            guard let other = actual.member(key.string(into: comparison.scratch.arena)!), comparison.equal(value, other)
            else { return false }
        }
        return true
    }
}

/// rllm's comparison at 9beb6e0: every expected call stands somewhere among those made; others are free, one may serve for
/// several, and where nothing is expected everything is right.
struct RLLMCalls: PeerCallRule {
    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = .python
        let hasAll = wanted.allSatisfy { call in
            made.contains { $0.name == call.name && comparison.equal(call.arguments, $0.arguments) }
        }
        return hasAll ? 1 : 0
    }
}

/// marin-verifyit's predicted_action: as many calls as expected, one for one, with JSON's own types.
struct VerifyItCalls: PeerCallRule {
    let tolerance: Double?

    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        if wanted.isEmpty { return nil }
        guard wanted.count == made.count else { return 0 }
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = .strict
        comparison.tolerance = tolerance
        let most = CallMatching(wanted, made, scratch).most {
            $0.name == $1.name && comparison.equal($0.arguments, $1.arguments)
        }
        return most.map { $0 == wanted.count ? 1 : 0 } ?? .nan
    }
}
