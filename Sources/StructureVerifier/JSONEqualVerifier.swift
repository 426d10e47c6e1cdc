import AdjudgeBase

/// `json_equal`: the response's JSON against the reference's, value by value.
struct JSONEqualVerifier: Verifier {
    static let kind = VerifierKind(
        name: "json_equal",
        summary: "The response is JSON that equals the reference's: numbers by value, objects without order.",
        keys: [
            .init(
                "numbers",
                "value (default): 1, 1.0 and 1e0 are the same; strict: an integer is no number with a fraction."),
            .init("arrays", "ordered (default); unordered: the same elements in any order."),
            Fences.key,
        ],
        defaultInput: { _ in .answer(["strip_think", "whole"]) },
        compile: { node, _ throws(DocumentError) in
            JSONEqualVerifier(
                numbers: try node.member("numbers")?.choice(
                    "how numbers compare", [("value", .byValue), ("strict", .strict)]) ?? .byValue,
                isUnordered: try node.member("arrays")?.choice(
                    "how arrays compare", [("ordered", false), ("unordered", true)]) ?? false,
                fences: try Fences(node.member("fences")))
        })

    let numbers: JSONComparison.Numbers
    let isUnordered: Bool
    let fences: Fences

    func makeChecker() -> any Checker { JSONEqualChecker(self) }
}

private final class JSONEqualChecker: Checker {
    private let verifier: JSONEqualVerifier
    private let answers = JSONText()
    private let references = JSONText()

    init(_ verifier: JSONEqualVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let expected: JSONValue
        do {
            expected = try references.value(input.reference.bytes, scratch)
        } catch {
            SchemaFailure.tell("$", error.message, scratch)
            return Outcome(.badReference, .unreadableReference)
        }
        let answer: JSONValue
        do {
            answer = try answers.value(verifier.fences.content(of: input.answer.bytes), scratch)
        } catch {
            SchemaFailure.tell("$", error.message, scratch)
            return error.ofResponse
        }
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = verifier.numbers
        comparison.isUnordered = verifier.isUnordered
        let isEqual = comparison.equal(expected, answer)
        if comparison.isSpent { return Outcome(.limitExceeded, .comparisonLimit) }
        if isEqual { return .graded(true, .equalCanonical) }
        if scratch.wantsDetail || scratch.evidence != nil {
            let place = comparison.difference(expected, answer)
            SchemaFailure.tell(JSONPlace.path(to: place, in: answer), "another value than the reference's", scratch)
        }
        return .graded(false, StructureReason.differentJSON)
    }
}
