import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

/// Faults that users of other graders reported of multiple choice and of what finds short answers.
@Suite struct ChoiceReportTests {
    @Test("reports: no false accept outside policy, 93 % of the right ones taken")
    func reports() throws {
        guard let rows = CaseFiles.external("rules/choice_reports") else { return }
        var engines: [String: Engine] = [:]
        var (right, taken) = (0, 0)
        var (misses, falseAccepts): ([String], [String]) = ([], [])
        try CaseFiles.forEach(rows) { row in
            let grader = row.member("grader")!.raw.string
            let engine = try engines[grader] ?? Engine(grader: grader, threads: 1)
            engines[grader] = engine
            let isNumber = row.member("reference")?.kind == .number
            let reference = isNumber ? row.member("reference")!.raw.string : row.text("reference")
            let verdict = withBytes(of: row.text("response")) { response in
                withBytes(of: reference) { reference in
                    let item = row.member("item").flatMap { $0.kind == .object ? $0 : nil }
                    return engine.explain(
                        Sample(response: .text(response), reference: .text(reference), item: item)
                    ).verdict
                }
            }
            let expected = row.member("expect")?.raw.string
            if expected == "1" {
                right += 1
                if verdict.reward == 1 {
                    taken += 1
                } else {
                    misses.append("\(row.text("id")): \(verdict.reason.name)")
                }
            } else if expected == "0", verdict.reward == 1 {
                falseAccepts.append("\(row.text("id")): \(row.text("response"))")
            }
        }
        print("choice_reports: \(taken) of \(right) right ones taken, \(falseAccepts.count) false accepts")
        for miss in misses { print("  miss: \(miss)") }
        #expect(falseAccepts == [])
        #expect(Double(taken) >= 0.93 * Double(right))
        #expect(right > 100)
    }
}
