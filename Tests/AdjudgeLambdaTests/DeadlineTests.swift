import Adjudge
import AdjudgeBase
import AdjudgeWire
import CaseFiles
import CodeVerifier
import Glibc
import Testing

@testable import AdjudgeLambda

@Suite struct DeadlineTests {
    @Test func `past the deadline samples are unavailable, and the answer is still whole`() throws {
        let function = try Function()
        let rows = Array(repeating: row(#""\\boxed{42}""#), count: 5).joined(separator: ",")
        let answer = try function.document("[\(rows)]", deadline: Clock.Instant(microseconds: 1))
        #expect(answer.count() == 5)
        for index in 0..<5 {
            #expect(answer.number("[\(index)].aggregate_reward_score") == 0)
            #expect(answer.metric("error", of: index) == 1)
        }
        #expect(function.lines[0].contains(#""status":"unavailable","reason":"deadline""#))
    }

    @Test func `a sample that does not end does not hold up the others, nor the answer`() throws {
        // The third row waits on the pipe until the test has its answer.
        var pipe: [Int32] = [0, 0]
        try #require(Glibc.pipe(&pipe) == 0)
        let wait = pipe[0]
        let text = try withBytes(
            of: "[" + Array(repeating: row(#""\\boxed{42}""#), count: 4).joined(separator: ",") + "]"
        ) {
            try ParsedEvent(copying: $0)
        }
        let rows = Array(text.root.elements)
        let engine = Engine(try Plan(Grader("preset:math")), threads: 1)
        let stuck = rows[2].raw
        let time = Clock.Instant(microseconds: Clock.now().microseconds + 300_000)
        let batch = SampleBatch(rows, of: text, plan: engine.plan, answerBy: time) { value, tools in
            if value.raw.start == stuck.start {
                var byte: UInt8 = 0
                _ = read(wait, &byte, 1)
            }
            return NovaDialect.read(value, tools.arena)
        }
        let scorer = BatchScorer(engine)
        scorer.score(batch, until: time)
        #expect((0..<4).map { batch.result($0).status } == [.graded, .graded, .unavailable, .unavailable])
        // The next batch is scored while the one before is still stuck.
        let next = SampleBatch(rows, of: text, plan: engine.plan, answerBy: nil) { NovaDialect.read($0, $1.arena) }
        scorer.score(next, until: nil)
        #expect((0..<4).map { next.result($0).reward } == [1, 1, 1, 1])
        var byte: UInt8 = 0
        _ = write(pipe[1], &byte, 1)
        close(pipe[1])
    }

    @Test func `programs end at the deadline, and the next event finds room`() throws {
        _ = CaseFiles.findWarden()
        do {
            _ = try Sandbox.current()
        } catch {
            print("skipped: \(#fileID): no sandbox (\(error.description))")
            return
        }
        let function = try Function(#"{"type": "code", "limits": {"wall_seconds": 600}}"#)
        let sleeper = program("import time\\ntime.sleep(500)")
        let honest = program("print(input())")
        // More than there are lanes: most of them have not been begun when time is up.
        let rows = Array(repeating: sleeper, count: 40)
        let deadline = Clock.Instant(microseconds: Clock.now().microseconds + 10_000_000)
        let answer = try function.document("[\(rows.joined(separator: ","))]", deadline: deadline)
        #expect(answer.count() == rows.count)
        for row in rows.indices { #expect(answer.metric("error", of: row) == 1) }
        #expect(Clock.now().microseconds < deadline.microseconds)
        #expect(function.lines.contains { $0.contains(#""status":"unavailable","reason":"deadline""#) })
        #expect(try function.document("[\(honest)]").number("[0].aggregate_reward_score") == 1)
    }

    /// A sample whose answer is a program, tested with one line that it is to repeat.
    private func program(_ text: String) -> String {
        #"{"id": "p", "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "```python\n"#
            + text + #"\n```"}], "reference_answer": {"inputs": ["7\n"], "outputs": ["7\n"]}}"#
    }
}
