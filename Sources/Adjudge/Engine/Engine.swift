import AdjudgeBase
import Glibc
import Synchronization

/// Scores batches of samples under one plan. The only scoring path: a single sample is a batch of one.
///
/// Safe to use from several threads at once. Verdicts are in input order and the same for any number of threads.
public final class Engine: Sendable {
    /// The compiled grader.
    public let plan: Plan
    /// How many threads a batch is split over.
    public let threads: Int
    private let pool: WorkerPool
    private let idle = Mutex<[Worker]>([])

    /// An engine for `plan` on `threads` threads; 0 means one for each processor.
    public init(_ plan: Plan, threads: Int = 0) {
        self.plan = plan
        self.threads = threads > 0 ? min(threads, 1024) : Engine.availableProcessors
        pool = WorkerPool(threads: self.threads)
    }

    /// An engine for the grader that `text` names: `preset:NAME`, or JSON.
    public convenience init(grader text: String, threads: Int = 0) throws(DocumentError) {
        self.init(try Plan(Grader(text)), threads: threads)
    }

    /// Scores every sample of `source`. O(bytes of the batch) for every verifier without a budget of its own.
    public func score(_ source: some SampleSource) -> VerdictBatch {
        let verdicts = VerdictBatch(count: source.count, partNames: plan.partNames)
        if plan.isDeferring {
            // First everything is handed over, and what needs no waiting is scored; then the rest is collected.
            let begin = BeginTask(engine: self, source: source, verdicts: verdicts)
            run(begin, grain: begin.grain, count: source.count)
            let finish = BatchTask(engine: self, source: source, verdicts: verdicts, pending: begin.pending)
            run(finish, grain: finish.grain, count: source.count)
        } else {
            let task = BatchTask(engine: self, source: source, verdicts: verdicts, pending: nil)
            run(task, grain: task.grain, count: source.count)
        }
        return verdicts
    }

    /// Ends what goes on outside the workers: programs that run or wait to. Their rows finish as `unavailable`, without
    /// a reward. May be called from any thread while a batch is scored.
    public func cancel() {
        for part in plan.parts { part.verifier.cancel() }
    }

    private func run(_ task: any PoolTask, grain: Int, count: Int) {
        if count <= grain || threads == 1 { task.work() } else { pool.run(task) }
    }

    /// Scores one response.
    public func score(response: Bytes, reference: Bytes? = nil) -> Verdict {
        score(Single(Sample(response: .text(response), reference: reference.map { .text($0) } ?? .absent))).verdict(0)
    }

    /// Lends a worker to `body`. Workers keep their caches between batches.
    func withWorker<Result>(_ body: (Worker) -> Result) -> Result {
        let worker = idle.withLock { $0.popLast() } ?? Worker(plan)
        defer { idle.withLock { $0.append(worker) } }
        return body(worker)
    }

    private static var availableProcessors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// A batch on its way through the pool.
private final class BatchTask<Source: SampleSource>: PoolTask {
    let engine: Engine
    let source: Source
    let verdicts: VerdictBatch
    /// Rows that a thread takes at a time: enough to make the shared index cheap, few enough to share out a slow tail.
    let grain: Int
    /// What goes on elsewhere, by row; nil where nothing does, and the rows are still to be scored.
    private let pending: PendingRows?
    private let next = Atomic(0)

    init(engine: Engine, source: Source, verdicts: VerdictBatch, pending: PendingRows?) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
        self.pending = pending
        grain = max(1, min(64, source.count / (engine.threads * 4)))
    }

    func work() {
        engine.withWorker { worker in
            let reader = source.makeReader()
            while true {
                let start = next.add(grain, ordering: .relaxed).oldValue
                guard start < source.count else { return }
                let range = start..<min(start + grain, source.count)
                reader.beginChunk(range)
                for row in range {
                    let sample = reader.sample(at: row)
                    if let pending {
                        if let checks = pending.take(row) { worker.finish(checks, into: verdicts, row: row) }
                    } else {
                        worker.score(sample, into: verdicts, row: row)
                    }
                    reader.scored(row, sample, verdicts)
                }
                reader.endChunk(range)
            }
        }
    }
}

/// The first half of a batch with checks that go on elsewhere: every row is begun.
private final class BeginTask<Source: SampleSource>: PoolTask {
    let engine: Engine
    let source: Source
    let verdicts: VerdictBatch
    let pending: PendingRows
    let grain: Int
    private let next = Atomic(0)

    init(engine: Engine, source: Source, verdicts: VerdictBatch) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
        pending = PendingRows(count: source.count)
        grain = max(1, min(64, source.count / (engine.threads * 4)))
    }

    func work() {
        engine.withWorker { worker in
            let reader = source.makeReader()
            while true {
                let start = next.add(grain, ordering: .relaxed).oldValue
                guard start < source.count else { return }
                for row in start..<min(start + grain, source.count) {
                    let sample = reader.sample(at: row)
                    if let checks = worker.begin(sample, into: verdicts, row: row) { pending.put(row, checks) }
                }
            }
        }
    }
}

/// What goes on elsewhere, by row. Each row is put by one worker and taken by one, in that order.
final class PendingRows: @unchecked Sendable {
    private let rows: UnsafeMutableBufferPointer<PendingRow?>

    init(count: Int) {
        rows = .allocate(capacity: count)
        rows.initialize(repeating: nil)
    }

    deinit {
        rows.deinitialize()
        rows.deallocate()
    }

    func put(_ row: Int, _ checks: PendingRow) { rows[row] = checks }

    func take(_ row: Int) -> PendingRow? {
        defer { rows[row] = nil }
        return rows[row]
    }
}

/// A batch of one.
struct Single: SampleSource, @unchecked Sendable {
    let sample: Sample
    var count: Int { 1 }

    init(_ sample: Sample) { self.sample = sample }

    func makeReader() -> any SampleReader { Reader(sample) }

    private final class Reader: SampleReader {
        let sample: Sample
        init(_ sample: Sample) { self.sample = sample }
        func sample(at index: Int) -> Sample { sample }
    }
}
