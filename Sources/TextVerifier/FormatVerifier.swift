import AdjudgeBase

/// `format`: the response keeps an asked form. Every preset is a linear scan, whatever the response holds.
struct FormatVerifier: Verifier {
    static let kind = VerifierKind(
        name: "format", summary: "The response keeps a form, such as <think>…</think><answer>…</answer>.",
        keys: [
            .init(
                "preset",
                "think_answer: <think>…</think><answer>…</answer>, once each, nothing else; think: one think block, then an answer; boxed: exactly one box after the reasoning; trl.think, open_r1.format, open_r1.tag_count: those peers' rules."
            )
        ],
        defaultInput: { _ in .response },
        compile: compile)

    let score: @Sendable (Bytes) -> Double

    var needsReference: Bool { false }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let presets: [(name: String, value: @Sendable (Bytes) -> Double)] = [
            ("think_answer", { TagForms.thinkAnswer($0) ? 1 : 0 }),
            ("think", { TagForms.think($0) ? 1 : 0 }),
            ("boxed", { TagForms.oneBox($0) ? 1 : 0 }),
            ("trl.think", { PeerForms.trlThink($0) ? 1 : 0 }),
            ("open_r1.format", { PeerForms.openR1($0) ? 1 : 0 }),
            ("open_r1.tag_count", { PeerForms.openR1TagCount($0) }),
        ]
        return FormatVerifier(score: try node.required("preset", "the name of a form").choice("a form", presets))
    }

    func makeChecker() -> any Checker { FormatChecker(score: score) }
}

private final class FormatChecker: Checker {
    private let score: @Sendable (Bytes) -> Double

    init(score: @escaping @Sendable (Bytes) -> Double) { self.score = score }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        let reward = score(input.answer.bytes)
        return Outcome(.graded, reward >= 1 ? .wellFormed : .malformed, reward: reward)
    }
}
