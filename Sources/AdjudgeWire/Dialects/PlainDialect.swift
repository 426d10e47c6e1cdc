import Adjudge
import AdjudgeBase

/// `{"id": …, "response": …, "reference": …}`, or synonyms of these names.
enum PlainDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        RowFields.sample(
            row, response: FieldNames.first(FieldNames.response, in: row),
            reference: FieldNames.first(FieldNames.reference, in: row), arena)
    }
}
