import AdjudgeBase

/// Why it is not known whether an instruction is followed.
struct Unsettled: Error {
    /// What a row comes to whose reward hangs on it.
    let outcome: Outcome

    /// A budget of work ran out.
    static let limit = Unsettled(outcome: Outcome(.limitExceeded, .matchLimit))
    /// The official code would draw a part of the instruction at random.
    static let random = Unsettled(outcome: Outcome(.undecided, InstructionReason.referenceIsRandom))

    /// The row's arguments are not what the instruction takes.
    static func arguments(_ reason: InstructionReason = .badArguments) -> Unsettled {
        Unsettled(outcome: Outcome(.badSample, reason))
    }
}
