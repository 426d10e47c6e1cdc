import AdjudgeBase

/// One sample scored with every step recorded.
public struct Explanation: Sendable {
    /// The verdict; the same that a batch gives.
    public let verdict: Verdict
    /// The notes of the checks, in order.
    public let notes: [Evidence.Note]
    /// The answer as it stands in the response, or nil when there is none.
    public let answer: String?
    /// Whether the response counts as right; nil without a reward.
    public let passed: Bool?
    /// The details of the total and then of each part; see ``VerdictBatch/detail(_:_:)``.
    public let details: [Detail?]

    /// The detail of a part; nil: of the total.
    public func detail(of part: String?) -> Detail? {
        part.map { name in partNames.firstIndex(of: name).flatMap { details[1 + $0] } } ?? details[0]
    }

    private let partNames: [String]

    init(_ verdicts: VerdictBatch, _ plan: Plan, notes: [Evidence.Note], response: Bytes) {
        let span = verdicts[0].answer
        verdict = verdicts.verdict(0)
        self.notes = notes
        answer = span.count > 0 && span.end <= response.count ? response[span.range].string : nil
        passed = plan.passed(0, of: verdicts)
        details = (0...verdicts.partNames.count).map { verdicts.detail(0, $0) }
        partNames = verdicts.partNames
    }
}

extension Engine {
    /// Scores one sample and records the spans, normal forms and counterexamples on the way.
    public func explain(_ sample: Sample) -> Explanation {
        let verdicts = VerdictBatch(count: 1, plan: plan, keepsDetails: true)
        let evidence = Evidence()
        withWorker { worker in
            worker.scratch.evidence = evidence
            defer { worker.scratch.evidence = nil }
            worker.score(sample, into: verdicts, row: 0)
        }
        return Explanation(verdicts, plan, notes: evidence.notes, response: sample.response.bytes)
    }
}
