/// The calls to one endpoint: how many run, which wait, and when the next may go.
struct CallLane {
    let endpoint: Endpoint
    private var queue: [Call] = []
    private var head = 0
    private(set) var running = 0
    private var requests: Pace?
    private var tokens: Pace?
    private(set) var breaker = Breaker()
    /// The server said that it takes nothing before.
    private var blockedUntil = 0.0

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        requests = endpoint.requestsPerMinute.map { Pace(perMinute: $0) }
        tokens = endpoint.tokensPerMinute.map { Pace(perMinute: $0) }
    }

    /// The next thing for the desk to do.
    enum Next {
        case send(Call)
        /// It fails without being sent.
        case fail(Call, JudgeFailure)
        /// Nothing before so many milliseconds.
        case wait(Double)
        case nothing
    }

    mutating func add(_ call: Call) { queue.append(call) }

    /// Adds a call that goes before all that wait.
    mutating func addFirst(_ call: Call) { queue.insert(call, at: head) }

    mutating func next(_ now: Double) -> Next {
        guard head < queue.count else { return .nothing }
        if queue[head].isAbandoned { return .fail(take(), .cancelled) }
        if breaker.isDown(now) {
            return .fail(take(), JudgeFailure(.unavailable, "\(endpoint.name) is down"))
        }
        guard running < (breaker.isTrying ? 1 : endpoint.concurrency) else { return .nothing }
        let wait = max(
            blockedUntil - now, breaker.openUntil - now, requests?.delay(now) ?? 0, tokens?.delay(now) ?? 0)
        if wait > 0 { return .wait(wait) }
        running += 1
        requests?.pass(1, now)
        return .send(take())
    }

    /// A call came back. Tokens count when they are known: what was sent meanwhile goes by what came before.
    mutating func end(_ reply: ModelReply, _ now: Double) {
        running -= 1
        breaker.succeed()
        tokens?.pass(Double(reply.inputTokens + reply.outputTokens), now)
    }

    mutating func end(_ failure: CallFailure, _ now: Double) {
        running -= 1
        if failure.isOutage { breaker.fail(now) } else { breaker.succeed() }
        if case .wait(let time?) = failure.remedy, time <= CallFailure.longestWait {
            blockedUntil = max(blockedUntil, now + time)
        }
    }

    /// A call that was taken is not sent after all.
    mutating func forgo() { running -= 1 }

    private mutating func take() -> Call {
        defer {
            head += 1
            if head == queue.count || head > 4096 {
                queue.removeFirst(head)
                head = 0
            }
        }
        return queue[head]
    }
}
