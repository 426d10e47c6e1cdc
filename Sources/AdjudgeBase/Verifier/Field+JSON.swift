extension Field {
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
