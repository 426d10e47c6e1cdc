import AdjudgeBase

/// `given`: a reward that the row brings along, such as one that another grader gave. A row without it has none.
struct GivenVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "given", summary: "A reward that the row brings: another grader's score, as one part of a formula.",
        keys: [.init("value", "A template for the number, such as {{item.score}}; true and false are 1 and 0.")],
        defaultInput: { _ in .response }, compile: compile)

    private let value: Int

    var readsResponse: Bool { false }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let value = try node.required("value", "a template such as \"{{item.score}}\"")
        return GivenVerifier(
            value: context.argument(try value.string("a template such as \"{{item.score}}\""), path: value.path))
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let field = input.arguments[value]
        guard !field.isAbsent else { throw ShapingFailure(outcome: Outcome(.badSample, .missingField)) }
        let text = field.kind == .text && field.bytes.count <= 64 ? field.bytes.string : ""
        guard let value = text == "true" ? 1 : text == "false" ? 0 : Double(text), value.isFinite else {
            throw ShapingFailure(outcome: Outcome(.badSample, .mistypedField))
        }
        return ShapingResult(reward: value, reason: .given, facts: [("value", value)])
    }
}
