import Adjudge
import AdjudgeBase

/// verifiers' files: `results.jsonl`, a rollout with `example_id`, `completion` and `answer`; and `traces.jsonl`, a graph of
/// messages in `nodes`, of which the last that the model was asked for is the response, and the task's row in `task.data`.
enum VerifiersDialect {
    static func recognises(_ row: JSONValue) -> Bool {
        if row.member("example_id") != nil { return row.member("completion") != nil }
        return row.member("nodes")?.kind == .array && row.member("task")?.member("data")?.kind == .object
    }

    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        var sample = RowFields.sample(row, response: response(row), reference: reference(row), arena)
        if sample.id.isAbsent, let id = row.member("example_id"), id.kind == .number || id.kind == .string {
            sample.id = Field(.json, id.raw)
        }
        return sample
    }

    /// What the model said at last: of a trace with several agents the root's reply, where it has one.
    static func response(_ row: JSONValue) -> JSONValue? {
        guard let nodes = row.member("nodes"), nodes.kind == .array else { return row.member("completion") }
        if let reply = row.member("root_reply"), reply.kind == .string { return reply }
        var last: JSONValue?
        for node in nodes.elements where node.member("sampled")?.boolValue == true {
            if let message = node.member("message"), ChatText.isModel(message.member("role")) { last = message }
        }
        return last
    }

    private static func reference(_ row: JSONValue) -> JSONValue? {
        if let data = row.member("task")?.member("data"), data.kind == .object {
            return FieldNames.reference(in: data) ?? data.member("info").flatMap { FieldNames.reference(in: $0) }
        }
        if let answer = row.member("answer"), answer.kind != .null { return answer }
        return row.member("info").flatMap { $0.kind == .object ? FieldNames.reference(in: $0) : nil }
    }
}
