import AdjudgeBase

/// Statistics of the rewards of one group of samples, such as the rollouts of one prompt.
public struct GroupStatistics: Sendable, Equatable {
    /// How many samples.
    public private(set) var rows = 0
    /// How many of them count as right.
    public private(set) var passed = 0
    private var moments = Moments()

    /// A group of no samples.
    public init() {}

    /// How many samples have a reward; the others count nowhere below.
    public var rewarded: Int { moments.count }
    /// The mean of the rewards; nil when there is none.
    public var mean: Double? { moments.mean }
    /// Their standard deviation, of the population; nil when there is none.
    public var deviation: Double? { moments.deviation }
    /// The least reward; nil when there is none.
    public var minimum: Double? { moments.minimum }
    /// The greatest reward; nil when there is none.
    public var maximum: Double? { moments.maximum }

    /// Adds a sample: its reward, and whether it counts as right.
    public mutating func add(_ reward: Double?, passed isRight: Bool) {
        rows += 1
        guard let reward else { return }
        if isRight { passed += 1 }
        moments.add(reward)
    }
}

extension VerdictBatch {
    /// The statistics of `groups` groups, `group` saying of each row which it belongs to (less than `groups`). Rows are
    /// added in order, so that the result is the same for any number of threads. O(count).
    public func statistics(groups: Int, plan: Plan, group: (Int) -> Int) -> [GroupStatistics] {
        var statistics = [GroupStatistics](repeating: GroupStatistics(), count: groups)
        for row in 0..<count {
            statistics[group(row)].add(self[row].reward, passed: plan.passed(row, of: self) == true)
        }
        return statistics
    }
}
