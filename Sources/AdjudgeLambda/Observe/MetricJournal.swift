import Adjudge
import AdjudgeBase

/// Collects the metrics of several batches into one line per interval: writing a line costs more than scoring the
/// samples that it describes.
///
/// The collected metrics are written with the first batch that ends after the interval. If Lambda ends the environment
/// before that, the metrics of its last interval are lost.
final class MetricJournal: Sendable {
    private struct State {
        var held = MetricTally()
        /// When the last collected batch ended.
        var heldAt = Clock.Instant(microseconds: 0)
        var writtenAt = Clock.Instant(microseconds: 0)
        /// The sum of the first rewards, until there are enough for the baseline.
        var firstSum = 0.0
        var firstCount = 0
        var baseline: Double?
        /// What judges had been asked when the last entry was made.
        var judged = Judges.Tally()

        /// The collected metrics as an entry, with what judges were asked since the one before.
        mutating func entry(at time: Clock.Instant) -> Entry {
            let tally = Judges.tally ?? judged
            defer { (held, judged) = (MetricTally(), tally) }
            return Entry(tally: held, time: time, baseline: baseline, judges: tally.since(judged))
        }
    }

    private let state: Guarded<State>
    private let interval: Int
    private let baselineSamples: Int
    /// Lambda may freeze the environment between batches: metrics older than this get a line of their own, with their
    /// own time. In µs.
    private static let staleAfter = 10_000_000

    /// A journal with the given configuration.
    init(_ configuration: Configuration) {
        var state = State()
        state.baseline = configuration.baselineReward
        self.state = Guarded(state)
        interval = configuration.metricsInterval * 1000
        baselineSamples = configuration.baselineReward == nil ? configuration.baselineSamples : 0
    }

    /// The metrics of some batches, with the time when the last of them ended.
    struct Entry {
        let tally: MetricTally
        let time: Clock.Instant
        /// The mean of the first rewards; nil until it is known.
        let baseline: Double?
        /// What judges were asked meanwhile.
        let judges: Judges.Tally
    }

    /// Adds a batch that ended at `now`. Returns the entries to write: none, all that is collected, or one from before
    /// a pause and one from after it.
    func add(_ tally: MetricTally, at now: Clock.Instant) -> [Entry] {
        state.withLock { state in
            var entries: [Entry] = []
            if state.held.samples > 0, now.microseconds - state.heldAt.microseconds >= MetricJournal.staleAfter {
                entries.append(state.entry(at: state.heldAt))
            }
            state.held.add(tally)
            state.heldAt = now
            updateBaseline(tally, &state)
            if now.microseconds - state.writtenAt.microseconds >= interval {
                entries.append(state.entry(at: now))
                state.writtenAt = now
            }
            return entries
        }
    }

    /// Removes and returns the collected metrics.
    func flush() -> Entry? {
        state.withLock { state in
            guard state.held.samples > 0 else { return nil }
            return state.entry(at: state.heldAt)
        }
    }

    private func updateBaseline(_ tally: MetricTally, _ state: inout State) {
        guard state.firstCount < baselineSamples else { return }
        state.firstSum += tally.rewards.reduce(0, +)
        state.firstCount += tally.rewards.count
        if state.firstCount >= baselineSamples { state.baseline = state.firstSum / Double(state.firstCount) }
    }
}
