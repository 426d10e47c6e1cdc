import Adjudge
import AdjudgeBase

/// `{"id": …, "response": …, "reference": …}`, or synonyms of these names.
enum PlainDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        RowFields.sample(row, response: response(row), reference: FieldNames.reference(in: row), arena)
    }

    static func response(_ row: JSONValue) -> JSONValue? { FieldNames.first(FieldNames.response, in: row) }
}
