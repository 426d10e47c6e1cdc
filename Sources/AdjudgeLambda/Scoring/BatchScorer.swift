import Adjudge

/// Scores batches for one poller, and returns by the deadline whatever happens.
final class BatchScorer {
    private let engine: Engine
    private var lane: ScoringLane?

    /// A scorer on `engine`.
    init(_ engine: Engine) { self.engine = engine }

    deinit { lane?.close() }

    /// Scores `batch`, or as much of it as can be done by `time`.
    func score(_ batch: SampleBatch, until time: Clock.Instant?) {
        if lane == nil { lane = ScoringLane() }
        guard let lane else {
            // Without a thread of its own the batch still stops between samples.
            _ = engine.score(batch)
            return
        }
        let engine = engine
        let finished = lane.run(until: time) { _ = engine.score(batch) }
        if !finished {
            batch.stop()
            self.lane = nil
        }
    }
}
