import AdjudgeBase
import Synchronization

/// A batch with checks that go on elsewhere, on its way through the pool: a bounded window of its rows is in flight.
final class WindowTask<Source: SampleSource>: PoolTask {
    /// How long a row is waited for before interruptions are looked for, in milliseconds.
    private static var patience: Int { 100 }
    private let engine: Engine
    private let source: Source
    private let verdicts: VerdictBatch
    private let aside: (@Sendable () -> Void)?
    private let asideTaken = Atomic(false)
    private let window: Monitor<Window>
    /// The checks that were begun and are not finished.
    let pending: PendingRows

    init(engine: Engine, source: Source, verdicts: VerdictBatch, aside: (@Sendable () -> Void)?) {
        self.engine = engine
        self.source = source
        self.verdicts = verdicts
        self.aside = aside
        window = Monitor(Window(count: source.count, threads: engine.threads))
        pending = PendingRows(count: source.count)
    }

    /// How many rows from the first on have their verdict, once every thread is done.
    var scored: Int { window.change(waking: .nobody) { $0.oldest } }

    func work() {
        if let aside, !asideTaken.exchange(true, ordering: .relaxed) { aside() }
        engine.withWorker { worker in
            let reader = source.makeReader()
            while true {
                if source.endsEarly { window.change { $0.close() } }
                switch window.wait(for: { $0.step() }) {
                case .begin(let rows): begin(rows, worker, reader)
                case .finish(let row): finish(row, worker, reader)
                case .leave: return
                }
            }
        }
    }

    /// Begins rows, and delivers those that wait for nothing, in runs of neighbours.
    private func begin(_ rows: Range<Int>, _ worker: Worker, _ reader: any SampleReader) {
        var run = rows.lowerBound
        reader.beginChunk(rows)
        for row in rows {
            if source.isInterrupted { return interrupt(run..<row, reader) }
            let sample = reader.sample(at: row)
            guard let checks = worker.begin(sample, into: verdicts, row: row) else {
                conclude(sample, row, worker, reader)
                continue
            }
            deliver(run..<row, reader)
            pending.put(row, checks)
            window.change { $0.wait(row) }
            run = row + 1
            reader.beginChunk(run..<rows.upperBound)
        }
        deliver(run..<rows.upperBound, reader)
    }

    /// Waits for what a row waits for, and delivers it.
    private func finish(_ row: Int, _ worker: Worker, _ reader: any SampleReader) {
        if source.isInterrupted { return interrupt(row..<row, reader) }
        // A judge may take minutes, and whoever interrupts the run does not.
        while let checks = pending[row], !checks.isReady(within: WindowTask.patience) {
            if source.isInterrupted { return interrupt(row..<row, reader) }
        }
        reader.beginChunk(row..<row + 1)
        let sample = reader.sample(at: row)
        if let more = pending[row].flatMap({ worker.finish($0, sample, into: verdicts, row: row) }) {
            pending.put(row, more)
            return window.change { $0.waitAgain(row) }
        }
        pending.remove(row)
        conclude(sample, row, worker, reader)
        deliver(row..<row + 1, reader)
    }

    private func conclude(_ sample: borrowing Sample, _ row: Int, _ worker: Worker, _ reader: any SampleReader) {
        worker.noteGroup(sample, verdicts, row: row)
        reader.scored(row, sample, verdicts)
    }

    private func deliver(_ rows: Range<Int>, _ reader: any SampleReader) {
        guard !rows.isEmpty else { return }
        reader.endChunk(rows)
        window.change { window in
            for row in rows { window.finish(row) }
        }
    }

    private func interrupt(_ done: Range<Int>, _ reader: any SampleReader) {
        deliver(done, reader)
        window.change { $0.interrupt() }
    }
}
