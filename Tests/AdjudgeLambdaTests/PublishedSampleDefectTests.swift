import Testing

@testable import AdjudgeLambda

/// What goes wrong in AWS's published sample reward functions, and must not here.
@Suite struct PublishedSampleDefectTests {
    @Test func `a sample without a reference spoils itself only`() throws {
        let event =
            #"[{"id":"a","messages":[{"role":"assistant","content":"\\boxed{42}"}]},"#
            + row(#""\\boxed{42}""#, id: "\"b\"") + "]"
        let answer = try Function().document(event)
        #expect((0..<2).map { answer.number("[\($0)].aggregate_reward_score") } == [0, 1])
    }

    @Test func `an invalid sample keeps its own id`() throws {
        let answer = try Function().document(#"[{"id":"bad-1"},{"id":17,"messages":[]},{"id":"bad-2","messages":{}}]"#)
        #expect((0..<3).map { answer["[\($0)].id"] } == ["\"bad-1\"", "17", "\"bad-2\""])
    }

    @Test func `content as blocks and missing content are read`() throws {
        let answer = try Function().document(
            "[" + row(#"[{"type":"text","text":"\\boxed{42}"}]"#) + #",{"id":1,"messages":[{"role":"assistant"}]}]"#)
        #expect((0..<2).map { answer.number("[\($0)].aggregate_reward_score") } == [1, 0])
    }

    @Test func `nested braces are one box`() throws {
        let answer = try Function().document(row(#""\\boxed{\\frac{1}{2}}""#, answer: #""\\frac{1}{2}""#))
        #expect(answer.number("[0].aggregate_reward_score") == 1)
    }

    @Test func `naming the label is not answering with it`() throws {
        let grader = #"""
            {"type":"string_check","operation":"eq","extract":{"final":["boxed"]},"input":"{{extract.final}}",
             "reference":"{{reference}}"}
            """#
        let answer = try Function(grader).document(
            "[" + row("\"not negative at all, so positive\"", answer: "\"negative\"") + ","
                + row(#""\\boxed{negative}""#, answer: "\"negative\"") + "]")
        #expect((0..<2).map { answer.number("[\($0)].aggregate_reward_score") } == [0, 1])
    }

    @Test func `numbers are found without a backslash before them`() throws {
        let answer = try Function(#"{"type":"number","extract":{"final":["last_number"]},"input":"{{extract.final}}"}"#)
            .document(row("\"So she has -1,234.5 left.\"", answer: "\"-1234.5\""))
        #expect(answer.number("[0].aggregate_reward_score") == 1)
    }

    @Test func `equal numbers are equal however they are written`() throws {
        let pairs = [("0.5", "1/2"), ("1,000", "1000"), ("2.50", "5/2"), ("50\\\\%", "0.5")]
        for (answer, reference) in pairs {
            let result = try Function().document(row("\"\\\\boxed{\(answer)}\"", answer: "\"\(reference)\""))
            #expect(result.number("[0].aggregate_reward_score") == 1, "\(answer) \(reference)")
        }
    }

    @Test func `samples are not printed whole, and the lines that are have the fields that queries ask for`() throws {
        let secret = "the patient's name"
        let grader = #"""
            {"type":"multi","graders":{"correctness":{"type":"math"},"format":{"type":"format","preset":"think_answer"}},
             "calculate_output":"0.9*correctness+0.1*format"}
            """#
        let function = try Function(grader, ["ADJUDGE_LOG_SAMPLES": "1", "ADJUDGE_METRICS_NAMESPACE": "none"])
        _ = try function.answer("[" + row("\"\(secret) \\\\boxed{42}\"") + "]")
        #expect(!function.lines.joined().contains(secret))
        let line = try Document(function.lines[0])
        for field in ["id", "aggregate_reward_score", "correctness", "format"] {
            #expect(line[field] != nil, "\(field)")
        }
    }
}
