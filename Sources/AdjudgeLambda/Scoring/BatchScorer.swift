import Adjudge

/// Scores batches for one poller, and returns by the deadline whatever happens.
final class BatchScorer {
    private let engine: Engine
    private var lane: WorkLane?
    /// How long before time is up programs are ended, in µs: those that are done by then are collected after it.
    private static let timeToEnd = 100_000

    /// A scorer on `engine`.
    init(_ engine: Engine) { self.engine = engine }

    deinit { lane?.close() }

    /// Scores `batch`, or as much of it as can be done by `time`.
    func score(_ batch: SampleBatch, until time: Clock.Instant?) {
        if lane == nil { lane = WorkLane() }
        guard let lane else {
            // Without a thread of its own the batch still stops between samples.
            _ = engine.score(batch)
            return
        }
        let engine = engine
        let cancellation = Cancellation()
        lane.start { _ = engine.score(batch, cancellation: cancellation) }
        let timeToCancel = time.map { Clock.Instant(microseconds: max(0, $0.microseconds - BatchScorer.timeToEnd)) }
        if lane.wait(until: timeToCancel) { return }
        cancellation.cancel()
        if lane.wait(until: time) { return }
        batch.stop()
        lane.close()
        self.lane = nil
    }
}
