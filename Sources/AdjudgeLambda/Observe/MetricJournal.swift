import AdjudgeBase

/// Holds metrics back so that there is at most one line in a while: a line costs more than the scoring of the samples it
/// tells of.
///
/// What is held is written by the next batch that ends after the interval. An environment that Lambda ends before that
/// takes what it holds with it: the batches of its last interval.
final class MetricJournal: Sendable {
    private struct State {
        var held = MetricTally()
        /// When the last batch that is held ended.
        var heldAt = Clock.Instant(microseconds: 0)
        var writtenAt = Clock.Instant(microseconds: 0)
        /// The rewards of the run's beginning, until there are enough.
        var firstSum = 0.0
        var firstCount = 0
        var baseline: Double?
    }

    private let state: Guarded<State>
    private let interval: Int
    private let baselineSamples: Int
    /// Between batches Lambda may stop the clock: what has been held for longer is told apart, with its own time. In µs.
    private static let pause = 10_000_000

    /// A journal under those settings.
    init(_ configuration: Configuration) {
        var state = State()
        state.baseline = configuration.baselineReward
        self.state = Guarded(state)
        interval = configuration.metricsInterval * 1000
        baselineSamples = configuration.baselineReward == nil ? configuration.baselineSamples : 0
    }

    /// Some batches and when the last of them ended.
    struct Entry {
        let tally: MetricTally
        let time: Clock.Instant
        /// The mean reward of the run's beginning; nil until it is known.
        let baseline: Double?
    }

    /// Adds a batch that ended at `now`. Returns what is to be written: nothing, all that is held, or what was held
    /// before a pause and what is held now.
    func add(_ tally: MetricTally, at now: Clock.Instant) -> [Entry] {
        state.withLock { state in
            var entries: [Entry] = []
            if state.held.samples > 0, now.microseconds - state.heldAt.microseconds >= MetricJournal.pause {
                entries.append(Entry(tally: state.held, time: state.heldAt, baseline: state.baseline))
                state.held = MetricTally()
            }
            state.held.add(tally)
            state.heldAt = now
            learn(tally, &state)
            if now.microseconds - state.writtenAt.microseconds >= interval {
                entries.append(Entry(tally: state.held, time: now, baseline: state.baseline))
                state.held = MetricTally()
                state.writtenAt = now
            }
            return entries
        }
    }

    /// Takes out what is held.
    func flush() -> Entry? {
        state.withLock { state in
            guard state.held.samples > 0 else { return nil }
            defer { state.held = MetricTally() }
            return Entry(tally: state.held, time: state.heldAt, baseline: state.baseline)
        }
    }

    private func learn(_ tally: MetricTally, _ state: inout State) {
        guard state.firstCount < baselineSamples else { return }
        state.firstSum += tally.rewards.reduce(0, +)
        state.firstCount += tally.rewards.count
        if state.firstCount >= baselineSamples { state.baseline = state.firstSum / Double(state.firstCount) }
    }
}
