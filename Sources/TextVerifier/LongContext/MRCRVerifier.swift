import AdjudgeBase
import AdjudgeProse

/// `mrcr`: OpenAI's multi-round coreference: the response begins with a random text, and is then as similar to the
/// reference as difflib's ratio says.
struct MRCRVerifier: Verifier {
    static let kind = VerifierKind(
        name: "mrcr", summary: "MRCR: 0 without the row's random prefix, else difflib's ratio of what follows.",
        keys: [
            .init(
                "prefix", "A template of the text that begins the response (default {{item.random_string_to_prepend}})."
            )
        ],
        defaultInput: { _ in .response },
        compile: { node, context throws(DocumentError) in
            let prefix = try node.member("prefix").map { node throws(DocumentError) in
                try node.string("a template such as \"{{item.random_string_to_prepend}}\"")
            }
            return MRCRVerifier(
                prefix: context.argument(prefix ?? "{{item.random_string_to_prepend}}", path: "\(node.path).prefix"))
        })

    let prefix: Int

    func makeChecker() -> any Checker { MRCRChecker(prefix: prefix) }
}

private final class MRCRChecker: Checker {
    private let prefix: Int
    private let prose = ProseScratch()

    init(prefix: Int) { self.prefix = prefix }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let field = input.arguments[prefix]
        guard field.kind == .text, !field.bytes.isEmpty else {
            return Outcome(.badSample, field.isAbsent || field.bytes.isEmpty ? .missingField : .mistypedField)
        }
        guard input.reference.kind == .text, !input.reference.bytes.isEmpty else {
            return Outcome(.badReference, .unreadableReference)
        }
        scratch.spend(input.answer.bytes.count + input.reference.bytes.count)
        guard let answer = MRCRChecker.behind(field.bytes, input.answer.bytes) else {
            return .graded(false, .notMatched)
        }
        let reference = MRCRChecker.behind(field.bytes, input.reference.bytes) ?? input.reference.bytes
        prose.begin(scratch)
        let ratio = SequenceMatcher(
            CodePoints(answer, scratch.arena), CodePoints(reference, scratch.arena), prose
        ).ratio()
        scratch.spend(prose.spent)
        if prose.isSpent { return Outcome(.limitExceeded, .comparisonLimit) }
        return Outcome(.graded, TextReason.similarity, reward: ratio)
    }

    private static func behind(_ prefix: Bytes, _ text: Bytes) -> Bytes? {
        text.count >= prefix.count && text[0..<prefix.count] == prefix ? text.suffix(from: prefix.count) : nil
    }
}
