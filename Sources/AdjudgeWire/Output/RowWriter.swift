import Adjudge
import AdjudgeBase

/// Writes verdicts as JSON rows, the same keys on every row: `id, reward, valid, status, score, acc, pred, parts,
/// reason, grader`, `run` where the grader runs programs, `detail` where it asks a check for one, and `input_hash` where rows come from a file.
public struct RowWriter: Sendable {
    private let settings: Settings

    /// What it needs of the plan. One object, so that a row counts one reference.
    private final class Settings: Sendable {
        let plan: Plan
        let onError: Plan.ErrorPolicy
        /// What each part's object begins with: its name, up to its reward.
        let heads: [Bytes]
        private let texts: [OwnedBytes]

        init(_ plan: Plan, _ onError: Plan.ErrorPolicy) {
            self.plan = plan
            self.onError = onError
            texts = plan.partNames.map { OwnedBytes("\"\($0)\":{\"reward\":") }
            heads = texts.map(\.view)
        }
    }

    /// A writer for verdicts under `plan`. `onError` says what `score` becomes where there is no reward.
    public init(_ plan: Plan, onError: Plan.ErrorPolicy) {
        settings = Settings(plan, onError)
    }

    /// Writes one row of a file with its newline. `id` is raw JSON or text; absent, the row's number is written. `choice`
    /// says which response of a row with several it is.
    public func write(
        _ row: Int, of verdicts: VerdictBatch, id: Field, number: Int, response: Bytes,
        fingerprint: RowFingerprint.Value, choice: Int? = nil, to writer: inout ByteWriter
    ) {
        writeMembers(row, of: verdicts, id: id, number: number, response: response, to: &writer)
        if let choice {
            writer.append(",\"choice\":")
            writer.append(decimal: choice)
        }
        writer.append(",\"input_hash\":\"")
        writer.append(fingerprint)
        writer.append("\"}\n")
    }

    /// Writes one verdict as a JSON object; `group` is what its group adds to it, where the grader asks for that.
    public func writeObject(
        _ row: Int, of verdicts: VerdictBatch, id: Field, number: Int, response: Bytes,
        group: GroupLedger.Result? = nil, to writer: inout ByteWriter
    ) {
        writeMembers(row, of: verdicts, id: id, number: number, response: response, to: &writer)
        if let group, let settings = settings.plan.group { writer.append(group, settings) }
        writer.append("}")
    }

    private func writeMembers(
        _ row: Int, of verdicts: VerdictBatch, id: Field, number: Int, response: Bytes, to writer: inout ByteWriter
    ) {
        let total = verdicts[row]
        writer.append("{\"id\":")
        switch id.kind {
        case .absent: writer.append(decimal: number)
        case .json: writer.append(id.bytes)
        case .text: writer.appendJSONString(id.bytes)
        }
        writer.append(",\"reward\":")
        writer.appendJSONNumber(total.rewardOrNaN)
        writer.append(total.reward == nil ? ",\"valid\":false" : ",\"valid\":true")
        writer.append(",\"status\":\"")
        writer.append(total.status.name)
        writer.append("\",\"score\":")
        writer.appendJSONNumber(total.reward ?? (settings.onError == .zero ? 0 : .nan))
        writer.append(",\"acc\":")
        switch settings.plan.passed(row, of: verdicts) {
        case true?: writer.append("true")
        case false?: writer.append("false")
        case nil: writer.append("null")
        }
        writer.append(",\"pred\":")
        if total.answer.count > 0, total.answer.end <= response.count {
            writer.appendJSONString(response[total.answer.range])
        } else {
            writer.append("null")
        }
        writer.append(",\"parts\":{")
        var isFirst = true
        for part in 0..<verdicts.partNames.count where verdicts.part(part, of: row).isEvaluated {
            if !isFirst { writer.append(UInt8(ascii: ",")) }
            isFirst = false
            write(part, row, verdicts, &writer)
        }
        writer.append("},\"reason\":\"")
        writer.append(total.reasonName)
        writer.append("\"")
        // Of a grader of parts the details are theirs, unless a route or a cascade took the total from a check.
        if settings.plan.carriesRuns || settings.plan.carriesDetails,
            verdicts.partNames.isEmpty || verdicts.detail(row, 0) != nil
        {
            writeDetail(row, 0, verdicts, &writer)
        }
        writer.append(",\"grader\":\"")
        writer.append(settings.plan.hash)
        writer.append("\"")
    }

    private func write(_ part: Int, _ row: Int, _ verdicts: VerdictBatch, _ writer: inout ByteWriter) {
        let record = verdicts.part(part, of: row)
        writer.append(settings.heads[part])
        writer.appendJSONNumber(record.rewardOrNaN)
        writer.append(",\"status\":\"")
        writer.append(record.status.name)
        writer.append("\",\"reason\":\"")
        writer.append(record.reasonName)
        writer.append("\"")
        if settings.plan.carriesRuns || settings.plan.carriesDetails { writeDetail(row, 1 + part, verdicts, &writer) }
        writer.append("}")
    }

    private func writeDetail(_ row: Int, _ column: Int, _ verdicts: VerdictBatch, _ writer: inout ByteWriter) {
        let detail = verdicts.detail(row, column)
        if settings.plan.carriesRuns {
            writer.append(",\"run\":")
            writer.append(detail, as: .run)
        }
        if settings.plan.carriesDetails {
            writer.append(",\"detail\":")
            writer.append(detail, as: .detail)
        }
    }
}

extension ByteWriter {
    /// Appends a detail's object; `null` where there is none of that kind.
    mutating func append(_ detail: Detail?, as kind: Detail.Kind) {
        guard let detail, detail.kind == kind else { return append("null") }
        withExtendedLifetime(detail.json) { append(detail.json.view) }
    }
}
