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
    /// The response calls nothing where a call is expected.
    case noCall = 7
    /// The response calls where no call is expected.
    case unexpectedCall = 8
    /// No call is of an expected function.
    case wrongFunction = 9
    /// Fewer calls than expected.
    case missingCall = 10
    /// More calls than expected.
    case surplusCall = 11
    /// An argument has another value.
    case wrongArgument = 12
    /// An expected argument is missing.
    case missingArgument = 13
    /// An argument that is not expected.
    case unknownArgument = 14
    /// A call that cannot be read.
    case brokenCall = 15
    /// A text is expected, and this one is another; whether it is as good is not computed.
    case messageNotCompared = 16
    /// The calls are the expected ones.
    case callsMatch = 17
    /// The reward is the share of calls that match.
    case partlyMatched = 18
    /// The JSON values differ.
    case differentJSON = 19
    /// The reward is the peer's sum of format and correctness.
    case callFormat = 20
    /// Aliases of YAML come to more than the text allows, or name what they stand in.
    case aliasExpansion = 21
    /// A document declares entities or other things of its own.
    case entityRefused = 22
    /// The value has the paths.
    case pathsFound = 23
    /// The value lacks a path.
    case missingPath = 24

    /// This family.
    public static var family: ReasonFamily { .structure }

    /// What it stands under.
    public var coarse: Reason {
        switch self {
        case .unreadable, .duplicateKey, .schemaViolation, .aliasExpansion, .entityRefused: .malformed
        case .invalidSchema, .remoteReference, .endlessReference: .unreadableReference
        case .noCall: .notMatched
        case .unexpectedCall: .notMatched
        case .wrongFunction: .notMatched
        case .missingCall: .notMatched
        case .surplusCall: .notMatched
        case .wrongArgument: .differentValue
        case .missingArgument: .differentValue
        case .unknownArgument: .differentValue
        case .brokenCall: .malformed
        case .messageNotCompared: .notComputed
        case .callsMatch: .matched
        case .partlyMatched: .matched
        case .differentJSON: .differentValue
        case .callFormat, .pathsFound: .matched
        case .missingPath: .notMatched
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
        case .noCall: "no_call"
        case .unexpectedCall: "unexpected_call"
        case .wrongFunction: "wrong_function"
        case .missingCall: "missing_call"
        case .surplusCall: "surplus_call"
        case .wrongArgument: "wrong_argument"
        case .missingArgument: "missing_argument"
        case .unknownArgument: "unknown_argument"
        case .brokenCall: "broken_call"
        case .messageNotCompared: "message_not_compared"
        case .callsMatch: "calls_match"
        case .partlyMatched: "partly_matched"
        case .differentJSON: "different_json"
        case .callFormat: "call_format"
        case .aliasExpansion: "alias_expansion"
        case .entityRefused: "entity_refused"
        case .pathsFound: "paths_found"
        case .missingPath: "missing_path"
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
        case .noCall: "The response calls nothing where a call is expected."
        case .unexpectedCall: "The response calls where no call is expected."
        case .wrongFunction: "No call is of an expected function."
        case .missingCall: "Fewer calls than expected."
        case .surplusCall: "More calls than expected."
        case .wrongArgument: "An argument has another value."
        case .missingArgument: "An expected argument is missing."
        case .unknownArgument: "An argument that is not expected."
        case .brokenCall: "A call that cannot be read."
        case .messageNotCompared: "A text is expected, and this one is another; whether it is as good is not computed."
        case .callsMatch: "The calls are the expected ones."
        case .partlyMatched: "The reward is the share of calls that match."
        case .differentJSON: "The JSON values differ."
        case .callFormat: "The reward is the peer's sum of format and correctness."
        case .aliasExpansion: "Aliases of YAML come to more than the text allows, or name what they stand in."
        case .entityRefused: "An XML document has declarations of its own, such as entities; nothing is expanded."
        case .pathsFound: "The value has the paths that the grader names, or a share of them."
        case .missingPath: "The value has none of the paths that the grader names."
        }
    }
}
