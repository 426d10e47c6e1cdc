/// A checker whose work goes on elsewhere while the worker turns to other samples: running programs, for one.
///
/// The engine hands all samples of a batch over first, scores everything else meanwhile, and collects at the end.
public protocol DeferringChecker: Checker {
    /// Starts the check of one sample. What is started keeps nothing of `input`, whose views end with the sample.
    func begin(_ input: CheckInput, _ scratch: Scratch) -> Begun
}

/// What became of a check that was begun.
public enum Begun {
    /// It is done already.
    case done(Outcome)
    /// It goes on.
    case pending(any PendingCheck)
}

/// A check that goes on elsewhere.
public protocol PendingCheck: AnyObject, Sendable {
    /// Waits for its end. Called once, on any worker.
    func finish(_ scratch: Scratch) -> Outcome
    /// Asks for its end, soon and without a reward. From any thread, at any time, any number of times; what has ended
    /// already stays as it is.
    func cancel()
}

extension DeferringChecker {
    /// Checks one sample, waiting for the end.
    public func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        switch begin(input, scratch) {
        case .done(let outcome): outcome
        case .pending(let check): check.finish(scratch)
        }
    }
}
