import Adjudge
import AdjudgeBase

/// Amazon Nova reinforcement fine-tuning: the response is the last turn of `messages`, which the model wrote; the
/// reference is `metadata.reference_answer`, else `reference_answer`; of an object with a key `answer`, or with one key,
/// its value.
public enum NovaDialect {
    /// What a row came to.
    public struct Reading {
        /// The sample; its response is the answer, without the model's reasoning.
        public var sample: Sample
        /// The whole turn, reasoning included; empty when there is none.
        public var turn: Bytes

        /// A reading of these parts.
        public init(sample: Sample, turn: Bytes) {
            self.sample = sample
            self.turn = turn
        }
    }

    /// Reads a row. Strings with escapes are unescaped in `arena`. O(row).
    public static func read(_ row: JSONValue, _ arena: Arena, reasoning: ReasoningMarkers = .nova) -> Reading {
        read(row, turn: lastTurn(row), reference: reference(row), arena, reasoning: reasoning)
    }

    /// Reads a row whose turn and reference stand elsewhere.
    public static func read(
        _ row: JSONValue, turn: JSONValue?, reference: JSONValue?, _ arena: Arena, reasoning: ReasoningMarkers
    ) -> Reading {
        var sample = Sample(id: RowFields.id(row), response: .absent, item: row)
        sample.reference = RowFields.reference(unwrapped(reference), arena)
        guard let turn else {
            sample.defect = RowDefect(.missingField)
            return Reading(sample: sample, turn: .empty)
        }
        guard let content = text(of: turn, arena) else {
            sample.defect = RowDefect(.mistypedField)
            return Reading(sample: sample, turn: .empty)
        }
        sample.response = .text(reasoning.answer(in: content))
        return Reading(sample: sample, turn: content)
    }

    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample { read(row, arena).sample }

    /// What is wrong with the turn of a row whose sample has a defect, and where: for the log.
    public static func complaint(_ row: JSONValue) -> String {
        guard row.kind == .object else { return "$: found \(row.kind), expected an object with \"messages\"" }
        guard let messages = row.member("messages") else {
            return "$.messages: found nothing, expected the conversation"
        }
        guard messages.kind == .array, messages.count > 0 else {
            return "$.messages: found \(messages.kind) of \(messages.count), expected an array of turns"
        }
        let path = "$.messages[\(messages.count - 1)]"
        let last = messages.element(messages.count - 1)
        guard let role = last?.member("role") else { return "\(path).role: found nothing, expected assistant" }
        guard ChatText.isModel(role) else {
            return "\(path).role: found \(role.raw[0..<min(role.raw.count, 40)].string), expected assistant or "
                + "nova_assistant in the last turn"
        }
        guard let content = last?.member("content") else { return "\(path).content: found nothing, expected text" }
        return "\(path).content: found \(content.kind), expected text or an array of text blocks"
    }

    // MARK: Parts

    /// `metadata.reference_answer`, else `reference_answer`.
    public static func reference(_ row: JSONValue) -> JSONValue? {
        let inner = row.member("metadata")?.member("reference_answer")
        return inner.flatMap { $0.kind == .null ? nil : $0 } ?? row.member("reference_answer")
    }

    private static func unwrapped(_ value: JSONValue?) -> JSONValue? {
        guard let value, value.kind == .object else { return value }
        if let answer = value.member("answer") { return answer }
        return value.count == 1 ? value.members.first { _ in true }?.value : value
    }

    /// The last message, when the model wrote it: an earlier turn is never the response that is to be scored.
    public static func lastTurn(_ row: JSONValue) -> JSONValue? {
        guard let messages = row.member("messages"), messages.kind == .array else { return nil }
        var last: JSONValue?
        for message in messages.elements { last = message }
        guard let last, ChatText.isModel(last.member("role")) else { return nil }
        return last
    }

    /// The text of a turn. A turn that only calls tools is read as its `tool_calls`, as JSON text.
    private static func text(of turn: JSONValue, _ arena: Arena) -> Bytes? {
        let calls = turn.member("tool_calls").flatMap { $0.kind == .array && $0.count > 0 ? $0.raw : nil }
        guard let value = turn.member("content") else { return calls }
        guard let content = ChatText.content(value, arena) else { return nil }
        return content.isEmpty ? calls ?? content : content
    }
}
