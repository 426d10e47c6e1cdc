import Adjudge
import Testing

/// Programs as parts of a tree: what is begun elsewhere, and what only turns out to be needed when it has ended.
@Suite(.serialized) struct ProgramTreeTests {
    private static let tests = #"{"inputs": ["1 2\n"], "outputs": ["3\n"]}"#
    private static let code = #"{"type": "code", "input": "{{response}}"}"#
    private static let hasSum = #"{"type": "regex", "pattern": "sum", "input": "{{response}}"}"#

    private func fates(_ grader: String) throws -> [ProgramRows.Fate] {
        let rows = ProgramRows()
        rows.add("right", program: "print(sum(map(int, input().split())))\n", reference: Self.tests)
        rows.add("wrong", program: "print(4)\n", reference: Self.tests)
        rows.add("wrong, and says sum", program: "print(4)  # sum\n", reference: Self.tests)
        return try rows.score(grader)
    }

    @Test("a cascade goes on behind a program, and its verdict is that of the one that decides")
    func cascade() throws {
        guard ProgramRows.canRun() else { return }
        let fates = try fates(
            #"{"type": "cascade", "graders": [\#(Self.code), \#(Self.hasSum)], "escalate": ["wrong_answer"], "cap": 0.5}"#
        )
        #expect(fates.map(\.reward) == [1, 0, 0.5])
        #expect(fates.map(\.reason) == ["passed_tests", "not_matched", "matched"])
        #expect(fates[0].detail.contains(#""verdict":"ok""#), "\(fates[0].detail)")
    }

    @Test("programs behind each other: the second is run once the first has ended")
    func second() throws {
        guard ProgramRows.canRun() else { return }
        let fates = try fates(
            #"{"type": "cascade", "graders": [\#(Self.code), \#(Self.code)], "escalate": ["wrong_answer", "passed_tests"]}"#
        )
        #expect(fates.map(\.reward) == [1, 0, 0])
    }

    @Test("a program behind an if is run only where the branch is taken")
    func lazy() throws {
        guard ProgramRows.canRun() else { return }
        let fates = try fates(
            #"""
            {"type": "multi", "graders": {"gate": \#(Self.hasSum), "run": \#(Self.code)},
             "calculate_output": "if(gate > 0, run, 0.25)"}
            """#)
        #expect(fates.map(\.reward) == [1, 0.25, 0])
    }

    @Test("a route's row carries the run of its case")
    func route() throws {
        guard ProgramRows.canRun() else { return }
        let fates = try fates(
            #"{"type": "route", "by": "any", "cases": {"any": \#(Self.code)}, "clip": [0.1, 0.9]}"#)
        #expect(fates.map(\.reward) == [0.9, 0.1, 0.1])
        #expect(fates.allSatisfy { $0.detail.contains(#""level":"#) })
    }
}
