import Adjudge
import AdjudgeBase
import AdjudgeWire

/// What is told of a batch beside its results: log lines of samples and one line of metrics.
struct BatchReport {
    let configuration: Configuration
    let log: Log
    let lines: LineWriter
    let requestID: String

    /// Tells of a batch that took that many microseconds. Returns how many samples could not be verified.
    func tell(_ batch: SampleBatch, microseconds: Int) -> Int {
        var statuses = [Int](repeating: 0, count: Status.allCases.count)
        var rewards: [Double] = []
        var signals = [Int](repeating: 0, count: ResponseSignals.named.count)
        let results = (0..<batch.count).map { batch.result($0) }
        let outliers = SignalDetector.lengthOutliers(results.map(\.length))
        for (row, result) in results.enumerated() {
            var result = result
            if outliers[row] { result.signals.insert(.lengthOutlier) }
            statuses[Int(result.status.rawValue)] += 1
            if result.reward.isFinite { rewards.append(result.reward) }
            for (index, named) in ResponseSignals.named.enumerated() where result.signals.contains(named.signal) {
                signals[index] += 1
            }
            tellSample(row, result, batch)
        }
        writeMetrics(batch, rewards, statuses, signals, microseconds)
        return batch.count - rewards.count
    }

    private func writeMetrics(
        _ batch: SampleBatch, _ rewards: [Double], _ statuses: [Int], _ signals: [Int], _ microseconds: Int
    ) {
        guard let namespace = configuration.metricsNamespace, batch.count > 0 else { return }
        var metrics = [
            MetricLine.Metric(name: "Latency", unit: "Milliseconds", values: [Double(microseconds) / 1000]),
            MetricLine.Metric(name: "Samples", unit: "Count", values: [Double(batch.count)]),
        ]
        if !rewards.isEmpty { metrics.append(MetricLine.Metric(name: "Reward", unit: "None", values: rewards)) }
        for status in Status.allCases {
            let count = Double(statuses[Int(status.rawValue)])
            metrics.append(MetricLine.Metric(name: status.name, unit: "Count", values: [count]))
        }
        for (index, named) in ResponseSignals.named.enumerated() {
            metrics.append(MetricLine.Metric(name: named.name, unit: "Count", values: [Double(signals[index])]))
        }
        var text = ByteWriter(capacity: 2048)
        MetricLine(
            namespace: namespace, functionName: configuration.functionName, grader: batch.plan.hash, metrics: metrics
        ).write(at: Clock.now(), to: &text)
        lines.write(text.bytes)
    }

    // MARK: Samples

    private func tellSample(_ row: Int, _ result: SampleBatch.Row, _ batch: SampleBatch) {
        let failed = !result.reward.isFinite
        guard failed || isSampled(row), log.writes(failed ? .error : .info) else { return }
        let value = batch.rows[row]
        var fields: [(String, Log.Value)] = [
            ("id", value.member("id").map { .json($0.raw) } ?? .json(Bytes("null"))),
            (
                "aggregate_reward_score",
                .number(RewardArray(failureReward: configuration.failureReward).reward(result))
            ),
            ("status", .string("\(result.status.name)")), ("reason", .string("\(result.reasonName)")),
        ]
        if batch.plan.partNames.isEmpty, !failed { fields.append(("correctness", .number(result.reward))) }
        for (part, name) in batch.plan.partNames.enumerated() {
            if let reward = batch.part(part, of: row) { fields.append((name, .number(reward))) }
        }
        let signals = ResponseSignals.named.filter { result.signals.contains($0.signal) }
        for (_, name) in signals { fields.append(("\(name)", .number(1))) }
        if result.status == .badSample {
            fields.append(("detail", .string("sample \(row): " + NovaDialect.complaint(value))))
        }
        log.write(
            failed ? .error : .info, failed ? "sample not verified" : "sample scored", requestID: requestID, fields)
    }

    /// Whether a sample's line is written: by a hash of the request and the row, so that the share is the same for
    /// every place in a batch.
    private func isSampled(_ row: Int) -> Bool {
        guard configuration.sampleLogRate > 0 else { return false }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: row) &* 0x9E37_79B9_7F4A_7C15
        for byte in requestID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
        return Double(hash >> 11) / Double(1 << 53) < configuration.sampleLogRate
    }
}
