/// A checker whose work continues in the background, such as running a program, while the worker scores other samples.
///
/// The engine starts the checks of all samples of a batch, scores everything else meanwhile, and collects at the end.
public protocol DeferringChecker: Checker {
    /// Starts the check of one sample. The check must not keep views of `input`, which end with the sample.
    func begin(_ input: CheckInput, _ scratch: Scratch) -> Begun
}

/// The state of a started check.
public enum Begun {
    /// The check is complete.
    case done(Outcome)
    /// The check continues in the background.
    case pending(any PendingCheck)
}

/// A check that continues in the background.
public protocol PendingCheck: AnyObject, Sendable {
    /// Waits at most so many milliseconds; whether ``finish(_:)`` would return at once. What ends soon by itself need not
    /// say.
    func isReady(within milliseconds: Int) -> Bool
    /// Waits for the outcome. Called once, on any worker.
    func finish(_ scratch: Scratch) -> Outcome
    /// Cancels the check, so that it ends soon and without a reward; a completed check keeps its outcome. May be called
    /// from any thread, at any time, any number of times.
    func cancel()
}

extension PendingCheck {
    /// By default it is waited for.
    public func isReady(within milliseconds: Int) -> Bool { true }
}

extension DeferringChecker {
    /// Checks one sample and waits for the outcome.
    public func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        switch begin(input, scratch) {
        case .done(let outcome): outcome
        case .pending(let check): check.finish(scratch)
        }
    }

    /// By default nothing is known before the check runs.
    public func referenceDefect(_ input: CheckInput, _ scratch: Scratch) -> Outcome? { nil }
}
