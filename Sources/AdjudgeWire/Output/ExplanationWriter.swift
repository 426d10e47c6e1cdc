import Adjudge
import AdjudgeBase

/// Writes an explanation as one JSON object: `reward, status, reason, rule, span, work, detail, passed, answer, parts,
/// notes, grader`; `detail` is what a check had to say beyond its record, of a program its run.
public struct ExplanationWriter: Sendable {
    private let plan: Plan

    /// A writer for explanations under `plan`.
    public init(_ plan: Plan) { self.plan = plan }

    /// Writes one explanation.
    public func write(_ explanation: Explanation, to writer: inout ByteWriter) {
        let total = explanation.verdict.total
        writer.append("{")
        append(total, explanation.detail(of: nil), to: &writer)
        writer.append(",\"passed\":")
        writer.append(explanation.passed.map { $0 ? "true" : "false" } ?? "null")
        writer.append(",\"answer\":")
        if let answer = explanation.answer { writer.appendJSONString(answer) } else { writer.append("null") }
        writer.append(",\"parts\":{")
        for (index, part) in explanation.verdict.parts.enumerated() {
            if index > 0 { writer.append(",") }
            writer.appendJSONString(part.name)
            writer.append(":{")
            append(part.record, explanation.detail(of: part.name), to: &writer)
            writer.append("}")
        }
        writer.append("},\"notes\":[")
        for (index, note) in explanation.notes.enumerated() {
            writer.append(index > 0 ? ",{\"part\":" : "{\"part\":")
            writer.appendJSONString(note.part)
            writer.append(",\"label\":")
            writer.appendJSONString(note.label)
            writer.append(",\"value\":")
            writer.appendJSONString(note.value)
            writer.append("}")
        }
        writer.append("],\"grader\":\"")
        writer.append(plan.hash)
        writer.append("\"}")
    }

    private func append(_ record: VerdictBatch.Record, _ detail: Detail?, to writer: inout ByteWriter) {
        writer.append("\"reward\":")
        writer.appendJSONNumber(record.rewardOrNaN)
        writer.append(",\"status\":\"")
        writer.append(record.status.name)
        writer.append("\",\"reason\":\"")
        writer.append(record.reasonName)
        writer.append("\",\"rule\":\"")
        writer.append(record.rule.name)
        writer.append("\",\"span\":[")
        writer.append(decimal: Int(record.answer.start))
        writer.append(",")
        writer.append(decimal: record.answer.end)
        writer.append("],\"work\":")
        writer.append(decimal: Int(truncatingIfNeeded: record.work))
        writer.append(",\"detail\":")
        if let detail { writer.append(detail, as: detail.kind) } else { writer.append("null") }
    }
}
