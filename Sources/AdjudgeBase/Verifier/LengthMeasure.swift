/// How long a text is for a check: its characters, words or bytes, or a count that the row gives.
public enum LengthMeasure: Sendable, Equatable {
    case characters
    case words
    case bytes
    /// A number of tokens, or a list of them, in the row: the argument with this index.
    case given(argument: Int)

    /// One line for `adjudge list`.
    public static let summary =
        "characters (default), words, bytes, or a template for a count or a list of tokens in the row, such as {{item.completion_tokens}}."

    /// Reads the key `length` of a node; `standard` where there is none.
    public init(
        _ node: DocumentNode?, standard: LengthMeasure = .characters, _ context: inout CompileContext
    ) throws(DocumentError) {
        guard let node else {
            self = standard
            return
        }
        let text = try node.string("a measure of length")
        if text.hasPrefix("{{") {
            self = .given(argument: context.argument(text, path: node.path))
            return
        }
        do {
            self = try node.choice(
                "a measure of length", [("characters", .characters), ("words", .words), ("bytes", .bytes)])
        } catch {
            throw node.mismatch(
                expected: "characters, words, bytes, or a template such as \"{{item.completion_tokens}}\"",
                suggestion: error.suggestion)
        }
    }

    /// The length of `text`; an outcome without one where the row does not give it, or no count. O(text.count).
    public func length(of text: Bytes, _ input: CheckInput, _ scratch: Scratch) -> Measured {
        switch self {
        case .characters:
            scratch.spend(text.count)
            return .length(Double(text.codePointCount))
        case .words:
            scratch.spend(text.count)
            return .length(Double(text.wordCount))
        case .bytes: return .length(Double(text.count))
        case .given(let argument): return Self.count(input.arguments[argument], scratch)
        }
    }

    /// The number that a field holds, or how many elements its list has.
    public static func count(_ field: Field, _ scratch: Scratch) -> Measured {
        switch field.kind {
        case .absent: return .missing(Outcome(.badSample, .missingField))
        case .text:
            guard let value = Double(field.bytes.string), value.isFinite, value >= 0 else {
                return .missing(Outcome(.badSample, .mistypedField))
            }
            return .length(value)
        case .json:
            scratch.spend(field.bytes.count)
            guard let list = try? scratch.json.parse(field.bytes), list.kind == .array else {
                return .missing(Outcome(.badSample, .mistypedField))
            }
            return .length(Double(list.count))
        }
    }

    /// A length, or why there is none.
    public enum Measured: Sendable {
        case length(Double)
        case missing(Outcome)
    }
}
