import AdjudgeBase
import AdjudgeProse

/// `abstain`: 1 where the answer says that it is not known, else 0: a part for formulas such as `if(idk, 0.5, acc)`, or
/// ternary rewards `if(idk, 0, 2 * acc - 1)`.
struct AbstainVerifier: Verifier {
    static let kind = VerifierKind(
        name: "abstain", summary: "1 where the answer is an abstention: for if(idk, 0.5, acc) and the like.",
        keys: [.init("phrases", "Texts that say so, beside the usual ones in English and [IDK].")],
        defaultInput: { _ in
            .answer(["strip_think", "first_turn", "boxed", ["xml": "answer"], "hash", "answer_line", "whole"])
        },
        compile: { node, _ throws(DocumentError) in
            var phrases: [OwnedBytes] = []
            for phrase in node.member("phrases")?.oneOrMany() ?? [] {
                let text = try phrase.string("a text that says that the answer is not known")
                guard !text.isEmpty else { throw phrase.mismatch(expected: "a text that is not empty") }
                phrases.append(OwnedBytes(text))
            }
            return AbstainVerifier(phrases: phrases)
        })

    let phrases: [OwnedBytes]

    var needsReference: Bool { false }

    func makeChecker() -> any Checker { AbstainChecker(phrases) }
}

private final class AbstainChecker: Checker {
    private let phrases: [OwnedBytes]

    /// Whole answers, normalised: a sentence that only has one of them in it may go on to answer.
    private static let usual: [StaticString] = [
        "idk", "i dont know", "i do not know", "dont know", "do not know", "not known", "unknown", "unsure",
        "i am not sure", "im not sure", "not sure", "no answer", "i cannot answer", "i cant answer", "cannot answer",
        "i cannot say", "i cannot determine answer", "cannot be determined", "it cannot be determined",
        "i abstain", "abstain", "none of us can know", "not enough information", "insufficient information",
    ]

    init(_ phrases: [OwnedBytes]) { self.phrases = phrases }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        let arena = scratch.arena
        func plain(_ text: Bytes) -> CodePoints {
            AnswerText.safe(CodePoints(text.folded(.text, into: arena), arena), arena)
        }
        let answer = plain(input.answer.bytes)
        let isAbstention =
            AbstainChecker.usual.contains { answer.equals($0) } || phrases.contains { plain($0.view) == answer }
        return .graded(isAbstention, isAbstention ? .matched : .notMatched)
    }
}
