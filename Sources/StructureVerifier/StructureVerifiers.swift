import AdjudgeBase

/// The kinds of this family.
public enum StructureVerifiers {
    /// Every kind, in the order in which `adjudge list` shows them.
    public static let all: [VerifierKind] = [
        JSONSchemaVerifier.kind,
        StructuredVerifier.kind,
        JSONEqualVerifier.kind,
        ToolCallVerifier.kind,
    ]
}
