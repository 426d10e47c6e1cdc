import AdjudgeBase
import Glibc

/// One row's questions to a judge, from the first to the verdict.
///
/// Goes on wherever a reply is delivered: on the client's thread, or on the worker's where the cache answers.
final class Inquiry: Sendable {
    /// Whom the questions go to.
    struct Address: Sendable {
        let desk: CallDesk
        let endpoint: Endpoint
        /// The model, as the server calls it.
        let model: String
        let sampling: Sampling
        /// Whether replies are neither taken from the cache nor kept there.
        var isFresh = false
    }

    typealias Result = Swift.Result<Judgement, JudgeFailure>

    private struct State {
        var findings: [Finding] = []
        /// The results of the questions that are asked now; nil while one is out.
        var round: [Swift.Result<Finding, JudgeFailure>?] = []
        var waiting = 0
        var waiters: [CallWaiter] = []
        var record = InquiryRecord()
        var result: Result?
    }

    private let subject: Subject
    private let mode: any JudgeMode
    private let address: Address
    private let state = Monitor(State())
    private let then: (@Sendable (Result) -> Void)?

    init(_ subject: Subject, _ mode: any JudgeMode, _ address: Address, then: (@Sendable (Result) -> Void)? = nil) {
        self.subject = subject
        self.mode = mode
        self.address = address
        self.then = then
    }

    /// Asks the first questions.
    func start() { ask(mode.questions(subject, after: [])) }

    /// The verdict, if it is there.
    var resultNow: (Result, InquiryRecord)? {
        state.change(waking: .nobody) { state in state.result.map { ($0, state.record) } }
    }

    /// Waits for the verdict.
    func wait() -> (Result, InquiryRecord) {
        state.wait { state in state.result.map { ($0, state.record) } }
    }

    /// Waits at most so many milliseconds; whether the verdict is there.
    func isDone(within milliseconds: Int) -> Bool {
        var limit = timespec()
        clock_gettime(CLOCK_REALTIME, &limit)
        limit.tv_nsec += milliseconds % 1000 * 1_000_000
        limit.tv_sec += milliseconds / 1000 + limit.tv_nsec / 1_000_000_000
        limit.tv_nsec %= 1_000_000_000
        return state.wait(until: limit) { $0.result == nil ? nil : () } != nil
    }

    /// Ends without a verdict, unless there is one.
    func cancel() {
        let waiters = state.change { state -> [CallWaiter] in
            if state.result == nil { state.result = .failure(.cancelled) }
            return state.waiters
        }
        for waiter in waiters { waiter.leave() }
    }

    // MARK: Rounds

    private func ask(_ questions: [Question]) {
        let isGoingOn = state.change(waking: .nobody) { state in
            guard state.result == nil, !questions.isEmpty else { return false }
            state.round = Array(repeating: nil, count: questions.count)
            state.waiting = questions.count
            return true
        }
        guard isGoingOn else { return conclude() }
        for (place, question) in questions.enumerated() { send(question, place, isRepair: false) }
    }

    private func send(_ question: Question, _ place: Int, isRepair: Bool) {
        let request = ModelRequest(
            model: address.model, messages: question.messages, sampling: sampling(question),
            form: question.form, firstTokens: question.wantsWeights ? 20 : 0)
        let waiter = address.desk.reply(
            to: request, draw: question.draw, at: address.endpoint, isFresh: address.isFresh
        ) { [self] result in
            switch result {
            case .failure(let failure): note(.failure(failure), place)
            case .success(let reply): take(reply, of: question, place, isRepair: isRepair)
            }
        }
        state.change(waking: .nobody) { $0.waiters.append(waiter) }
    }

    private func sampling(_ question: Question) -> Sampling {
        var sampling = address.sampling
        if !address.endpoint.takesTemperature { sampling.temperature = nil }
        if let seed = sampling.seed { sampling.seed = seed + question.draw }
        return sampling
    }

    private func take(_ reply: ModelReply, of question: Question, _ place: Int, isRepair: Bool) {
        do throws(JudgeFailure) {
            var finding = try question.reading.read(reply, JSONParser(maxDepth: 64))
            if question.wantsWeights {
                guard let weights = question.reading.weights(reply.firstTokens) else {
                    throw JudgeFailure(.unreadable, "the server gave no probabilities of the labels")
                }
                finding = .weights(weights)
            }
            state.change(waking: .nobody) { $0.record.add(reply) }
            note(.success(finding), place)
        } catch {
            state.change(waking: .nobody) { $0.record.add(reply) }
            guard error.reason == .unreadable, !isRepair else { return note(.failure(error), place) }
            send(question.repaired(after: reply, because: error.text), place, isRepair: true)
        }
    }

    /// Takes what one question came to; the last one of a round leads on.
    private func note(_ result: Swift.Result<Finding, JudgeFailure>, _ place: Int) {
        let isWhole = state.change(waking: .nobody) { state in
            state.round[place] = result
            state.waiting -= 1
            return state.waiting == 0 && state.result == nil
        }
        guard isWhole else { return }
        let (failure, findings) = state.change(waking: .nobody) { state -> (JudgeFailure?, [Finding]) in
            var failure: JudgeFailure?
            for case .some(let result) in state.round {
                switch result {
                case .success(let finding): state.findings.append(finding)
                case .failure(let other): failure = failure ?? other
                }
            }
            return (failure, state.findings)
        }
        if let failure { return end(.failure(failure)) }
        ask(mode.questions(subject, after: findings))
    }

    private func conclude() {
        let findings = state.change(waking: .nobody) { $0.result == nil ? $0.findings : nil }
        guard let findings else { return }
        guard let judgement = mode.verdict(findings, on: subject) else {
            return end(.failure(JudgeFailure(.unreadable, "the findings are not what was asked for")))
        }
        end(.success(judgement))
    }

    private func end(_ result: Result) {
        state.change { if $0.result == nil { $0.result = result } }
        then?(result)
    }
}

extension Question {
    /// The question once more, to a reply that could not be read.
    func repaired(after reply: ModelReply, because problem: String) -> Question {
        var question = self
        question.messages.append(ModelMessage(role: .assistant, text: String(reply.text.prefix(4_000))))
        question.messages.append(
            ModelMessage(
                role: .user,
                text:
                    "Your reply cannot be read: \(problem). Give the verdict again, in the form that was asked for and "
                    + "nothing else."))
        return question
    }
}
