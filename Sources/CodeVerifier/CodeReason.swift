import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum CodeReason: UInt8, FamilyReason {
    /// The tests hold checks, and with this program none of them ran.
    case noCheckRan = 1
    /// The tests can only be run where the program could forge their result, and the grader refuses that.
    case forgeableOnly = 2
    /// The program imports a module that is not installed and that the grader does not declare.
    case moduleMissing = 3

    /// This family.
    public static var family: ReasonFamily { .code }

    /// The coarse reason that it belongs to.
    public var coarse: Reason {
        switch self {
        case .noCheckRan: .wrongAnswer
        case .forgeableOnly: .sandboxUnavailable
        case .moduleMissing: .runtimeError
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .noCheckRan: "no_check_ran"
        case .forgeableOnly: "forgeable_only"
        case .moduleMissing: "module_missing"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .noCheckRan: "The tests hold checks, and with this program none of them ran."
        case .forgeableOnly: "Only a run that the program could forge is possible, and the grader refuses it."
        case .moduleMissing:
            "The program imports a module that is not installed; `packages` declares those that must be."
        }
    }
}
