import AdjudgeBase
import CodeVerifier
import Testing

@testable import Adjudge

@Suite struct MissingReferenceTests {
    private static let responses = [
        "", "I don't know", "so \\boxed{3}", "<think>\\boxed{3}", "#### 7", "(B)", "```python\nprint(1)\n```",
        "\\boxed{",
    ]
    /// A document for each kind of verifier that is held against a reference.
    static let graders = [
        "string_check": #"{"type":"string_check"}"#, "choice": #"{"type":"choice"}"#, "number": #"{"type":"number"}"#,
        "math": #"{"type":"math"}"#, "code": #"{"type":"code"}"#, "answer_match": #"{"type":"answer_match"}"#,
        "text_similarity": #"{"type":"text_similarity","evaluation_metric":"bleu"}"#, "mrcr": #"{"type":"mrcr"}"#,
        "ruler": #"{"type":"ruler"}"#, "graphwalks": #"{"type":"graphwalks"}"#, "box": #"{"type":"box"}"#,
        "point": #"{"type":"point"}"#, "json_schema": #"{"type":"json_schema"}"#,
        "json_equal": #"{"type":"json_equal"}"#, "tool_call": #"{"type":"tool_call"}"#,
        "structured": #"{"type":"structured","format":"yaml"}"#,
        "judge": #"{"type":"judge"}"#,
    ]

    private func explain(_ grader: String, _ response: String, item: String? = nil) throws -> Verdict {
        let engine = try Engine(grader: grader, threads: 1)
        let parser = JSONParser()
        let texts = (OwnedBytes(response), OwnedBytes(item ?? "{}"))
        defer { withExtendedLifetime((parser, texts)) {} }
        var sample = Sample(response: .text(texts.0.view))
        sample.item = try parser.parse(texts.1.view)
        return engine.explain(sample).verdict
    }

    @Test("whether there is no reference does not depend on the response, for any verifier")
    func everyVerifier() throws {
        for kind in Registry.verifiers {
            guard let grader = MissingReferenceTests.graders[kind.name] else {
                // What needs none is graded without.
                continue
            }
            let plan = try Plan(Grader(grader))
            #expect(plan.leaves[0].verifier.needsReference, "\(kind.name)")
            for response in MissingReferenceTests.responses {
                let verdict = try explain(grader, response)
                #expect(verdict.status == .noReference && verdict.reward == nil, "\(kind.name): \(response)")
            }
        }
        let needing = [
            "regex": #", "pattern": "x""#, "format": #", "preset": "boxed""#, "python": #", "source": "x""#,
            "citations": #", "grammar": "ascii_brackets", "valid": "{{item.ids}}""#, "confidence": "", "abstain": "",
            "instructions": "", "language": #", "expect": "en""#,
            "missing": #", "verifier": "x""#,
            "overlong": #", "max": 9"#, "cosine": #", "max": 9, "from": 1, "to": 0"#, "length": #", "target": 5"#,
            "repetition": "", "truncation": "", "phrases": #", "forbidden": "x""#, "prompt_copy": "",
            "given": #", "value": "{{item.x}}""#,
            "score_model": #", "model": "m", "input": [{"role": "user", "content": "x"}]"#,
            "label_model":
                #", "model": "m", "input": [{"role": "user", "content": "x"}], "labels": ["a", "b"], "passing_labels": ["a"]"#,
        ]
        for kind in Registry.verifiers where MissingReferenceTests.graders[kind.name] == nil {
            guard let keys = needing[kind.name] else {
                Issue.record("\(kind.name): say here whether it needs a reference")
                continue
            }
            let plan = try Plan(Grader(#"{"type":"\#(kind.name)"\#(keys)}"#))
            #expect(!plan.leaves[0].verifier.needsReference, "\(kind.name)")
        }
        for preset in Preset.all {
            let plan = try Plan(Grader("preset:\(preset.name)"))
            guard plan.leaves.contains(where: { $0.verifier.needsReference }) else { continue }
            let statuses = Set(
                try MissingReferenceTests.responses.map { try explain("preset:\(preset.name)", $0).status })
            // A row without the field that a route goes by is refused before its reference is looked for.
            let isRoute = if case .route = plan.nodes[0].kind { true } else { false }
            #expect(statuses == [isRoute ? .badSample : .noReference], "\(preset.name)")
        }
    }

    @Test("the same for parts, for references of the row's own fields and for tests among them")
    func parts() throws {
        let multi = #"""
            {"type": "multi", "graders": {"acc": {"type": "math"}, "fmt": {"type": "format", "preset": "boxed"}},
             "calculate_output": "acc + fmt"}
            """#
        let others = [
            #"{"type":"math","reference":"{{item.gold}}"}"#, #"{"type":"number","reference":"{{item.a}}{{item.b}}"}"#,
            #"{"type":"code","tests":"{{item.tests}}"}"#,
            #"{"type":"math","reference":"{{item.a}}{{extract.final}}","extract":["boxed"]}"#,
        ]
        for response in MissingReferenceTests.responses {
            let verdict = try explain(multi, response)
            #expect(verdict.status == .noReference && verdict.parts[0].record.status == .noReference, "\(response)")
            #expect(verdict.parts[1].record.status == .graded || verdict.parts[1].record.reward != nil)
            for grader in others {
                #expect(try explain(grader, response).status == .noReference, "\(grader): \(response)")
            }
        }
    }

    @Test("the answer of a row without a reference is shown")
    func answer() throws {
        let verdict = try explain("preset:math", "so \\boxed{3}.")
        #expect(verdict.status == .noReference && verdict.total.answer == Span(start: 10, count: 1))
    }

    @Test("a reference that is taken from the response and not there is no answer: the response cannot opt out")
    func fromResponse() throws {
        let grader =
            #"{"type":"string_check","extract":{"final":["whole"],"gold":["boxed"]},"reference":"{{extract.gold}}"}"#
        let verdict = try explain(grader, "no box")
        #expect(verdict.status == .noAnswer && verdict.reward == 0)
        #expect(try explain(grader, "\\boxed{1}").status == .graded)
    }
}
