/// One deterministic check, compiled from its node of a grader document: immutable and shared by all workers.
///
/// The engine knows every family by this protocol alone.
public protocol Verifier: Sendable {
    /// True when a sample without a reference cannot be checked; the engine then reports `noReference` itself.
    var needsReference: Bool { get }
    /// The argument that a sample is checked against in place of its reference, by its index; nil: the reference. Where
    /// ``needsReference``, a sample without it is `noReference`.
    var referenceArgument: Int? { get }
    /// The reward of a response without an answer; the engine reports `noAnswer` with it.
    var noAnswerReward: Double { get }
    /// Whether its checkers defer: they are ``DeferringChecker``s, and verdicts carry details.
    var isDeferring: Bool { get }
    /// The state that one worker needs to run this check: caches, temporaries.
    func makeChecker() -> any Checker
    /// Opens what the first check would have to wait for. Blocks; never needed for a right verdict.
    func prepare()
    /// Ends the checks that go on elsewhere; they finish without a reward. May be called from any thread.
    func cancel()
}

extension Verifier {
    /// A reference is needed unless a verifier says otherwise.
    public var needsReference: Bool { true }
    /// A sample is checked against its reference unless a verifier says otherwise.
    public var referenceArgument: Int? { nil }
    /// A missing answer earns nothing unless a verifier says otherwise.
    public var noAnswerReward: Double { 0 }
    /// Most checks are done on the spot.
    public var isDeferring: Bool { false }
    /// Most checks open nothing.
    public func prepare() {}
    /// What is done on the spot has nothing to end.
    public func cancel() {}
}

/// A verifier at work on one thread.
public protocol Checker: AnyObject {
    /// Checks one sample. Must not trap or loop on any bytes; work beyond a budget ends as `limitExceeded`.
    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome
}

/// What a checker is given. The views live until the checker returns.
public struct CheckInput {
    /// The text to check: what `input` of the grader resolved to, usually an extracted answer. Never absent.
    public var answer: Field
    /// What it is checked against; absent only when the verifier does not need it.
    public var reference: Field
    /// The whole response.
    public var response: Bytes
    /// The other templates that the verifier asked for at compile time, in that order.
    public var arguments: UnsafeBufferPointer<Field>

    /// An input of these parts.
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
