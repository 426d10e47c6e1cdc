import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum StructureReason: UInt8, FamilyReason {
    /// The text is not of the format that the grader asks for.
    case unreadable = 1
    /// An object has a key twice.
    case duplicateKey = 2
    /// The value does not meet the schema.
    case schemaViolation = 3
    /// The schema is none.
    case invalidSchema = 4
    /// The schema refers to what is not in it.
    case remoteReference = 5
    /// The schema refers back to itself before it looks at any part of the value.
    case endlessReference = 6

    /// This family.
    public static var family: ReasonFamily { .structure }

    /// What it stands under.
    public var coarse: Reason {
        switch self {
        case .unreadable, .duplicateKey, .schemaViolation: .malformed
        case .invalidSchema, .remoteReference, .endlessReference: .unreadableReference
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .unreadable: "unreadable"
        case .duplicateKey: "duplicate_key"
        case .schemaViolation: "schema_violation"
        case .invalidSchema: "invalid_schema"
        case .remoteReference: "remote_reference"
        case .endlessReference: "endless_reference"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .unreadable: "The text is not of the format that the grader asks for."
        case .duplicateKey: "An object has a key twice."
        case .schemaViolation: "The value does not meet the schema; the detail has path and keyword."
        case .invalidSchema: "The schema is none: not JSON, or a keyword with a value of another kind."
        case .remoteReference: "The schema refers to what is not in it, and nothing is fetched."
        case .endlessReference: "The schema refers back to itself before it looks at any part of the value."
        }
    }
}
