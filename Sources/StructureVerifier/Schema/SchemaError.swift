/// Why a schema cannot be checked against.
struct SchemaError: Error, Equatable {
    enum Kind: Sendable {
        /// Not JSON, or a keyword whose value is not of its kind.
        case invalid
        /// A reference to what is not in the schema.
        case remote
        /// Too large, or a pattern beyond its limit.
        case limit
    }

    let kind: Kind
    /// Where, as a JSON pointer into the schema such as `#/properties/a`.
    let place: String
    /// What was found there, and what would be right.
    let message: String
}
