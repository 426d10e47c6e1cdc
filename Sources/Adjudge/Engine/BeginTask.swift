import Synchronization

/// The first half of a batch with checks that go on elsewhere: every row is begun, and what needs no waiting is scored.
final class BeginTask<Source: SampleSource>: PoolTask {
    private let engine: Engine
    private let source: Source
    private let verdicts: VerdictBatch
    private let aside: (@Sendable () -> Void)?
    /// What was begun, for the second half.
    let pending: PendingRows
    private let next = Atomic(0)
    private let interrupted: Atomic<Int>
    private let asideTaken = Atomic(false)

    init(engine: Engine, source: Source, verdicts: VerdictBatch, aside: (@Sendable () -> Void)?) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
        self.aside = aside
        pending = PendingRows(count: source.count)
        interrupted = Atomic(source.count)
    }

    /// How many rows from the first on are begun, once every thread is done.
    var begun: Int { min(next.load(ordering: .relaxed), interrupted.load(ordering: .relaxed)) }

    func work() {
        if let aside, !asideTaken.exchange(true, ordering: .relaxed) { aside() }
        engine.withWorker { worker in
            let reader = source.makeReader()
            while true {
                let row = next.add(1, ordering: .relaxed).oldValue
                guard row < source.count else { return }
                guard !source.isInterrupted else {
                    interrupted.min(row, ordering: .relaxed)
                    return
                }
                let sample = reader.sample(at: row)
                if let checks = worker.begin(sample, into: verdicts, row: row) { pending.put(row, checks) }
            }
        }
    }
}
