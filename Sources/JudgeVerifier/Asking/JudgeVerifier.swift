import AdjudgeBase

/// A check that a model makes: what is asked, of whom, and what must hold before.
struct JudgeVerifier: Verifier {
    let mode: any JudgeMode
    let gate: Gate
    let texts: SubjectReader
    /// Nil where nobody configured an endpoint; rows are then `unavailable`.
    let address: Judge?
    let needsReference: Bool
    private let running = RunningInquiries()

    /// Whom the questions go to, before the process is known that asks.
    struct Judge: Sendable {
        let service: JudgeService
        let endpoint: Endpoint
        let model: String
        let sampling: Sampling
    }

    var isDeferring: Bool { true }
    var detailKind: Detail.Kind? { .detail }
    var dependence: String { address.map { "\($0.endpoint.name) \($0.endpoint.kind) \($0.model)" } ?? "" }
    var oddity: String? {
        address == nil
            ? "no judge is configured: rows that need one are unavailable; --judges or ADJUDGE_JUDGES names the endpoints"
            : nil
    }

    func makeChecker() -> any Checker { JudgeChecker(self, running) }
    func cancel() { running.cancel() }
}

/// The inquiries that go on for one verifier.
final class RunningInquiries: Sendable {
    private let inquiries = Guarded<[ObjectIdentifier: Inquiry]>([:])

    func add(_ inquiry: Inquiry) { inquiries.withLock { $0[ObjectIdentifier(inquiry)] = inquiry } }
    func remove(_ inquiry: Inquiry) { inquiries.withLock { $0[ObjectIdentifier(inquiry)] = nil } }

    func cancel() {
        let all = inquiries.withLock { Array($0.values) }
        for inquiry in all { inquiry.cancel() }
    }
}

private final class JudgeChecker: DeferringChecker {
    private let verifier: JudgeVerifier
    private let running: RunningInquiries

    init(_ verifier: JudgeVerifier, _ running: RunningInquiries) {
        self.verifier = verifier
        self.running = running
    }

    func referenceDefect(_ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        verifier.texts.defect(input, scratch, needsReference: verifier.needsReference)
    }

    func begin(_ input: CheckInput, _ scratch: Scratch) -> Begun {
        if let defect = referenceDefect(input, scratch) { return .done(defect) }
        let subject: Subject
        do throws(SubjectReader.Failure) {
            subject = try verifier.texts.subject(input, verifier.gate, scratch)
        } catch {
            return .done(error.outcome)
        }
        if verifier.gate.strictness == .strict, BoxDenial.denies(input.answer.bytes, in: input.response) {
            return .done(Outcome(.graded, JudgeReason.denied, reward: 0))
        }
        if let refusal = verifier.gate.refusal(of: subject, scratch.evidence) { return .done(refusal) }
        guard let judge = verifier.address else {
            scratch.evidence?.note("judge", "no endpoint is configured: ADJUDGE_JUDGES names the file of settings")
            return .done(Outcome(.unavailable, JudgeReason.unavailable))
        }
        let inquiry = Inquiry(
            subject, verifier.mode,
            Inquiry.Address(
                desk: judge.service.desk, endpoint: judge.endpoint, model: judge.model, sampling: judge.sampling))
        inquiry.start()
        let check = JudgeCheck(inquiry, judge, running)
        if let (result, record) = inquiry.resultNow { return .done(check.outcome(result, record, scratch)) }
        running.add(inquiry)
        return .pending(check)
    }
}

private final class JudgeCheck: PendingCheck {
    private let inquiry: Inquiry
    private let judge: JudgeVerifier.Judge
    private let running: RunningInquiries

    init(_ inquiry: Inquiry, _ judge: JudgeVerifier.Judge, _ running: RunningInquiries) {
        self.inquiry = inquiry
        self.judge = judge
        self.running = running
    }

    func isReady(within milliseconds: Int) -> Bool { inquiry.isDone(within: milliseconds) }

    func finish(_ scratch: Scratch) -> Outcome {
        let (result, record) = inquiry.wait()
        running.remove(inquiry)
        return outcome(result, record, scratch)
    }

    func cancel() { inquiry.cancel() }

    func outcome(_ result: Inquiry.Result, _ record: InquiryRecord, _ scratch: Scratch) -> Outcome {
        switch result {
        case .success(let judgement):
            scratch.detail = record.detail(judge.endpoint, judge.model, nil)
            return Outcome(.graded, judgement.reason, reward: judgement.reward)
        case .failure(let failure):
            scratch.detail = record.detail(judge.endpoint, judge.model, failure)
            scratch.evidence?.note("judge", failure.text)
            return failure == .cancelled ? Outcome(.unavailable, .cancelled) : failure.outcome
        }
    }
}
