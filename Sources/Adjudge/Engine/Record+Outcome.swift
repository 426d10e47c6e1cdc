import AdjudgeBase

extension VerdictBatch.Record {
    /// The record of an outcome without an answer.
    init(_ outcome: Outcome) {
        rawReward = outcome.reward ?? .nan
        work = 0
        answer = .empty
        status = outcome.status
        reason = outcome.reason
        familyReason = outcome.familyReason
        rule = .none
        isEvaluated = true
    }

    /// The record of what this row has not reached.
    static var notEvaluated: VerdictBatch.Record {
        var record = VerdictBatch.Record(Outcome(.internalError, .none))
        record.isEvaluated = false
        return record
    }

    /// Takes over what a checker said.
    mutating func set(_ outcome: Outcome) {
        status = outcome.status
        reason = outcome.reason
        familyReason = outcome.familyReason
        rawReward = outcome.reward ?? .nan
        if let answer = outcome.answer { self.answer = answer }
    }

    /// Whether it has no reward for want of a reference that could be used.
    var lacksReference: Bool { status == .noReference || status == .badReference }

    /// Its status and reasons, as the cause of a total without a reward.
    var cause: Outcome {
        var outcome = Outcome(status, reason)
        outcome.familyReason = familyReason
        return outcome
    }

    /// Multiplies the reward, where there is one.
    mutating func weigh(by weight: Double) {
        rawReward *= weight
        if rawReward.isInfinite { set(Outcome(.undecided, .notFinite)) }
    }

    /// Brings the reward, where there is one, between two bounds.
    mutating func clamp(from low: Double, to high: Double) {
        if !rawReward.isNaN { rawReward = max(low, min(high, rawReward)) }
    }
}
