import AdjudgeBase

/// The rows of a run by group, as far as they are scored: what advantages and the metrics of groups are taken from.
///
/// Rows are added in order, so that everything is the same for any number of threads. Memory of some 80 bytes a row.
public struct GroupLedger: Sendable {
    /// One row.
    public struct Entry: Sendable {
        /// The number of its group, in the order in which groups first occur; nil: in none.
        public let group: Int?
        /// Its reward; nil where it has none.
        public let reward: Double?
        /// Whether it counts as right; nil without a reward.
        public let passed: Bool?
        /// A hash of its answer; nil where there is none.
        public let answer: UInt64?
        /// How long it is; nil where nobody asks.
        public let length: Double?
    }

    /// The values that a group adds to one of its rows.
    public struct Result: Sendable, Equatable {
        /// The advantage; nil where there is none.
        public var advantage: Double?
        /// Whether all rewards of its group are the same: such a group teaches nothing.
        public var isConstant = false
        /// The reward with the length reward added, where the grader asks for one.
        public var shapedReward: Double?

        /// Nothing.
        public init() {}

        init(advantage: Double?, isConstant: Bool, shapedReward: Double?) {
            self.advantage = advantage
            self.isConstant = isConstant
            self.shapedReward = shapedReward
        }
    }

    /// The rows, in order.
    public private(set) var entries: [Entry] = []
    /// The rows of each group.
    public private(set) var members: [[Int]] = []
    /// How many rows name no group.
    public private(set) var ungrouped = 0
    private var numbers: [GroupFact.Key: Int] = [:]
    /// The rewards of the parts, row by row, where GDPO needs them.
    private var partRewards: [Double] = []
    let settings: GroupSettings

    /// A ledger without rows.
    public init(_ settings: GroupSettings) { self.settings = settings }

    /// A ledger of a batch that was scored with groups.
    public init(_ verdicts: VerdictBatch, _ plan: Plan) {
        self.init(plan.group ?? GroupSettings())
        add(verdicts, plan)
    }

    /// Adds the rows of a batch.
    public mutating func add(_ verdicts: VerdictBatch, _ plan: Plan) {
        let parts = settings.advantage == .gdpo ? settings.weights.count : 0
        for row in 0..<verdicts.count {
            add(
                verdicts.facts.map { $0[row] } ?? .none, reward: verdicts[row].reward,
                passed: plan.passed(row, of: verdicts),
                partRewards: (0..<parts).map { verdicts.part($0, of: row).rewardOrNaN })
        }
    }

    /// Adds a row. `partRewards` are those of the grader's parts, not a number where there is none; only GDPO reads them.
    public mutating func add(_ fact: GroupFact, reward: Double?, passed: Bool?, partRewards: [Double] = []) {
        if settings.advantage == .gdpo { self.partRewards += partRewards }
        let group = fact.key.map { key in
            if let known = numbers[key] { return known }
            numbers[key] = members.count
            members.append([])
            return members.count - 1
        }
        if let group { members[group].append(entries.count) } else { ungrouped += 1 }
        entries.append(
            Entry(
                group: group, reward: reward, passed: passed, answer: fact.answer,
                length: fact.length.isNaN ? nil : fact.length))
    }

    /// The results of all rows, in order. O(rows).
    public func results() -> [Result] {
        var results = [Result](repeating: Result(), count: entries.count)
        let batch = settings.scale == .batch ? Moments(rewardsByGroup.joined().compactMap { $0 }).sampleDeviation : nil
        for group in members.indices {
            for (row, result) in zip(members[group], self.results(ofGroup: group, batchDeviation: batch)) {
                results[row] = result
            }
        }
        if settings.advantage == .gdpo {
            for (row, advantage) in normalisedParts().enumerated() { results[row].advantage = advantage }
        }
        return results
    }

    /// The results of one group's rows, in the order of ``members``; for settings that do not need the whole batch.
    public func results(ofGroup group: Int, batchDeviation: Double? = nil) -> [Result] {
        let rewards = shapedRewards(ofGroup: group)
        let moments = Moments(rewards.compactMap { $0 })
        // TRL's test: a deviation within 1e-8 of none.
        let isConstant = moments.deviation.map { $0 <= 1e-8 } ?? false
        var advantages: [Double?] = rewards.map { _ in nil }
        if let advantage = settings.advantage, advantage != .gdpo {
            advantages = advantage.advantages(
                of: rewards, scale: settings.scale, epsilon: settings.epsilon, batchDeviation: batchDeviation)
        }
        return rewards.indices.map {
            Result(
                advantage: advantages[$0], isConstant: isConstant,
                shapedReward: settings.lengthWeight == nil ? nil : rewards[$0])
        }
    }

    /// How many rows group `group` has so far.
    public func size(ofGroup group: Int) -> Int { members[group].count }

    // MARK: Rewards of groups

    private var rewardsByGroup: [[Double?]] { members.indices.map(shapedRewards) }

    /// The rewards of a group, with the length reward added where the grader asks for one: a row without a length has
    /// then no reward to compare.
    private func shapedRewards(ofGroup group: Int) -> [Double?] {
        let rows = members[group].map { entries[$0] }
        guard let weight = settings.lengthWeight else { return rows.map(\.reward) }
        let lengths = rows.map { $0.reward == nil ? nil : $0.length }
        let terms = GroupLedger.kimi(lengths, right: rows.map { $0.passed == true })
        return zip(rows, terms).map { row, term in
            guard let reward = row.reward, let term else { return nil }
            return reward + weight * term
        }
    }

    /// Kimi's length reward: λ = 0.5 − (length − shortest) / (longest − shortest) for right answers, at most 0 for wrong
    /// ones; 0 where all are of one length. Rows without a length have none and count nowhere. Source: Kimi k1.5
    /// (arXiv 2501.12599) section 2.3.3, open-r1 `len_reward`.
    public static func kimi(_ lengths: [Double?], right: [Bool]) -> [Double?] {
        let moments = Moments(lengths.compactMap { $0 })
        guard let shortest = moments.minimum, let longest = moments.maximum else { return lengths }
        return zip(lengths, right).map { length, isRight in
            guard let length else { return nil }
            if longest == shortest { return 0 }
            let lambda = 0.5 - (length - shortest) / (longest - shortest)
            return isRight ? lambda : min(0, lambda)
        }
    }

    /// GDPO: the parts' rewards, normalised in their groups, weighed and added; what has at least one is normalised over
    /// the batch.
    private func normalisedParts() -> [Double?] {
        let parts = settings.weights.count
        var sums = [Double?](repeating: nil, count: entries.count)
        for part in 0..<parts {
            for rows in members {
                let rewards = rows.map { row -> Double? in
                    let reward = partRewards[row * parts + part]
                    return reward.isNaN || entries[row].reward == nil ? nil : reward
                }
                let advantages = Advantage.grpo.advantages(
                    of: rewards, scale: .group, epsilon: settings.epsilon, batchDeviation: nil)
                // A reward that is alone in its group adds nothing, but its row keeps those of its other parts.
                for (place, row) in rows.enumerated() where rewards[place] != nil {
                    sums[row] = (sums[row] ?? 0) + settings.weights[part] * (advantages[place] ?? 0)
                }
            }
        }
        return Advantage.grpo.advantages(of: sums, scale: .group, epsilon: settings.epsilon, batchDeviation: nil)
    }
}
