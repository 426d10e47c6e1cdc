import Adjudge
import AdjudgeBase

/// Amazon Nova reinforcement fine-tuning, and SageMaker's serverless RLVR: the response is the last turn of `messages`
/// or `prompt`, which the model wrote; the reference is `metadata.reference_answer`, else `reference_answer`, else
/// `reward_model.ground_truth`; ``ReferenceObject`` says which value of an object is the answer.
public enum NovaDialect {
    /// The result of reading a row.
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
        sample.reference = RowFields.reference(ReferenceObject.answer(in: reference), arena)
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

    /// The sample of a row of a file: also a conversation with its reference under any of the usual names.
    static func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        var sample = read(row, arena).sample
        if sample.reference.isAbsent {
            sample.reference = RowFields.reference(
                ReferenceObject.answer(in: FieldNames.first(FieldNames.reference, in: row)), arena)
        }
        return sample
    }

    /// The defect of the turn of a row whose sample has one, and its place: for the log.
    public static func complaint(_ row: JSONValue) -> String {
        guard row.kind == .object else { return "$: found \(row.kind), expected an object with \"messages\"" }
        guard let (name, messages) = conversation(row) else {
            return "$.messages: found nothing beside \(KeyList.text(row)), expected the conversation"
        }
        guard messages.kind == .array, messages.count > 0 else {
            return "$.\(name): found \(messages.kind) of \(messages.count), expected an array of turns"
        }
        let path = "$.\(name)[\(messages.count - 1)]"
        let last = messages.element(messages.count - 1)
        guard let role = last?.member("role") else { return "\(path).role: found nothing, expected assistant" }
        guard ChatText.isModel(role) else {
            return "\(path).role: found \(role.raw[0..<min(role.raw.count, 40)].string), expected assistant or "
                + "nova_assistant in the last turn"
        }
        guard let content = last?.member("content") else { return "\(path).content: found nothing, expected text" }
        return "\(path).content: found \(content.kind), expected text or an array of text blocks"
    }

    /// The defect of the reference of a row whose sample has none, or one that the grader cannot read: for the log.
    public static func referenceComplaint(_ row: JSONValue) -> String {
        guard let (path, value) = place(row) else {
            return "$.reference_answer: found nothing; the row has \(KeyList.text(row))"
        }
        guard value.kind == .object else { return "$.\(path): found \(value.kind) that the grader cannot read" }
        guard ReferenceObject.named(value) == nil, value.count != 1 else {
            return "$.\(path): found an answer that the grader cannot read in \(KeyList.text(value))"
        }
        return "$.\(path): found \(KeyList.text(value)), expected text, or an object with one of "
            + ReferenceObject.answerNames.map { "\($0)" }.joined(separator: ", ")
            + "; a grader names another place by \"reference\": \"{{item.\(path).KEY}}\""
    }

    // MARK: Parts

    /// The identifier that a result carries, as raw JSON: `id`, else `extra_info.index`; nil when the row has neither.
    public static func id(_ row: JSONValue) -> Bytes? {
        (row.member("id") ?? row.member("extra_info")?.member("index"))?.raw
    }

    /// `metadata.reference_answer`, else `reference_answer`, else `reward_model.ground_truth`.
    public static func reference(_ row: JSONValue) -> JSONValue? { place(row)?.value }

    private static func place(_ row: JSONValue) -> (path: StaticString, value: JSONValue)? {
        func present(_ value: JSONValue?) -> JSONValue? { value.flatMap { $0.kind == .null ? nil : $0 } }
        if let value = present(row.member("metadata")?.member("reference_answer")) {
            return ("metadata.reference_answer", value)
        }
        if let value = present(row.member("reference_answer")) { return ("reference_answer", value) }
        return present(row.member("reward_model")?.member("ground_truth")).map { ("reward_model.ground_truth", $0) }
    }

    /// The last message, when the model wrote it: an earlier turn is never the response that is to be scored.
    public static func lastTurn(_ row: JSONValue) -> JSONValue? {
        guard let messages = conversation(row)?.value, messages.kind == .array else { return nil }
        var last: JSONValue?
        for message in messages.elements { last = message }
        guard let last, ChatText.isModel(last.member("role")) else { return nil }
        return last
    }

    /// `messages`, else a `prompt` that is an array of turns.
    public static func conversation(_ row: JSONValue) -> (name: StaticString, value: JSONValue)? {
        if let messages = row.member("messages") { return ("messages", messages) }
        return row.member("prompt").flatMap { $0.kind == .array ? ("prompt", $0) : nil }
    }

    /// The text of a turn. A turn that only calls tools is read as its `tool_calls`, as JSON text.
    private static func text(of turn: JSONValue, _ arena: Arena) -> Bytes? {
        let calls = turn.member("tool_calls").flatMap { $0.kind == .array && $0.count > 0 ? $0.raw : nil }
        guard let value = turn.member("content") else { return calls }
        guard let content = ChatText.content(value, arena) else { return nil }
        return content.isEmpty ? calls ?? content : content
    }
}
