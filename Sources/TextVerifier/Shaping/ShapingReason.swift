import AdjudgeBase

/// The reasons of shaping terms.
public enum ShapingReason: UInt8, FamilyReason {
    /// The length is one that costs nothing.
    case withinLength = 1
    /// The response is longer than wanted.
    case tooLong
    /// The response is shorter than wanted.
    case tooShort
    /// The length decides by a curve on which every length has its own reward.
    case lengthCurve
    /// Nothing stands twice.
    case noRepetition
    /// Some sequences of words or tokens stand more than once.
    case repeated
    /// The model ended its turn.
    case finished
    /// The response was cut.
    case truncated
    /// The phrases are as wanted.
    case phrasesKept
    /// A phrase stands there that should not, or is missing.
    case phrasesBroken
    /// The response says nothing that the prompt says in the same words.
    case notCopied
    /// Parts of the prompt stand in the response.
    case copied
    /// The row brings the reward itself.
    case given
    /// The prompt has fewer words than a sequence: it has nothing that could be copied.
    case promptTooShort

    /// This family.
    public static var family: ReasonFamily { .shaping }

    /// The coarse reason of the wire.
    public var coarse: Reason {
        switch self {
        case .withinLength, .noRepetition, .finished, .phrasesKept, .notCopied, .promptTooShort: .wellFormed
        case .tooLong, .tooShort, .repeated, .truncated, .phrasesBroken, .copied: .malformed
        case .lengthCurve, .given: .none
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .withinLength: "within_length"
        case .tooLong: "too_long"
        case .tooShort: "too_short"
        case .lengthCurve: "length_curve"
        case .noRepetition: "no_repetition"
        case .repeated: "repeated"
        case .finished: "finished"
        case .truncated: "truncated"
        case .phrasesKept: "phrases_kept"
        case .phrasesBroken: "phrases_broken"
        case .notCopied: "not_copied"
        case .copied: "copied"
        case .given: "given"
        case .promptTooShort: "prompt_too_short"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .withinLength: "The length costs nothing."
        case .tooLong: "The response is longer than wanted."
        case .tooShort: "The response is shorter than wanted."
        case .lengthCurve: "The length decides, by a curve."
        case .noRepetition: "No sequence of words or tokens stands twice."
        case .repeated: "Sequences of words or tokens stand more than once."
        case .finished: "The model ended its turn."
        case .truncated: "The response was cut."
        case .phrasesKept: "Every phrase is as wanted."
        case .phrasesBroken: "A phrase stands there that should not, or one is missing."
        case .notCopied: "No more of the prompt stands in the response than may."
        case .copied: "Parts of the prompt stand in the response."
        case .given: "The row brings the reward."
        case .promptTooShort: "The prompt has fewer words than a sequence."
        }
    }
}
