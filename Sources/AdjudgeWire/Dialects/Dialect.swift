import Adjudge
import AdjudgeBase

/// A shape of rows: how a row's fields become a sample.
public enum Dialect: String, Sendable, CaseIterable {
    case plain
    case nova
    case openai
    case verl
    case trl
    case lmEval = "lm-eval"
    case nemo
    case openInstruct = "open-instruct"
    case inspect
    case verifiers

    /// One line for `adjudge list`.
    public var summary: String {
        switch self {
        case .plain: "id, response, reference, or their synonyms (completion, output, answer, gold, …)."
        case .nova: "Amazon Nova: messages, reference_answer or metadata.reference_answer or reward_model.ground_truth."
        case .openai: "OpenAI graders: item, sample.output_text, item.reference or its synonyms."
        case .verl: "verl rollout dumps: input, output, gts."
        case .trl: "TRL completions: prompt, completion (text or messages), solution or answer."
        case .lmEval: "lm-eval samples: doc, resps (each response is a row), target."
        case .nemo: "NeMo-Gym rollouts: response.output[], expected_answer or its synonyms; NeMo-RL's message_log."
        case .openInstruct: "open-instruct: dataset and ground_truth (text or lists), messages or a response."
        case .inspect: "Inspect samples: output.completion or output.choices[0].message, target."
        case .verifiers: "verifiers' results (example_id, completion, answer) and traces (nodes, task.data)."
        }
    }

    /// The dialect that a row looks like; plain when none is plainly recognised.
    public static func detect(_ row: JSONValue) -> Dialect {
        func has(_ key: StaticString) -> Bool { row.member(key) != nil }
        if NeMoDialect.recognises(row) { return .nemo }
        if OpenInstructDialect.recognises(row) { return .openInstruct }
        if InspectDialect.recognises(row) { return .inspect }
        if VerifiersDialect.recognises(row) { return .verifiers }
        if has("messages") { return .nova }
        if has("reward_model"), row.member("prompt")?.kind == .array, !has("completion") { return .nova }
        if has("sample"), has("item") { return .openai }
        if has("output"), has("gts") { return .verl }
        if has("resps") || has("filtered_resps"), has("doc") || has("target") { return .lmEval }
        if has("completion") || has("completions"), has("prompt") { return .trl }
        return .plain
    }

    /// The sample of a row. Strings with escapes are unescaped in `arena`.
    public func sample(_ row: JSONValue, _ arena: Arena) -> Sample {
        switch self {
        case .plain: PlainDialect.sample(row, arena)
        case .nova: NovaDialect.sample(row, arena)
        case .openai: OpenAIDialect.sample(row, arena)
        case .verl: VerlDialect.sample(row, arena)
        case .trl: TRLDialect.sample(row, arena)
        case .lmEval: LMEvalDialect.sample(row, arena)
        case .nemo: NeMoDialect.sample(row, arena)
        case .openInstruct: OpenInstructDialect.sample(row, arena)
        case .inspect: InspectDialect.sample(row, arena)
        case .verifiers: VerifiersDialect.sample(row, arena)
        }
    }

    /// The row's value where the dialect keeps the response.
    func response(_ row: JSONValue) -> JSONValue? {
        switch self {
        case .plain: PlainDialect.response(row)
        case .nova: NovaDialect.lastTurn(row)
        case .openai: OpenAIDialect.response(row)
        case .verl: VerlDialect.response(row)
        case .trl: TRLDialect.response(row)
        case .lmEval: LMEvalDialect.response(row)
        case .nemo: NeMoDialect.response(row)
        case .openInstruct: OpenInstructDialect.response(row)
        case .inspect: InspectDialect.response(row)
        case .verifiers: VerifiersDialect.response(row)
        }
    }

    /// Where the dialect keeps the response, for errors.
    var responsePlace: String {
        switch self {
        case .plain: FieldNames.response.map { "\($0)" }.joined(separator: ", ")
        case .nova: "messages"
        case .openai: "sample.output_text, sample.choices[0].message.content"
        case .verl: "output"
        case .trl: "completion, completions"
        case .lmEval: "resps, filtered_resps"
        case .nemo: "response.output, message_log"
        case .openInstruct: "messages, " + FieldNames.response.map { "\($0)" }.joined(separator: ", ")
        case .inspect: "output.completion, output.choices[0].message.content"
        case .verifiers: "completion, nodes[].message"
        }
    }
}
