import Adjudge
import AdjudgeBase

/// open-instruct rows: `dataset` names the verifier, `ground_truth` what it checks against; both may be lists. The response is
/// the last turn of `messages` where the model wrote it, else a field of its own.
enum OpenInstructDialect {
    static func recognises(_ row: JSONValue) -> Bool {
        guard let truth = row.member("ground_truth"), let dataset = row.member("dataset") else { return false }
        let isName = dataset.kind == .string || dataset.kind == .array
        return isName && truth.kind != .object && row.member("data_source") == nil
    }

    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        RowFields.sample(row, response: response(row), reference: reference(row), arena)
    }

    static func response(_ row: JSONValue) -> JSONValue? {
        if let turn = NovaDialect.lastTurn(row) { return turn }
        return FieldNames.first(FieldNames.response, in: row) ?? row.member("decoded_response")
    }

    /// The one truth of a list of one; a list of several is several references of one verifier.
    private static func reference(_ row: JSONValue) -> JSONValue? {
        guard let truth = row.member("ground_truth") else { return nil }
        return truth.kind == .array && truth.count == 1 ? truth.element(0) : truth
    }
}
