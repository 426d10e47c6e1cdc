import AdjudgeBase

/// The kinds of this family.
public enum JudgeVerifiers {
    /// Every kind, in the order in which `adjudge list` shows them.
    public static let all: [VerifierKind] = [JudgeKind.kind, ScoreModelKind.kind, LabelModelKind.kind]
}
