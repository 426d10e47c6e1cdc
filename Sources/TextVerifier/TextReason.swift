import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum TextReason: UInt8, FamilyReason {
    /// The reward is how similar both texts are.
    case similarity = 1
    /// The reward is the share of words or parts that both texts have.
    case overlap = 2
    /// Nothing is left of the answer but its citations.
    case noCitingAnswer = 3
    /// An identifier stands outside a citation, or a tag is not closed.
    case malformedCitation = 4
    /// Too few known sources are cited.
    case missingCitation = 5
    /// A source is cited that there is not.
    case unknownCitation = 6
    /// An expected source is not cited.
    case missedCitation = 7
    /// More sources are cited than the expected ones and the slack.
    case tooManyCitations = 8
    /// There is a citation where none is asked for.
    case needlessCitation = 9
    /// The row needs a verifier that is not there.
    case missingVerifier = 10
    /// The reward is the confidence that the response states.
    case confidence = 11
    /// What the answer has of the reference it denies or takes back.
    case deniedAnswer = 12
    /// The response states no confidence on the scale.
    case noConfidence = 13

    /// This family.
    public static var family: ReasonFamily { .text }

    /// What it stands under.
    public var coarse: Reason {
        switch self {
        case .similarity, .overlap, .confidence: .matched
        case .missingVerifier: .unknownRoute
        case .deniedAnswer: .differentText
        case .noConfidence: .notANumber
        default: .malformed
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .similarity: "similarity"
        case .overlap: "overlap"
        case .noCitingAnswer: "no_citing_answer"
        case .malformedCitation: "malformed_citation"
        case .missingCitation: "missing_citation"
        case .unknownCitation: "unknown_citation"
        case .missedCitation: "missed_citation"
        case .tooManyCitations: "too_many_citations"
        case .needlessCitation: "needless_citation"
        case .missingVerifier: "missing_verifier"
        case .confidence: "confidence"
        case .deniedAnswer: "denied_answer"
        case .noConfidence: "no_confidence"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .similarity: "The reward is how similar both texts are."
        case .overlap: "The reward is the share of words or parts that both texts have."
        case .noCitingAnswer: "Nothing is left of the answer but its citations."
        case .malformedCitation: "An identifier stands outside a citation, or a tag is not closed."
        case .missingCitation: "Too few known sources are cited."
        case .unknownCitation: "A source is cited that there is not."
        case .missedCitation: "An expected source is not cited."
        case .tooManyCitations: "More sources are cited than the expected ones and the slack."
        case .needlessCitation: "There is a citation where none is asked for."
        case .missingVerifier: "The row needs a verifier that is not there."
        case .confidence: "The reward is the confidence that the response states."
        case .deniedAnswer: "What the answer has of the reference it denies or takes back."
        case .noConfidence: "The response states no confidence on the scale."
        }
    }
}
