import CaseFiles
import Testing

@testable import MathVerifier

/// Laws of answers in words: other words than the reference's are neither right nor wrong.
@Suite struct WordTests {
    private static let words = [
        "user", "end", "cat", "red", "blue", "type", "read", "write", "heads", "tails", "win", "lose", "model",
        "grader",
        "iron", "salt", "king", "queen", "letter", "Newton's", "isn't", "Paris", "Rome", "Ann", "html", "css",
        "vitamin",
        "level", "sine", "cost", "tank", "ox",
    ]
    private static let joints = [" ", " ", "/", "-", " or ", " and ", ", "]

    private static func phrase(_ seeded: inout Seeded) -> (text: String, words: Set<String>) {
        let joint = seeded.pick(joints)
        let chosen = (0..<seeded.integer(1...3)).map { _ in seeded.pick(words) }
        var text = chosen.joined(separator: joint)
        if seeded.chance(20) { text = "the " + text }
        if seeded.chance(20) { text = "\\text{\(text)}" }
        return (text, Set(chosen))
    }

    @Test("words are never refuted by reading them as letters, nor accepted for others")
    func undecided() {
        var seeded = Seeded(seed: 7)
        let strict = Equivalence(.strict)
        for _ in 0..<3_000 {
            let (reference, answer) = (WordTests.phrase(&seeded), WordTests.phrase(&seeded))
            let judgement = MathComparison.judgement(strict, reference.text, answer.text)
            if reference.words == answer.words { continue }
            #expect(judgement.verdict == .undecided, "\(reference.text) / \(answer.text): \(judgement.reason)")
        }
    }
}
