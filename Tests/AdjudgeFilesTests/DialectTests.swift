import Adjudge
import AdjudgeBase
import AdjudgeWire
import Testing

@Suite struct DialectTests {
    private static let rows: [(Dialect, String, response: String?, reference: String?)] = [
        (.plain, #"{"id":1,"response":"a","reference":"b"}"#, "a", "b"),
        (.plain, #"{"completion":"a\nb","gold":7}"#, "a\nb", "7"),
        (.plain, #"{"output":"a","answer":["x","y"]}"#, "a", #"["x","y"]"#),
        (.plain, #"{"reference":"b"}"#, nil, "b"),
        (.plain, #"{"response":5}"#, nil, nil),
        (
            .nova,
            #"{"id":"r","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"metadata":{"reference_answer":{"answer":"42"}}}"#,
            "a", "42"
        ),
        (
            .nova,
            #"{"messages":[{"role":"nova_assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}],"reference_answer":"7"}"#,
            "ab", "7"
        ),
        (.nova, #"{"messages":[{"role":"assistant","content":null}],"reference_answer":{"x":3}}"#, "", "3"),
        (.nova, #"{"messages":[{"role":"user","content":"q"}],"reference_answer":"7"}"#, nil, "7"),
        (.openai, #"{"item":{"id":"i","answer":"b"},"sample":{"output_text":"a"}}"#, "a", "b"),
        (.verl, #"{"input":"q","output":"a","gts":"b","score":1.0}"#, "a", "b"),
        (.trl, #"{"prompt":"q","completion":[{"role":"assistant","content":"a"}],"solution":"b"}"#, "a", "b"),
        (.plain, #"{"generation":"a","correct_answer":"b"}"#, "a", "b"),
        (.plain, #"{"response":"a","reward_model":{"ground_truth":"b"}}"#, "a", "b"),
        (.nova, #"{"messages":[{"role":"assistant","content":"a"}],"answer":"b"}"#, "a", "b"),
        (
            .nemo,
            #"{"response":{"output":[{"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]}]},"expected_answer":"b"}"#,
            "a", "b"
        ),
        (
            .nemo,
            #"{"response":{"output":[{"type":"message","role":"assistant","content":"x"},{"type":"function_call","name":"f"}]},"verifier_metadata":{"answer":"b"}}"#,
            nil, "b"
        ),
        (
            .nemo, #"{"message_log":[{"role":"assistant","content":"a"}],"extra_env_info":{"ground_truth":"b"}}"#, "a",
            "b"
        ),
        (.openInstruct, #"{"dataset":["math"],"ground_truth":["b"],"response":"a"}"#, "a", "b"),
        (
            .openInstruct,
            #"{"dataset":"re_search","ground_truth":["b","c"],"messages":[{"role":"assistant","content":"a"}]}"#, "a",
            #"["b","c"]"#
        ),
        (.inspect, #"{"output":{"completion":"a"},"target":"b"}"#, "a", "b"),
        (
            .inspect, #"{"output":{"choices":[{"message":{"role":"assistant","content":"a"}}]},"target":["b","c"]}"#,
            "a", #"["b","c"]"#
        ),
        (
            .verifiers,
            #"{"example_id":3,"prompt":[],"completion":[{"role":"assistant","content":"x"},{"role":"tool","content":"t"},{"role":"assistant","content":"a"}],"answer":"b","reward":0.0}"#,
            "a", "b"
        ),
        (.verifiers, #"{"example_id":3,"completion":"a","info":{"ground_truth":"b"}}"#, "a", "b"),
        (
            .verifiers,
            #"{"version":1,"id":"t","task":{"type":"T","data":{"answer":"b"}},"nodes":[{"message":{"role":"user","content":"q"}},{"parent":0,"sampled":true,"message":{"role":"assistant","content":"a"}},{"parent":1,"message":{"role":"assistant","content":"fabricated"}}]}"#,
            "a", "b"
        ),
        (
            .verifiers,
            #"{"task":{"data":{"info":{"answer":"b"}}},"root_reply":"a","nodes":[{"sampled":true,"message":{"role":"assistant","content":"x"}}]}"#,
            "a", "b"
        ),
        (
            .verifiers, #"{"task":{"data":{"answer":"b"}},"nodes":[{"message":{"role":"user","content":"q"}}]}"#, nil,
            "b"
        ),
        (.lmEval, #"{"doc":{"answer":"z"},"resps":[["a","c"]],"filtered_resps":["x"],"target":"b"}"#, "a", "b"),
    ]

    @Test("rows of each dialect are told and read")
    func read() throws {
        let parser = JSONParser()
        let arena = Arena()
        for (dialect, text, response, reference) in DialectTests.rows {
            try withBytes(of: text) { bytes in
                let row = try parser.parse(bytes)
                #expect(Dialect.detect(row) == dialect, "\(text)")
                let sample = dialect.sample(row, arena)
                #expect((sample.response.isAbsent ? nil : sample.response.bytes.string) == response, "\(text)")
                #expect((sample.reference.isAbsent ? nil : sample.reference.bytes.string) == reference, "\(text)")
                #expect((sample.defect == nil) == (response != nil), "\(text)")
            }
        }
        withExtendedLifetime((parser, arena)) {}
    }

    @Test("a map overrides the dialect, and a bad one is refused with the nearest name")
    func map() throws {
        var map = FieldMap()
        try map.add("response=out.text[0]")
        try map.add("reference=gold.v")
        let parser = JSONParser()
        let arena = Arena()
        try withBytes(of: #"{"response":"no","out":{"text":["yes"]},"gold":{"v":"g"}}"#) { bytes in
            let row = try parser.parse(bytes)
            var sample = Dialect.plain.sample(row, arena)
            map.apply(to: &sample, row, arena)
            #expect(sample.response.bytes.string == "yes" && sample.reference.bytes.string == "g")
        }
        withExtendedLifetime((parser, arena)) {}
        for (text, part) in [
            ("respons=x", "did you mean \"response\""), ("response", "no \"=\""), ("id=a..b", "the path"),
        ] {
            do {
                try map.add(text)
                Issue.record("\(text) was taken")
            } catch {
                #expect("\(error)".contains(part), "\(error)")
            }
        }
    }
}
