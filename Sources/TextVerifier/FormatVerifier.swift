import AdjudgeBase

/// `format`: the response keeps an asked form. Every preset is a linear scan, whatever the response holds.
struct FormatVerifier: Verifier {
    static let kind = VerifierKind(
        name: "format", summary: "The response keeps a form, such as <think>…</think><answer>…</answer>.",
        keys: [
            .init(
                "preset",
                "think_answer: <think>…</think><answer>…</answer>, once each, nothing else; think: one think block, then an answer; boxed: exactly one box after the reasoning; xml: the fields in order, each once, none empty, nothing else; balanced: every tag opens and closes, none inside itself; lines: at least so many lines match a pattern; markers: every marker stands there, and what the patterns match is one; trl.think, open_r1.format, open_r1.tag_count, open_r1.code_format, open_r1.reasoning_steps, open_instruct.soft_format, verl.geo3k, nemo_rl.format, verifiers.think, verifiers.xml, nemo.format_verification (the row's own form): those peers' rules."
            ),
            .init("language", "For open_r1.code_format: what the fenced block is named by; default python."),
            .init(
                "fields",
                "For xml and balanced: the tags; for verifiers.xml: the fields in order, each a name or a list of names for the same."
            ),
            .init("patterns", "For lines and markers: a pattern or several."),
            .init("least", "For lines: how many have to match; default 1."),
            .init("markers", "For markers: texts that have to stand in the response."),
            .init("verifier", "For nemo.format_verification: the row's form; default {{item.verifier}}."),
        ],
        defaultInput: { _ in .response },
        compile: compile)

    /// The reward of a text; nil where a limit of work was reached.
    typealias Score = @Sendable (Bytes, Scratch) -> Double?

    let score: Score

    var needsReference: Bool { false }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let name = try node.required("preset", "the name of a form")
        if name.value == "nemo.format_verification" {
            try refuseKeys(of: node, but: ["verifier"])
            let template = try node.member("verifier")?.string("a template such as \"{{item.verifier}}\"")
            return NeMoFormatVerifier(
                argument: context.argument(template ?? "{{item.verifier}}", path: "\(node.path).verifier"))
        }
        let read = OwnForms(node: node)
        let scans: [(name: String, score: Score)] = [
            ("think_answer", { text, _ in TagForms.thinkAnswer(text) ? 1 : 0 }),
            ("think", { text, _ in TagForms.think(text) ? 1 : 0 }),
            ("boxed", { text, scratch in TagForms.oneBox(text, holdsThink: !scratch.lacksReasoning(text)) ? 1 : 0 }),
            ("trl.think", { text, _ in PeerForms.trlThink(text) ? 1 : 0 }),
            ("open_r1.format", { text, _ in PeerForms.openR1(text) ? 1 : 0 }),
            ("open_r1.tag_count", { text, _ in PeerForms.openR1TagCount(text) }),
            ("open_r1.reasoning_steps", { text, _ in PeerForms.openR1Steps(text) }),
            ("open_instruct.soft_format", { text, _ in PeerForms.openInstructSoft(text) ? 1 : 0 }),
            ("verl.geo3k", { text, _ in PeerForms.geo3k(text) ? 1 : 0 }),
            ("nemo_rl.format", { text, _ in PeerForms.nemoRL(text) }),
            ("verifiers.think", { text, _ in PeerForms.verifiersThink(text) ? 1 : 0 }),
        ]
        // Forms that the document says more about, with the keys that each reads.
        let told: [(name: String, keys: [String])] = [
            ("xml", ["fields"]), ("balanced", ["fields"]), ("lines", ["patterns", "least"]),
            ("markers", ["markers", "patterns"]), ("open_r1.code_format", ["language"]), ("verifiers.xml", ["fields"]),
        ]
        let choice = try name.choice(
            "a form",
            scans.map { ($0.name, $0.name) } + told.map { ($0.name, $0.name) }
                + [("nemo.format_verification", "nemo.format_verification")])
        try refuseKeys(of: node, but: told.first { $0.name == choice }?.keys ?? [])
        if let scan = scans.first(where: { $0.name == choice }) {
            return FormatVerifier(score: scan.score)
        }
        return FormatVerifier(score: try read.score(of: choice))
    }

    /// A key that a form does not read would be a rule that never holds.
    private static func refuseKeys(of node: DocumentNode, but read: [String]) throws(DocumentError) {
        for key in kind.keys where key.name != "preset" && !read.contains(key.name) {
            guard let stray = node.member(key.name) else { continue }
            throw stray.mismatch(expected: "no \(key.name): this form does not read it")
        }
    }

    func makeChecker() -> any Checker { FormatChecker(score: score) }
}

private final class FormatChecker: Checker {
    private let score: FormatVerifier.Score

    init(score: @escaping FormatVerifier.Score) { self.score = score }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        guard let reward = score(input.answer.bytes, scratch) else { return Outcome(.limitExceeded, .matchLimit) }
        return Outcome(.graded, reward >= 1 ? .wellFormed : .malformed, reward: reward)
    }
}
