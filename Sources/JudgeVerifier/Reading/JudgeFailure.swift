import AdjudgeBase

/// Why there is no verdict: never a reward.
struct JudgeFailure: Error, Sendable, Equatable {
    var reason: JudgeReason
    /// The cause, for people; without keys, headers and addresses' queries.
    var text: String

    init(_ reason: JudgeReason, _ text: String) {
        self.reason = reason
        self.text = text
    }

    static let cancelled = JudgeFailure(.unavailable, "cancelled")

    /// The verdict on a row whose judge failed so.
    var outcome: Outcome {
        switch reason {
        case .refused, .truncated, .unreadable: Outcome(.undecided, reason)
        case .budget: Outcome(.limitExceeded, reason)
        default: Outcome(.unavailable, reason)
        }
    }
}
