import AdjudgeBase
import AdjudgeHTTP
import Glibc

/// Where the calls of one process are made: from the cache, with others who ask the same, or by the network.
///
/// Replies and timers come on the client's thread. Deliveries are made without the lock.
final class CallDesk: Sendable {
    private struct State {
        var lanes: [String: CallLane] = [:]
        var calls: [ReplyKey: Call] = [:]
        var spent = Spending()
        var tally = JudgeTally()
        /// The calls that are out, to all endpoints.
        var running = 0
        var canaries: Canaries
        /// When lanes are looked at again, so that there is one timer and not one for each call.
        var wakesAt = Double.infinity
    }

    private let settings: JudgeSettings
    private let state: Guarded<State>
    private let store: Guarded<ReplyStore>
    private let signer = RequestSigner()

    init(_ settings: JudgeSettings) {
        self.settings = settings
        state = Guarded(State(canaries: Canaries(settings.canaries)))
        store = Guarded(ReplyStore(settings))
    }

    var tally: JudgeTally { state.withLock { $0.tally } }
    var cacheProblem: String? { store.withLock { $0.problem } }

    /// Delivers the reply to `request`: at once where the cache has it, else on the client's thread. The waiter may
    /// leave before. A fresh one is neither taken from the cache nor kept there.
    @discardableResult
    func reply(
        to request: ModelRequest, draw: Int, at endpoint: Endpoint, isFresh: Bool,
        _ deliver: @escaping CallWaiter.Delivery
    ) -> CallWaiter {
        let waiter = CallWaiter(deliver)
        let key = CallDesk.key(request, draw, endpoint)
        let known: Result<ModelReply, JudgeFailure>? = state.withLock { state in
            state.tally.questions += 1
            if let call = state.calls[key] {
                state.tally.shared += 1
                call.waiters.append(waiter)
                return nil
            }
            if !isFresh, let failure = state.canaries.refusal ?? store.withLock({ $0.distrust(of: endpoint.name) }) {
                state.tally.note(failure)
                return .failure(failure)
            }
            if !isFresh, let reply = store.withLock({ $0.reply(to: key, JSONParser(maxDepth: 128)) }) {
                state.tally.cached += 1
                return .success(reply)
            }
            if let failure = store.withLock({ $0.refusal(of: key) }) ?? state.canaries.refusal {
                state.tally.note(failure)
                return .failure(failure)
            }
            let call = Call(key, endpoint, model: request.model, isFresh: isFresh)
            call.waiters.append(waiter)
            state.calls[key] = call
            // A canary that waited behind the rows would tell of them too late.
            if isFresh {
                state.lanes[endpoint.name, default: CallLane(endpoint)].addFirst(call)
            } else {
                state.lanes[endpoint.name, default: CallLane(endpoint)].add(call)
            }
            return nil
        }
        if let known { waiter.deliver(known) } else { serve() }
        return waiter
    }

    private static func key(_ request: ModelRequest, _ draw: Int, _ endpoint: Endpoint) -> ReplyKey {
        let shape = endpoint.shape
        var object = ObjectWriter()
        shape.write(request, at: endpoint, to: &object)
        for (name, json) in endpoint.extra { object.add(name, json: json) }
        return ReplyKey(
            endpoint: endpoint.name, path: shape.path(of: request, at: endpoint), draw: draw, body: object.finished())
    }

    // MARK: Sending

    /// Sends what may be sent now.
    private func serve() {
        var sent: [Call] = []
        var failed: [(Call, JudgeFailure)] = []
        let wake: Double? = state.withLock { state in
            let now = SteadyClock.milliseconds
            var soonest = Double.infinity
            for name in state.lanes.keys {
                lane: while true {
                    // What runs will cost something: near the end of a budget calls go one after another.
                    if state.running > 0, state.spent.isTight(settings.budget, running: state.running) { break lane }
                    switch state.lanes[name]!.next(now) {
                    case .send(let call):
                        if let failure = state.spent.refusal(settings.budget) ?? state.canaries.refusal {
                            state.lanes[name]!.forgo()
                            failed.append((call, failure))
                        } else {
                            state.spent.calls += 1
                            state.running += 1
                            state.tally.calls += 1
                            if call.attempts > 0 { state.tally.retries += 1 }
                            call.attempts += 1
                            sent.append(call)
                        }
                    case .fail(let call, let failure): failed.append((call, failure))
                    case .wait(let time):
                        soonest = min(soonest, now + time)
                        break lane
                    case .nothing: break lane
                    }
                }
            }
            for (call, failure) in failed {
                state.calls[call.key] = nil
                state.tally.note(failure)
            }
            guard soonest < state.wakesAt else { return nil }
            state.wakesAt = soonest
            return soonest - now
        }
        for (call, failure) in failed { CallDesk.deliver(.failure(failure), call.waiters) }
        for call in sent { send(call) }
        guard let wake else { return }
        HTTPClient.current.run(afterMilliseconds: Int(wake.rounded(.up))) { [self] in
            state.withLock { $0.wakesAt = .infinity }
            serve()
        }
    }

