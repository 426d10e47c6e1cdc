import Adjudge
import AdjudgeBase

/// lm-eval samples: the response is the first of `resps` (before filters), the reference is `target`. A row with
/// several responses is read by its first; `--map response=resps[0][1]` takes another.
///
/// Log-likelihoods are no response. The `target` of a row with instructions (IFEval) is a placeholder, no reference.
enum LMEvalDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        let doc = row.member("doc")
        let reference = row.member("target") ?? doc?.member("answer")
        return RowFields.sample(
            row, response: response(row), reference: doc?.member("instruction_id_list") == nil ? reference : nil, arena)
    }

    static func response(_ row: JSONValue) -> JSONValue? {
        var response = row.member("resps") ?? row.member("filtered_resps")
        while let list = response, list.kind == .array {
            // A list that is no conversation is mistyped, as it should be here.
            if let first = list.element(0), isLogLikelihood(list, first) { return list }
            response = list.element(0)
        }
        return response
    }

    /// True for `[-4.25, false]`, or both as text: what a task of multiple choice by likelihood leaves.
    private static func isLogLikelihood(_ list: JSONValue, _ first: JSONValue) -> Bool {
        guard list.count == 2, let second = list.element(1) else { return false }
        let isFlag = second.kind == .bool || second.isString(Bytes("True")) || second.isString(Bytes("False"))
        let number = first.numberText ?? first.rawString
        return isFlag && (number.flatMap { Double($0.string) }.map { $0 <= 0 } ?? false)
    }
}
