import Adjudge
import AdjudgeBase

/// NeMo-Gym rollouts: `response.output` in OpenAI's Responses shape, of which the last message is the response; and NeMo-RL's
/// `message_log` with `extra_env_info.ground_truth`.
enum NeMoDialect {
    static func recognises(_ row: JSONValue) -> Bool {
        if let response = row.member("response"), response.kind == .object { return output(row) != nil }
        return row.member("message_log")?.kind == .array
    }

    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        var sample = RowFields.sample(row, response: response(row), reference: reference(row), arena)
        if sample.defect != nil, let log = row.member("message_log") {
            sample = RowFields.sample(row, response: log, reference: reference(row), arena)
        }
        return sample
    }

    /// The last message of the output. A rollout that ends in calls of tools has its output as JSON for a response, as
    /// there is nothing else that the model said at last.
    static func response(_ row: JSONValue) -> JSONValue? {
        guard let output = output(row) else { return row.member("message_log") }
        var last: JSONValue?
        for item in output.elements where isTurn(item) { last = item }
        guard let last else { return nil }
        return last.member("content") == nil ? nil : last
    }

    private static func isTurn(_ item: JSONValue) -> Bool {
        item.member("type").map { $0.isString(Bytes("message")) || $0.isString(Bytes("function_call")) } ?? false
            && (item.member("role").map { ChatText.isModel($0) } ?? true)
    }

    private static func output(_ row: JSONValue) -> JSONValue? {
        row.member("response")?.member("output").flatMap { $0.kind == .array ? $0 : nil }
    }

    private static func reference(_ row: JSONValue) -> JSONValue? {
        if let named = FieldNames.reference(in: row) { return named }
        for place in ["verifier_metadata", "metadata", "extra_env_info"] as [StaticString] {
            if let inner = row.member(place), inner.kind == .object, let named = FieldNames.reference(in: inner) {
                return named
            }
        }
        return nil
    }
}
