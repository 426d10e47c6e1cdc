import Adjudge
import AdjudgeBase
import AdjudgeWire

/// The sums and values behind the metrics of some batches.
struct MetricTally: Sendable {
    /// Verified rewards, without those of held-out prompts.
    var rewards: [Double] = []
    /// Verified rewards of held-out prompts.
    var heldOutRewards: [Double] = []
    var samples = 0
    var statuses = [Int](repeating: 0, count: Status.allCases.count)
    var signals = [Int](repeating: 0, count: ResponseSignals.named.count)
    /// The duration of each batch, in milliseconds.
    var latencies: [Double] = []

    /// The number of samples without a verified reward.
    var unscored: Int { samples - rewards.count - heldOutRewards.count }

    /// Adds the figures of other batches.
    mutating func add(_ other: MetricTally) {
        rewards += other.rewards
        heldOutRewards += other.heldOutRewards
        samples += other.samples
        for index in statuses.indices { statuses[index] += other.statuses[index] }
        for index in signals.indices { signals[index] += other.signals[index] }
        latencies += other.latencies
    }

    /// The metrics. A metric is billed for each month in which it appears, so counts of zero are left out.
    func metrics(baseline: Double?, judges: Judges.Tally = Judges.Tally()) -> [MetricLine.Metric] {
        var metrics = [
            MetricLine.Metric(name: "Samples", unit: "Count", values: [Double(samples)]),
            MetricLine.Metric(name: "Unscored", unit: "Count", values: [Double(unscored)]),
        ]
        func add(_ name: StaticString, _ unit: StaticString, _ values: [Double]) {
            if !values.isEmpty { metrics.append(MetricLine.Metric(name: name, unit: unit, values: values)) }
        }
        add("Latency", "Milliseconds", latencies)
        add("Reward", "None", rewards)
        add("HeldOutReward", "None", heldOutRewards)
        if let baseline { add("BaselineReward", "None", [baseline]) }
        for status in Status.allCases where statuses[Int(status.rawValue)] > 0 {
            add(status.name, "Count", [Double(statuses[Int(status.rawValue)])])
        }
        for (index, named) in ResponseSignals.named.enumerated() where signals[index] > 0 {
            add(named.name, "Count", [Double(signals[index])])
        }
        for (name, count) in [
            ("JudgeCalls", judges.calls), ("JudgeCached", judges.cached), ("JudgeFailures", judges.failed),
            ("JudgeTokens", judges.inputTokens + judges.outputTokens),
        ] as [(StaticString, Int)] where count > 0 {
            add(name, "Count", [Double(count)])
        }
        if judges.cost > 0 { add("JudgeCost", "None", [judges.cost]) }
        return metrics
    }
}
