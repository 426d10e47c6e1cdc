import Adjudge
import AdjudgeBase

/// The names that rows use for the same thing, most telling first.
enum FieldNames {
    static let id: [StaticString] = ["id", "uid", "sample_id", "request_id", "doc_id", "task_id"]
    static let response: [StaticString] = [
        "response", "completion", "output", "prediction", "generated_text", "solution_str", "model_output",
        "generation",
    ]
    static let reference: [StaticString] = [
        "reference", "reference_answer", "ground_truth", "gold", "answer", "target", "solution", "label",
        "expected_answer", "gts", "correct_answer", "expected",
    ]
    /// The prompt's names: never taken for one of the others.
    static let asked = ["prompt", "question", "problem", "messages", "input", "query", "instruction"]

    /// The reference of a row by one of its names, else verl's `reward_model.ground_truth`.
    static func reference(in row: JSONValue) -> JSONValue? {
        if let named = first(reference, in: row) { return named }
        return row.member("reward_model")?.member("ground_truth").flatMap { $0.kind == .null ? nil : $0 }
    }

    /// The first of `names` that the row has with a value.
    static func first(_ names: [StaticString], in row: JSONValue) -> JSONValue? {
        for name in names {
            if let value = row.member(name), value.kind != .null { return value }
        }
        return nil
    }
}

/// Helpers that dialects share.
enum RowFields {
    /// The row's identifier, as raw JSON so that it is written back as it came; absent for anything but a string or a
    /// number.
    static func id(_ row: JSONValue) -> Field {
        guard let value = FieldNames.first(FieldNames.id, in: row), value.kind == .string || value.kind == .number
        else {
            return .absent
        }
        return Field(.json, value.raw)
    }

    /// A reference: text, or JSON for arrays and objects.
    static func reference(_ value: JSONValue?, _ arena: Arena) -> Field {
        value.map { Field(json: $0, arena: arena) } ?? .absent
    }

    /// A response: a string, or a list of messages or text blocks.
    static func response(_ value: JSONValue?, _ arena: Arena) -> Result<Field, RowDefect> {
        guard let value, value.kind != .null else { return .failure(RowDefect(.missingField)) }
        switch value.kind {
        case .string: return .success(.text(value.string(into: arena)!))
        case .array:
            return ChatText.lastTurn(value, arena).map { .success(.text($0)) } ?? .failure(RowDefect(.mistypedField))
        case .object:
            return ChatText.content(value.member("content"), arena).map { .success(.text($0)) }
                ?? .failure(RowDefect(.mistypedField))
        default: return .failure(RowDefect(.mistypedField))
        }
    }

    /// The sample of a row whose fields have been found.
    static func sample(
        _ row: JSONValue, response: JSONValue?, reference: JSONValue?, item: JSONValue? = nil, _ arena: Arena
    ) -> Sample {
        var sample = Sample(id: id(row), response: .absent, item: item ?? row)
        switch RowFields.response(response, arena) {
        case .success(let field): sample.response = field
        case .failure(let defect): sample.defect = defect
        }
        sample.reference = RowFields.reference(reference, arena)
        return sample
    }
}
