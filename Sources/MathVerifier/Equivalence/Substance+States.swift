import AdjudgeBase

/// States of substances: `(aq)`, `(s)`, `_{(l)}`, `(g)`.
extension Substance {
    /// True where the reference asks for no state, or for the one that the answer has.
    func hasState(of answer: Substance) -> Bool { state.isEmpty || state == answer.state }

    /// The judgement of the same substance without the reference's state: another one is wrong, none says less.
    func stateJudgement(_ answer: Substance) -> Judgement {
        answer.state.isEmpty ? .undecided(.differentText) : .different(.differentText)
    }

    /// True where all that follows is a state, and no group of symbols.
    var startsState: Bool {
        guard isNext(UInt8(ascii: "(")), text.count - at <= 20 else { return false }
        var ahead = self
        ahead.takeState()
        return !ahead.state.isEmpty
    }

    /// `(aq)`, `_{(s)}` at the end.
    mutating func takeState() {
        var ahead = self
        ahead.skip()
        if ahead.isNext(UInt8(ascii: "_")) { ahead.at += 1 }
        ahead.skip()
        guard ahead.isNext(UInt8(ascii: "(")) else { return }
        ahead.at += 1
        ahead.skip()
        let start = ahead.at
        while ahead.at < text.count, text[ahead.at].isASCIILetter { ahead.at += 1 }
        let name = text[start..<ahead.at]
        guard Substance.states.contains(where: { name.equals($0) }) else { return }
        ahead.skip()
        guard ahead.isNext(UInt8(ascii: ")")) else { return }
        ahead.at += 1
        ahead.skip()
        guard ahead.at == text.count else { return }
        ahead.state = (0..<name.count).map { name[$0] }
        if name.count == 2 { ahead.isMarkedAsChemistry = true }
        self = ahead
    }

    /// True for `(aq)` and the like, and whatever stands behind it.
    static func beginsWithState(_ text: Bytes) -> Bool {
        text.hasPrefix("(")
            && states.contains { name in
                let end = 1 + name.utf8CodeUnitCount
                return text.count > end && text[1..<end].equals(name) && text[end] == UInt8(ascii: ")")
            }
    }

    private static let states: [StaticString] = ["aq", "s", "l", "g"]
}
