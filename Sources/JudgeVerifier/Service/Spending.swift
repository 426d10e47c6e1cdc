/// The spending of a process, against the operator's budget.
struct Spending: Sendable {
    var calls = 0
    private var tokens = 0
    private(set) var cost = 0.0

    private var replies = 0

    /// Adds a reply to a question of so many bytes. Where the server counted no tokens, four bytes are one.
    mutating func add(_ reply: ModelReply, _ price: Endpoint.Price?, bytes: Int) {
        var reply = reply
        if reply.inputTokens == 0, reply.outputTokens == 0 {
            reply.inputTokens = bytes / 4
            reply.outputTokens = reply.text.utf8.count / 4 + 1
        }
        replies += 1
        tokens += reply.inputTokens + reply.outputTokens
        cost += price?.cost(of: reply) ?? 0
    }

    /// Whether the calls that run may spend the rest of a budget, if each costs as much as those before: unknown at first.
    func isTight(_ budget: JudgeBudget, running: Int) -> Bool {
        func isTight(_ spent: Double, _ most: Double?) -> Bool {
            guard let most else { return false }
            guard replies > 0 else { return true }
            return spent + Double(running + 1) * spent / Double(replies) > most
        }
        return isTight(cost, budget.cost) || isTight(Double(tokens), budget.tokens.map(Double.init))
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
