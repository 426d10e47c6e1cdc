import AdjudgeBase

/// `missing`: stands in a route for a verifier that Adjudge does not have yet. Its rows have no reward, and say what they
/// would need: a mix is never scored in part as if it were whole.
struct MissingVerifier: Verifier {
    static let kind = VerifierKind(
        name: "missing", summary: "For rows that need a verifier which is not there: no reward, and its name.",
        keys: [.init("verifier", "What the rows need, such as instructions.")],
        defaultInput: { _ in .response },
        compile: { node, _ throws(DocumentError) in
            MissingVerifier(
                needed: try node.required("verifier", "the name of what is needed").string("the name of what is needed")
            )
        })

    let needed: String

    var needsReference: Bool { false }

    func makeChecker() -> any Checker { MissingChecker(needed: needed) }
}

private final class MissingChecker: Checker {
    private let needed: String

    init(needed: String) { self.needed = needed }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.evidence?.note("needed", needed)
        return Outcome(.unavailable, TextReason.missingVerifier)
    }
}
