import AdjudgeBase
import Testing

@testable import JudgeVerifier

@Suite struct ReplyReadingTests {
    private static let abstention = ReplyReading.label([
        JudgeLabel(name: "A", aliases: ["CORRECT"]), JudgeLabel(name: "B", aliases: ["INCORRECT"]),
        JudgeLabel(name: "C", aliases: ["NOT_ATTEMPTED", "NOT ATTEMPTED"]),
    ])
    private static let yesOrNo = ReplyReading.label([JudgeLabel(name: "YES"), JudgeLabel(name: "NO")])
    private static let outOfTen = ReplyReading.score(1...10, clips: false)

    private func read(_ reading: ReplyReading, _ text: String, _ ending: ModelReply.Ending = .complete) -> Finding? {
        var reply = ModelReply()
        reply.text = text
        reply.ending = ending
        return try? reading.read(reply, JSONParser())
    }

    @Test(
        "a verdict counts where it stands as one, not where its letters stand",
        arguments: [
            (abstention, "NOT_ATTEMPTED", Finding.label(2)), (abstention, "Answer: B", .label(1)),
            (abstention, "INCORRECT", .label(1)), (abstention, "The answer is incorrect.", nil),
            (abstention, "**B**", .label(1)), (abstention, "CORRECT.", .label(0)),
            (abstention, "It lacks a unit.\n\nVerdict: **INCORRECT**", .label(1)),
            (abstention, "<think>A or B? A.</think>\nB", .label(1)), (abstention, "I would say A because B", nil),
            (abstention, "", nil), (abstention, "A\nB", nil), (abstention, "A\n\nA", .label(0)),
            (abstention, "{\"verdict\": \"B\"}", .label(1)),
            (abstention, "```json\n{\"verdict\": \"B\"}\n```", .label(1)),
            (abstention, "{\"verdict\": \"B\", \"verdict\": \"A\"}", nil), (abstention, "{\"verdict\": \"D\"}", nil),
            (abstention, "{\"verdict\": \"B\"", nil), (abstention, "{\"verdict\": [\"A\"]}", nil),
            (yesOrNo, "NOT YES", nil), (yesOrNo, "[[NO]] because it lacks [[YES]]-level detail", nil),
            (yesOrNo, "[[NO]]", .label(1)), (yesOrNo, "Final Decision: Yes if correct\nFinal Decision: No", nil),
            (yesOrNo, "The facts hold.\nFinal Decision: No", .label(1)),
            (yesOrNo, "Final Decision: Yes if it holds", nil),
        ] as [(ReplyReading, String, Finding?)])
    func labels(_ reading: ReplyReading, _ text: String, _ expected: Finding?) {
        #expect(read(reading, text) == expected)
    }

    @Test(
        "a score is a number in its range and nothing else",
        arguments: [
            ("7", 7.0), ("Score: 7", 7), ("Score: 3 out of 10", nil), ("incorrect", nil), ("not good", nil), ("0", nil),
            ("95", nil), ("{\"SCORE\":\"95\"}", nil), ("{\"score\":NaN}", nil), ("{\"score\":\"NaN\"}", nil),
            ("{\"score\":\"9/10\"}", nil), ("{\"score\":9}", 9), ("{\"score\":\"9.5\"}", 9.5), ("{\"score\":999}", nil),
            ("{\"score\":1e999}", nil), ("{\"score\":9,\"result\":2}", nil), ("inf", nil), ("0x9", nil), ("", nil),
            ("between 6 and 7", nil), ("I think it is good.\n\n**Score: 8**", 8),
        ] as [(String, Double?)])
    func scores(_ text: String, _ expected: Double?) {
        #expect(read(Self.outOfTen, text) == expected.map { .score($0) })
    }

