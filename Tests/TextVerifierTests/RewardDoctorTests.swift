import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

/// reward-doctor's corpus: equal forms, distinctions, formats and exploits of short answers.
@Suite struct RewardDoctorTests {
    @Test("no exploit and no distinction is taken; at most 2 % of what is right is lost")
    func corpus() throws {
        guard let rows = CaseFiles.external("rules/reward_doctor_corpus") else { return }
        let math = try Engine(grader: #"{"type": "math", "profile": "lenient"}"#, threads: 1)
        let choice = try Engine(grader: #"{"type": "choice"}"#, threads: 1)
        var (right, lost): (Int, [String]) = (0, [])
        var taken: [String] = []
        try CaseFiles.forEach(rows) { row in
            // A letter alone is the answer to a question with options.
            let engine = ["A", "B", "C", "D"].contains(row.text("reference")) ? choice : math
            let verdict = withBytes(of: row.text("completion")) { completion in
                withBytes(of: row.text("reference")) { reference in
                    engine.explain(Sample(response: .text(completion), reference: .text(reference))).verdict
                }
            }
            let isContested = row.member("tags")?.elements.contains { $0.isString(Bytes("contested")) } ?? false
            if row.member("expect")?.boolValue == true {
                right += 1
                if verdict.reward != 1 { lost.append("\(row.text("id")): \(verdict.reason.name)") }
            } else if verdict.reward == 1, !isContested {
                taken.append(row.text("id"))
            }
        }
        print("reward_doctor_corpus: \(right - lost.count) of \(right) right ones taken, \(taken.count) wrong ones")
        for miss in lost + taken { print("  \(miss)") }
        #expect(taken == [])
        #expect(Double(lost.count) <= 0.02 * Double(right))
        #expect(right > 10)
    }
}
