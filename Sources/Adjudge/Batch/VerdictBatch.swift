import AdjudgeBase
import Synchronization

/// The verdicts of a batch, as one row of records for each sample: the total, then the parts of the grader.
///
/// Rows are in input order and the same for any number of threads. Workers write disjoint rows while a batch is being
/// scored; afterwards nobody writes.
public final class VerdictBatch: @unchecked Sendable {
    /// The outcome of one check of one sample: 32 bytes, no references.
    public struct Record: Sendable {
        /// The reward; not a number where there is none.
        @usableFromInline var rawReward: Double
        /// Work spent, in bytes looked at and steps taken.
        public var work: UInt64
        /// Where the answer lies in the response; empty when there is none.
        public var answer: Span
        /// How it ended.
        public var status: Status
        /// The rule that decided.
        public var reason: Reason
        /// The family's own, finer reason; none where ``reason`` says all.
        public var familyReason: ReasonID
        /// The extraction rule that found the answer.
        public var rule: ExtractionRule
        /// False for a part that the plan did not reach in this row: another case of a route was taken, an earlier child
        /// of a cascade decided, `if` took the other branch. Such a record has no reward and says nothing else.
        public var isEvaluated: Bool

        /// The most exact name of the reason that there is: what the doors write.
        public var reasonName: StaticString { Registry.name(of: familyReason) ?? reason.name }

        /// The most exact reason's number among those of ``Registry/exactReasons``.
        public var exactReason: UInt16 { familyReason == .none ? UInt16(reason.rawValue) : familyReason.rawValue }

        /// The reward, or nil where there is none.
        @inlinable
        public var reward: Double? { rewardOrNaN.isNaN ? nil : rewardOrNaN }

        /// The reward; not a number where there is none.
        @inlinable
        public var rewardOrNaN: Double { rawReward }
    }

    /// How many samples were scored: all, or the first ones where the source ended the batch early.
    @inlinable
    public var count: Int { kept.load(ordering: .relaxed) }
    @usableFromInline let kept: Atomic<Int>
    /// The names of the parts, in the order of the grader; empty for a grader of one part.
    public let partNames: [String]
    /// Records a row: the total, the parts, and those that only the engine reads.
    @usableFromInline let stride: Int
    @usableFromInline let records: UnsafeMutablePointer<Record>
    /// The details of checks, a slot beside each record; nil when no check of the plan has details.
    private let details: UnsafeMutableBufferPointer<Detail?>?

    /// The facts about each row that its group needs; nil when rows have no groups.
    let facts: UnsafeMutableBufferPointer<GroupFact>?

    /// Room for the verdicts of `count` samples under `plan`; for details where the plan has some, or `keepsDetails`; for
    /// groups where the plan has them, or `isGrouped`.
    init(count: Int, plan: Plan, keepsDetails: Bool = false, isGrouped: Bool = false) {
        kept = Atomic(count)
        partNames = plan.partNames
        stride = plan.slotCount
        records = .allocate(capacity: max(count * stride, 1))
        details =
            keepsDetails || plan.carriesRuns || plan.carriesDetails ? .allocate(capacity: count * stride) : nil
        details?.initialize(repeating: nil)
        facts = isGrouped || plan.group != nil ? .allocate(capacity: count) : nil
        facts?.initialize(repeating: .none)
    }

    deinit {
        records.deallocate()
        details?.deinitialize()
        details?.deallocate()
        facts?.deallocate()
    }

    /// Leaves the first `count` samples.
    func keep(first count: Int) { kept.min(count, ordering: .relaxed) }

    /// The total of sample `row`.
    @inlinable
    public subscript(_ row: Int) -> Record { self.record(row, 0) }

    /// Part `part` of sample `row`; the only part of a one-part grader is its total.
    @inlinable
    public func part(_ part: Int, of row: Int) -> Record { record(row, 1 + part) }

    /// Record `column` of `row`: 0 is the total.
    @inlinable
    public func record(_ row: Int, _ column: Int) -> Record {
        precondition(row >= 0 && row < count && column >= 0 && column < stride)
        return records[row * stride + column]
    }

    /// The detail of the check of a column (0 the total, 1 the first part): of a program its
    /// verdict, sandbox level, times, and first failing test; of other checks what they were asked to tell.
    public func detail(_ row: Int, _ column: Int) -> Detail? {
        precondition(row >= 0 && row < count && column >= 0 && column < stride)
        return details?[row * stride + column]
    }

    /// Only by the worker that has the row.
    func setDetail(_ row: Int, _ column: Int, _ detail: Detail?) {
        details?[row * stride + column] = detail
    }

    /// Where the records of `row` are written.
    @inline(__always)
    func slots(of row: Int) -> UnsafeMutablePointer<Record> { records + row * stride }

    /// Copies the totals' rewards (not a number where there is none) and statuses into columns of `count` entries.
    public func copy(rewards: UnsafeMutablePointer<Double>?, statuses: UnsafeMutablePointer<UInt8>?) {
        for row in 0..<count {
            let total = records[row * stride]
            rewards?[row] = total.rawReward
            statuses?[row] = total.status.rawValue
        }
    }

    /// The verdict of `row` as a value of its own.
    public func verdict(_ row: Int) -> Verdict {
        Verdict(
            total: self[row],
            parts: partNames.enumerated().compactMap { index, name in
                let record = part(index, of: row)
                return record.isEvaluated ? Verdict.Part(name: name, record: record) : nil
            })
    }
}
