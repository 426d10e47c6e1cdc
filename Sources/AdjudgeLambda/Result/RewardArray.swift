import AdjudgeBase
import AdjudgeWire

/// Writes results as the Nova reward contract has them: an array in input order and length, each with `id`,
/// `aggregate_reward_score` (always a finite number) and `metrics_list`.
struct RewardArray {
    /// The amount of detail for each sample.
    enum Detail: CaseIterable {
        /// Rewards of the parts and diagnostics.
        case full
        /// Rewards of the parts only.
        case rewards
        /// No `metrics_list`.
        case scores
    }

    /// The reward of samples that could not be verified, and of all held-out samples.
    let failureReward: Double
    let holdout: Holdout

    /// An array with the given configuration.
    init(_ configuration: Configuration) {
        failureReward = configuration.failureReward
        holdout = Holdout(share: configuration.holdoutShare)
    }

    /// Writes the array.
    func write(_ batch: SampleBatch, detail: Detail, to writer: inout ByteWriter) {
        writer.append("[")
        for row in 0..<batch.count {
            if row > 0 { writer.append(",") }
            writeRow(row, batch, detail, &writer)
        }
        writer.append("]")
    }

    /// The reward in the answer for a row.
    func reward(_ row: Int, of batch: SampleBatch) -> Double {
        let reward = batch.result(row).reward
        return reward.isFinite && !holdout.contains(batch.rows[row]) ? reward : failureReward
    }

    private func writeRow(_ row: Int, _ batch: SampleBatch, _ detail: Detail, _ writer: inout ByteWriter) {
        let result = batch.result(row)
        let isHeldOut = holdout.contains(batch.rows[row])
        writer.append("{\"id\":")
        writer.append(NovaDialect.id(batch.rows[row]) ?? Bytes("null"))
        writer.append(",\"aggregate_reward_score\":")
        writer.appendJSONNumber(result.reward.isFinite && !isHeldOut ? result.reward : failureReward)
        if detail != .scores {
            writer.append(",\"metrics_list\":[")
            let list = MetricList(batch.plan.partNames)
            // A held-out row shows no parts: a trainer could use them as rewards.
            if !isHeldOut { writeParts(row, result, batch, list, &writer) }
            if detail == .full {
                if holdout.share > 0 { list.add("held_out", isHeldOut ? 1 : 0, &writer) }
                if isHeldOut { list.add("held_out_reward", result.reward, &writer) }
                writeDiagnostics(result, list, &writer)
            }
            writer.append("]")
        }
        writer.append("}")
    }

    private func writeParts(
        _ row: Int, _ result: SampleBatch.Row, _ batch: SampleBatch, _ list: MetricList, _ writer: inout ByteWriter
    ) {
        if batch.plan.partNames.isEmpty { list.addReward("correctness", result.reward, &writer) }
        for (part, name) in batch.plan.partNames.enumerated() where batch.isEvaluated(part, of: row) {
            list.addReward(name, batch.part(part, of: row) ?? .nan, &writer)
        }
    }

    /// Writes every diagnostic for every row, so that its mean over an evaluation is a rate.
    private func writeDiagnostics(_ result: SampleBatch.Row, _ list: MetricList, _ writer: inout ByteWriter) {
        list.add("error", result.reward.isFinite ? 0 : 1, &writer)
        list.add("no_answer", result.status == .noAnswer ? 1 : 0, &writer)
        list.add("response_bytes", Double(result.length), &writer)
        for (signal, name) in ResponseSignals.named where signal != .lengthOutlier {
            list.add("\(name)", result.signals.contains(signal) ? 1 : 0, &writer)
        }
    }
}
