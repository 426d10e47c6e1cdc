/// One deterministic check, compiled from its node of a grader document: immutable and shared by all workers.
///
/// The engine uses every family through this protocol alone.
public protocol Verifier: Sendable {
    /// True when a sample without a reference cannot be checked; the engine then reports `noReference`.
    var needsReference: Bool { get }
    /// The index of the argument that replaces the reference; nil: the reference itself. With ``needsReference``, a
    /// sample without this argument is `noReference`.
    var referenceArgument: Int? { get }
    /// The reward of a response without an answer, which the engine reports as `noAnswer`; nil where none would be right:
    /// such a response is `undecided`.
    var noAnswerReward: Double? { get }
    /// Whether its checkers defer: they are ``DeferringChecker``s.
    var isDeferring: Bool { get }
    /// The kind of detail that every verdict of it carries; nil: a detail only when the grader says `"detail": true`.
    var detailKind: Detail.Kind? { get }
    /// Whether the response has a say in what it comes to, beside the text to check; false for one that goes by the
    /// row's own fields.
    var readsResponse: Bool { get }
    /// What its verdicts depend on beside the grader and the row, such as the model that it asks; empty for nothing.
    var dependence: String { get }
    /// An oddity that `adjudge lint` shows, such as what a check lacks here; nil for none.
    var oddity: String? { get }
    /// Whether less is better, as of an error rate: such a value is for a formula and no reward.
    var isCost: Bool { get }
    /// A checker with the state that one worker needs, such as caches.
    func makeChecker() -> any Checker
    /// Starts in advance whatever the first check would wait for. Blocks; verdicts do not depend on it.
    func prepare()
    /// Cancels the checks in the background, which end without a reward. May be called from any thread.
    func cancel()
}

extension Verifier {
    /// By default a reference is needed.
    public var needsReference: Bool { true }
    /// By default a sample is checked against its reference.
    public var referenceArgument: Int? { nil }
    /// By default a missing answer has the reward 0.
    public var noAnswerReward: Double? { 0 }
    /// By default checks complete at once.
    public var isDeferring: Bool { false }
    /// By default a verdict has a detail only when the grader asks for it.
    public var detailKind: Detail.Kind? { nil }
    /// By default the response decides.
    public var readsResponse: Bool { true }
    /// By default verdicts depend on the grader and the row alone.
    public var dependence: String { "" }
    /// By default there is nothing odd.
    public var oddity: String? { nil }
    /// By default more is better.
    public var isCost: Bool { false }
    /// By default there is nothing to start in advance.
    public func prepare() {}
    /// By default nothing runs in the background.
    public func cancel() {}
}

/// The working state of a verifier on one thread.
public protocol Checker: AnyObject {
    /// Checks one sample. Must not trap or hang on any input; work beyond a budget ends as `limitExceeded`.
    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome
    /// What makes the sample uncheckable whatever its response says, such as a reference of which nothing can be read;
    /// nil where nothing does. Asked in place of `check` where the response has no answer: the reference is looked at
    /// first. `input.answer` is empty.
    func referenceDefect(_ input: CheckInput, _ scratch: Scratch) -> Outcome?
}

extension Checker {
    /// By default the check of an empty answer tells: what is at fault there is not the response.
    public func referenceDefect(_ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        defectOfCheck(input, scratch)
    }

    /// What the check of an input says of the row, where it says that the row is at fault.
    public func defectOfCheck(_ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        let outcome = check(input, scratch)
        switch outcome.status {
        case .badReference, .badSample, .limitExceeded: return outcome
        default: return nil
        }
    }
}

/// The input of a check. Its views are valid until the checker returns.
public struct CheckInput {
    /// The text to check, usually an extracted answer: the resolved `input` of the grader. Never absent.
    public var answer: Field
    /// The reference; absent only when the verifier does not need one.
    public var reference: Field
    /// The whole response.
    public var response: Bytes
    /// The values of the templates that the verifier requested at compile time, in that order.
    public var arguments: UnsafeBufferPointer<Field>

    /// An input from its parts.
    @inlinable
    public init(
        answer: Field, reference: Field, response: Bytes,
        arguments: UnsafeBufferPointer<Field> = UnsafeBufferPointer(start: nil, count: 0)
    ) {
        self.answer = answer
        self.reference = reference
        self.response = response
        self.arguments = arguments
    }
}
