import Adjudge
import AdjudgeBase

/// Inspect's samples, as its logs hold them: `output` with `choices` or `completion`, and `target`.
enum InspectDialect {
    static func recognises(_ row: JSONValue) -> Bool {
        guard let output = row.member("output"), output.kind == .object, row.member("target") != nil else {
            return false
        }
        return output.member("choices") != nil || output.member("completion") != nil
    }

    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        RowFields.sample(row, response: response(row), reference: row.member("target"), arena)
    }

    static func response(_ row: JSONValue) -> JSONValue? {
        let output = row.member("output")
        if let completion = output?.member("completion"), completion.kind == .string { return completion }
        return output?.member("choices")?.element(0)?.member("message")
    }
}
