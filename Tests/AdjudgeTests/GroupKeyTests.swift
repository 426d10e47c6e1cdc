import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct GroupKeyTests {
    private final class Reader: SampleReader {
        private let rows: [(item: OwnedBytes, response: OwnedBytes)]
        private let parser = JSONParser()
        init(_ rows: [(item: OwnedBytes, response: OwnedBytes)]) { self.rows = rows }

        func sample(at index: Int) -> Sample {
            var sample = Sample(response: .text(rows[index].response.view), reference: .text(Bytes("1")))
            sample.item = try? parser.parse(rows[index].item.view)
            return sample
        }
    }

    private struct Rows: SampleSource, @unchecked Sendable {
        let rows: [(item: OwnedBytes, response: OwnedBytes)]
        var count: Int { rows.count }
        func makeReader() -> any SampleReader { Reader(rows) }
    }

    private func ledger(_ items: [String], by: String = "{{item.p}}") throws -> (GroupLedger, VerdictBatch) {
        let engine = try Engine(
            grader: #"{"type":"math","group":{"by":"\#(by)","advantage":"dr_grpo"}}"#, threads: 1)
        let rows = items.enumerated().map { (OwnedBytes($1), OwnedBytes("\\boxed{\($0 % 2)}")) }
        let verdicts = engine.score(Rows(rows: rows))
        return (GroupLedger(verdicts, engine.plan), verdicts)
    }

    @Test("a number is no other spelling of the text with its digits, nor true of 1")
    func kinds() throws {
        let (ledger, _) = try ledger([
            #"{"p":1}"#, #"{"p":"1"}"#, #"{"p":1}"#, #"{"p":"1"}"#, #"{"p":true}"#, #"{"p":"true"}"#,
            #"{"p":[1]}"#, #"{"p":"[1]"}"#,
        ])
        #expect(ledger.entries.map(\.group) == [0, 1, 0, 1, 2, 3, 4, 5])
    }

    @Test("a row that does not name its group is a bad sample, and no row of a group")
    func missing() throws {
        let (ledger, verdicts) = try ledger([#"{"p":1}"#, #"{}"#, #"{"p":null}"#, #"{"p":1}"#])
        #expect((0..<4).map { verdicts[$0].status } == [.graded, .badSample, .badSample, .graded])
        #expect(verdicts[1].reason == .missingField && ledger.ungrouped == 2)
        #expect(ledger.results().map { $0.advantage == nil } == [false, true, true, false])
    }

    @Test("what would be no group settings is refused")
    func settings() {
        for weight in ["-1", "0"] {
            let grader = #"{"type":"math","group":{"length_reward":{"weight":\#(weight)}}}"#
            #expect(throws: DocumentError.self) { try Plan(Grader(grader)) }
        }
        let error = #expect(throws: DocumentError.self) {
            try Plan(Grader(#"{"type":"math","group":{"advantage":"gdpo","weights":{"a":1}}}"#))
        }
        #expect(error?.description.contains("no parts") == true)
    }

    @Test("a grader says which fields of a row it reads")
    func names() throws {
        let plan = try Plan(
            Grader(
                #"""
                {"type": "route", "by": "{{item.source}}", "group": {"by": "{{item.prompt.id}}"}, "cases": {
                  "a": {"type": "choice", "options": "{{item.choices[0]}}"},
                  "b": {"type": "prompt_copy"}, "c": {"type": "python", "source": "def grade(s, i): return 1"}}}
                """#))
        #expect(Set(plan.itemNames) == ["source", "prompt", "choices", ""])
        #expect(try Plan(Grader("preset:math")).itemNames.isEmpty)
    }

    @Test("an error rate as the reward is warned of, in the place of the root too, and not as a part")
    func costs() throws {
        let rate = #"{"type":"text_similarity","evaluation_metric":"jiwer.wer","as":"value"}"#
        #expect(try Plan(Grader(rate)).warnings.count == 1)
        #expect(
            try Plan(Grader(#"{"type":"cascade","graders":[\#(rate),{"type":"math"}]}"#)).warnings.count == 1)
        let part = #"{"type":"multi","graders":{"e":\#(rate)},"calculate_output":"1 - e"}"#
        #expect(try Plan(Grader(part)).warnings.isEmpty)
        let similarity = #"{"type":"text_similarity","evaluation_metric":"jiwer.wer","as":"similarity"}"#
        #expect(try Plan(Grader(similarity)).warnings.isEmpty)
    }
}
