/// The forms in which models write calls of tools.
public enum ToolCallForm: UInt8, Sendable, CaseIterable {
    case openAI, responses, anthropic, json, hermes, tagged, invoke, parameters, python, functions

    /// The name in evidence and details.
    public var name: StaticString {
        switch self {
        case .openAI: "openai"
        case .responses: "responses"
        case .anthropic: "anthropic"
        case .json: "json"
        case .hermes: "hermes"
        case .tagged: "tagged"
        case .invoke: "invoke"
        case .parameters: "parameters"
        case .python: "python"
        case .functions: "functions"
        }
    }

    /// Whether its arguments are texts without types: `<parameter name="n">5</parameter>`.
    public var isUntyped: Bool { self == .invoke || self == .parameters }
}

/// The calls of a text.
public struct ToolCalls: Sendable {
    /// The form that was read; nil where the text calls nothing.
    public var form: ToolCallForm?
    /// Why calls that were begun could not be read.
    public var problem: StaticString?
    /// The calls in order as JSON: a list of `{"name": …, "arguments": …}`, where arguments that are no JSON object stay
    /// what they are. In the arena.
    public var json: Bytes
    /// How many calls there are.
    public var count: Int
    /// Whether ``ToolCallReader/views`` has them as values of the text itself, until the reader's next text.
    public var hasViews = false

    static func none(_ scratch: Scratch) -> ToolCalls {
        ToolCalls(form: nil, problem: nil, json: Bytes("[]"), count: 0)
    }

    static func broken(_ problem: StaticString, _ form: ToolCallForm) -> ToolCalls {
        ToolCalls(form: form, problem: problem, json: Bytes("[]"), count: 0)
    }
}
