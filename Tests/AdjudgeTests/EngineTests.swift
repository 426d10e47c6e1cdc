import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct EngineTests {
    /// Columns of responses and references that live as long as the object.
    final class Columns {
        let batch: ColumnBatch
        private let memory: [UnsafeMutablePointer<UInt8>]
        private let offsets: [UnsafeMutablePointer<UInt64>]

        init(_ rows: [(String, String)]) {
            var memory: [UnsafeMutablePointer<UInt8>] = []
            var offsets: [UnsafeMutablePointer<UInt64>] = []
            for texts in [rows.map(\.0), rows.map(\.1)] {
                let bytes = texts.flatMap { Array($0.utf8) }
                let data = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
                data.initialize(from: bytes, count: bytes.count)
                let starts = UnsafeMutablePointer<UInt64>.allocate(capacity: rows.count + 1)
                var end: UInt64 = 0
                starts[0] = 0
                for (index, text) in texts.enumerated() {
                    end += UInt64(text.utf8.count)
                    starts[index + 1] = end
                }
                memory.append(data)
                offsets.append(starts)
            }
            self.memory = memory
            self.offsets = offsets
            batch = ColumnBatch(
                count: rows.count, responses: .init(data: memory[0], offsets: offsets[0]),
                references: .init(data: memory[1], offsets: offsets[1]))
        }

        deinit {
            for data in memory { data.deallocate() }
            for starts in offsets { starts.deallocate() }
        }
    }

    private static let rows: [(String, String)] = (0..<5000).map { index in
        let answers = [
            "\\boxed{\(index % 13)}", "#### \(index % 7)", "no answer", "<think>\\boxed{3}", "\\boxed{x^\(index)}", "",
        ]
        return ("Some words. " + answers[index % answers.count], "\(index % 5)")
    }

    @Test("verdicts are the same for any number of threads")
    func threads() throws {
        let columns = Columns(EngineTests.rows)
        let grader = #"""
            {"type": "multi", "extract": ["strip_think", "boxed", "hash"],
             "graders": {"acc": {"type": "math"}, "fmt": {"type": "format", "preset": "boxed"}},
             "calculate_output": "0.9 * acc + 0.1 * fmt"}
            """#
        let one = try Engine(grader: grader, threads: 1).score(columns.batch)
        for threads in [2, 3, 8] {
            let engine = try Engine(grader: grader, threads: threads)
            for _ in 0..<3 {
                let many = engine.score(columns.batch)
                var different = 0
                for row in 0..<one.count {
                    for column in 0..<3 {
                        let (a, b) = (one.record(row, column), many.record(row, column))
                        if a.reward != b.reward || a.status != b.status || a.reason != b.reason || a.answer != b.answer
                            || a.work != b.work
                        {
                            different += 1
                        }
                    }
                }
                #expect(different == 0)
            }
        }
        withExtendedLifetime(columns) {}
    }

    @Test(
        "bytes that are no UTF-8 are a bad sample through columns, as they are in files",
        arguments: ["math", "think_answer"])
    func illFormed(preset: String) throws {
        let engine = try Engine(grader: preset, threads: 1)
        for bytes: [UInt8] in [Array("\\boxed{4}".utf8) + [0xFF], [0xFF, 0xFE], [0x34, 0xED, 0xA0, 0x80]] {
            let verdict = bytes.withUnsafeBufferPointer { bytes in
                withBytes(of: "4") { engine.score(response: Bytes(bytes), reference: $0) }
            }
            #expect(verdict.status == .badSample && verdict.reason == .invalidUTF8 && verdict.reward == nil)
        }
        withBytes(of: "\\boxed{é} é") { response in
            withBytes(of: "é") { #expect(engine.score(response: response, reference: $0).status != .badSample) }
        }
    }

    @Test("a failed verification has no reward")
    func statuses() throws {
        let columns = Columns([("\\boxed{1}", ""), ("nothing", "1"), ("\\boxed{1}", "1")])
        let verdicts = try Engine(grader: "preset:math", threads: 1).score(columns.batch)
        #expect(verdicts[0].status == .badReference && verdicts[0].reward == nil)
        #expect(verdicts[1].status == .noAnswer && verdicts[1].reward == 0)
        #expect(verdicts[2].status == .graded && verdicts[2].reward == 1)
        withExtendedLifetime(columns) {}
    }

    @Test("explaining a sample gives the verdict that scoring it gives, and says what was read")
    func explain() throws {
        let engine = try Engine(grader: "preset:math", threads: 1)
        let explanation = withBytes(of: "So \\boxed{2/4}.") { response in
            withBytes(of: "0.5") { engine.explain(Sample(response: .text(response), reference: .text($0))) }
        }
        #expect(explanation.verdict.reward == 1 && explanation.answer == "2/4" && explanation.passed == true)
        #expect(explanation.notes.contains { $0.label == "answer read as" && $0.value == "1/2" })
    }

    @Test("a part without a reward leaves the total without one, unless it may be left out or is not used")
    func partWithoutReward() throws {
        func total(_ required: String, _ formula: String) throws -> VerdictBatch.Record {
            let grader = #"""
                {"type": "multi", "graders": {
                  "acc": {"type": "regex", "pattern": "^(a+)+$"\#(required)}, "fmt": {"type": "format", "preset": "boxed"}},
                 "calculate_output": "\#(formula)"}
                """#
            let columns = Columns([(String(repeating: "a", count: 40) + "b \\boxed{1}", "")])
            defer { withExtendedLifetime(columns) {} }
            return try Engine(grader: grader, threads: 1).score(columns.batch)[0]
        }
        // What the response brought about is never left out.
        let mayBeLeftOut = #", "required": false"#
        for (required, formula) in [
            ("", "acc + fmt"), (mayBeLeftOut, "acc + fmt"), (mayBeLeftOut, "min(acc, fmt)"), ("", "max(acc, fmt)"),
            (#", "required": true"#, "fmt"),
        ] {
            let none = try total(required, formula)
            #expect(none.reward == nil && none.status == .limitExceeded && none.reason == .matchLimit, "\(formula)")
        }
        for (required, formula) in [("", "fmt"), ("", "if(fmt > 0, fmt, acc)")] {
            let unused = try total(required, formula)
            #expect(unused.reward == 1 && unused.status == .graded && unused.reason == .combined, "\(formula)")
        }
        let alone = try total(mayBeLeftOut, "acc")
        #expect(alone.reward == nil && alone.status == .limitExceeded)
    }
}