    private func send(_ call: Call) {
        signer.sign(call) { [self] result in
            switch result {
            case .failure(let failure): end(call, CallFailure(lasting: failure))
            case .success(let (request, secret)):
                let done: @Sendable (Result<HTTPReply, HTTPFailure>) -> Void = { [self] in take($0, of: call, secret) }
                if call.endpoint.kind == .function {
                    HostJudge.send(request, to: call.endpoint.name, done)
                } else {
                    HTTPClient.current.send(request, completion: done)
                }
            }
        }
    }

    /// The end of an exchange, on the client's thread.
    private func take(_ result: Result<HTTPReply, HTTPFailure>, of call: Call, _ secret: String?) {
        switch result {
        case .failure(let failure): end(call, CallFailure(failure, call.endpoint))
        case .success(let answer):
            let parser = JSONParser(maxDepth: 128)
            let seconds = Double(answer.milliseconds) / 1000
            guard answer.status / 100 == 2 else {
                if answer.status == 401 || answer.status == 403 { signer.forget() }
                return end(call, CallFailure(answer, call.endpoint, parser, secret: secret), seconds)
            }
            let read: Result<ModelReply, ReplyDefect> = answer.body.withUnsafeBufferPointer { body in
                guard let value = try? parser.parse(Bytes(body)) else {
                    return .failure(ReplyDefect(text: "the body is no JSON"))
                }
                do throws(ReplyDefect) {
                    return .success(try call.endpoint.shape.read(value))
                } catch {
                    // Some servers say with a status of success what went wrong.
                    let words = call.endpoint.shape.failure(value)
                    let said = [words.code, words.text].compactMap { $0 }.joined(separator: ", ")
                    return .failure(
                        said.isEmpty ? error : ReplyDefect(text: CallFailure.bounded(said, call.endpoint, secret)))
                }
            }
            switch read {
            case .success(var reply):
                reply.text = CallFailure.masked(reply.text, call.endpoint, secret)
                end(call, reply, seconds)
            case .failure(let defect): end(call, CallFailure(defect: defect.text, call.endpoint), seconds)
            }
        }
    }

    private func end(_ call: Call, _ reply: ModelReply, _ seconds: Double) {
        let (waiters, canary) = state.withLock { state -> ([CallWaiter], Canary?) in
            // Kept before the call is forgotten, so that whoever asks the same meanwhile finds the one or the other.
            if !call.isFresh { store.withLock { $0.keep(reply, to: call.key) } }
            state.lanes[call.endpoint.name]?.end(reply, SteadyClock.milliseconds)
            state.spent.add(reply, call.endpoint.price, bytes: call.key.body.count)
            state.tally.inputTokens += reply.inputTokens
            state.tally.outputTokens += reply.outputTokens
            state.tally.cost = state.spent.cost
            state.tally.seconds += seconds
            state.calls[call.key] = nil
            state.running -= 1
            return (call.waiters, call.isFresh ? nil : state.canaries.due())
        }
        CallDesk.deliver(.success(reply), waiters)
        if let canary { ask(canary, call) }
        serve()
    }

    private func end(_ call: Call, _ failure: CallFailure, _ seconds: Double = 0) {
        let delay: Double? = state.withLock { state in
            state.lanes[call.endpoint.name]?.end(failure, SteadyClock.milliseconds)
            state.running -= 1
            state.tally.seconds += seconds
            if let delay = CallDesk.delay(before: failure, call) { return delay }
            state.calls[call.key] = nil
            state.tally.note(failure.failure)
            return nil
        }
        if let delay {
            HTTPClient.current.run(afterMilliseconds: Int(delay.rounded(.up))) { [self] in
                state.withLock { $0.lanes[call.endpoint.name]?.add(call) }
                serve()
            }
        } else {
            CallDesk.deliver(.failure(failure.failure), call.waiters)
        }
        serve()
    }

    /// How long to wait until the call is sent again; nil where it is not.
    private static func delay(before failure: CallFailure, _ call: Call) -> Double? {
        guard call.attempts <= call.endpoint.retries, !call.isAbandoned else { return nil }
        // Half a second, doubling to eight, less up to a quarter so that calls do not come back together.
        let standard = min(500 * Double(1 << min(call.attempts - 1, 10)), 8_000) * Double.random(in: 0.75...1)
        switch failure.remedy {
        case .none: return nil
        case .again: return standard
        case .wait(let time):
            guard let time else { return standard }
            return time <= CallFailure.longestWait ? max(time, 1) : nil
        }
    }

    private static func deliver(_ result: Result<ModelReply, JudgeFailure>, _ waiters: [CallWaiter]) {
        for waiter in waiters { waiter.deliver(result) }
    }

    // MARK: Canaries

    /// Asks a question with a known answer of the model that was asked last.
    private func ask(_ canary: Canary, _ call: Call) {
        let address = Inquiry.Address(
            desk: self, endpoint: call.endpoint, model: call.model, sampling: Sampling(), isFresh: true)
        Inquiry(
            canary.subject, canary.mode(call.endpoint), address,
            then: { [self] result in
                guard case .success(let judgement) = result else { return }
                state.withLock { state in
                    state.canaries.note(isWrong: judgement.reward > 0.5)
                    if let failure = state.canaries.refusal {
                        store.withLock { $0.distrust(call.endpoint.name, failure) }
                    }
                    state.tally.canaries = state.canaries.asked
                    state.tally.failedCanaries = state.canaries.failed
                }
            }
        ).start()
    }
}
