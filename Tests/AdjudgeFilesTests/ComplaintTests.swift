import Adjudge
import AdjudgeBase
import AdjudgeWire
import Testing

@testable import AdjudgeFiles

@Suite struct ComplaintTests {
    private func run(_ rows: [String], _ change: (inout ScoringRun.Options) throws -> Void = { _ in }) throws
        -> ScoringRun
    {
        let files = try FileRun()
        _ = files.folder.write("in", Array(rows.joined(separator: "\n").utf8))
        var options = files.options("in", "out")
        try change(&options)
        return try files.run(options)
    }

    @Test("a row that cannot be read is named with its field, byte and what would be right")
    func badRows() throws {
        let cases: [(row: String, said: [String])] = [
            (#"{"id":1,"reference":"5"}"#, ["missing_field", "found no response", "completion", "has id, reference"]),
            (
                #"{"id":1,"response":7,"reference":"5"}"#,
                ["mistyped_field", "found a number at byte 19", "expected text"]
            ),
            (
                #"{"id":1,"response":null,"reference":"5"}"#,
                ["missing_field", "found null at byte 19", "expected text"]
            ),
            (#"{"id":1,"response":"x" "reference":"5"}"#, ["malformed_row", "at byte 23"]),
            ("[1]", ["malformed_row", "found an array at byte 0", "expected an object"]),
            ("{\"id\":1,\"response\":\"a\u{1}\"}", ["malformed_row", "byte 0x1 inside a string", "at byte 21"]),
            (#"{"messages":[{"role":"user","content":"x"}]}"#, ["missing_field", "$.messages[0].role", "assistant"]),
            (#"{"messages":[]}"#, ["$.messages"]),
            (#"{"input":"?","output":{"a":1},"gts":"1"}"#, ["mistyped_field", "an object at byte 22", "output"]),
        ]
        for (row, said) in cases {
            let good = #"{"id":0,"response":"\\boxed{5}","reference":"5"}"#
            // The good row comes last, so that the bad one decides the dialect.
            let found = try run([row, good]) { if row.contains("[1]") { $0.dialect = .plain } }.complaints
            #expect(found.count >= 1)
            for part in said { #expect(found.first?.contains(part) == true, "\(found.first ?? "nothing"): \(part)") }
            #expect(found.first?.contains("row 0: ") == true)
        }
        let bytes: [UInt8] = Array(#"{"response":""#.utf8) + [0xFF] + Array("\"}".utf8)
        let owned = withExtendedLifetime(bytes) { bytes.withUnsafeBufferPointer { OwnedBytes(Bytes($0)) } }
        let said = withExtendedLifetime(owned) { RowComplaint.about(owned.view, .plain, FieldMap())?.description } ?? ""
        #expect(said.contains("UTF-8") && said.contains("at byte 13"))
        var map = FieldMap()
        try map.add("response=a.b")
        for (row, part) in [(#"{"a":{"b":true}}"#, "a boolean at byte 10"), (#"{"a":{}}"#, "under a.b")] {
            #expect(withBytes(of: row) { RowComplaint.about($0, .plain, map)?.description }?.contains(part) == true)
        }
        #expect(withBytes(of: #"{"a":{"b":"x"}}"#) { RowComplaint.about($0, .plain, map)?.description } == nil)
        // No more than a screen of them.
        #expect(try run((0..<50).map { _ in "{oops" }).complaints.count == 5)
    }

    @Test("a run without any reference or response says so, what there is, and the likely column")
    func shortage() throws {
        func of(_ row: String, times: Int = 3) throws -> (Summary.Shortage?, String?) {
            let run = try run(Array(repeating: row, count: times))
            let field = run.summary.shortage == .response ? "response" : "reference"
            return (run.summary.shortage, run.columns?.likely(field))
        }
        let references: [(String, String?)] = [
            (#"{"id":1,"response":"\\boxed{1}","correct_option":"1"}"#, "correct_option"),
            (#"{"id":1,"response":"I do not know","expected_value":"1"}"#, "expected_value"),
            (
                #"{"data_source":"x","output":"\\boxed{1}","extra":{"ground_truth":"1","style":"rule"}}"#,
                "extra.ground_truth"
            ),
            (
                #"{"messages":[{"role":"user","content":"?"},{"role":"assistant","content":"1"}],"true_answer":"1"}"#,
                "true_answer"
            ),
            (#"{"task_id":"T/0","completion":"def f(): pass"}"#, nil),
            (#"{"doc_id":0,"doc":{"key":1,"instruction_id_list":["a"]},"target":"0","resps":[["text"]]}"#, nil),
        ]
        for (row, likely) in references {
            let found = try of(row)
            #expect(found.0 == .reference(part: nil), "\(row)")
            if let likely { #expect(found.1 == likely, "\(row)") }
        }
        let responses: [(String, String?)] = [
            (#"{"id":1,"generated":"\\boxed{1}","expected_answer":"1"}"#, "generated"),
            (#"{"id":1,"model_reply":"\\boxed{1}","answer":"1"}"#, "model_reply"),
            (#"{"doc_id":0,"doc":{"choices":["a","b"]},"target":"1","resps":[[[-4.25,false]],[[-1.5,true]]]}"#, nil),
            (#"{"doc_id":0,"doc":{"q":"?"},"target":"1","resps":[[["-4.25","False"]],[["-1.5","True"]]]}"#, nil),
        ]
        for (row, likely) in responses {
            let found = try of(row)
            #expect(found.0 == .response, "\(row)")
            if let likely { #expect(found.1 == likely, "\(row)") }
        }
        let right = #"{"response":"\\boxed{1}","reference":"1"}"#
        #expect(try run([references[0].0, right]).summary.shortage == nil)
        #expect(try run([]).summary.shortage == nil)
        // A part that drops out does not hide that nothing was verified.
        let files = try FileRun(
            grader: #"""
                {"type": "multi", "graders": {"acc": {"type": "math", "required": false}, "fmt": {"type": "format", "preset": "boxed"}},
                 "calculate_output": "acc + fmt"}
                """#)
        _ = files.folder.write("in", Array(references[0].0.utf8))
        #expect(try files.run(files.options("in", "out")).summary.shortage == .reference(part: nil))
    }
}
