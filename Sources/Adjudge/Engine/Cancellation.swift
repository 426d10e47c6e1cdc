import AdjudgeBase

/// Ends one batch from outside, while ``Engine/score(_:cancellation:aside:)`` works on it.
///
/// A check outside the engine's workers, such as a program that runs or waits to, is ended; its rows are
/// `unavailable` with the reason `cancelled`, without a reward. Rows that are done keep their verdicts, and a check that
/// waits for nothing is not cut short: a ``SampleSource`` says itself that no more rows are to be read.
public final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        var pending: PendingRows?
    }
    private let state = Guarded(State())

    /// A cancellation for one batch.
    public init() {}

    /// Ends the batch's programs. From any thread, before, while or after it is scored, any number of times.
    public func cancel() {
        let pending = state.withLock { state in
            state.isCancelled = true
            return state.pending
        }
        pending?.cancel()
    }

    /// Makes `pending` what is ended.
    func watch(_ pending: PendingRows) {
        let isCancelled = state.withLock { state in
            state.pending = pending
            return state.isCancelled
        }
        if isCancelled { pending.cancel() }
    }
}
