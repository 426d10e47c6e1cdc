import AdjudgeBase

/// `answer_match` by a peer's rule.
struct PeerAnswerVerifier: Verifier {
    let rule: PeerAnswer
    let options: PeerOptions

    func makeChecker() -> any Checker { PeerAnswerChecker(self) }
}

private final class PeerAnswerChecker: Checker {
    private let verifier: PeerAnswerVerifier
    private let prose = ProseScratch()
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: PeerAnswerVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        prose.begin(scratch)
        scratch.spend(input.answer.bytes.count)
        guard let references = References.texts(input.reference, parser, scratch) else {
            return Outcome(.badReference, .unreadableReference)
        }
        // Peers' normal forms of nothing equal one another, and every text contains nothing.
        if references.allSatisfy({ $0.pythonStripped.isEmpty }) {
            return Outcome(.badReference, .unreadableReference)
        }
        let score = verifier.rule.score(
            PeerAnswer.Input(
                response: input.answer.bytes, references: references, options: verifier.options, prose: prose,
                scratch: scratch))
        scratch.spend(prose.spent)
        if prose.isSpent { return Outcome(.limitExceeded, .comparisonLimit) }
        guard let score else { return Outcome(.limitExceeded, .matchLimit) }
        if score == 1 { return .graded(true, .equalText) }
        return score == 0
            ? .graded(false, .differentText) : Outcome(.graded, TextReason.overlap, reward: score)
    }
}
