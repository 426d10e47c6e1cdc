import Testing

@testable import AdjudgeLambda

/// The reward contract, caller by caller.
@Suite struct NovaContractTests {
    private let boxed = #""so \\boxed{42}""#

    @Test func `an array of samples gives an array of the same order and length`() throws {
        let rows = [
            row(boxed, id: "\"a\""), row(#""\\boxed{41}""#, id: "7"), row("\"none\"", id: "null"),
            row(boxed, id: "\"a\""),
        ]
        let answer = try Function().document("[" + rows.joined(separator: ",") + "]")
        #expect(answer.count() == 4)
        #expect((0..<4).map { answer["[\($0)].id"] } == ["\"a\"", "7", "null", "\"a\""])
        #expect((0..<4).map { answer.number("[\($0)].aggregate_reward_score") } == [1, 0, 0, 1])
    }

    @Test func `one object and an object of trajectories are read like an array`() throws {
        let function = try Function()
        #expect(try function.document(row(boxed)).number("[0].aggregate_reward_score") == 1)
        let trajectories = try function.document("{\"trajectories\":[" + row(boxed) + "," + row(boxed) + "]}")
        #expect(trajectories.count() == 2)
        #expect(try function.answer("[]") == "[]")
    }

    @Test func `content is text or text blocks, of either role`() throws {
        let function = try Function()
        let contents: [(String, Double)] = [
            (boxed, 1), (#"[{"type":"text","text":"so \\boxed{42}"}]"#, 1),
            (#"[{"type":"text","text":"so \\boxed"},{"type":"text","text":"{42}"}]"#, 1),
            (#"[{"type":"reasoning","text":"\\boxed{41}"},{"type":"text","text":"\\boxed{42}"}]"#, 1),
            (#"[{"type":"thinking","text":"\\boxed{42}"},{"type":"text","text":"no"}]"#, 0),
            ("null", 0), ("[]", 0),
        ]
        for (content, reward) in contents {
            for role in ["assistant", "nova_assistant"] {
                let answer = try function.document("[" + row(content, role: role) + "]")
                #expect(answer.number("[0].aggregate_reward_score") == reward, "\(content)")
            }
        }
    }

    @Test func `the reference is text, an object or a number, in metadata or beside the messages`() throws {
        let function = try Function()
        let messages = #""messages":[{"role":"assistant","content":"\\boxed{42}"}]"#
        let places = [
            #""reference_answer":"42""#, #""reference_answer":42"#, #""reference_answer":{"answer":"42"}"#,
            #""reference_answer":{"value":42}"#, #""metadata":{"reference_answer":"42"}"#,
            #""metadata":{"reference_answer":{"answer":42}},"reference_answer":"41""#,
            #""metadata":{"reference_answer":null},"reference_answer":"42""#,
            #""metadata":{"difficulty":"easy"},"reference_answer":{"answer":"42"},"my_custom_field":[1]"#,
        ]
        for place in places {
            let answer = try function.document("[{\"id\":\"1\",\(messages),\(place)}]")
            #expect(answer.number("[0].aggregate_reward_score") == 1, "\(place)")
        }
    }

    @Test func `a part that a row does not reach is no metric of it`() throws {
        let function = try Function(
            """
            {"type":"route","by":"{{item.task}}","cases":{"sum":"math","styled":{"type":"multi",
             "graders":{"acc":"math","fmt":{"type":"format","preset":"boxed"}},"calculate_output":"acc + fmt"}}}
            """)
        let event = """
            [{"id":1,"task":"sum","messages":[{"role":"assistant","content":"\\\\boxed{42}"}],"reference_answer":"42"},
             {"id":2,"task":"styled","messages":[{"role":"assistant","content":"\\\\boxed{42}"}],"reference_answer":"42"}]
            """
        let answer = try function.answer(event)
        let rows = answer.split(separator: "aggregate_reward_score")
        #expect(rows.count == 3)
        #expect(!rows[1].contains("\"fmt\"") && rows[1].hasPrefix("\":1,"), "\(answer)")
        #expect(rows[2].contains("\"fmt\"") && rows[2].hasPrefix("\":2,"), "\(answer)")
    }

    @Test func `only the last turn is scored, and only when the model wrote it`() throws {
        let function = try Function()
        let event = """
            [{"id":1,"messages":[{"role":"assistant","content":"\\\\boxed{42}"},{"role":"user","content":"sure?"}],
              "reference_answer":"42"},
             {"id":2,"messages":[{"role":"assistant","content":"\\\\boxed{42}"},{"role":"user","content":"sure?"},
              {"role":"assistant","content":"\\\\boxed{7}"}],"reference_answer":"42"}]
            """
        let answer = try function.document(event)
        #expect(answer.number("[0].aggregate_reward_score") == 0)
        #expect(answer.metric("error", of: 0) == 1)
        #expect(answer.number("[1].aggregate_reward_score") == 0)
        #expect(answer.metric("error", of: 1) == 0)
        #expect(function.lines[0].contains(#"$.messages[1].role: found \"user\", expected assistant"#))
    }

    @Test func `reasoning in Nova's markers is no answer`() throws {
        let function = try Function()
        let contents: [(String, Double)] = [
            (#""<begin_internal_thought>\\boxed{41}</end_internal_thought> \\boxed{42}""#, 1),
            (#""<begin_internal_thought>\\boxed{42}</end_internal_thought> I do not know""#, 0),
            (#""<begin_internal_thought>\\boxed{42} and then it was cut""#, 0),
            (#""x <|begin_of_solution|>\\boxed{42}<|end_of_solution|> \\boxed{41}""#, 1),
            (#""<begin_of_solution>\\boxed{42}</end_of_solution>""#, 1),
            (#""<|begin_of_thought|><|begin_of_solution|>\\boxed{42}<|end_of_thought|>\\boxed{41}""#, 0),
            (#""<think>\\boxed{41}</think>\\boxed{42}""#, 1),
        ]
        for (content, reward) in contents {
            let answer = try function.document(row(content))
            #expect(answer.number("[0].aggregate_reward_score") == reward, "\(content)")
        }
    }

    @Test func `markers can be set`() throws {
        let own = try Function(
            "preset:math", ["ADJUDGE_REASONING_MARKERS": #"{"thought":[["[[","]]"]]}"#])
        #expect(try own.document(row(#""[[\\boxed{41}]]\\boxed{42}""#)).number("[0].aggregate_reward_score") == 1)
        #expect(throws: ConfigurationError.self) {
            try Function("preset:math", ["ADJUDGE_REASONING_MARKERS": #"{"thoughts":[]}"#])
        }
    }

    @Test func `a turn that only calls tools is read as its calls`() throws {
        let grader = #"""
            {"type":"string_check","operation":"like","input":"{{response}}","reference":"{{item.want}}"}
            """#
        let event = #"""
            [{"id":1,"want":"\"name\":\"get_weather\"","messages":[{"role":"assistant","content":null,
              "tool_calls":[{"type":"function","function":{"name":"get_weather","arguments":"{}"}}]}]}]
            """#
        #expect(try Function(grader).document(event).number("[0].aggregate_reward_score") == 1)
    }

    @Test func `parts are rewards, diagnostics are metrics`() throws {
        let grader = #"""
            {"type":"multi","graders":{"acc":{"type":"math"},"fmt":{"type":"format","preset":"think_answer"}},
             "calculate_output":"0.9*acc+0.1*fmt"}
            """#
        let answer = try Function(grader).document(row(#""\\boxed{42}""#))
        #expect(answer.number("[0].aggregate_reward_score") == 0.9)
        #expect(answer["[0].metrics_list[0]"] == #"{"name":"acc","value":1,"type":"Reward"}"#)
        #expect(answer["[0].metrics_list[1]"] == #"{"name":"fmt","value":0,"type":"Reward"}"#)
        for index in 2..<answer.count("[0].metrics_list") {
            #expect(answer.text("[0].metrics_list[\(index)].type") == "Metric")
        }
    }

    @Test func `a sample that cannot be verified earns the configured reward and an error metric`() throws {
        let function = try Function("preset:math", ["ADJUDGE_FAILURE_REWARD": "-0.5"])
        let defects = [
            #"{"id":"x"}"#, #"{"id":"x","messages":"text"}"#, #"{"id":"x","messages":[{"role":"assistant"}]}"#,
            #"{"id":"x","messages":[{"role":"assistant","content":7}]}"#, "17", "null", "[]", "\"text\"",
            #"{"id":"x","messages":[{"role":"assistant","content":"\\boxed{1}"}]}"#,
            #"{"id":"x","messages":[{"role":"assistant","content":"\\boxed{1}"}],"reference_answer":null}"#,
        ]
        let event = "[" + defects.joined(separator: ",") + "," + row(boxed) + "]"
        let answer = try function.document(event)
        #expect(answer.count() == defects.count + 1)
        for index in defects.indices {
            #expect(answer.number("[\(index)].aggregate_reward_score") == -0.5, "\(defects[index])")
            #expect(answer.metric("error", of: index) == 1, "\(defects[index])")
            #expect(answer.metric("correctness", of: index) == nil)
        }
        #expect(answer.number("[\(defects.count)].aggregate_reward_score") == 1)
        #expect(function.lines.filter { $0.contains("sample not verified") }.count == defects.count)
    }

    @Test func `a grader with on_error fail refuses the event`() throws {
        let function = try Function(#"{"type":"math","on_error":"fail"}"#)
        #expect(function.failure("[" + row(boxed) + "]") == nil)
        #expect(function.failure("[" + row(boxed) + ",{}]")?.kind == .unverified)
    }

    @Test func `answers are wrapped when configured, refusals too`() throws {
        let function = try Function("preset:math", ["ADJUDGE_RESULT_SHAPE": "wrapped"])
        let answer = try function.document(row(boxed))
        #expect(answer["statusCode"] == "200")
        #expect(try Document(answer.text("body")!).number("[0].aggregate_reward_score") == 1)
        let refusal = try function.document("[{\"id\":")
        #expect(refusal["statusCode"] == "400")
        #expect(try Document(refusal.text("body")!).text("error")!.contains("byte 7"))
    }

    @Test func `a malformed event is refused with its byte`() throws {
        let function = try Function()
        for event in ["", "[{\"id\":", "7", "\"x\"", "nul", "[NaN]"] {
            #expect(function.failure(event)?.kind == .malformedEvent, "\(event)")
        }
    }

    @Test func `an answer larger than Lambda takes loses its metrics, then is refused`() throws {
        let function = try Function("preset:math", ["ADJUDGE_METRICS_NAMESPACE": "none", "ADJUDGE_LOG_SAMPLES": "0"])
        let sample = row(boxed)
        let event = "[" + Array(repeating: sample, count: 30_000).joined(separator: ",") + "]"
        let answer = try function.answer(event)
        #expect(answer.utf8.count <= EventHandler.maxAnswerBytes)
        #expect(
            answer.hasPrefix(
                #"[{"id":"r","aggregate_reward_score":1,"metrics_list":[{"name":"correctness","value":1,"type":"Reward"}]}"#
            ))
        let longer = "[" + Array(repeating: sample, count: 80_000).joined(separator: ",") + "]"
        #expect(try function.answer(longer).hasPrefix(#"[{"id":"r","aggregate_reward_score":1},"#))
        let longest =
            "["
            + Array(repeating: "{\"id\":\"\(String(repeating: "x", count: 60))\"}", count: 90_000)
            .joined(separator: ",") + "]"
        let quiet = try Function(
            "preset:math", ["ADJUDGE_METRICS_NAMESPACE": "none", "AWS_LAMBDA_LOG_LEVEL": "FATAL"])
        #expect(quiet.failure(longest)?.kind == .responseTooLarge)
    }
}
