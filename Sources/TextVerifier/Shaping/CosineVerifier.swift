import AdjudgeBase
import Glibc

/// `cosine`: a reward that goes from one value at length 0 to another at the longest length by half a wave.
///
/// TRL's and open-r1's reward has one such curve for right answers and one for wrong ones: two parts of a `multi`, and
/// `if(acc >= 1, right, wrong)`. TRL stays at the end's value behind the longest length; open-r1 does not clamp, so that
/// its reward climbs back. Sources: TRL `get_cosine_scaled_reward`, open-r1 `get_cosine_scaled_reward`.
struct CosineVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "cosine", summary: "A reward by length, from one value to another by a cosine (TRL, open-r1).",
        keys: [
            .init("length", LengthMeasure.summary),
            .init("max", "The longest length."),
            .init("from", "The reward at length 0."),
            .init("to", "The reward at the longest length."),
            .init(
                "profile",
                "compat:trl (default): the same behind the longest length; compat:open_r1: the wave goes on there."),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private let measure: LengthMeasure
    private let longest: Double
    private let from: Double
    private let to: Double
    private let isClamped: Bool

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        CosineVerifier(
            measure: try LengthMeasure(node.member("length"), &context),
            longest: try node.required("max", "the longest length").positive(),
            from: try node.required("from", "the reward at length 0").double(),
            to: try node.required("to", "the reward at the longest length").double(),
            isClamped: try node.member("profile")?.choice("a rule", [("compat:trl", true), ("compat:open_r1", false)])
                ?? true)
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let length = try measure.length(input, scratch)
        var progress = length / longest
        if isClamped { progress = min(progress, 1) }
        let reward = to + 0.5 * (from - to) * (1 + cos(progress * .pi))
        return ShapingResult(
            reward: reward, reason: .lengthCurve, facts: [("length", length), ("progress", progress)])
    }
}
