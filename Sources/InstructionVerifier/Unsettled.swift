import AdjudgeBase

/// Why it is not known whether an instruction is followed.
struct Unsettled: Error {
    /// What a row comes to whose reward hangs on it.
    let outcome: Outcome
    /// What of the row's arguments is to blame, for whoever mends the row: an argument's name, or its text.
    var argument: Bytes?

    /// A budget of work ran out.
    static let limit = Unsettled(outcome: Outcome(.limitExceeded, .matchLimit))
    /// The official code would draw a part of the instruction at random.
    static let random = Unsettled(outcome: Outcome(.undecided, InstructionReason.referenceIsRandom))

    /// An argument of the row is not what the instruction takes.
    static func argument(_ argument: Bytes, _ reason: InstructionReason = .badArguments) -> Unsettled {
        Unsettled(outcome: Outcome(.badSample, reason), argument: argument)
    }

    /// An argument of the row is not what the instruction takes.
    static func argument(_ name: StaticString, _ reason: InstructionReason = .badArguments) -> Unsettled {
        argument(Bytes(name), reason)
    }
}
