import Adjudge
import AdjudgeBase

/// OpenAI grader rows: `item` is the data set's row, `sample` what the model gave.
enum OpenAIDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        let item = row.member("item")
        var sample = RowFields.sample(
            row, response: response(row),
            reference: item.flatMap { FieldNames.first(FieldNames.reference, in: $0) }, item: item, arena)
        if sample.id.isAbsent, let item { sample.id = RowFields.id(item) }
        sample.output = row.member("sample").flatMap { $0.kind == .object ? $0 : nil }
        return sample
    }

    static func response(_ row: JSONValue) -> JSONValue? {
        let given = row.member("sample")
        return given?.member("output_text")
            ?? given?.member("choices")?.element(0)?.member("message")?.member("content")
    }
}
