import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum InstructionReason: UInt8, FamilyReason {
    /// Every instruction is followed.
    case followed = 1
    /// An instruction is not followed.
    case notFollowed
    /// The reward is the share of instructions that are followed.
    case followedShare
    /// The official code would draw what the row does not say at random.
    case referenceIsRandom
    /// The row names an instruction that there is not.
    case unknownInstruction
    /// An instruction's arguments are missing or not of their kind.
    case badArguments
    /// The row has no instructions.
    case noInstructions
    /// The instruction needs a tagger of parts of speech.
    case needsTagger
    /// The text is written in the expected language.
    case expectedLanguage
    /// The text is written in another language.
    case otherLanguage
    /// The text has too few letters to tell its language.
    case tooFewLetters
    /// The expected language is about as likely as another.
    case languageUnclear
    /// The row names a language that there is not.
    case unknownLanguage

    /// This family.
    public static var family: ReasonFamily { .instructions }

    /// What it stands under.
    public var coarse: Reason {
        switch self {
        case .followed, .followedShare, .expectedLanguage: .matched
        case .notFollowed, .otherLanguage: .notMatched
        case .referenceIsRandom, .tooFewLetters, .languageUnclear: .notComputed
        case .unknownInstruction: .unknownRoute
        case .badArguments, .unknownLanguage: .mistypedField
        case .noInstructions: .missingField
        case .needsTagger: .notComputed
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .followed: "followed"
        case .notFollowed: "not_followed"
        case .followedShare: "followed_share"
        case .referenceIsRandom: "reference_is_random"
        case .unknownInstruction: "unknown_instruction"
        case .badArguments: "bad_arguments"
        case .noInstructions: "no_instructions"
        case .needsTagger: "needs_tagger"
        case .expectedLanguage: "expected_language"
        case .otherLanguage: "other_language"
        case .tooFewLetters: "too_few_letters"
        case .languageUnclear: "language_unclear"
        case .unknownLanguage: "unknown_language"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .followed: "Every instruction is followed."
        case .notFollowed: "An instruction is not followed."
        case .followedShare: "The reward is the share of instructions that are followed."
        case .referenceIsRandom: "The official code would draw what the row does not say at random."
        case .unknownInstruction: "The row names an instruction that there is not."
        case .badArguments: "An instruction's arguments are missing or not of their kind."
        case .noInstructions: "The row has no instructions."
        case .needsTagger: "The instruction needs a tagger of parts of speech: \"tagger\" names the folder of its data."
        case .expectedLanguage: "The text is written in the expected language."
        case .otherLanguage: "The text is written in another language."
        case .tooFewLetters: "The text has too few letters to tell its language."
        case .languageUnclear: "The expected language is about as likely as another."
        case .unknownLanguage: "The row names a language that there is not."
        }
    }
}
