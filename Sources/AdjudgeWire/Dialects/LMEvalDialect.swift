import Adjudge
import AdjudgeBase

/// lm-eval samples: the response is the first of `resps` (before filters), the reference is `target`. A row with
/// several responses is read by its first; `--map response=resps[0][1]` takes another.
enum LMEvalDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        var response = row.member("resps") ?? row.member("filtered_resps")
        while let list = response, list.kind == .array { response = list.element(0) }
        return RowFields.sample(
            row, response: response, reference: row.member("target") ?? row.member("doc")?.member("answer"), arena)
    }
}
