/// The status of a scored sample. Only `graded` and `noAnswer` carry a reward by themselves: a verification that failed
/// is not a wrong answer.
///
/// The raw values are part of the C ABI and never change.
public enum Status: UInt8, Sendable, CaseIterable {
    /// The answer was compared with the reference, and the reward is the result.
    case graded = 0
    /// The response has no answer in the place where the grader looks: a format failure of the model.
    case noAnswer = 1
    /// The row has no reference where the grader needs one.
    case noReference = 2
    /// The reference cannot be read by the verifier.
    case badReference = 3
    /// The row itself cannot be read: malformed JSON, a missing or mistyped field, ill-formed UTF-8.
    case badSample = 4
    /// The verifier can prove the answer neither right nor wrong.
    case undecided = 5
    /// A budget of work ran out.
    case limitExceeded = 6
    /// A resource that the verifier needs is missing (a sandbox level, an interpreter, time before a deadline).
    case unavailable = 7
    /// A defect of Adjudge.
    case internalError = 8

    /// The name on the wire, in snake case.
    public var name: StaticString {
        switch self {
        case .graded: "graded"
        case .noAnswer: "no_answer"
        case .noReference: "no_reference"
        case .badReference: "bad_reference"
        case .badSample: "bad_sample"
        case .undecided: "undecided"
        case .limitExceeded: "limit_exceeded"
        case .unavailable: "unavailable"
        case .internalError: "internal_error"
        }
    }
}
