/// The tree of a grader document, the same for JSON and YAML. Built once, when the grader is compiled.
public indirect enum DocumentValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number, in its source text.
    case number(String)
    case string(String)
    case array([DocumentValue])
    /// Members in the order of the document; keys are distinct.
    case object([Member])

    /// One member of an object.
    public struct Member: Sendable, Equatable {
        /// The key, unescaped.
        public var key: String
        /// The value.
        public var value: DocumentValue

        /// A member.
        public init(key: String, value: DocumentValue) {
            self.key = key
            self.value = value
        }
    }

    /// A description of the value for error messages.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): "\"\(text)\""
        case .array(let elements): "an array of \(elements.count)"
        case .object(let members): "an object with \(members.count) keys"
        }
    }
}

extension DocumentValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An integer.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(String(value)) }
    /// An array.
    public init(arrayLiteral elements: DocumentValue...) { self = .array(elements) }
    /// An object.
    public init(dictionaryLiteral elements: (String, DocumentValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
