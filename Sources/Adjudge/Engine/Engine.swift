import AdjudgeBase
import CForks
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
    private let owner = getpid()
    private let idle = Guarded<[Worker]>([])
    private let batches = Atomic(0)
    private static let coldBatches = 4

    /// Whether the next batch is one of the first, for which the language's runtime makes its tables, under locks that a
    /// child of fork would find held for ever: forks wait for such a batch, but no longer than two seconds.
    package var isCold: Bool { batches.load(ordering: .relaxed) < Engine.coldBatches }

    /// An engine for `plan` on `threads` threads; 0 means one for each processor.
    public init(_ plan: Plan, threads: Int = 0) {
        self.plan = plan
        self.threads = threads > 0 ? min(threads, 1024) : Engine.availableProcessors
    }

    /// An engine for the grader that `text` names: a preset, or JSON.
    public convenience init(grader text: String, threads: Int = 0) throws(DocumentError) {
        forks_hold()
        defer { forks_release() }
        self.init(try Plan(Grader(text)), threads: threads)
    }

    /// Scores the samples of `source`: all of them unless it ends the batch early. O(bytes of the batch) for every
    /// verifier without a budget of its own.
    ///
    /// `aside` is work that does not depend on the batch, such as reading the one that follows: one thread does it
    /// first and joins the scoring then. `cancellation` ends the batch's programs from another thread.
    public func score(
        _ source: some SampleSource, cancellation: Cancellation? = nil, aside: (@Sendable () -> Void)? = nil
    ) -> VerdictBatch {
        let wasCold = isCold
        if wasCold { forks_hold() }
        defer {
            if wasCold { forks_release() }
            batches.add(1, ordering: .relaxed)
        }
        let verdicts = VerdictBatch(count: source.count, plan: plan, isGrouped: source.isGrouped)
        if plan.isDeferring {
            let task = WindowTask(engine: self, source: source, verdicts: verdicts, aside: aside)
            cancellation?.watch(task.pending)
            run(task, count: source.count)
            // Nobody asks for the rows that an interruption left out.
            task.pending.cancel()
            verdicts.keep(first: task.scored)
            return verdicts
        }
        let task = BatchTask(engine: self, source: source, verdicts: verdicts, aside: aside)
        run(task, count: aside == nil ? source.count : source.count + 1)
        verdicts.keep(first: task.scored)
        return verdicts
    }

    /// Opens in advance what the first batch would have to wait for, such as the sandbox that programs run in. Blocks,
    /// for some tenths of a second where programs are run; what cannot be opened shows in the verdicts.
    public func prepare() {
        for leaf in plan.leaves { leaf.verifier.prepare() }
    }

    /// Ends what goes on outside the workers: programs that run or wait to. Their rows finish as `unavailable`, without
    /// a reward. May be called from any thread while a batch is scored.
    public func cancel() {
        for leaf in plan.leaves { leaf.verifier.cancel() }
    }

    /// True in a child of fork whose parent made the engine: there the caller works alone.
    package var isInherited: Bool { getpid() != owner }

    private func run(_ task: any PoolTask, count: Int) {
        if count == 1 || isInherited {
            task.work()
        } else {
            WorkerPool.shared.run(task, threads: threads, holdsForks: isCold)
        }
    }

    /// Scores one response.
    public func score(response: Bytes, reference: Bytes? = nil) -> Verdict {
        score(Single(Sample(response: .text(response), reference: reference.map { .text($0) } ?? .absent))).verdict(0)
    }

    /// Lends a worker to `body`. Workers keep their caches between batches.
    func withWorker<Result>(_ body: (Worker) -> Result) -> Result {
        // A child of fork may have inherited the lock as another thread of its parent held it: nobody would ever open it.
        if isInherited { return body(Worker(plan)) }
        let worker = idle.withLock { $0.popLast() } ?? Worker(plan)
        defer { idle.withLock { $0.append(worker) } }
        return body(worker)
    }

    private static var availableProcessors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
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
