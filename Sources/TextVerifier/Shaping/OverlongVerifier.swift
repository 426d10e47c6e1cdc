import AdjudgeBase

/// `overlong`: what a response costs that comes near its longest length, or passes it.
///
/// With length L, longest length M and buffer B: DAPO's paper, TRL and open-r1 give 0 up to M − B, fall to −1 at M and
/// stay there (B = 0 is a step); verl's reward manager goes on falling behind M; OpenRLHF stops at the buffer's end.
/// Sources: DAPO (arXiv 2503.14476) equation 13; TRL `get_soft_overlong_punishment`; verl `DAPORewardManager`;
/// OpenRLHF `overlong_buffer_len`.
struct OverlongVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "overlong",
        summary: "A penalty for responses near or beyond their longest length (DAPO's soft punishment).",
        keys: [
            .init("length", LengthMeasure.summary),
            .init("max", "The longest length."),
            .init("buffer", "How far before it the penalty begins; default 0, a step."),
            .init(
                "profile",
                "paper (default; also compat:trl, compat:open_r1): 0 to -1; compat:verl: unbounded below; compat:openrlhf: 0 to -factor."
            ),
            .init("factor", "What the whole buffer costs, for compat:verl and compat:openrlhf; default 1."),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private enum Rule: Sendable { case paper, verl, openRLHF }

    private let measure: LengthMeasure
    private let rule: Rule
    private let longest: Double
    private let buffer: Double
    private let factor: Double

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let rule =
            try node.member("profile")?.choice(
                "a rule",
                [
                    ("paper", Rule.paper), ("compat:trl", .paper), ("compat:open_r1", .paper), ("compat:verl", .verl),
                    ("compat:openrlhf", .openRLHF),
                ]) ?? .paper
        let longest = try node.required("max", "the longest length").positive()
        let buffer = try node.member("buffer")?.double() ?? 0
        if let given = node.member("buffer"), !(0...longest).contains(buffer) || rule != .paper && buffer == 0 {
            throw given.mismatch(
                expected: rule == .paper
                    ? "a number from 0 to max" : "a number from 0 to max, and greater than 0: the peer divides by it")
        }
        if rule != .paper, node.member("buffer") == nil {
            throw DocumentError(path: "\(node.path).buffer", found: "nothing", expected: "how far before max it begins")
        }
        if rule == .paper, let factor = node.member("factor") {
            throw factor.mismatch(expected: "factor only with compat:verl or compat:openrlhf; use a formula elsewhere")
        }
        return OverlongVerifier(
            measure: try LengthMeasure(node.member("length"), &context), rule: rule, longest: longest, buffer: buffer,
            factor: try node.member("factor")?.double() ?? 1)
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let length = try measure.length(input, scratch)
        let free = longest - buffer
        let reward: Double =
            switch rule {
            case .paper: length <= free ? 0 : length <= longest ? (free - length) / buffer : -1
            case .verl: min(-(length - free) / buffer * factor, 0)
            case .openRLHF: length <= free ? 0 : -min(length - free, buffer) / buffer * factor
            }
        return ShapingResult(
            reward: reward, reason: length <= free ? .withinLength : .tooLong,
            facts: [("length", length), ("free", free), ("max", longest)])
    }
}
