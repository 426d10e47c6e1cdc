import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

/// Responses in the shapes of stored MMLU-Pro outputs (letters A to J), drawn by a seed: what says a letter is taken, what
/// says none or runs on into the next question is not read as another.
@Suite struct ChoiceShapeTests {
    private static let reasoning = [
        "We know that F = ma, so C is a constant here. ", "Let $C$ be the capacity and {F} the force. ",
        "Option A looks tempting but fails for large n. ", "(B) is too small, and (D) is too large. ",
        "Step 1: compute 3 * 4 = 12. ", "Consider vitamin C and group B streptococcus. ", "",
    ]
    /// `#` is the letter.
    private static let statements = [
        "The answer is (#).", "Therefore, the answer is #.", "So the answer is (#)", "The correct answer is: (#) 42",
        "**Answer: #**", "Answer: #", "ANSWER: (#)", "\\boxed{#}", "$\\boxed{\\text{(#)}}$", "The best option is (#).",
        "The closest option is (#).", "(#) is the correct answer.", "Hence option # is correct.", "**(#)**",
        "The final answer is $\\boxed{#}$.", "I would choose (#).", "Thus, the correct choice is **#**.",
    ]
    private static let tails = [
        "", "\n", "<|im_end|>", "\n\nQuestion: What is next?\nOptions:\nA. one\nB. two\nAnswer: The answer is (@).",
    ]
    /// What says no letter: cut-off responses, and values in place of letters.
    private static let silent = [
        "Let $C$ be the capacity and {F} the force. Then", "The answer is 78%.", "The answer is not listed.",
        "If we look at (B), it says", "A dog is an animal, I am sure", "A. one\nB. two\nC. three\nD. four", "",
    ]

    @Test("a letter is taken in every shape, whichever it is, and never another's")
    func shapes() throws {
        let engine = try Engine(grader: #"{"type": "choice"}"#, threads: 1)
        func reward(_ response: String, _ reference: String) -> Double? {
            withBytes(of: response) { response in
                withBytes(of: reference) { reference in
                    engine.explain(Sample(response: .text(response), reference: .text(reference))).verdict.reward
                }
            }
        }
        var random = Seeded(seed: 21)
        func one(of list: [String]) -> String { list[random.below(list.count)] }
        let letters = "ABCDEFGHIJ".map(String.init)
        var (taken, total): (Int, Int) = (0, 0)
        var misses: [String: Int] = [:]
        for _ in 0..<6_000 {
            let right = one(of: letters)
            let stated = one(of: letters)
            let statement = one(of: ChoiceShapeTests.statements)
            let response =
                one(of: ChoiceShapeTests.reasoning) + one(of: ChoiceShapeTests.reasoning)
                + statement.replacing("#", with: stated)
                + one(of: ChoiceShapeTests.tails).replacing("@", with: one(of: letters))
            let found = reward(response, right)
            if stated == right {
                total += 1
                if found == 1 { taken += 1 } else { misses[statement, default: 0] += 1 }
            } else {
                #expect(found == 0, "\(response) against \(right)")
            }
        }
        print("shapes of MMLU-Pro's outputs: \(taken) of \(total) right ones taken, by statement missed \(misses)")
        #expect(Double(taken) >= 0.98 * Double(total))
        for text in ChoiceShapeTests.silent {
            for letter in letters { #expect(reward(text, letter) == 0, "\(text) against \(letter)") }
        }
    }
}
