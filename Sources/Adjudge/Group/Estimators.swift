/// Unbiased estimates for k attempts from n attempts. All O(n).
public enum Estimators {
    /// pass@k of `n` attempts of which `right` are right: the chance that one of k drawn attempts is right; nil where
    /// there are fewer than k. Source: Chen et al. (arXiv 2107.03374).
    public static func passAtK(_ n: Int, right: Int, k: Int) -> Double? {
        guard k >= 1, n >= k else { return nil }
        if n - right < k { return 1 }
        var miss = 1.0
        for index in (n - right + 1)..<(n + 1) { miss *= 1 - Double(k) / Double(index) }
        return 1 - miss
    }

    /// pass^k: the chance that all of k drawn attempts are right; nil where there are fewer than k. Source: τ-bench
    /// (arXiv 2406.12045).
    public static func passHatK(_ n: Int, right: Int, k: Int) -> Double? {
        guard k >= 1, n >= k else { return nil }
        guard right >= k else { return 0 }
        var all = 1.0
        for index in 0..<k { all *= Double(right - index) / Double(n - index) }
        return all
    }

    /// best@k: the expected greatest of k drawn rewards; nil where there are fewer than k.
    public static func bestAtK(_ rewards: [Double], k: Int) -> Double? {
        let n = rewards.count
        guard k >= 1, n >= k else { return nil }
        let sorted = rewards.sorted(by: >)
        // The greatest is in a draw with the chance k / n; the next is its greatest with the chance that is left.
        var chance = Double(k) / Double(n)
        var best = 0.0
        for (index, reward) in sorted.enumerated().prefix(n - k + 1) {
            best += reward * chance
            chance *= Double(n - index - k) / Double(n - index - 1)
        }
        return best
    }

    /// An answer with its reward, as one voter gives it; an answer of nil is no vote.
    public typealias Vote = (answer: UInt64?, reward: Double)

    /// The reward of what most voters say, answer and reward together; of several, the mean. Nil without votes. Source:
    /// NeMo-Gym `compute_pass_majority_metrics`.
    public static func majority(_ votes: some Sequence<Vote>) -> Double? {
        var ballot = Ballot<[UInt64]>()
        for case (let answer?, let reward) in votes { ballot.add(reward, for: [answer, reward.bitPattern]) }
        let winners = ballot.winners
        return winners.isEmpty ? nil : winners.reduce(0, +) / Double(winners.count)
    }

    /// The first reward of the answer that most voters give; of several, the one that comes first. Nil without votes.
    /// Source: verl `calc_maj_val`.
    public static func firstMajority(_ votes: some Sequence<Vote>) -> Double? {
        var ballot = Ballot<UInt64>()
        for case (let answer?, let reward) in votes { ballot.add(reward, for: answer) }
        return ballot.winners.first
    }
}

/// Votes by what they are for, in the order in which that was first named.
private struct Ballot<Name: Hashable> {
    private var places: [Name: Int] = [:]
    private var counts: [(reward: Double, votes: Int)] = []

    mutating func add(_ reward: Double, for name: Name) {
        if let place = places[name] {
            counts[place].votes += 1
        } else {
            places[name] = counts.count
            counts.append((reward, 1))
        }
    }

    /// The first reward of each that has the most votes.
    var winners: [Double] {
        let most = counts.map(\.votes).max()
        return counts.filter { $0.votes == most }.map(\.reward)
    }
}
