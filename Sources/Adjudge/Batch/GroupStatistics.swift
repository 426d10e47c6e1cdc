import AdjudgeBase

/// What the rewards of one group of samples come to, such as the rollouts of one prompt.
public struct GroupStatistics: Sendable, Equatable {
    /// How many samples.
    public private(set) var rows = 0
    /// How many of them have a reward; the others count nowhere below.
    public private(set) var rewarded = 0
    /// How many of them count as right.
    public private(set) var passed = 0
    private var runningMean = 0.0
    private var squares = 0.0
    private var least = Double.infinity
    private var greatest = -Double.infinity

    /// A group of no samples.
    public init() {}

    /// The mean of the rewards; nil when there is none.
    public var mean: Double? { rewarded > 0 ? runningMean : nil }
    /// Their standard deviation, of the population; nil when there is none.
    public var deviation: Double? { rewarded > 0 ? (squares / Double(rewarded)).squareRoot() : nil }
    /// The least reward; nil when there is none.
    public var minimum: Double? { rewarded > 0 ? least : nil }
    /// The greatest reward; nil when there is none.
    public var maximum: Double? { rewarded > 0 ? greatest : nil }

    /// Adds a sample: its reward, and whether it counts as right.
    public mutating func add(_ reward: Double?, passed isRight: Bool) {
        rows += 1
        guard let reward else { return }
        rewarded += 1
        if isRight { passed += 1 }
        // Welford's recurrence: no cancellation, one pass.
        let delta = reward - runningMean
        runningMean += delta / Double(rewarded)
        squares += delta * (reward - runningMean)
        least = min(least, reward)
        greatest = max(greatest, reward)
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
