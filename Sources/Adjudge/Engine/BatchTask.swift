import Synchronization

/// A batch on its way through the pool.
final class BatchTask<Source: SampleSource>: PoolTask {
    private let engine: Engine
    private let source: Source
    private let verdicts: VerdictBatch
    private let aside: (@Sendable () -> Void)?
    /// How many rows there are to score.
    private let count: Int
    /// What goes on elsewhere, by row; nil where nothing does, and the rows are still to be scored.
    private let pending: PendingRows?
    /// The most rows that a thread takes at a time: enough to make the shared index cheap.
    static var largestChunk: Int { 64 }
    private let next = Atomic(0)
    /// The first row that an interruption left out.
    private let interrupted: Atomic<Int>
    private let asideTaken = Atomic(false)

    init(engine: Engine, source: Source, verdicts: VerdictBatch, aside: (@Sendable () -> Void)?) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
        self.aside = aside
        count = source.count
        pending = nil
        interrupted = Atomic(source.count)
    }

    /// The second half of a batch: the first `count` rows were begun, and some of them wait for what is `pending`.
    init(engine: Engine, source: Source, verdicts: VerdictBatch, count: Int, pending: PendingRows) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
        self.count = count
        self.pending = pending
        aside = nil
        interrupted = Atomic(count)
    }

    /// How many rows from the first on are scored, once every thread is done.
    var scored: Int { min(next.load(ordering: .relaxed), interrupted.load(ordering: .relaxed)) }

    func work() {
        if let aside, !asideTaken.exchange(true, ordering: .relaxed) { aside() }
        engine.withWorker { worker in
            let reader = source.makeReader()
            // Rows that were begun are all collected: an early end is for those that still have to be.
            while pending != nil || !source.endsEarly, !source.isInterrupted {
                guard let chunk = takeChunk() else { return }
                score(chunk, worker, reader)
            }
        }
    }

    /// The rows that a thread scores next: fewer and fewer towards the end, so that all threads end together.
    private func takeChunk() -> Range<Int>? {
        var start = next.load(ordering: .relaxed)
        while start < count {
            let share = (count - start) / (engine.threads * 4)
            let end = start + max(1, min(Self.largestChunk, share))
            let (taken, now) = next.weakCompareExchange(expected: start, desired: end, ordering: .relaxed)
            if taken { return start..<end }
            start = now
        }
        return nil
    }

    private func score(_ chunk: Range<Int>, _ worker: Worker, _ reader: any SampleReader) {
        reader.beginChunk(chunk)
        for row in chunk {
            if source.isInterrupted {
                interrupted.min(row, ordering: .relaxed)
                reader.endChunk(chunk.lowerBound..<row)
                return
            }
            let sample = reader.sample(at: row)
            if let pending {
                if let checks = pending[row] { worker.finish(checks, sample, into: verdicts, row: row) }
                pending.remove(row)
            } else {
                worker.score(sample, into: verdicts, row: row)
            }
            worker.noteGroup(sample, verdicts, row: row)
            reader.scored(row, sample, verdicts)
        }
        reader.endChunk(chunk)
    }
}
