import AdjudgeBase

/// The reasons of this family beyond the coarse ones.
public enum JudgeReason: UInt8, FamilyReason {
    /// The judge's verdict is for the response.
    case judgedRight = 1
    /// The judge's verdict is against the response.
    case judgedWrong
    /// The reward is what the judge gave.
    case judgedScore
    /// The answer says nothing that could be right or wrong.
    case noContent
    /// The answer repeats the question.
    case copiesQuestion
    /// The answer speaks to the judge.
    case addressesJudge
    /// The answer is longer than any that the reference could equal.
    case answerTooLong
    /// No judge is configured, or none can be reached.
    case unavailable
    /// The server takes no more calls for now.
    case throttled
    /// The model, or a filter, declined to reply.
    case refused
    /// The reply was cut off.
    case truncated
    /// The reply is no verdict.
    case unreadable
    /// The budget of calls, tokens or money is spent.
    case budget
    /// The judge gave wrong verdicts on questions whose answers are known.
    case untrusted
    /// The cache has no reply to this question.
    case notCached
    /// The question was written to a batch file.
    case exported
    /// The row has no criteria to judge by.
    case noCriteria
    /// The row's group has no other answers to hold the response against, or more than can be compared.
    case noRivals
    /// The response denies the answer that it gives.
    case denied

    /// This family.
    public static var family: ReasonFamily { .judge }

    /// The coarse reason that it stands under.
    public var coarse: Reason {
        switch self {
        case .judgedRight, .judgedScore: .matched
        case .judgedWrong: .notMatched
        case .noContent: .emptyAnswer
        case .copiesQuestion, .addressesJudge, .answerTooLong, .denied: .notMatched
        case .budget: .matchLimit
        case .noCriteria, .noRivals: .missingField
        default: .notComputed
        }
    }

    /// The name on the wire.
    public var name: StaticString {
        switch self {
        case .judgedRight: "judged_right"
        case .judgedWrong: "judged_wrong"
        case .judgedScore: "judged_score"
        case .noContent: "no_content"
        case .copiesQuestion: "copies_question"
        case .addressesJudge: "addresses_judge"
        case .answerTooLong: "answer_too_long"
        case .unavailable: "judge_unavailable"
        case .throttled: "judge_throttled"
        case .refused: "judge_refused"
        case .truncated: "judge_truncated"
        case .unreadable: "judge_unreadable"
        case .budget: "judge_budget"
        case .untrusted: "judge_untrusted"
        case .notCached: "judge_not_cached"
        case .exported: "judge_exported"
        case .noCriteria: "no_criteria"
        case .noRivals: "no_rivals"
        case .denied: "answer_denied"
        }
    }

    /// One line for `adjudge list`.
    public var summary: StaticString {
        switch self {
        case .judgedRight: "The judge's verdict is for the response."
        case .judgedWrong: "The judge's verdict is against the response."
        case .judgedScore: "The reward is what the judge gave."
        case .noContent: "The answer says nothing that could be right or wrong."
        case .copiesQuestion: "The answer repeats the question."
        case .addressesJudge: "The answer speaks to the judge instead of stating an answer."
        case .answerTooLong: "The answer is longer than any that the reference could equal."
        case .unavailable: "No judge is configured, or none can be reached."
        case .throttled: "The judge's server takes no more calls for now."
        case .refused: "The judge, or a filter of its server, declined to reply."
        case .truncated: "The judge's reply was cut off."
        case .unreadable: "The judge's reply is no verdict, asked twice."
        case .budget: "The budget of calls, tokens or money is spent."
        case .untrusted: "The judge gave wrong verdicts on questions whose answers are known."
        case .notCached: "The cache has no reply to this question."
        case .exported: "The question was written to a batch file."
        case .noCriteria: "The row has no criteria to judge by."
        case .noRivals:
            "The row's group has no other answers to hold the response against, or more than can be compared."
        case .denied: "The response denies the answer that it gives."
        }
    }
}
