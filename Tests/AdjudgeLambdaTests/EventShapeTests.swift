import AdjudgeBase
import Testing

@testable import AdjudgeLambda

/// Which events are read, and that all others are refused: none is ever answered as one sample with a reward of 0.
@Suite struct EventShapeTests {
    private let right = row(#""\\boxed{42}""#)

    private func quoted(_ text: String) -> String {
        var writer = ByteWriter()
        withBytes(of: text) { writer.appendJSONString($0) }
        return writer.bytes.string
    }

    @Test func `the shapes that SageMaker Studio's generated handler reads`() throws {
        let function = try Function()
        let list = "[\(right),\(row(#""\\boxed{7}""#))]"
        for event in [list, "{\"input\":\(list)}", "{\"batch\":\(list)}", "{\"trajectories\":\(list)}"] {
            let answer = try function.document(event)
            #expect((0..<2).map { answer.number("[\($0)].aggregate_reward_score") } == [1, 0], "\(event)")
            #expect(answer.count() == 2)
        }
        for body in ["{\"batch\":\(list)}", "{\"input\":\(list)}", list] {
            for event in ["{\"body\":\(quoted(body))}", "{\"body\":\(body)}"] where !event.hasPrefix("{\"body\":[") {
                let answer = try function.document(event)
                #expect(answer["statusCode"] == "200", "\(event)")
                #expect(try Document(answer.text("body")!).number("[0].aggregate_reward_score") == 1, "\(event)")
            }
        }
        #expect(try function.answer("{\"batch\":[]}") == "[]")
    }

    @Test func `single rows of known dialects are samples`() throws {
        let function = try Function()
        let rows = [
            right, #"{"id":1,"response":"\\boxed{42}","reference":"42"}"#,
            #"{"prompt":"6*7?","response":"\\boxed{42}","label":"42"}"#,
            #"{"sample":{"output_text":"\\boxed{42}"},"item":{"answer":"42"},"trace_id":"t"}"#,
            #"{"input":"6*7?","output":"\\boxed{42}","gts":"42"}"#,
            #"{"prompt":"6*7?","completion":"\\boxed{42}","answer":"42"}"#,
            ##"{"responses_create_params":{"input":"6*7?"},"response":{"output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"\\boxed{42}"}]}]},"expected_answer":"42"}"##,
        ]
        for event in rows {
            #expect(try function.document(event).number("[0].aggregate_reward_score") == 1, "\(event)")
        }
    }

    @Test func `unknown objects are refused by an error that names the known shapes`() throws {
        let events = [
            "{}", #"{"samples":[\#(right)]}"#, #"{"query":["q"],"prompts":["p"],"labels":["42"]}"#,
            #"{"create_params":{"input":"x"},"result":{"output":[{"type":"message"}]},"expected_answer":"42"}"#,
            #"{"example":{"references":{}},"response":{"parts":[{"text":"42"}]},"metadata":{"step":1}}"#,
            #"{"model":"m","input":[{"role":"user","content":"hello"}]}"#, #"{"batch":[1,2]}"#, #"{"batch":{}}"#,
            #"{"prompt":"hello"}"#, #"{"response":"42"}"#, #"{"id":"x"}"#, #"{"key1":"value1","key2":"value2"}"#,
            #"{"_rollout":{"base_url":"u"},"prompt":"p","answer":"42"}"#, #"{"TrajectoryId":"t","Rewards":[1.0]}"#,
            #"{"invocationSchemaVersion":"1.0","tasks":[]}"#, #"{"trajectories":7}"#, #"{"detail-type":"x"}"#,
        ]
        let function = try Function()
        for event in events {
            let failure = function.failure(event)
            #expect(failure?.kind == .malformedEvent, "\(event)")
            #expect(failure?.message.contains(#"{"trajectories"|"input"|"batch": […]}"#) == true, "\(event)")
            #expect(function.failure("{\"body\":\(quoted(event))}")?.kind == .malformedEvent, "\(event)")
        }
        #expect(function.failure(events[2])?.message.hasPrefix(#"$: found "query", "prompts", "labels""#) == true)
        let long =
            "{" + (0..<100).map { "\"\(String(repeating: "k", count: 500))\($0)\":1" }.joined(separator: ",") + "}"
        #expect((function.failure(long)?.message.utf8.count ?? 0) < 1000)
        #expect(function.failure(long)?.message.contains("and 92 more") == true)
    }

    @Test func `what only keeps the function warm is answered without a reward`() throws {
        let function = try Function()
        let pings = [
            #"{"source":"serverless-plugin-warmup"}"#, #"{"warmer":true,"concurrency":3}"#,
            #"{"version":"0","id":"e","detail-type":"Scheduled Event","source":"aws.events","detail":{}}"#,
        ]
        for event in pings {
            let answer = try function.document(event)
            #expect(answer.text("status") == "ok", "\(event)")
            #expect(answer.text("grader") == function.door.engine.plan.hash)
        }
        #expect(function.lines.isEmpty)
        #expect(function.failure(#"{"warmer":false}"#)?.kind == .malformedEvent)
    }

    @Test func `a rollout's reference may stand where verifiers keeps it`() throws {
        let function = try Function()
        let turn = #""messages":[{"role":"assistant","content":"\\boxed{42}"}]"#
        for reference in [
            #""answer":"42""#, #""info":{"answer":"42"}"#, #""answer":"","info":{"answer":"42","level":3}"#,
            #""answer":null,"info":{"ground_truth":42}"#, #""info":{"reference_answer":{"answer":"42"}}"#,
        ] {
            let event = "{\"version\":\"v0\",\"sample_id\":\"s\",\"data\":{\(turn),\(reference)}}"
            #expect(try function.document(event).number("rewards.aggregate_score") == 1, "\(reference)")
        }
    }
}
