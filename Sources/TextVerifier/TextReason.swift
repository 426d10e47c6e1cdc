import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum TextReason: UInt8, FamilyReason {
    /// The reward is how similar both texts are.
    case similarity = 1
    /// The reward is the share of words or parts that both texts have.
    case overlap = 2

    /// This family.
    public static var family: ReasonFamily { .text }

    /// What it stands under.
    public var coarse: Reason {
        switch self {
        case .similarity, .overlap: .matched
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .similarity: "similarity"
        case .overlap: "overlap"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .similarity: "The reward is how similar both texts are."
        case .overlap: "The reward is the share of words or parts that both texts have."
        }
    }
}
