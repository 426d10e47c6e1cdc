import AdjudgeBase

/// The result of comparing two answers.
struct Judgement: Equatable {
    enum Verdict {
        case equal, different, undecided
    }

    var verdict: Verdict
    /// The rule that decided.
    var reason: Reason

    static func equal(_ reason: Reason) -> Judgement { Judgement(verdict: .equal, reason: reason) }
    static func different(_ reason: Reason) -> Judgement { Judgement(verdict: .different, reason: reason) }
    static func undecided(_ reason: Reason) -> Judgement { Judgement(verdict: .undecided, reason: reason) }

    var isEqual: Bool { verdict == .equal }

    /// Both hold: the weakest proof names the reason, a difference anywhere is one of the whole.
    func and(_ other: @autoclosure () -> Judgement) -> Judgement {
        if verdict == .different { return self }
        let other = other()
        if other.verdict == .different { return other }
        if verdict == .undecided { return self }
        if other.verdict == .undecided { return other }
        return other.isWeaker(than: self) ? other : self
    }

    /// Equal by something less than a proof: agreement of digits, or rounding.
    private func isWeaker(than other: Judgement) -> Bool {
        reason == .equalNumeric || (reason == .equalRounded && other.reason != .equalNumeric)
    }

    var outcome: Outcome {
        switch verdict {
        case .equal: .graded(true, reason)
        case .different: .graded(false, reason)
        case .undecided: Outcome(reason == .numberTooLarge ? .limitExceeded : .undecided, reason)
        }
    }
}

/// How much a comparison lets pass beyond what is proved.
struct Strictness: Sendable {
    /// An exact reference accepts a decimal that rounds it to four significant digits or more; units, bases, names of
    /// parameters and the constant of integration count for less.
    var isLenient = false
    /// How far a number may lie from the reference.
    var tolerance: Tolerance?
    /// Whether that is so of integers too, which are exact otherwise.
    var includesIntegers = false

    static let strict = Strictness()
    static let lenient = Strictness(isLenient: true)
}
