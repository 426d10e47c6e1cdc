import Adjudge
import AdjudgeBase

/// TRL completions: `prompt`, `completion` as text or as messages, and the data set's columns.
enum TRLDialect {
    private static let references: [StaticString] = [
        "solution", "answer", "ground_truth", "reference", "target", "label",
    ]

    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        RowFields.sample(
            row, response: response(row), reference: FieldNames.first(references, in: row), arena)
    }

    static func response(_ row: JSONValue) -> JSONValue? { row.member("completion") ?? row.member("completions") }
}
