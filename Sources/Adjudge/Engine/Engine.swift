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
        let task = BatchTask(engine: self, source: source, verdicts: verdicts)
        if source.count <= task.grain || threads == 1 {
            task.work()
        } else {
            pool.run(task)
        }
        return verdicts
    }

    /// Scores one response.
    public func score(response: Bytes, reference: Bytes? = nil) -> Verdict {
        score(Single(Sample(response: .text(response), reference: reference.map { .text($0) } ?? .absent))).verdict(0)
    }

    /// Lends a worker to `body`. Workers keep their caches between batches.
    func withWorker<Result>(_ body: (Worker) -> Result) -> Result {
        // A child of fork may have inherited the lock as another thread of its parent held it: nobody would ever open it.
        if pool.isInherited { return body(Worker(plan)) }
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
    private let next = Atomic(0)

    init(engine: Engine, source: Source, verdicts: VerdictBatch) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
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
                    worker.score(sample, into: verdicts.slots(of: row))
                    reader.scored(row, sample, verdicts)
                }
                reader.endChunk(range)
            }
        }
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
