import AdjudgeBase

/// The family of verifiers that run programs.
public enum CodeVerifiers {
    /// Its kinds.
    public static let all: [VerifierKind] = [CodeVerifier.kind, PythonGrader.kind]
}
