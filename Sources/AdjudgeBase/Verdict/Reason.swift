/// The reason of a verdict: a stable code, one for each rule that can decide.
///
/// The names are part of the wire; a code may be added, never renamed.
public enum Reason: UInt8, Sendable, CaseIterable {
    // Equal
    case none = 0
    case equalBytes
    case equalText
    case equalNumber
    case equalChoice
    case withinTolerance
    case equalRounded
    case equalCanonical
    case equalPolynomial
    case equalResidue
    case equalSeparation
    case equalNumeric
    case matched
    case wellFormed
    // Different
    case differentText
    case differentNumber
    case differentChoice
    case notMatched
    case malformed
    case notANumber
    case severalAnswers
    case condition
    case differentValue
    case differentPolynomial
    case differentPoint
    case differentKind
    case differentArity
    case differentUnit
    case differentBase
    case falseChain
    // No answer
    case nothingExtracted
    case unbalancedBox
    case unclosedTag
    case answerOnlyInReasoning
    case emptyAnswer
    case emptyResponse
    // Not decided
    case unparsed
    case hiddenCharacters
    case differentHead
    case notComputed
    case undefinedValue
    case comparisonLimit
    case missingField
    case mistypedField
    case unreadableReference
    case malformedRow
    case invalidUTF8
    case rowTooLong
    case responseTooLong
    case matchLimit
    case numberTooLarge
    case unknownRoute
    case partWithoutReward
    case notFinite
    case deadline
    // Programs
    case passedTests
    case wrongAnswer
    case timeLimitCPU
    case timeLimitWall
    case memoryLimit
    case outputLimit
    case runtimeError
    case compileError
    case forbidden
    case badTests
    case judgeError
    case sandboxUnavailable
    case cancelled
    // Composition
    case combined
    case partDropped
    // Not decided, added later
    case rowTooComplex

    /// The name on the wire, in snake case.
    public var name: StaticString {
        switch self {
        case .none: "none"
        case .equalBytes: "equal_bytes"
        case .equalText: "equal_text"
        case .equalNumber: "equal_number"
        case .equalChoice: "equal_choice"
        case .equalNumeric: "equal_numeric"
        case .equalSeparation: "equal_separation"
        case .equalResidue: "equal_residue"
        case .equalPolynomial: "equal_polynomial"
        case .equalCanonical: "equal_canonical"
        case .equalRounded: "equal_rounded"
        case .withinTolerance: "within_tolerance"
        case .matched: "matched"
        case .wellFormed: "well_formed"
        case .differentText: "different_text"
        case .differentNumber: "different_number"
        case .differentChoice: "different_choice"
        case .notMatched: "not_matched"
        case .malformed: "malformed"
        case .notANumber: "not_a_number"
        case .severalAnswers: "several_answers"
        case .falseChain: "false_chain"
        case .differentBase: "different_base"
        case .differentUnit: "different_unit"
        case .differentArity: "different_arity"
        case .differentKind: "different_kind"
        case .differentPoint: "different_point"
        case .differentPolynomial: "different_polynomial"
        case .differentValue: "different_value"
        case .condition: "condition"
        case .nothingExtracted: "nothing_extracted"
        case .unbalancedBox: "unbalanced_box"
        case .unclosedTag: "unclosed_tag"
        case .answerOnlyInReasoning: "answer_only_in_reasoning"
        case .emptyAnswer: "empty_answer"
        case .emptyResponse: "empty_response"
        case .comparisonLimit: "comparison_limit"
        case .undefinedValue: "undefined_value"
        case .notComputed: "not_computed"
        case .differentHead: "different_head"
        case .hiddenCharacters: "hidden_characters"
        case .unparsed: "unparsed"
        case .missingField: "missing_field"
        case .mistypedField: "mistyped_field"
        case .unreadableReference: "unreadable_reference"
        case .malformedRow: "malformed_row"
        case .invalidUTF8: "invalid_utf8"
        case .rowTooLong: "row_too_long"
        case .responseTooLong: "response_too_long"
        case .matchLimit: "match_limit"
        case .numberTooLarge: "number_too_large"
        case .unknownRoute: "unknown_route"
        case .partWithoutReward: "part_without_reward"
        case .notFinite: "not_finite"
        case .deadline: "deadline"
        case .passedTests: "passed_tests"
        case .wrongAnswer: "wrong_answer"
        case .timeLimitCPU: "time_limit_cpu"
        case .timeLimitWall: "time_limit_wall"
        case .memoryLimit: "memory_limit"
        case .outputLimit: "output_limit"
        case .runtimeError: "runtime_error"
        case .compileError: "compile_error"
        case .forbidden: "forbidden"
        case .badTests: "bad_tests"
        case .judgeError: "judge_error"
        case .sandboxUnavailable: "sandbox_unavailable"
        case .cancelled: "cancelled"
        case .combined: "combined"
        case .partDropped: "part_dropped"
        case .rowTooComplex: "row_too_complex"
        }
    }
}
