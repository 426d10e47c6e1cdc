import AdjudgeBase
import AdjudgeWire
import Testing

@testable import AdjudgeLambda

/// References in the shapes that AWS's pages, samples and generated functions have them.
@Suite struct ReferenceShapeTests {
    private func reward(
        _ reference: String, _ function: Function, content: String = #""\\boxed{72}""#
    ) throws -> Document {
        let event =
            #"[{"id":1,"messages":[{"role":"assistant","content":\#(content)}],"reference_answer":\#(reference)}]"#
        return try function.document(event)
    }

    @Test func `the answer is found in objects of several keys`() throws {
        let function = try Function()
        let references = [
            #"{"final_answer":"72","rationale":"48 + 24"}"#, #"{"ground_truth":"72","difficulty":"easy"}"#,
            #"{"label":"72","confidence":0.9}"#, #"{"solution":"72","steps":["48/2 = 24","48+24 = 72"]}"#,
            #"{"text":"72"}"#, #"{"molar_mass":72}"#, #"{"answer":72,"solution":"a long story"}"#,
            #"{"final_answer":"72","solution":"a long story"}"#, #"{"target":72,"unit":"clips"}"#,
            #"{"answer":null,"final_answer":"72"}"#, "72", "72.0", #""72""#, #"["71","72"]"#,
            #""{\"answer\": \"72\"}""#, #""{\"ground_truth\": 72, \"level\": 1}""#, #"{"answer":"{\"answer\": 72}"}"#,
        ]
        for reference in references {
            let answer = try reward(reference, function)
            #expect(answer.number("[0].aggregate_reward_score") == 1, "\(reference)")
        }
    }

    @Test func `content may be a block by itself`() throws {
        let function = try Function()
        #expect(
            try reward("72", function, content: #"{"text":"\\boxed{72}"}"#).number("[0].aggregate_reward_score") == 1)
        #expect(
            try reward("72", function, content: #"{"type":"reasoning","text":"\\boxed{72}"}"#)
                .number("[0].aggregate_reward_score") == 0)
        #expect(try reward("72", function, content: #"{"image":"x"}"#).metric("error", of: 0) == 1)
    }

    @Test func `an object written as text stays text where texts are compared`() throws {
        let grader = #"{"type":"string_check","operation":"eq","input":"{{response}}","reference":"{{reference}}"}"#
        let answer = try reward(#""{\"answer\": 72}""#, try Function(grader), content: #""{\"answer\": 72}""#)
        #expect(answer.number("[0].aggregate_reward_score") == 1)
    }

    @Test func `an object written as text is opened under nested graders that read values, and under no others`() throws
    {
        let graders = [
            #"{"type":"cascade","graders":[{"type":"number"},{"type":"math"}]}"#: 1.0,
            #"{"type":"route","by":"{{item.kind}}","cases":{"m":{"type":"math"}},"default":"preset:math"}"#: 1,
        ]
        for (grader, reward) in graders {
            let event =
                #"[{"id":1,"kind":"m","messages":[{"role":"assistant","content":"\\boxed{72}"}],"#
                + #""reference_answer":"{\"answer\": 72}"}]"#
            #expect(try Function(grader).document(event).number("[0].aggregate_reward_score") == reward, "\(grader)")
        }
        let text = #"{"type":"string_check","operation":"eq","input":"{{response}}","reference":"{{reference}}"}"#
        let answer = try reward(
            #""{\"answer\": 72}""#, try Function(#"{"type":"cascade","graders":[\#(text),{"type":"math"}]}"#),
            content: #""{\"answer\": 72}""#)
        #expect(answer.number("[0].aggregate_reward_score") == 1)
    }

    @Test func `tests of programs are never taken for an answer`() {
        for text in [
            #"{"inputs":["1"],"outputs":["2"],"solution":"print(2)"}"#,
            #"{"test_list":["assert f(1)"],"label":"easy"}"#,
        ] {
            withBytes(of: text) { bytes in
                let event = try! ParsedEvent(copying: bytes)
                #expect(ReferenceObject.answer(in: event.root)?.kind == .object, "\(text)")
            }
        }
    }

    @Test func `keys that are not understood are named in the log, boundedly`() throws {
        let function = try Function()
        let answer = try reward(#"{"compliant":"No","explanation":"As an AI …"}"#, function)
        #expect(answer.metric("error", of: 0) == 1)
        let line = try #require(function.lines.first { $0.contains("sample not verified") })
        let detail = try #require(try Document(line).text("detail"))
        #expect(detail.hasPrefix(#"sample 0: $.reference_answer: found "compliant", "explanation", expected text"#))
        _ = try reward("null", function)
        #expect(
            function.lines.contains {
                $0.contains(#"$.reference_answer: found nothing; the row has \"id\", \"messages\""#)
            })
        // No text of the data is in it.
        #expect(!function.lines.joined().contains("As an AI"))
    }

    @Test func `rows of SageMaker's serverless RLVR are read, by prompt or by messages`() throws {
        let function = try Function()
        let turns = #"[{"content":"Sold 48, then half as many?","role":"user"},{"role":"assistant","content":"#
        for name in ["prompt", "messages"] {
            func row(_ content: String, _ extra: String = "") -> String {
                #"{"data_source":"openai/gsm8k","\#(name)":\#(turns)"\#(content)"}],"ability":"math","#
                    + #""reward_model":{"ground_truth":"72","style":"rule"}\#(extra)}"#
            }
            let rows = [
                row(#"\\boxed{72}"#, #","extra_info":{"index":17,"split":"train"}"#),
                row("#### 71", #","id":"own","extra_info":{"index":18}"#), row("#### 72"),
            ]
            let answer = try function.document("[\(rows.joined(separator: ","))]")
            #expect((0..<3).map { answer.number("[\($0)].aggregate_reward_score") } == [1, 0, 1], "\(name)")
            #expect((0..<3).map { answer["[\($0)].id"] } == ["17", "\"own\"", "null"])
            #expect(try function.document(rows[0]).number("[0].aggregate_reward_score") == 1)
        }
        // Without a turn of the model it is a row of the data set, not a response.
        let asked = #"{"prompt":[{"role":"user","content":"q"}],"reward_model":{"ground_truth":"72"}}"#
        #expect(try function.document(asked).metric("error", of: 0) == 1)
    }
}