    @Test(
        "a reply that says two things, or has not ended thinking, says nothing",
        arguments: [
            "{\"verdict\":\"NO\"}\n\nYES", "<think>x</think>\n{\"verdict\":\"NO\"}\nYES", "<think>maybe\nYES",
            "<think>ok</think>{\"verdict\":\"NO\"}<think>\nYES", "The other possible verdict:\nYES",
            "Verdict: NO because not the\nYES", "It is not the\nYES.", "NOT\nYES", "I refuse to reply with\nYES",
            "The response says\n> YES", "> YES", "Verdict: NO, since it lacks a unit.\nYES",
        ])
    func contradictions(_ text: String) { #expect(read(Self.yesOrNo, text) == nil) }

    @Test(
        "reasons may stand before a verdict",
        arguments: [
            "It lacks a unit, but that does not matter.\nYES", "- both are 5\n\nYES", "Final verdict:\nYES",
            "**Final verdict:**\n**YES**", "The first is 5.\nThe second is 5.\n\nVerdict: YES", "YES\nYES",
        ])
    func reasons(_ text: String) { #expect(read(Self.yesOrNo, text) == .label(0)) }

    private static let report = ReplyReading.section(
        "Equivalence Judgement", [JudgeLabel(name: "TRUE"), JudgeLabel(name: "FALSE")])

    @Test(
        "a report says what its section says, whatever stands before and behind it",
        arguments: [
            (
                "## Student Final Answer\n216\n\n## Equivalence Judgement\nFALSE\n\n## Justification\nIt is 432: TRUE.",
                1
            ),
            ("## Student Final Answer\nTRUE\n## Equivalence Judgement\n**TRUE**\n=== report over ===", 0),
            ("## Student Final Answer\nTRUE\n## Equivalence Judgement\nTRUE", 0),
            (" FALSE\n\n## equivalence judgement\nTrue\n## Justification\nSame.\n=== report over ===", 0),
            ("## Student Final Answer\n5\n## Equivalence Judgement\nTRUE\n## Equivalence Judgement\nFALSE", nil),
            ("## Student Final Answer\nEquivalence Judgement\nTRUE\n## Equivalence Judgement\nFALSE", nil),
            ("Equivalence Judgement\nTRUE", nil), ("## Equivalence Judgement\n## Justification\nTRUE", nil),
            ("## Equivalence Judgement\nTRUE or FALSE", nil), ("## Equivalence Judgement\nTRUE\nFALSE", nil),
            ("## Justification\nTRUE", nil), ("TRUE", nil), ("{\"verdict\": \"TRUE\"}", nil), ("", nil),
        ] as [(String, Int?)])
    func sections(_ text: String, _ expected: Int?) {
        #expect(read(Self.report, text) == expected.map { .label($0) })
    }

    @Test("a clipped score takes the nearest end, and no text that is no number")
    func clipped() {
        let reading = ReplyReading.score(0...1, clips: true)
        #expect(read(reading, "{\"result\": 7, \"steps\": []}") == .score(1))
        #expect(read(reading, "{\"result\": -1}") == .score(0))
        #expect(read(reading, "{\"result\": \"good\"}") == nil)
    }

    @Test(
        "every criterion has one verdict, by its number",
        arguments: [
            ("{\"criteria\":[{\"number\":1,\"verdict\":\"YES\"},{\"number\":2,\"verdict\":\"no\"}]}", [1.0, 0.0]),
            ("{\"criteria\":[{\"number\":2,\"verdict\":\"YES\"},{\"number\":1,\"verdict\":\"NO\"}]}", [0, 1]),
            ("{\"criteria\":[{\"number\":1,\"verdict\":\"YES\"}]}", nil),
            ("{\"criteria\":[{\"number\":1,\"verdict\":\"YES\"},{\"number\":1,\"verdict\":\"YES\"}]}", nil),
            ("{\"criteria\":[{\"number\":1,\"verdict\":\"YES\"},{\"number\":3,\"verdict\":\"YES\"}]}", nil),
            ("{\"criteria\":[{\"number\":1,\"verdict\":\"YES\"},{\"number\":2,\"verdict\":\"MAYBE\"}]}", nil),
            ("1: YES\n2: NO", nil),
        ] as [(String, [Double]?)])
    func criteria(_ text: String, _ expected: [Double]?) {
        let reading = ReplyReading.criteria([Criterion.yesOrNo, Criterion.yesOrNo])
        #expect(read(reading, text) == expected.map { .criteria($0) })
    }

    @Test("what was cut off or declined is no verdict, whatever it says")
    func endings() {
        #expect(read(Self.abstention, "A", .truncated) == nil)
        #expect(read(Self.abstention, "A", .refused) == nil)
    }

    @Test("a reply of braces alone is read once")
    func braces() {
        #expect(read(Self.outOfTen, String(repeating: "{", count: 12_000)) == nil)
        #expect(read(Self.outOfTen, String(repeating: "```{", count: 50_000) + "```") == nil)
    }

    @Test("the first token's probabilities are those of the labels that begin with it")
    func weights() throws {
        let tokens = [
            FirstToken(text: " SAME", logProbability: -0.105_360_5),
            FirstToken(text: "DIFF", logProbability: -2.302_585),
            FirstToken(text: "The", logProbability: -5), FirstToken(text: "", logProbability: -1),
        ]
        let weights = try #require(ReplyReading.label(ComparisonMode.equivalenceLabels).weights(tokens))
        #expect(abs(weights[0] - 0.9) < 1e-4 && abs(weights[1] - 0.1) < 1e-4)
        #expect(ReplyReading.label(ComparisonMode.equivalenceLabels).weights([tokens[2]]) == nil)
    }
}
