import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum MathReason: UInt8, FamilyReason {
    /// The answer holds no value where the reference is one: a blank, "unknown", words.
    case noValue = 1
    /// The text around the answer says that it is none.
    case denied = 2

    /// This family.
    public static var family: ReasonFamily { .math }

    /// The coarse reason of the wire that it belongs to.
    public var coarse: Reason {
        switch self {
        case .noValue: .differentKind
        case .denied: .severalAnswers
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .noValue: "no_value"
        case .denied: "denied"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .noValue: "The answer states no value where the reference is one."
        case .denied: "The text around the answer says that it is none."
        }
    }
}
