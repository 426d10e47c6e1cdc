import AdjudgeBase
import Testing

@testable import AdjudgeLambda

/// Events beside the reward contract.
@Suite struct OtherEventTests {
    private let sample = row(#""\\boxed{42}""#)

    private func quoted(_ text: String) -> String {
        var writer = ByteWriter()
        withBytes(of: text) { writer.appendJSONString($0) }
        return writer.bytes.string
    }

    private func request(_ body: String, method: String = "POST", base64: Bool = false) -> String {
        #"{"version":"2.0","routeKey":"$default","rawPath":"/","headers":{},"requestContext":{"http":{"method":""#
            + method + #"","path":"/","protocol":"HTTP/1.1"},"requestId":"i"},"body":"# + body
            + #","isBase64Encoded":"# + "\(base64)}"
    }

    @Test func `a request to a function URL is answered as one`() throws {
        let function = try Function()
        let answer = try function.document(request(quoted("[" + sample + "]")))
        #expect(answer["statusCode"] == "200")
        #expect(answer["isBase64Encoded"] == "false")
        #expect(try Document(answer.text("body")!).number("[0].aggregate_reward_score") == 1)
        #expect(try function.document(request("\"[{\"")).number("statusCode") == 400)
        #expect(try function.document(request("null")).number("statusCode") == 400)
        #expect(try function.document(request("\"[]\"", method: "GET")).number("statusCode") == 405)
    }

    @Test func `a body in base64 is decoded`() throws {
        let encoded =
            "W3siaWQiOiJyIiwibWVzc2FnZXMiOlt7InJvbGUiOiJhc3Npc3RhbnQiLCJjb250ZW50IjoiXFxib3hlZHs0Mn0ifV0sInJl"
            + "ZmVyZW5jZV9hbnN3ZXIiOiI0MiJ9XQ=="
        let answer = try Function().document(request("\"\(encoded)\"", base64: true))
        #expect(try Document(answer.text("body")!).number("[0].aggregate_reward_score") == 1)
        #expect(try Function().document(request("\"W3=siaWQ\"", base64: true)).number("statusCode") == 400)
    }

    @Test func `a rollout message is answered with its reward, clipped to the range it asks for`() throws {
        let grader = #"{"type":"math","profile":"compat:dapo"}"#
        let message = #"""
            {"version":"v0","timestamp":"t","sample_id":"s-1_0","max_length":100,"rewards":{"range":[0.0,1.0]},
             "data":{"messages":[{"role":"user","content":"6*7?"},{"role":"assistant","content":"Answer: 41"}],
             "reference_answer":"42"}}
            """#
        #expect(
            try Function(grader).answer(message)
                == #"{"version":"v0","sample_id":"s-1_0","stop_reason":"end_of_conversation","rewards":{"aggregate_score":0}}"#
        )
        let generated = #"""
            {"version":"v0","sample_id":"s-2","step_id":"1","finish_reason":"stop","data":{"choices":[{"message":
             {"content":"\\boxed{42}"},"finish_reason":"stop"}],"serving_model_num":0,"answer":"42"}}
            """#
        #expect(
            try Function().answer(generated)
                == #"{"version":"v0","sample_id":"s-2","stop_reason":"stop","rewards":{"aggregate_score":1}}"#)
        let asked = #"{"version":"v0","sample_id":"s-3","data":{"prompt":"6*7?"}}"#
        #expect(try Function().document(asked).text("error") == "bad_sample: missing_field")
    }

    @Test func `an EventBridge event is answered with its results`() throws {
        let event = #"""
            {"version":"0","id":"e-1","detail-type":"samples","source":"test","account":"1","time":"t","region":"r",
             "resources":[],"detail":{"trajectories":[\#(sample)]}}
            """#
        let answer = try Function().document(event)
        #expect(answer.text("key") == "e-1")
        #expect(answer["attempt"] == "1")
        #expect(answer.number("results[0].aggregate_reward_score") == 1)
    }

    @Test func `queue records without a place for results are refused, never dropped`() throws {
        let record = #"{"messageId":"m","body":\#(quoted("[" + sample + "]")),"eventSource":"aws:sqs"}"#
        #expect(try Function().failure("{\"Records\":[\(record)]}")?.kind == .noResultTarget)
    }

    @Test func `records of other sources are refused`() throws {
        let failure = try Function().failure(#"{"Records":[{"eventSource":"aws:s3"}]}"#)
        #expect(
            failure?.message == "$.Records[0].eventSource: found aws:s3, expected aws:sqs; other sources are not read")
    }

    @Test func `records that cannot be delivered are named, of a FIFO queue all that follow`() throws {
        // Port 1 on the loopback refuses: each result fails to be sent.
        let settings = [
            "ADJUDGE_RESULT_QUEUE_URL": "http://127.0.0.1:1/1/results", "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
        ]
        func event(_ queue: String, _ bodies: [String]) -> String {
            let records = bodies.enumerated().map {
                #"{"messageId":"m\#($0)","body":\#(quoted($1)),"attributes":{"ApproximateReceiveCount":"2"},"#
                    + #""eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:r:1:\#(queue)"}"#
            }
            return "{\"Records\":[" + records.joined(separator: ",") + "]}"
        }
        let function = try Function("preset:math", settings)
        let plain = try function.document(event("q", ["[", "{\"Records\":[]}"]))
        #expect(plain.count("batchItemFailures") == 2)
        #expect(plain.text("batchItemFailures[1].itemIdentifier") == "m1")
        let fifo = try function.document(event("q.fifo", ["[", "[]", "[]"]))
        #expect(fifo.count("batchItemFailures") == 3)
        #expect(function.lines.contains { $0.contains("\"messageId\":\"m0\"") && $0.contains("\"attempt\":2") })
        #expect(try function.answer("{\"Records\":[]}") == "{\"batchItemFailures\":[]}")
    }
}
