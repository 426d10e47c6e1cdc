import Testing

@testable import Adjudge

@Suite("Strings in, verdicts out") struct TextBatchTests {
    private let responses = ["\\boxed{7}", "so 8", "", "\\boxed{é}", "\\boxed{7}"]
    private let references: [String?] = ["7", "7", "7", "é", nil]

    @Test("a batch of strings gets the verdicts of its rows")
    func batch() throws {
        let engine = try Engine(grader: "preset:math", threads: 2)
        let verdicts = try engine.score(responses: responses, references: references)
        #expect(verdicts.map(\.reward) == [1, 0, 0, 1, nil])
        #expect(verdicts.map(\.status) == [.graded, .noAnswer, .noAnswer, .graded, .noReference])
        #expect(try engine.score(responses: []).isEmpty)
    }

    @Test("the asynchronous form gives the same, also many times at once")
    func asynchronous() async throws {
        let engine = try Engine(grader: "preset:math", threads: 2)
        let expected = try await engine.score(responses: responses, references: references).map(\.description)
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await engine.score(responses: responses, references: references).map(\.description)
                }
            }
            for try await found in group { #expect(found == expected) }
        }
        let wanted = [
            "1.0 graded equal_bytes", "0.0 no_answer nothing_extracted", "0.0 no_answer empty_response",
            "1.0 graded equal_bytes", "no reward no_reference missing_field",
        ]
        #expect(expected == wanted)
    }

    @Test("items are read; one that is no JSON spoils its own row only")
    func items() throws {
        let grader = #"{"type": "string_check", "reference": "{{item.a}}", "operation": "eq"}"#
        let engine = try Engine(grader: grader)
        let verdicts = try engine.score(
            responses: ["x", "x", "x"], items: [#"{"a": "x"}"#, #"{"a": "#, #"{"a": "y"}"#])
        #expect(verdicts.map(\.reward) == [1, nil, 0])
        #expect(verdicts[1].status == .badSample)
    }

    @Test("rows of one group get what the group comes to; without groups there is nothing")
    func groups() async throws {
        let engine = try Engine(grader: #"{"type": "math", "group": {"advantage": "mean_centre"}}"#)
        let responses = ["\\boxed{7}", "\\boxed{8}", "\\boxed{7}", "\\boxed{7}"]
        let references = ["7", "7", "7", "7"]
        let verdicts = try await engine.score(
            responses: responses, references: references, groups: ["a", "a", "b", "b"])
        #expect(verdicts.map { $0.group?.advantage } == [0.5, -0.5, 0, 0])
        #expect(verdicts.map { $0.group?.isConstant } == [false, false, true, true])
        #expect(verdicts[1].description == "0.0 graded different_number advantage -0.5")
        let ungrouped = try await engine.score(
            responses: responses, references: references, groups: ["a", "a", nil, nil])
        #expect(ungrouped.map { $0.group?.advantage } == [0.5, -0.5, nil, nil])
        let alone = try await Engine(grader: "preset:math").score(responses: responses, references: references)
        #expect(alone.allSatisfy { $0.group == nil })
    }

    @Test("lists of different lengths are refused by name")
    func shape() throws {
        let engine = try Engine(grader: "preset:math")
        #expect(throws: BatchShapeError(list: "references", count: 1, expected: 2)) {
            try engine.score(responses: ["1", "2"], references: ["1"])
        }
        #expect(throws: BatchShapeError(list: "items", count: 3, expected: 2)) {
            try engine.score(responses: ["1", "2"], items: ["{}", "{}", "{}"])
        }
    }

    @Test("a verdict prints as one line")
    func line() throws {
        let grader = #"""
            {"type": "multi", "graders": {"acc": {"type": "math"}, "fmt": {"type": "format", "preset": "boxed"}},
             "calculate_output": "0.5 * acc + 0.5 * fmt"}
            """#
        let engine = try Engine(grader: grader)
        #expect(
            engine.score(response: "\\boxed{2}", reference: "3").description == "0.5 graded combined (acc=0.0, fmt=1.0)"
        )
        #expect(engine.score(response: "\\boxed{2}").description.hasPrefix("no reward no_reference"))
    }
}
