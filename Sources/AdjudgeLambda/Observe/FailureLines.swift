import AdjudgeBase

/// How many lines samples without a reward get: 16 at once, then one a second. A data set whose every row is unreadable
/// would otherwise fill the log, at a price.
final class FailureLines: Sendable {
    private struct State {
        var left = FailureLines.burst
        var refilledAt = 0
        var unlogged = 0
    }

    private static let burst = 16
    private let state = Guarded(State())

    /// Whether a sample that failed gets a line now: nil for no, else how many before it got none.
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
