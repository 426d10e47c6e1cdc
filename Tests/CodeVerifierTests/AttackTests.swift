import AdjudgeBase
import CaseFiles
import Glibc
import Testing

/// The attack corpus through the whole engine: `make sandbox-test` checks what becomes of the machine, this what becomes
/// of the reward.
@Suite(.serialized) struct AttackTests {
    private static let stdio = #"{"inputs": ["3\n1 2 3\n", "2\n-5 5\n", "0\n\n"], "outputs": ["6\n", "0\n", "0\n"]"#
    private static let references = [
        "stdio": stdio + "}",
        "c": stdio + #", "language": "c"}"#,
        "sh": stdio + #", "language": "bash"}"#,
        "node": stdio + #", "language": "javascript"}"#,
        "call":
            #"{"fn_name": "total", "cases": [{"args": [[1, 2, 3]], "expected": 6}, {"args": [[-5, 5]], "expected": 0}, {"args": [[]], "expected": 0}]}"#,
        "split":
            #"{"entry_point": "total", "test": "def check(candidate):\n    assert candidate([1, 2, 3]) == 6\n    assert candidate([-5, 5]) == 0\n    assert candidate([]) == 0\n"}"#,
    ]

    @Test("no attack of the corpus is rewarded, and every honest program is")
    func corpus() throws {
        guard ProgramRows.canRun() else { return }
        let rows = ProgramRows()
        var honest: [Bool] = []
        for name in ["control", "env", "equal", "exit", "forge", "leak", "mask", "net", "proc", "res", "tests"] {
            try CaseFiles.forEach(Self.lines("attacks/\(name).jsonl")) { row in
                let must = row.text("must")
                // What is asked of the runner alone: to tell the types of plain values. 6.0 is 6 here, as in Python.
                // So is a Decimal of that value.
                if ["equal-float-for-int", "equal-decimal"].contains(row.text("id")) { return }
                let own = row.member("reference")?.raw.string
                guard must != "contained", let reference = own ?? Self.references[row.text("kind")] else { return }
                rows.add(row.text("id"), program: row.text("program"), reference: reference)
                honest.append(must == "pass")
            }
        }
        #expect(rows.count > 100)
        let grader =
            "{\"type\": \"code\", \"input\": \"{{response}}\", \"shared_process\": true, "
            + "\"limits\": {\"cpu_seconds\": 3, \"wall_seconds\": 20}}"
        for (fate, isHonest) in zip(try rows.score(grader), honest) {
            if isHonest {
                #expect(fate.reward == 1, "\(fate)")
            } else {
                #expect(fate.reward == 0, "\(fate)")
            }
        }
    }

    private static func lines(_ name: String) -> [String] {
        guard let file = fopen(CaseFiles.corpus(name), "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[0..<count] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
