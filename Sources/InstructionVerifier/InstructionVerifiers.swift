import AdjudgeBase

/// The kinds of this family.
public enum InstructionVerifiers {
    /// Every kind, in the order in which `adjudge list` shows them.
    public static let all: [VerifierKind] = [InstructionVerifier.kind, LanguageVerifier.kind]
}
