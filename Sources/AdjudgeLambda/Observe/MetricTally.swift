import AdjudgeBase
import AdjudgeWire

/// What the metrics say of some batches.
struct MetricTally: Sendable {
    /// Verified rewards, held-out prompts left out.
    var rewards: [Double] = []
    /// Verified rewards of held-out prompts.
    var heldOutRewards: [Double] = []
    var samples = 0
    var statuses = [Int](repeating: 0, count: Status.allCases.count)
    var signals = [Int](repeating: 0, count: ResponseSignals.named.count)
    /// How long each batch took, in milliseconds.
    var latencies: [Double] = []

    /// How many samples have no reward of their own.
    var unscored: Int { samples - rewards.count - heldOutRewards.count }

    /// Adds what is said of other batches.
    mutating func add(_ other: MetricTally) {
        rewards += other.rewards
        heldOutRewards += other.heldOutRewards
        samples += other.samples
        for index in statuses.indices { statuses[index] += other.statuses[index] }
        for index in signals.indices { signals[index] += other.signals[index] }
        latencies += other.latencies
    }

    /// The metrics. What is billed for each month in which it appears appears only when there is something to say:
    /// counts of zero do not.
    func metrics(baseline: Double?) -> [MetricLine.Metric] {
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
        return metrics
    }
}
