import AdjudgeBase
import CaseFiles
import Testing

@testable import MathVerifier

/// Closed forms at random, judged by the engine and by Calcium.
@Suite(.serialized) struct OracleTests {
    private static let pairs = 4_000

    private struct Case {
        var reference: String
        var answer: String
        var family: String
        /// The oracle's word that one point says nothing of the whole.
        var isPartial = false
    }

    /// What the engine said beside what Calcium said; verdicts that contradict each other are failures.
    private struct Tally {
        var counts: [String: Int] = [:]
        var decided = 0

        mutating func add(_ row: Case, _ answer: CalciumOracle.Answer, _ judgement: Judgement) {
            let verdict = judgement.verdict
            counts["\(answer.rawValue) here \(verdict)", default: 0] += 1
            let isWrong =
                switch (answer, verdict) {
                case (.equal, .different): !row.isPartial
                case (.different, .equal): true
                // The same text is the same, defined or not.
                case (.undefined, .equal): !row.isPartial && judgement.reason != .equalText
                default: false
                }
            #expect(
                !isWrong, "\(row.family): \(row.reference) / \(row.answer): Calcium \(answer.rawValue), we \(verdict)")
            if answer == .equal || answer == .different, verdict != .undecided { decided += 1 }
        }

        func report(_ name: String) {
            print(
                "Calcium, \(name):",
                counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        }
    }

    @Test("every decided verdict on a closed form is Calcium's")
    func closedForms() throws {
        guard let oracle = CalciumOracle() else { return }
        var generator = IdentityGenerator(seed: 2026)
        var cases: [Case] = []
        var questions: [(String, String)] = []
        while cases.count < OracleTests.pairs {
            let (pair, family) = generator.next()
            cases.append(
                Case(
                    reference: pair.0.latex(&generator.generator), answer: pair.1.latex(&generator.generator),
                    family: family))
            questions.append((pair.0.postfix, pair.1.postfix))
        }
        let tally = try tally(cases, oracle.answers(for: questions))
        tally.report("numbers")
        // A test that decides nothing tests nothing.
        #expect(tally.decided * 10 >= cases.count * 9)
    }

    @Test("every decided verdict on expressions in variables holds at Calcium's points")
    func openForms() throws {
        guard let oracle = CalciumOracle() else { return }
        var generator = IdentityGenerator(seed: 2027)
        var cases: [Case] = []
        var questions: [(String, String)] = []
        while cases.count < OracleTests.pairs {
            let (pair, family, isRational) = generator.nextOpen()
            let row = Case(
                reference: pair.0.latex(&generator.generator), answer: pair.1.latex(&generator.generator),
                family: family,
                isPartial: !isRational)
            // Functions with a domain are asked about where it is: at positive numbers.
            for point in IdentityGenerator.points.prefix(isRational ? 3 : 2) {
                cases.append(row)
                questions.append((substituted(pair.0, point), substituted(pair.1, point)))
            }
        }
        let tally = try tally(cases, oracle.answers(for: questions))
        tally.report("expressions")
        #expect(tally.decided * 10 >= cases.count * 8)
    }

    private func tally(_ cases: [Case], _ answers: [CalciumOracle.Answer]) throws -> Tally {
        try #require(answers.count == cases.count)
        let equivalence = Equivalence(.strict)
        var tally = Tally()
        for (row, answer) in zip(cases, answers) {
            tally.add(row, answer, MathComparison.judgement(equivalence, row.reference, row.answer))
        }
        return tally
    }

    private func substituted(_ form: ClosedForm, _ point: (x: String, y: String)) -> String {
        form.postfix.split(separator: " ").map { $0 == "x" ? point.x : $0 == "y" ? point.y : String($0) }
            .joined(separator: " ")
    }
}
