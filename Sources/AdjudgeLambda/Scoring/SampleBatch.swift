import Adjudge
import AdjudgeBase
import AdjudgeWire
import Glibc
import Synchronization

/// The rows of one event as a batch for the engine, with the results of those that are finished.
///
/// The batch owns its results and keeps its text alive, so that it can be answered before all rows are scored: at the
/// deadline unfinished rows are reported as unavailable, and a row that is still being scored harms nothing.
final class SampleBatch: SampleSource, @unchecked Sendable {
    /// Turns a row into a sample.
    typealias Read = @Sendable (JSONValue, ReaderTools) -> NovaDialect.Reading

    /// The result of a row.
    struct Row {
        var reward = Double.nan
        var passed: Bool?
        var status = Status.unavailable
        var reason = Reason.deadline
        /// The name of the family's own reason where there is one, else that of ``reason``.
        var reasonName = Reason.deadline.name
        var signals: ResponseSignals = []
        /// The length of the model's turn, in bytes.
        var length = 0
    }

    /// The result of a part of a row.
    private struct Part {
        var reward = Double.nan
        var isEvaluated = false
    }

    let rows: [JSONValue]
    let plan: Plan
    private let text: AnyObject
    private let read: Read
    private let answerBy: Clock.Instant?
    private let results: UnsafeMutablePointer<Row>
    private let parts: UnsafeMutablePointer<Part>
    private let done: UnsafeMutablePointer<Atomic<Bool>>
    private let stopped = Atomic(false)
    private let longest = Atomic(0)

    /// A batch of `rows`, views of `text`. No row is started that is not expected to be done by `answerBy`.
    init(
        _ rows: [JSONValue], of text: AnyObject, plan: Plan, answerBy: Clock.Instant?, read: @escaping Read
    ) {
        self.rows = rows
        self.text = text
        self.plan = plan
        self.answerBy = answerBy
        self.read = read
        let count = max(rows.count, 1)
        results = .allocate(capacity: count)
        results.initialize(repeating: Row(), count: count)
        parts = .allocate(capacity: max(count * plan.partNames.count, 1))
        done = .allocate(capacity: count)
        for row in 0..<count { (done + row).initialize(to: Atomic(false)) }
    }

    deinit {
        results.deallocate()
        parts.deallocate()
        done.deinitialize(count: max(rows.count, 1))
        done.deallocate()
    }

    // MARK: Results

    /// The result of a row; for an unfinished row, unavailable because of the deadline.
    func result(_ row: Int) -> Row { done[row].load(ordering: .acquiring) ? results[row] : Row() }

    /// The reward of a part of a finished row, or nil.
    func part(_ part: Int, of row: Int) -> Double? {
        guard done[row].load(ordering: .acquiring) else { return nil }
        let reward = parts[row * plan.partNames.count + part].reward
        return reward.isNaN ? nil : reward
    }

    /// Whether the grader evaluated a part of a row; true for every part of an unfinished row.
    func isEvaluated(_ part: Int, of row: Int) -> Bool {
        !done[row].load(ordering: .acquiring) || parts[row * plan.partNames.count + part].isEvaluated
    }

    /// Lets no further row start.
    func stop() { stopped.store(true, ordering: .relaxed) }

    // MARK: Scoring

    var count: Int { rows.count }

    func makeReader() -> any SampleReader { Reader(self) }

    /// True when a row started now could miss the deadline, if it took as long as the slowest row so far.
    fileprivate func isOutOfTime(_ now: Int) -> Bool {
        if stopped.load(ordering: .relaxed) { return true }
        guard let answerBy else { return false }
        return now + longest.load(ordering: .relaxed) >= answerBy.microseconds
    }

    fileprivate func noteDuration(_ microseconds: Int) {
        if microseconds > 0 { longest.max(microseconds, ordering: .relaxed) }
    }

    fileprivate func record(_ row: Int, _ verdicts: VerdictBatch, length: Int, signals: ResponseSignals) {
        let total = verdicts[row]
        // Only the deadline cancels scoring in this function.
        let isLate = total.reason == .cancelled
        results[row] = Row(
            reward: total.rewardOrNaN, passed: plan.passed(row, of: verdicts), status: total.status,
            reason: isLate ? .deadline : total.reason, reasonName: isLate ? Reason.deadline.name : total.reasonName,
            signals: signals, length: length)
        for part in 0..<plan.partNames.count {
            let record = verdicts.part(part, of: row)
            parts[row * plan.partNames.count + part] = Part(
                reward: record.rewardOrNaN, isEvaluated: record.isEvaluated)
        }
        done[row].store(true, ordering: .releasing)
    }

    private final class Reader: SampleReader {
        private let batch: SampleBatch
        private let tools = ReaderTools.take()
        private var turn = Bytes.empty
        private var began = 0

        init(_ batch: SampleBatch) { self.batch = batch }

        deinit { tools.giveBack() }

        func sample(at index: Int) -> Sample {
            tools.arena.reset()
            began = Clock.now().microseconds
            turn = .empty
            if batch.isOutOfTime(began) { return Sample(response: .absent, defect: RowDefect(.deadline)) }
            var reading = batch.read(batch.rows[index], tools)
            // Valid UTF-8: it comes from a JSON parser and is cut only at markers, which are whole characters.
            reading.sample.isResponseValid = true
            turn = reading.turn
            return reading.sample
        }

        func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch) {
            let record = verdicts[index]
            let known = sample.defect == nil
            let signals =
                known ? tools.detector.signals(answer: sample.response.bytes, turn: turn, record: record) : []
            batch.record(index, verdicts, length: turn.count, signals: signals)
            if known { batch.noteDuration(Clock.now().microseconds - began) }
        }
    }
}
