import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Writes the log lines and the metrics of a batch.
struct BatchReport {
    let door: Door
    let requestID: String

    /// The most parts that get a field each in a log line.
    private static let maxParts = 32
    private var configuration: Configuration { door.configuration }

    /// Reports a batch that took `microseconds`. Returns the number of samples that could not be verified.
    func tell(_ batch: SampleBatch, microseconds: Int) -> Int {
        var tally = MetricTally()
        let holdout = Holdout(share: configuration.holdoutShare)
        let results = (0..<batch.count).map { batch.result($0) }
        let outliers = SignalDetector.lengthOutliers(results.map(\.length))
        for (row, result) in results.enumerated() {
            var result = result
            if outliers[row] { result.signals.insert(.lengthOutlier) }
            tally.samples += 1
            tally.statuses[Int(result.status.rawValue)] += 1
            if result.reward.isFinite {
                if holdout.contains(batch.rows[row]) {
                    tally.heldOutRewards.append(result.reward)
                } else {
                    tally.rewards.append(result.reward)
                }
            }
            for (index, named) in ResponseSignals.named.enumerated() where result.signals.contains(named.signal) {
                tally.signals[index] += 1
            }
            logSample(row, result, batch)
        }
        let unscored = tally.unscored
        if batch.count > 0 {
            tally.latencies = [Double(microseconds) / 1000]
            for entry in door.metrics.add(tally, at: Clock.now()) { door.write(entry) }
        }
        return unscored
    }

    // MARK: Samples

    private func logSample(_ row: Int, _ result: SampleBatch.Row, _ batch: SampleBatch) {
        let failed = !result.reward.isFinite
        let level = failed ? LogSettings.Level.error : .info
        guard door.log.writes(level) else { return }
        var unlogged = 0
        if failed {
            guard let before = door.failures.take(at: Clock.now()) else { return }
            unlogged = before
        } else if !isSampled(row) {
            return
        }
        let value = batch.rows[row]
        var fields: [(String, Log.Value)] = [
            ("id", .json(NovaDialect.id(value) ?? Bytes("null"))),
            ("aggregate_reward_score", .number(RewardArray(configuration).reward(row, of: batch))),
            ("status", .string("\(result.status.name)")), ("reason", .string("\(result.reasonName)")),
        ]
        if batch.plan.partNames.isEmpty, !failed { fields.append(("correctness", .number(result.reward))) }
        if let detail = detail(row, result, value) { fields.append(("detail", .string(detail))) }
        if unlogged > 0 { fields.append(("unlogged", .number(Double(unlogged)))) }
        for (signal, name) in ResponseSignals.named where result.signals.contains(signal) {
            fields.append(("\(name)", .number(1)))
        }
        let taken = fields.map(\.0)
        for (part, name) in batch.plan.partNames.prefix(BatchReport.maxParts).enumerated() {
            if let reward = batch.part(part, of: row) {
                fields.append((MetricList.distinct(name, from: taken), .number(reward)))
            }
        }
        door.log.write(
            level, failed ? "sample not verified" : "sample scored", requestID: requestID, fields)
    }

    /// The error in a row that could not be read, with its place; nil for other rows.
    private func detail(_ row: Int, _ result: SampleBatch.Row, _ value: JSONValue) -> String? {
        switch result.status {
        case .badSample: "sample \(row): " + NovaDialect.complaint(value)
        case .noReference, .badReference: "sample \(row): " + NovaDialect.referenceComplaint(value)
        default: nil
        }
    }

    /// Whether a sample's line is written: decided by a hash of the request and the row, so that every place in a batch
    /// has the same share.
    private func isSampled(_ row: Int) -> Bool {
        guard configuration.sampleLogRate > 0 else { return false }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: row) &* 0x9E37_79B9_7F4A_7C15
        for byte in requestID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
        return Double(hash >> 11) / Double(1 << 53) < configuration.sampleLogRate
    }
}
