import AdjudgeBase

/// `format`: the response keeps an asked form. Every preset is a linear scan, whatever the response holds.
struct FormatVerifier: Verifier {
    static let kind = VerifierKind(
        name: "format", summary: "The response keeps a form, such as <think>…</think><answer>…</answer>.",
        keys: [
            .init(
                "preset",
                "think_answer: <think>…</think><answer>…</answer>, once each, nothing else; think: one think block, then an answer; boxed: exactly one box after the reasoning; trl.think, open_r1.format, open_r1.tag_count, open_r1.code_format, open_r1.reasoning_steps, open_instruct.soft_format, verl.geo3k, nemo_rl.format, verifiers.think, verifiers.xml: those peers' rules."
            ),
            .init("language", "For open_r1.code_format: what the fenced block is named by; default python."),
            .init("fields", "For verifiers.xml: the fields in order, each a name or a list of names for the same."),
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
            ("open_r1.code_format", try codeFormat(node)),
            ("open_r1.reasoning_steps", { PeerForms.openR1Steps($0) }),
            ("open_instruct.soft_format", { PeerForms.openInstructSoft($0) ? 1 : 0 }),
            ("verl.geo3k", { PeerForms.geo3k($0) ? 1 : 0 }),
            ("nemo_rl.format", { PeerForms.nemoRL($0) }),
            ("verifiers.think", { PeerForms.verifiersThink($0) ? 1 : 0 }),
            ("verifiers.xml", try xmlFormat(node)),
        ]
        return FormatVerifier(score: try node.required("preset", "the name of a form").choice("a form", presets))
    }

    private static func codeFormat(_ node: DocumentNode) throws(DocumentError) -> @Sendable (Bytes) -> Double {
        let isMeant = node.member("preset")?.value == "open_r1.code_format"
        if let language = node.member("language"), !isMeant {
            throw language.mismatch(expected: "language only with the preset open_r1.code_format")
        }
        let opening = OwnedBytes("```" + (try node.member("language")?.string("a language's name") ?? "python"))
        return { PeerForms.openR1Code($0, opening: opening.view) ? 1 : 0 }
    }

    private static func xmlFormat(_ node: DocumentNode) throws(DocumentError) -> @Sendable (Bytes) -> Double {
        guard node.member("preset")?.value == "verifiers.xml" else {
            if let fields = node.member("fields") {
                throw fields.mismatch(expected: "fields only with the preset verifiers.xml")
            }
            return { _ in 0 }
        }
        let list = try node.required("fields", "a list of fields, such as [\"think\", \"answer\"]")
        var fields: [PeerForms.XMLField] = []
        for field in try list.elements() {
            var names: [String] = []
            for name in field.oneOrMany() { names.append(try name.string("a field's name")) }
            guard !names.isEmpty else { throw field.mismatch(expected: "at least one name") }
            fields.append(PeerForms.XMLField(names: names))
        }
        guard !fields.isEmpty else { throw list.mismatch(expected: "at least one field") }
        return { [fields] in PeerForms.verifiersXML($0, fields: fields) }
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
