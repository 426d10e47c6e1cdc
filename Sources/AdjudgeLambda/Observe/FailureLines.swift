import AdjudgeBase

/// Limits the log lines for samples without a reward: 16 at once, then one a second. Otherwise a data set with only
/// unreadable rows would fill the log, which is billed.
final class FailureLines: Sendable {
    private struct State {
        var left = FailureLines.burst
        var refilledAt = 0
        var unlogged = 0
    }

    private static let burst = 16
    private let state = Guarded(State())

    /// Whether a failed sample gets a log line: nil for no, else the number of failures before it without one.
    func take(at now: Clock.Instant) -> Int? {
        state.withLock { state in
            let seconds = now.microseconds / 1_000_000
            if seconds > state.refilledAt {
                if state.refilledAt > 0 {
                    state.left = min(
                        FailureLines.burst, state.left + min(seconds - state.refilledAt, FailureLines.burst))
                }
                state.refilledAt = seconds
            }
            guard state.left > 0 else {
                state.unlogged += 1
                return nil
            }
            state.left -= 1
            defer { state.unlogged = 0 }
            return state.unlogged
        }
    }
}
