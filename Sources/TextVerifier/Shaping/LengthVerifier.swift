import AdjudgeBase

/// `length`: how near a length is to the one that is wanted.
///
/// With length L, target T, scale S: `near` 1 − |L − T| / S and `at_most` the same with 1 up to T, neither below 0;
/// open-instruct's two do not stop at 0. L1's exact term is −S·|L − T|, its maximum term S·(T − L) + 0.5 between 0 and 1.
/// Sources: open-instruct `MaxLenVerifier`, `UpToMaxLenVerifier`; L1 (arXiv 2503.04697) equations 1 and 2.
struct LengthVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "length", summary: "A reward for a length near a target, or at most one.",
        keys: [
            .init("length", LengthMeasure.summary),
            .init("target", "The wanted length: a number, or a template such as {{item.max_words}} or {{reference}}."),
            .init(
                "profile",
                "near (default): falls on both sides; at_most: falls behind the target; compat:open_instruct, compat:open_instruct_up_to: the same, below 0 too; lcpo_exact, lcpo_max: L1's terms."
            ),
            .init(
                "scale",
                "How far off costs a whole reward; default the target, for open-instruct 32768. For L1 the factor alpha; default 0.0003."
            ),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private enum Rule: Sendable { case near, atMost, openInstruct, openInstructUpTo, lcpoExact, lcpoMax }

    private enum Target: Sendable {
        case fixed(Double)
        case given(argument: Int)
    }

    private let measure: LengthMeasure
    private let target: Target
    private let rule: Rule
    private let scale: Double?
    /// Whether the target is the row's reference: a row without one is then `noReference`.
    let needsReference: Bool

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let wanted = try node.required("target", "the wanted length")
        let target: Target
        if case .string(let text) = wanted.value, text.hasPrefix("{{") {
            target = .given(argument: context.argument(text, path: wanted.path))
        } else {
            target = .fixed(try wanted.positive("a number greater than 0, or a template"))
        }
        return LengthVerifier(
            measure: try LengthMeasure(node.member("length"), &context), target: target,
            rule: try node.member("profile")?.choice(
                "a rule",
                [
                    ("near", Rule.near), ("at_most", .atMost), ("compat:open_instruct", .openInstruct),
                    ("compat:open_instruct_up_to", .openInstructUpTo), ("lcpo_exact", .lcpoExact),
                    ("lcpo_max", .lcpoMax),
                ]) ?? .near,
            scale: try node.member("scale").map { node throws(DocumentError) in try node.positive() },
            needsReference: wanted.value == "{{reference}}")
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let length = try measure.length(input, scratch)
        let target = try wanted(input, scratch)
        let off = abs(length - target)
        let reward: Double
        switch rule {
        case .near, .atMost:
            // A target of nothing has no scale of its own: any length is wholly off.
            let isFree = off == 0 || rule == .atMost && length <= target
            let scale = scale ?? target
            reward = isFree ? 1 : scale > 0 ? max(0, 1 - off / scale) : 0
        case .openInstruct: reward = 1 - off / (scale ?? 32768)
        case .openInstructUpTo: reward = length <= target ? 1 : 1 - off / (scale ?? 32768)
        case .lcpoExact: reward = -(scale ?? 0.0003) * off
        case .lcpoMax: reward = max(0, min(1, (scale ?? 0.0003) * (target - length) + 0.5))
        }
        return ShapingResult(
            reward: reward, reason: reason(length, target), facts: [("length", length), ("target", target)])
    }

    private func wanted(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> Double {
        switch target {
        case .fixed(let target): return target
        case .given(let argument):
            switch LengthMeasure.count(input.arguments[argument], scratch) {
            case .length(let target): return target
            case .missing(let outcome): throw ShapingFailure(outcome: outcome)
            }
        }
    }

    private func reason(_ length: Double, _ target: Double) -> ShapingReason {
        if length == target { return .withinLength }
        if length > target { return .tooLong }
        switch rule {
        case .near, .openInstruct, .lcpoExact: return .tooShort
        case .atMost, .openInstructUpTo, .lcpoMax: return .withinLength
        }
    }
}
