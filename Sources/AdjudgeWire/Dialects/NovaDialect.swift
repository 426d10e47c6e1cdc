import Adjudge
import AdjudgeBase

/// Amazon Nova reinforcement fine-tuning: the response is the last assistant turn of `messages`; the reference is
/// `metadata.reference_answer`, else `reference_answer`; of an object with a key `answer`, or with one key, its value.
enum NovaDialect {
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        let inner = row.member("metadata")?.member("reference_answer").flatMap { $0.kind == .null ? nil : $0 }
        return RowFields.sample(
            row, response: row.member("messages"), reference: unwrapped(inner ?? row.member("reference_answer")), arena)
    }

    private static func unwrapped(_ value: JSONValue?) -> JSONValue? {
        guard let value, value.kind == .object else { return value }
        if let answer = value.member("answer") { return answer }
        return value.count == 1 ? value.members.first { _ in true }?.value : value
    }
}
