import Adjudge
import AdjudgeBase

extension ByteWriter {
    /// Appends what a group adds to a row, as members behind others: `advantage` and `zero_std` (all rewards of the group
    /// are the same) where the grader asks for advantages, `shaped_reward` where it asks for a length reward.
    public mutating func append(_ result: GroupLedger.Result, _ settings: GroupSettings) {
        if settings.lengthWeight != nil {
            append(",\"shaped_reward\":")
            appendJSONNumber(result.shapedReward ?? .nan)
        }
        guard settings.advantage != nil else { return }
        append(",\"advantage\":")
        appendJSONNumber(result.advantage ?? .nan)
        append(result.isConstant ? ",\"zero_std\":true" : ",\"zero_std\":false")
    }
}

extension ByteWriter {
    /// Appends the member `groups` of a summary, with a comma behind it.
    mutating func append(_ groups: GroupMetrics) {
        let counts: [(name: StaticString, value: Int)] = [
            ("count", groups.groups), ("all_right", groups.allRight), ("all_wrong", groups.allWrong),
            ("constant", groups.constant), ("unscored", groups.unscored), ("rows_without_group", groups.ungrouped),
        ]
        append("\"groups\":{")
        for count in counts {
            append("\"")
            append(count.name)
            append("\":")
            append(decimal: count.value)
            append(",")
        }
        append("\"solve_rates\":{")
        for (index, count) in groups.solveRates.enumerated() {
            append(index == 0 ? "\"" : ",\"")
            append(GroupMetrics.solveRateNames[index])
            append("\":")
            append(decimal: count)
        }
        append("},\"attempts\":{")
        for (index, metric) in groups.attempts.enumerated() {
            append(index == 0 ? "\"" : ",\"")
            append(metric.name)
            append("\":")
            appendJSONNumber(metric.value)
        }
        append("}},")
    }
}
