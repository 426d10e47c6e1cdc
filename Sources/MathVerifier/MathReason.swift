import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum MathReason: UInt8, FamilyReason {
    /// The answer holds no value where the reference is one: a blank, "unknown", words.
    case noValue = 1

    /// This family.
    public static var family: ReasonFamily { .math }

    /// What it stands under.
    public var coarse: Reason {
        switch self {
        case .noValue: .differentKind
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .noValue: "no_value"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .noValue: "The answer states no value where the reference is one."
        }
    }
}
