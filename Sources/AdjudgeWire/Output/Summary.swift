import Adjudge
import AdjudgeBase

/// What a run came to: counts, mean, spread and a histogram of the rewards. Added up in row order, so that it is the
/// same for any number of threads.
public struct Summary: Sendable {
    /// How many rows were scored.
    public private(set) var rows = 0
    /// How many rows ended in each status, by raw value.
    public private(set) var statuses = [Int](repeating: 0, count: Status.allCases.count)
    /// How many rows have a reward.
    public private(set) var rewarded = 0
    /// How many rows count as right.
    public private(set) var passed = 0
    /// How many rows have each reward; the first 64 distinct ones, the rest under `otherRewards`.
    public private(set) var rewards: [Double: Int] = [:]
    /// Rows whose reward is not among ``rewards``.
    public private(set) var otherRewards = 0
    private var runningMean = 0.0
    private var squares = 0.0
    private var partSums: [(name: String, sum: Double, count: Int)] = []

    /// A summary of nothing.
    public init() {}

    /// Adds the verdicts of a batch.
    public mutating func add(_ verdicts: VerdictBatch, plan: Plan) {
        if partSums.isEmpty { partSums = verdicts.partNames.map { ($0, 0, 0) } }
        for row in 0..<verdicts.count {
            let record = verdicts[row]
            rows += 1
            statuses[Int(record.status.rawValue)] += 1
            if let reward = record.reward { add(reward) }
            if plan.passed(row, of: verdicts) == true { passed += 1 }
            for part in partSums.indices {
                guard let reward = verdicts.part(part, of: row).reward else { continue }
                partSums[part].sum += reward
                partSums[part].count += 1
            }
        }
    }

    private mutating func add(_ reward: Double) {
        rewarded += 1
        // Welford's recurrence: no cancellation, one pass.
        let delta = reward - runningMean
        runningMean += delta / Double(rewarded)
        squares += delta * (reward - runningMean)
        if rewards[reward] != nil || rewards.count < 64 { rewards[reward, default: 0] += 1 } else { otherRewards += 1 }
    }

    /// The mean of the rewards; nil when there is none.
    public var mean: Double? { rewarded > 0 ? runningMean : nil }

    /// The standard deviation of the rewards, of the population; nil when there is none.
    public var deviation: Double? { rewarded > 0 ? (squares / Double(rewarded)).squareRoot() : nil }

    /// The share of rows that count as right, those without a reward among the others; nil when there are no rows.
    public var passedShare: Double? { rows > 0 ? Double(passed) / Double(rows) : nil }

    /// Rows that could not be read.
    public var badRows: Int { statuses[Int(Status.badSample.rawValue)] }

    /// The mean of each part over the rows where it has a reward.
    public var partMeans: [(name: String, mean: Double?)] {
        partSums.map { ($0.name, $0.count > 0 ? $0.sum / Double($0.count) : nil) }
    }

    /// The summary as one JSON object.
    public func writeJSON(grader: String, to writer: inout ByteWriter) {
        writer.append("{\"rows\":")
        writer.append(decimal: rows)
        writer.append(",\"rewarded\":")
        writer.append(decimal: rewarded)
        writer.append(",\"passed\":")
        writer.append(decimal: passed)
        writer.append(",\"mean\":")
        writer.appendJSONNumber(mean ?? .nan)
        writer.append(",\"std\":")
        writer.appendJSONNumber(deviation ?? .nan)
        writer.append(",\"statuses\":{")
        for (index, status) in Status.allCases.enumerated() {
            writer.append(index == 0 ? "\"" : ",\"")
            writer.append(status.name)
            writer.append("\":")
            writer.append(decimal: statuses[Int(status.rawValue)])
        }
        writer.append("},\"rewards\":[")
        for (index, reward) in rewards.keys.sorted().enumerated() {
            writer.append(index == 0 ? "[" : ",[")
            writer.appendJSONNumber(reward)
            writer.append(",")
            writer.append(decimal: rewards[reward]!)
            writer.append("]")
        }
        writer.append("],\"parts\":{")
        for (index, part) in partMeans.enumerated() {
            if index > 0 { writer.append(",") }
            writer.append("\"\(part.name)\":")
            writer.appendJSONNumber(part.mean ?? .nan)
        }
        writer.append("},\"grader\":\"")
        writer.append(grader)
        writer.append("\"}\n")
    }
}
