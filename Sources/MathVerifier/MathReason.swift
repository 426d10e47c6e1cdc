import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum MathReason: UInt8, FamilyReason {
    /// The answer holds no value where the reference is one: a blank, "unknown", words.
    case noValue = 1

    public static var family: ReasonFamily { .math }

    public var coarse: Reason {
        switch self {
        case .noValue: .differentKind
        }
    }

    public var name: StaticString {
        switch self {
        case .noValue: "no_value"
        }
    }

    public var summary: StaticString {
        switch self {
        case .noValue: "The answer states no value where the reference is one."
        }
    }
}
