import Adjudge
import AdjudgeBase

/// The sum of a run: counts, mean, spread and a histogram of the rewards. Added up in row order, so that it is the
/// same for any number of threads.
public struct Summary: Sendable {
    /// How many rows were scored.
    public private(set) var rows = 0
    /// How many rows ended in each status, by raw value.
    public private(set) var statuses = [Int](repeating: 0, count: Status.allCases.count)
    /// How many rows have a reward.
    public var rewarded: Int { moments.count }
    /// How many rows count as right.
    public private(set) var passed = 0
    /// How many programs ended because a module is not installed.
    public private(set) var withoutModule = 0
    /// How many rows have each reward; the first 64 distinct ones, the rest under `otherRewards`.
    public var rewards: [Double: Int] { Dictionary(uniqueKeysWithValues: tally) }
    /// The same, in the order in which rewards were met: most runs have two, and looking at those costs less than a hash.
    private var tally: [(reward: Double, rows: Int)] = []
    /// Rows whose reward is not among ``rewards``.
    public private(set) var otherRewards = 0
    /// The moments of the rewards.
    private(set) var moments = Moments()
    /// The summaries of the parts, in the order of the grader.
    private(set) var parts: [Part] = []
    /// Bad rows whose response is missing or no text.
    private var withoutResponse = 0

    /// The summary of one part.
    struct Part {
        let name: String
        /// The moments of its rewards.
        var moments = Moments()
        /// How many of them reach the grader's threshold.
        var passed = 0
        var withoutReference = 0

        mutating func add(_ status: Status, _ reward: Double?, threshold: Double) {
            if status == .noReference { withoutReference += 1 }
            guard let reward else { return }
            moments.add(reward)
            if reward >= threshold { passed += 1 }
        }
    }

    /// A field that every row of a run lacks.
    public enum Shortage: Equatable, Sendable {
        /// The response.
        case response
        /// The reference that the grader needs, or one part of it.
        case reference(part: String?)
    }

    /// A summary of nothing.
    public init() {}

    /// Adds the verdicts of a batch.
    public mutating func add(_ verdicts: VerdictBatch, plan: Plan) {
        if parts.isEmpty { parts = verdicts.partNames.map { Part(name: $0) } }
        for row in 0..<verdicts.count {
            let record = verdicts[row]
            if record.familyReason == Registry.moduleMissing { withoutModule += 1 }
            add(
                record.status, record.reward, passed: plan.passed(row, of: verdicts),
                lacksField: record.familyReason == .none
                    && (record.reason == .missingField || record.reason == .mistypedField))
            for part in parts.indices {
                let record = verdicts.part(part, of: row)
                if record.isEvaluated { parts[part].add(record.status, record.reward, threshold: plan.passThreshold) }
            }
        }
    }

    /// Adds a row that an earlier run wrote under `plan`.
    public mutating func add(_ row: WrittenRow, plan: Plan) {
        if parts.isEmpty { parts = plan.partNames.map { Part(name: $0) } }
        let lacksField =
            row.reason == Bytes(Reason.missingField.name) || row.reason == Bytes(Reason.mistypedField.name)
        add(row.status, row.reward, passed: row.passed, lacksField: lacksField)
        for part in row.parts {
            parts[part.index].add(part.status, part.reward, threshold: plan.passThreshold)
        }
    }

    private mutating func add(_ status: Status, _ reward: Double?, passed: Bool?, lacksField: Bool) {
        rows += 1
        statuses[Int(status.rawValue)] += 1
        if status == .badSample, lacksField { withoutResponse += 1 }
        if let reward { add(reward) }
        if passed == true { self.passed += 1 }
    }

    private mutating func add(_ reward: Double) {
        moments.add(reward)
        if let place = tally.firstIndex(where: { $0.reward == reward }) {
            tally[place].rows += 1
        } else if tally.count < 64 {
            tally.append((reward, 1))
        } else {
            otherRewards += 1
        }
    }

    /// The mean of the rewards; nil when there is none.
    public var mean: Double? { moments.mean }

    /// The standard deviation of the rewards, of the population; nil when there is none.
    public var deviation: Double? { moments.deviation }

    /// The share of rows that count as right, those without a reward among the others; nil when there are no rows.
    public var passedShare: Double? { rows > 0 ? Double(passed) / Double(rows) : nil }

    /// Rows that could not be read.
    public var badRows: Int { statuses[Int(Status.badSample.rawValue)] }

    /// The mean of each part over the rows where it has a reward.
    public var partMeans: [(name: String, mean: Double?)] {
        parts.map { ($0.name, $0.moments.mean) }
    }

    /// The field that no row has although the grader needs it: then nothing was verified, and the fields are most
    /// likely looked for in the wrong place.
    public var shortage: Shortage? {
        guard rows > 0 else { return nil }
        if withoutResponse == rows { return .response }
        let readable = rows - badRows
        guard readable > 0 else { return nil }
        if statuses[Int(Status.noReference.rawValue)] == readable { return .reference(part: nil) }
        return parts.first { $0.withoutReference == readable }.map { .reference(part: $0.name) }
    }

    /// The summary as one JSON object, with the metrics of its groups under `groups` when there are any, and all metrics
    /// under the names that people chart under `metrics`.
    public func writeJSON(
        grader: String, ledger: GroupLedger? = nil, judges: Judges.Tally? = nil, to writer: inout ByteWriter
    ) {
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
        writer.append("},")
        if let ledger { writer.append(GroupMetrics(ledger)) }
        writer.append("\"metrics\":")
        Metrics(self, ledger).writeJSON(to: &writer)
        writer.append(",")
        if let judges, !judges.isEmpty {
            var object = ObjectWriter()
            judges.write(to: &object)
            writer.append("\"judge\":")
            writer.append(String(decoding: object.finished(), as: UTF8.self))
            writer.append(",")
        }
        writer.append("\"grader\":\"")
        writer.append(grader)
        writer.append("\"}\n")
    }
}
