import AdjudgeBase

/// The kinds of this family.
public enum TextVerifiers {
    /// Every kind, in the order in which `adjudge list` shows them.
    public static let all: [VerifierKind] =
        [
            StringCheckVerifier.kind,
            AnswerMatchVerifier.kind,
            TextSimilarityVerifier.kind,
            RegexVerifier.kind,
            ChoiceVerifier.kind,
            FormatVerifier.kind,
            CitationVerifier.kind,
            MRCRVerifier.kind,
            RulerVerifier.kind,
            GraphWalksVerifier.kind,
            BoxVerifier.kind,
            PointVerifier.kind,
            ConfidenceVerifier.kind,
            AbstainVerifier.kind,
            MissingVerifier.kind,
        ] + ShapingVerifiers.all
}
