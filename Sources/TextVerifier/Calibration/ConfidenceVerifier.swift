import AdjudgeBase
import AdjudgeProse

/// `confidence`: how sure the response says that it is, from 0 to 1: a part for formulas, such as RLCR's Brier reward
/// `acc - (q - acc) ^ 2`.
///
/// A response that states none has no value: counted as 0 it would be perfectly calibrated whenever it is wrong.
struct ConfidenceVerifier: Verifier {
    static let kind = VerifierKind(
        name: "confidence",
        summary: "The confidence that a response states, 0 to 1: for if(stated, acc - (q - acc) ^ 2, -1) and the like.",
        keys: [
            .init("scale", "unit (default): 0 to 1, or a percentage with its sign; percent: 0 to 100."),
            .init(
                "as",
                "value (default): the confidence; a response without one is undecided. stated: 1 where there is one, else 0."
            ),
        ],
        defaultInput: { _ in .answer(["strip_think", ["xml": "confidence"]]) },
        compile: { node, _ throws(DocumentError) in
            ConfidenceVerifier(
                isPercent: try node.member("scale")?.choice("a scale", [("unit", false), ("percent", true)]) ?? false,
                asksWhether: try node.member("as")?.choice("what the reward is", [("value", false), ("stated", true)])
                    ?? false)
        })

    let isPercent: Bool
    let asksWhether: Bool

    var needsReference: Bool { false }
    var noAnswerReward: Double? { asksWhether ? 0 : nil }

    func makeChecker() -> any Checker { ConfidenceChecker(self) }
}

private final class ConfidenceChecker: Checker {
    private let verifier: ConfidenceVerifier

    init(_ verifier: ConfidenceVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        var text = input.answer.bytes.trimmed
        var scale = verifier.isPercent ? 100.0 : 1
        if text.hasSuffix("%") {
            text = text[0..<text.count - 1].trimmed
            scale = 100
        }
        // A number outside the scale is no confidence, and none is no certainty.
        guard let value = PythonFloat.parse(CodePoints(text, scratch.arena)), value >= 0, value <= scale else {
            return verifier.asksWhether
                ? .graded(false, TextReason.noConfidence) : Outcome(.undecided, TextReason.noConfidence)
        }
        return Outcome(.graded, TextReason.confidence, reward: verifier.asksWhether ? 1 : value / scale)
    }
}
