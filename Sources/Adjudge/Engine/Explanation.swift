import AdjudgeBase

/// One sample scored with every step recorded.
public struct Explanation: Sendable {
    /// The verdict; the same that a batch gives.
    public let verdict: Verdict
    /// What was seen on the way, in order.
    public let notes: [Evidence.Note]
    /// The answer as it stands in the response, or nil when there is none.
    public let answer: String?
    /// Whether the response counts as right; nil without a reward.
    public let passed: Bool?
    /// What the parts had to say beyond their records, each a JSON object; see ``VerdictBatch/detail(_:_:)``.
    public let details: [String]
}

extension Engine {
    /// Scores one sample and records the spans, normal forms and counterexamples on the way.
    public func explain(_ sample: Sample) -> Explanation {
        let verdicts = VerdictBatch(count: 1, plan: plan)
        let evidence = Evidence()
        withWorker { worker in
            worker.scratch.evidence = evidence
            defer { worker.scratch.evidence = nil }
            worker.score(sample, into: verdicts, row: 0)
        }
        let span = verdicts[0].answer
        let response = sample.response.bytes
        return Explanation(
            verdict: verdicts.verdict(0), notes: evidence.notes,
            answer: span.count > 0 && span.end <= response.count ? response[span.range].string : nil,
            passed: plan.passed(0, of: verdicts),
            details: (0...verdicts.partNames.count).compactMap { column in
                verdicts.detail(0, column).map { detail in withExtendedLifetime(detail) { detail.view.string } }
            })
    }
}
