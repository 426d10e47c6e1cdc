extension Field {
    /// A key: a string's text, and all else but null as JSON, so that no number is taken for its digits as text.
    public init(key value: JSONValue, arena: Arena) {
        switch value.kind {
        case .string: self.init(json: value, arena: arena)
        case .null: self = .absent
        default: self.init(.json, value.raw)
        }
    }

    /// The field for a JSON value: a string's content, a scalar's source text, or an array or object as JSON text; null
    /// is absent.
    public init(json value: JSONValue, arena: Arena) {
        switch value.kind {
        case .null: self = .absent
        case .bool, .number: self = .text(value.raw)
        case .string: self = .text(value.string(into: arena) ?? .empty)
        case .array, .object: self.init(.json, value.raw)
        }
    }
}
