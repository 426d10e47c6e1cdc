import AdjudgeBase

/// The kinds of this family that shape a reward: no reference, no answer, a number for every response.
enum ShapingVerifiers {
    static let all: [VerifierKind] = [
        OverlongVerifier.kind, CosineVerifier.kind, LengthVerifier.kind, RepetitionVerifier.kind,
        TruncationVerifier.kind, PhrasesVerifier.kind, PromptCopyVerifier.kind, GivenVerifier.kind,
    ]
}
