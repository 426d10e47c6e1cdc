import AdjudgeBase
import AdjudgeProse

/// `confidence`: how sure the response says that it is, from 0 to 1: a part for formulas, such as RLCR's Brier reward
/// `acc - (q - acc) ^ 2`.
struct ConfidenceVerifier: Verifier {
    static let kind = VerifierKind(
        name: "confidence",
        summary: "The confidence that a response states, 0 to 1: for acc - (q - acc) ^ 2 and the like.",
        keys: [
            .init("scale", "unit (default): 0 to 1, or a percentage with its sign; percent: 0 to 100.")
        ],
        defaultInput: { _ in .answer(["strip_think", ["xml": "confidence"]]) },
        compile: { node, _ throws(DocumentError) in
            let isPercent: Bool =
                try node.member("scale")?.choice("a scale", [("unit", false), ("percent", true)]) ?? false
            return ConfidenceVerifier(isPercent: isPercent)
        })

    let isPercent: Bool

    var needsReference: Bool { false }

    func makeChecker() -> any Checker { ConfidenceChecker(isPercent: isPercent) }
}

private final class ConfidenceChecker: Checker {
    private let isPercent: Bool

    init(isPercent: Bool) { self.isPercent = isPercent }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        var text = input.answer.bytes.trimmed
        var scale = isPercent ? 100.0 : 1
        if text.hasSuffix("%") {
            text = text[0..<text.count - 1].trimmed
            scale = 100
        }
        // A number outside the scale is no confidence, and none is no certainty.
        guard let value = PythonFloat.parse(CodePoints(text, scratch.arena)), value >= 0, value <= scale else {
            return Outcome(.noAnswer, .notANumber, reward: 0)
        }
        return Outcome(.graded, TextReason.confidence, reward: value / scale)
    }
}
