import AdjudgeBase

/// The answer to one question: what is the reward of this response, and why?
public struct Verdict: Sendable {
    /// One part of a `multi` grader.
    public struct Part: Sendable {
        /// Its name in the grader document.
        public let name: String
        /// Its record.
        public let record: VerdictBatch.Record
    }

    /// The record of the grader as a whole.
    public let total: VerdictBatch.Record
    /// The records of its parts, in the order of the document, without those that this row did not reach; empty for a
    /// grader of one part.
    public let parts: [Part]
    /// The values that its group adds, such as its advantage; nil where rows have no groups.
    public internal(set) var group: GroupLedger.Result?

    /// The reward, or nil: a failed verification is not a zero.
    public var reward: Double? { total.reward }
    /// How the scoring ended.
    public var status: Status { total.status }
    /// The rule that decided.
    public var reason: Reason { total.reason }
    /// The most exact name of the rule that decided, a family's own where it has one.
    public var reasonName: StaticString { total.reasonName }
    /// Work spent, in bytes looked at and steps taken.
    public var work: UInt64 { total.work }
}
