import AdjudgeBase
import AdjudgeWire

/// Writes results as the Nova reward contract has them: an array in input order and length, each with `id`,
/// `aggregate_reward_score` (always a finite number) and `metrics_list`.
struct RewardArray {
    /// How much is said of each sample.
    enum Detail: CaseIterable {
        /// Rewards of the parts and diagnostics.
        case full
        /// Rewards of the parts only.
        case rewards
        /// No `metrics_list`.
        case scores
    }

    /// The reward of a sample that could not be verified.
    let failureReward: Double

    /// Writes the array.
    func write(_ batch: SampleBatch, detail: Detail, to writer: inout ByteWriter) {
        writer.append("[")
        for row in 0..<batch.count {
            if row > 0 { writer.append(",") }
            writeRow(row, batch, detail, &writer)
        }
        writer.append("]")
    }

    /// The reward that a row is answered with.
    func reward(_ row: SampleBatch.Row) -> Double { row.reward.isFinite ? row.reward : failureReward }

    private func writeRow(_ row: Int, _ batch: SampleBatch, _ detail: Detail, _ writer: inout ByteWriter) {
        let result = batch.result(row)
        writer.append("{\"id\":")
        writer.append(batch.rows[row].member("id")?.raw ?? Bytes("null"))
        writer.append(",\"aggregate_reward_score\":")
        writer.appendJSONNumber(reward(result))
        if detail != .scores {
            writer.append(",\"metrics_list\":[")
            let before = writer.count
            if batch.plan.partNames.isEmpty {
                metric("correctness", result.reward, "Reward", before, &writer)
            } else {
                for (part, name) in batch.plan.partNames.enumerated() {
                    metric(name, batch.part(part, of: row) ?? .nan, "Reward", before, &writer)
                }
            }
            if detail == .full { writeDiagnostics(result, before, &writer) }
            writer.append("]")
        }
        writer.append("}")
    }

    /// Each diagnostic stands on every row, so that their means over an evaluation are rates.
    private func writeDiagnostics(_ result: SampleBatch.Row, _ before: Int, _ writer: inout ByteWriter) {
        metric("error", result.reward.isFinite ? 0 : 1, "Metric", before, &writer)
        metric("no_answer", result.status == .noAnswer ? 1 : 0, "Metric", before, &writer)
        metric("response_bytes", Double(result.length), "Metric", before, &writer)
        for (signal, name) in ResponseSignals.named where signal != .lengthOutlier {
            metric("\(name)", result.signals.contains(signal) ? 1 : 0, "Metric", before, &writer)
        }
    }

    /// A metric; a part without a reward has none.
    private func metric(
        _ name: String, _ value: Double, _ type: StaticString, _ before: Int, _ writer: inout ByteWriter
    ) {
        guard value.isFinite else { return }
        writer.append(writer.count == before ? "{\"name\":\"" : ",{\"name\":\"")
        writer.append(name)
        writer.append("\",\"value\":")
        writer.appendJSONNumber(value)
        writer.append(",\"type\":\"")
        writer.append(type)
        writer.append("\"}")
    }
}
