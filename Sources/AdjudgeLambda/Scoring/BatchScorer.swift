import Adjudge

/// Scores batches for one poller, and always returns by the deadline.
final class BatchScorer {
    private let engine: Engine
    private var lane: WorkLane?
    /// How long before the deadline programs are cancelled, in µs: the rest of the time collects the finished ones.
    private static let cancellationLead = 100_000

    /// A scorer on `engine`.
    init(_ engine: Engine) { self.engine = engine }

    deinit { lane?.close() }

    /// Scores `batch`, or the part of it that can be scored by `time`.
    func score(_ batch: SampleBatch, until time: Clock.Instant?) {
        if lane == nil { lane = WorkLane() }
        guard let lane else {
            // Without a thread of its own, the batch can still stop between samples.
            _ = engine.score(batch)
            return
        }
        let engine = engine
        let cancellation = Cancellation()
        lane.start { _ = engine.score(batch, cancellation: cancellation) }
        let timeToCancel = time.map { Clock.Instant(microseconds: max(0, $0.microseconds - Self.cancellationLead)) }
        if lane.wait(until: timeToCancel) { return }
        cancellation.cancel()
        if lane.wait(until: time) { return }
        batch.stop()
        lane.close()
        self.lane = nil
    }
}
