/// The questions to judges and their cost, since the process began or the tally was taken last.
public struct JudgeTally: Sendable, Equatable {
    /// How many questions the rows came to.
    public var questions = 0
    /// Of them those that the cache answered.
    public var cached = 0
    /// Of them those that shared a call with the same question.
    public var shared = 0
    /// The calls that were sent, with those that were sent again.
    public var calls = 0
    /// Of them those that were sent again.
    public var retries = 0
    /// The questions without a reply, by reason.
    public var failures: [String: Int] = [:]
    /// The tokens of questions, as the servers counted them.
    public var inputTokens = 0
    /// The tokens of replies.
    public var outputTokens = 0
    /// Dollars, by the endpoints' prices; a model without one costs nothing here.
    public var cost = 0.0
    /// The time of all calls together, in seconds.
    public var seconds = 0.0
    /// The questions with known answers.
    public var canaries = 0
    /// Of them those that got a wrong verdict.
    public var failedCanaries = 0
    /// The last failure, for people.
    public var lastFailure: String?

    /// A tally of nothing.
    public init() {}

    /// Whether nothing was asked at all.
    public var isEmpty: Bool { questions == 0 }

    /// The difference from `earlier`, a tally of the same judges.
    public func since(_ earlier: JudgeTally) -> JudgeTally {
        var rest = self
        rest.questions -= earlier.questions
        rest.cached -= earlier.cached
        rest.shared -= earlier.shared
        rest.calls -= earlier.calls
        rest.retries -= earlier.retries
        rest.inputTokens -= earlier.inputTokens
        rest.outputTokens -= earlier.outputTokens
        rest.cost -= earlier.cost
        rest.seconds -= earlier.seconds
        rest.canaries -= earlier.canaries
        rest.failedCanaries -= earlier.failedCanaries
        for (name, count) in earlier.failures { rest.failures[name, default: 0] -= count }
        return rest
    }

    /// The questions without a reply.
    public var failed: Int { failures.values.reduce(0, +) }

    mutating func note(_ failure: JudgeFailure) {
        failures["\(failure.reason.name)", default: 0] += 1
        lastFailure = failure.text
    }
}
