/// The metrics of the groups of a run, under the names that people chart.
public struct GroupMetrics: Sendable {
    /// One number by name.
    public typealias Metric = (name: String, value: Double)

    /// How many groups have a row with a reward.
    public private(set) var groups = 0
    /// How many of them are right throughout.
    public private(set) var allRight = 0
    /// How many of them are wrong throughout.
    public private(set) var allWrong = 0
    /// How many of them have one reward throughout.
    public private(set) var constant = 0
    /// How many groups have no row with a reward.
    public private(set) var unscored = 0
    /// How many rows name no group.
    public let ungrouped: Int
    /// The mean of the groups' deviations, each with Bessel's correction; nil where no group has two rewards.
    public private(set) var meanDeviation: Double?
    /// TRL's share of groups without a deviation; nil without groups.
    public private(set) var zeroDeviationShare: Double?
    /// How many groups have each share of right rows: none, up to a quarter, a half, three quarters, less than all, all.
    public private(set) var solveRates = [Int](repeating: 0, count: 6)
    /// pass@k, pass^k, best@k, majority@k and avg@k for each k, in this order. Where no row has an answer there are no
    /// votes, and no majorities.
    public private(set) var attempts: [Metric] = []

    /// The upper ends of ``solveRates``, as they are written.
    public static let solveRateNames = ["0", "0-25", "25-50", "50-75", "75-100", "100"]

    /// The metrics of a ledger's groups. O(rows · number of k).
    public init(_ ledger: GroupLedger) {
        ungrouped = ledger.ungrouped
        var deviations = Moments()
        var scored: [[GroupLedger.Entry]] = []
        var zero = 0
        for rows in ledger.members {
            let entries = rows.map { ledger.entries[$0] }.filter { $0.reward != nil }
            guard !entries.isEmpty else {
                unscored += 1
                continue
            }
            scored.append(entries)
            count(entries)
            let moments = Moments(entries.map { $0.reward! })
            if let deviation = moments.sampleDeviation { deviations.add(deviation) }
            if moments.deviation! <= 1e-8 {
                constant += 1
                // TRL's deviation of one reward out of several is none, not zero.
                if entries.count > 1 || rows.count == 1 { zero += 1 }
            }
        }
        meanDeviation = deviations.mean
        zeroDeviationShare = ledger.members.isEmpty ? nil : Double(zero) / Double(ledger.members.count)
        let largest = scored.map(\.count).max() ?? 0
        var asked = ledger.settings.attempts
        if asked.isEmpty {
            asked = Array(sequence(first: 1) { $0 * 2 < largest ? $0 * 2 : nil })
            if largest > 1 { asked.append(largest) }
        }
        let votes = scored.contains { $0.contains { $0.answer != nil } }
        for k in asked where !scored.isEmpty { addAttempts(k, scored, votes: votes) }
    }

    private mutating func count(_ entries: [GroupLedger.Entry]) {
        groups += 1
        let right = entries.reduce(0) { $0 + ($1.passed == true ? 1 : 0) }
        if right == entries.count { allRight += 1 }
        if right == 0 { allWrong += 1 }
        // Quarters, but for those at either end.
        let quarter = right == 0 ? 0 : right == entries.count ? 5 : (4 * right - 1) / entries.count + 1
        solveRates[quarter] += 1
    }

    private mutating func addAttempts(_ k: Int, _ groups: [[GroupLedger.Entry]], votes: Bool) {
        func mean(_ name: String, percent: Bool = false, _ value: ([GroupLedger.Entry]) -> Double?) {
            let moments = Moments(groups.compactMap(value))
            if let mean = moments.mean { attempts.append((name, percent ? mean * 100 : mean)) }
        }
        func right(_ entries: [GroupLedger.Entry]) -> Int { entries.reduce(0) { $0 + ($1.passed == true ? 1 : 0) } }
        mean("pass@\(k)") { Estimators.passAtK($0.count, right: right($0), k: k) }
        mean("pass^\(k)") { Estimators.passHatK($0.count, right: right($0), k: k) }
        mean("best@\(k)") { Estimators.bestAtK($0.map { $0.reward! }, k: k) }
        mean("maj@\(k)") { entries in
            guard votes, entries.count >= k else { return nil }
            return Estimators.firstMajority(entries.prefix(k).map { ($0.answer, $0.reward!) }) ?? 0
        }
        guard groups.contains(where: { $0.count >= k }) else { return }
        let averages = Moments(groups.map { Moments($0.prefix(k).map { $0.reward! }).mean! })
        if let mean = averages.mean { attempts.append(("avg@\(k)", mean)) }
        if let deviation = averages.sampleDeviation {
            attempts.append(("avg@\(k)/stderr", deviation / Double(averages.count).squareRoot()))
        }
        attempts += GroupMetrics.nemoGym(k, groups.map { $0.map { ($0.answer, $0.reward!) } })
            .filter { votes || !$0.name.hasPrefix("majority@") && !$0.name.contains("no_answer") }
    }

    /// NeMo-Gym's metrics for k attempts, in percent: pass@k (without bias where rewards are 0 and 1, else the greatest of
    /// the first k; groups of fewer than k left out), the mean of the first k, the majority of the first k with ties
    /// shared. Source: `compute_pass_majority_metrics`.
    public static func nemoGym(_ k: Int, _ groups: [[Estimators.Vote]]) -> [Metric] {
        var metrics: [Metric] = []
        func add(_ name: String, _ moments: Moments) {
            if let mean = moments.mean { metrics.append((name, mean * 100)) }
        }
        let scores: [(name: String, of: (Estimators.Vote) -> Double)] = [
            ("accuracy", { $0.reward }), ("no_answer", { $0.answer == nil ? 1 : 0 }),
        ]
        for score in scores {
            let values = groups.map { $0.map(score.of) }
            add("pass@\(k)/\(score.name)", Moments(values.compactMap { passAtK($0, k) }))
            add("pass@1[avg-of-\(k)]/\(score.name)", Moments(values.compactMap { Moments($0.prefix(k)).mean }))
        }
        add("majority@\(k)/accuracy", Moments(groups.map { Estimators.majority($0.prefix(k)) ?? 0 }))
        guard k > 1 else { return metrics }
        for score in scores {
            var runs = Moments()
            for attempt in 0..<k {
                let run = Moments(groups.filter { $0.count > attempt }.map { score.of($0[attempt]) })
                if let mean = run.mean { runs.add(mean * 100) }
            }
            guard let deviation = runs.sampleDeviation else { continue }
            let name = "pass@1[avg-of-\(k)]/\(score.name)"
            metrics.append(("\(name)/std_dev_across_runs", deviation))
            metrics.append(("\(name)/std_err_across_runs", deviation / Double(k).squareRoot()))
        }
        return metrics
    }

    private static func passAtK(_ values: [Double], _ k: Int) -> Double? {
        guard values.count >= k else { return nil }
        guard values.allSatisfy({ $0 == 0 || $0 == 1 }) else { return values.prefix(k).max() }
        return Estimators.passAtK(values.count, right: values.reduce(0) { $0 + ($1 == 1 ? 1 : 0) }, k: k)
    }
}
