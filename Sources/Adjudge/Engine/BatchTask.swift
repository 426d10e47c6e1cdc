import Synchronization

/// A batch on its way through the pool.
final class BatchTask<Source: SampleSource>: PoolTask {
    private let engine: Engine
    private let source: Source
    private let verdicts: VerdictBatch
    private let aside: (@Sendable () -> Void)?
    /// How many rows there are to score.
    private let count: Int
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
        interrupted = Atomic(source.count)
    }

    /// How many rows from the first on are scored, once every thread is done.
    var scored: Int { min(next.load(ordering: .relaxed), interrupted.load(ordering: .relaxed)) }

    func work() {
        if let aside, !asideTaken.exchange(true, ordering: .relaxed) { aside() }
        engine.withWorker { worker in
            let reader = source.makeReader()
            while !source.endsEarly, !source.isInterrupted {
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
            worker.score(sample, into: verdicts, row: row)
            worker.noteGroup(sample, verdicts, row: row)
            reader.scored(row, sample, verdicts)
        }
        reader.endChunk(chunk)
    }
}
