import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// Closed forms at random, judged by the engine and by Calcium.
@Suite struct OracleTests {
    private static let pairs = 4_000

    @Test("every decided verdict on a closed form is Calcium's")
    func closedForms() throws {
        guard let oracle = CalciumOracle() else { return }
        var generator = IdentityGenerator(seed: 2026)
        var cases: [(reference: String, answer: String, family: String)] = []
        var questions: [(String, String)] = []
        while cases.count < OracleTests.pairs {
            let (pair, family) = generator.next()
            cases.append((pair.0.latex(&generator.generator), pair.1.latex(&generator.generator), family))
            questions.append((pair.0.postfix, pair.1.postfix))
        }
        let answers = oracle.answers(for: questions)
        try #require(answers.count == cases.count)
        let equivalence = Equivalence(.strict)
        var tally: [String: Int] = [:]
        var decided = 0
        for (row, answer) in zip(cases, answers) {
            let verdict = MathComparison.verdict(equivalence, row.reference, row.answer)
            tally["\(answer.rawValue) here \(verdict)", default: 0] += 1
            let isWrong =
                switch (answer, verdict) {
                case (.equal, .different), (.different, .equal), (.undefined, .equal): true
                default: false
                }
            #expect(
                !isWrong, "\(row.family): \(row.reference) / \(row.answer): Calcium \(answer.rawValue), we \(verdict)")
            if answer == .equal || answer == .different, verdict != .undecided { decided += 1 }
        }
        print("Calcium:", tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        // The laws that the engine ought to know: a test that decides nothing tests nothing.
        #expect(decided * 10 >= cases.count * 8)
    }
}
