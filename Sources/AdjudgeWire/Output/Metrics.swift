import Adjudge
import AdjudgeBase

/// The metrics of a run under the names that people chart: those of TRL, verl, open-instruct and NeMo-Gym.
///
/// `reward_std` is TRL's, the mean of the groups' deviations, where rows have groups, else that of all rewards. Names with
/// `@` are for groups; those of NeMo-Gym are in percent, as there.
public struct Metrics: Sendable {
    /// The numbers, in a fixed order; what there is no number for is left out.
    public private(set) var values: [(name: String, value: Double)] = []

    /// The metrics of a summary, and of the groups of its rows.
    public init(_ summary: Summary, _ ledger: GroupLedger? = nil) {
        let groups = ledger.map { GroupMetrics($0) }
        addRewards(summary, groups)
        for part in summary.parts { addPart(part) }
        if let ledger { addLengths(Moments(ledger.entries.compactMap(\.length))) }
        for status in Status.allCases {
            add("status/\(status.name)", share(summary.statuses[Int(status.rawValue)], of: summary.rows))
        }
        if let groups { addGroups(groups) }
    }

    private mutating func add(_ name: String, _ value: Double?) {
        if let value, value.isFinite { values.append((name, value)) }
    }

    private func share(_ count: Int, of total: Int) -> Double? { total > 0 ? Double(count) / Double(total) : nil }

    private mutating func addRewards(_ summary: Summary, _ groups: GroupMetrics?) {
        let rewards = summary.moments
        add("reward", rewards.mean)
        add("reward_std", groups.map(\.meanDeviation) ?? rewards.sampleDeviation)
        add("frac_reward_zero_std", groups?.zeroDeviationShare)
        for name in ["critic/score", "critic/rewards"] {
            add("\(name)/mean", rewards.mean)
            add("\(name)/max", rewards.maximum)
            add("\(name)/min", rewards.minimum)
        }
        add("objective/verifiable_reward", rewards.mean)
        add("objective/verifiable_correct_rate", summary.passedShare)
    }

    private mutating func addPart(_ part: Summary.Part) {
        add("rewards/\(part.name)/mean", part.moments.mean)
        add("rewards/\(part.name)/std", part.moments.sampleDeviation)
        add("objective/\(part.name)_reward", part.moments.mean)
        add("objective/\(part.name)_correct_rate", share(part.passed, of: part.moments.count))
    }

    private mutating func addLengths(_ lengths: Moments) {
        add("completions/mean_length", lengths.mean)
        add("completions/min_length", lengths.minimum)
        add("completions/max_length", lengths.maximum)
        add("response_length/mean", lengths.mean)
        add("response_length/max", lengths.maximum)
        add("response_length/min", lengths.minimum)
    }

    private mutating func addGroups(_ groups: GroupMetrics) {
        add("groups/count", Double(groups.groups))
        add("groups/all_right", share(groups.allRight, of: groups.groups))
        add("groups/all_wrong", share(groups.allWrong, of: groups.groups))
        add("groups/mixed", share(groups.groups - groups.allRight - groups.allWrong, of: groups.groups))
        add("groups/constant", share(groups.constant, of: groups.groups))
        add("groups/unscored", Double(groups.unscored))
        add("groups/rows_without_group", Double(groups.ungrouped))
        for (name, count) in zip(GroupMetrics.solveRateNames, groups.solveRates) {
            add("groups/solve_rate/\(name)", share(count, of: groups.groups))
        }
        for metric in groups.attempts {
            add(metric.name, metric.value)
            let parts = metric.name.split(separator: "@", maxSplits: 1).map(String.init)
            if let verl = ["avg": "mean", "best": "best", "maj": "maj"][parts[0]], Int(parts[1]) != nil {
                add("val-core/all/reward/\(verl)@\(parts[1])" + (verl == "mean" ? "" : "/mean"), metric.value)
            }
        }
    }

    /// The metrics as one JSON object, `step` first where there is one.
    public func writeJSON(step: Int? = nil, to writer: inout ByteWriter) {
        var isFirst = true
        writer.append("{")
        if let step {
            writer.append("\"step\":")
            writer.append(decimal: step)
            isFirst = false
        }
        for (name, value) in values {
            if !isFirst { writer.append(",") }
            isFirst = false
            writer.appendJSONString(name)
            writer.append(":")
            writer.appendJSONNumber(value)
        }
        writer.append("}")
    }
}
