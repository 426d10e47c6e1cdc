/// The spending of a process, against the operator's budget.
struct Spending: Sendable {
    var calls = 0
    private var tokens = 0
    private(set) var cost = 0.0

    mutating func add(_ reply: ModelReply, _ price: Endpoint.Price?) {
        tokens += reply.inputTokens + reply.outputTokens
        cost += price?.cost(of: reply) ?? 0
    }

    /// Why another call may not be made. Calls that run count when their tokens are known, so that a budget is passed by
    /// what runs at a time at most.
    func refusal(_ budget: JudgeBudget) -> JudgeFailure? {
        if let most = budget.calls, calls >= most { return JudgeFailure(.budget, "\(most) calls are spent") }
        if let most = budget.tokens, tokens >= most { return JudgeFailure(.budget, "\(most) tokens are spent") }
        if let most = budget.cost, cost >= most { return JudgeFailure(.budget, "\(most) dollars are spent") }
        return nil
    }
}
