import AdjudgeBase

/// `math`: the answer says what the reference says.
///
/// Three-valued: equal and different are proved, in tiers from cheap to dear: equal text, exact numbers, residues and
/// canonical forms, rigorous intervals. What is neither is undecided and has no reward.
struct MathVerifier: Verifier {
    static let kind = VerifierKind(
        name: "math",
        summary:
            "Math answers by exact reasoning: numbers, expressions, sets, intervals, equations, units; or a peer's rule.",
        keys: [
            .init(
                "profile",
                "\"strict\" (default), \"lenient\" (for evaluation; also takes an answer that is only stated), or a peer's rule: compat:gsm8k, compat:gsm8k_flexible, compat:dapo, compat:hendrycks, compat:prm800k, compat:prime, compat:qwen, compat:open_instruct."
            ),
            .init(
                "tolerance",
                "{\"relative\": \"0.01\"} or {\"absolute\": …}: how far off a number may be, with units too; integers are exact unless \"integers\": true; default none."
            ),
            .init("strict_box", "For compat:dapo: true to look at the box only."),
            .init(
                "safe",
                "For a peer's rule: true to accept only what the exact engine proves as well; what it cannot prove is undecided."
            ),
        ],
        defaultInput: { node in
            switch node.member("profile")?.value {
            case nil, "strict": .answer(announced)
            case "lenient": .answer(stated)
            default: .response
            }
        },
        readsReferenceChain: true, compile: compile)

    /// An answer counts where it is announced as one.
    private static let announced: DocumentValue = [
        "strip_think", "boxed", "hash", ["xml": "answer"], "answer_line",
    ]

    /// For evaluation also the value that a response ends in, or that a sentence of its answer does.
    private static let stated: DocumentValue = [
        "strip_think", "first_turn", "boxed", "hash", ["xml": "answer"], ["answer_line", "last_value"],
        ["whole", "last_value"],
    ]

    let strictness: Strictness
    let references: ReferenceChain

    /// Every profile by its name in documents; those without a peer's rule are this engine's own.
    static func profiles(strictBox: Bool) -> [(name: String, value: (any CompatProfile)?)] {
        [
            ("strict", nil),
            ("lenient", nil),
            ("compat:gsm8k", GSM8KProfile(flexible: false)),
            ("compat:gsm8k_flexible", GSM8KProfile(flexible: true)),
            ("compat:dapo", DAPOProfile(strictBox: strictBox)),
            ("compat:hendrycks", HendrycksProfile()),
            ("compat:prm800k", PRM800KProfile()),
            ("compat:prime", PrimeProfile()),
            ("compat:qwen", QwenProfile()),
            ("compat:open_instruct", OpenInstructProfile()),
        ]
    }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let strictBox = try node.member("strict_box")?.bool() ?? false
        let profiles = profiles(strictBox: strictBox)
        let profile = try node.member("profile")?.choice("a profile", profiles) ?? nil
        if strictBox, !(profile is DAPOProfile) {
            throw node.member("strict_box")!.mismatch(expected: "strict_box only with the profile compat:dapo")
        }
        let safe = try node.member("safe")?.bool() ?? false
        if safe, profile == nil {
            throw node.member("safe")!.mismatch(
                expected: "safe only with a compat profile: the others prove all they accept")
        }
        guard let profile else {
            var strictness = Strictness(isLenient: node.member("profile").map { $0.value == "lenient" } ?? false)
            if let tolerance = node.member("tolerance") {
                strictness.tolerance = try Tolerance(tolerance, beside: ["integers"])
                strictness.includesIntegers = try tolerance.member("integers")?.bool() ?? false
            }
            return MathVerifier(strictness: strictness, references: try ReferenceChain(node))
        }
        if let tolerance = node.member("tolerance") {
            throw tolerance.mismatch(expected: "a tolerance only without a compat profile: a peer's rule has its own")
        }
        return CompatVerifier(
            profile: profile, isAnswer: node.member("input") != nil || namesAnswer(node), safe: safe,
            references: try ReferenceChain(node, isLookedFor: type(of: profile).looksIntoReferences))
    }

    /// True when a grader's `extract` says where the answer is, and not only where the reference's is.
    private static func namesAnswer(_ node: DocumentNode) -> Bool {
        guard let extract = node.member("extract") else { return false }
        guard case .object = extract.value, let members = try? extract.members() else { return true }
        return members.contains { $0.key != "reference" }
    }

    func makeChecker() -> any Checker { MathChecker(strictness, references) }
}

/// `math` under a peer's rule.
private struct CompatVerifier: Verifier {
    let profile: any CompatProfile
    let isAnswer: Bool
    let safe: Bool
    let references: ReferenceChain

    var noAnswerReward: Double? { profile.wrong }

    func makeChecker() -> any Checker { CompatChecker(profile, isAnswer: isAnswer, safe: safe, references: references) }
}
