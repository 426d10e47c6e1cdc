import AdjudgeBase
import Testing

@testable import Adjudge

/// Whether a row can be graded is decided by its reference and its grader, never by its response.
@Suite struct ReferenceFirstTests {
    /// Graders of every kind that is held against a reference, with their modes.
    private static let graders: [String] =
        MissingReferenceTests.graders.filter { $0.key != "code" }.map(\.value).sorted()
        + [
            #"{"type":"string_check","operation":"ne"}"#,
            #"{"type":"string_check","operation":"like"}"#, #"{"type":"string_check","normalize":"squad"}"#,
            #"{"type":"string_check","extract":["boxed"]}"#,
            #"{"type":"number","extract":["boxed"]}"#, #"{"type":"choice","mode":"list"}"#,
            #"{"type":"choice","extract":["boxed"]}"#, #"{"type":"math","profile":"lenient"}"#,
            #"{"type":"math","tolerance":{"relative":"0.01"}}"#,
            #"{"type":"answer_match","extract":["boxed"]}"#,
            #"{"type":"text_similarity","evaluation_metric":"fuzzy_match"}"#,
            #"{"type":"text_similarity","evaluation_metric":"rouge_l","extract":["boxed"]}"#,
            #"{"type":"graphwalks","extract":["boxed"]}"#,
        ]
        + ["gpqa_slime", "simple_evals"].map { #"{"type":"choice","mode":"compat:\#($0)"}"# }
        + [
            "gsm8k", "gsm8k_flexible", "dapo", "hendrycks", "prm800k", "prime", "qwen", "open_instruct",
        ].map { #"{"type":"math","profile":"compat:\#($0)"}"# }
        + [
            "helm.exact_match", "helm.exact_set_match", "helm.f1_score", "helm.f1_set_match",
            "helm.final_number_exact_match", "helm.iou_set_match", "helm.prefix_exact_match",
            "helm.quasi_exact_match", "inspect.answer_letter", "inspect.answer_line", "inspect.answer_word",
            "inspect.exact", "inspect.f1", "inspect.includes", "inspect.match", "lm_eval.drop", "lm_eval.drop_em",
            "lm_eval.exact_match", "nemo.equivalence_rule", "nemo.string_match", "nemo_rl.exact_alnum",
            "open_instruct.f1", "open_instruct.flan", "open_instruct.puzzle", "open_instruct.re_search",
            "open_instruct.string_matcher", "search_r1.em", "search_r1.subem", "simple_evals.drop", "slime.f1",
            "squad.em", "squad_v1.f1", "squad_v2.f1",
        ].map { #"{"type":"answer_match","mode":"compat:\#($0)"}"# }

    private static let responses = [
        "", " ", "I don't know", "so \\boxed{3}", "\\boxed{}", "<think>\\boxed{3}", "#### 7", "(B)", "\\boxed{",
        "```python\nprint(1)\n```", "Final Answer: [a]", "the answer is: x", "Answer: B", "<answer></answer>",
    ]
    /// References of which no grader can make anything.
    private static let empty = ["", "  ", "\n"]

    private func status(_ engine: Engine, _ response: String, _ reference: String) -> (Status, Double?) {
        let (response, reference) = (OwnedBytes(response), OwnedBytes(reference))
        let verdict = engine.explain(Sample(response: .text(response.view), reference: .text(reference.view))).verdict
        withExtendedLifetime((response, reference)) {}
        return (verdict.status, verdict.reward)
    }

    @Test("an empty reference is a bad one, whatever the response says", arguments: graders)
    func empty(_ grader: String) throws {
        let engine = try Engine(grader: grader, threads: 1)
        for reference in Self.empty {
            for response in Self.responses {
                let (status, reward) = status(engine, response, reference)
                // A row may lack more than its reference.
                let isRows = status == .badReference || status == .badSample
                #expect(isRows && reward == nil, "\(grader): \"\(response)\" vs \"\(reference)\" is \(status)")
            }
        }
    }

    @Test("an unreadable reference is so for every response: none is wrong or without an answer", arguments: graders)
    func unreadable(_ grader: String) throws {
        let engine = try Engine(grader: grader, threads: 1)
        for reference in ["?!", "\\frac{1}{", "{}", "[]", "[1,", "a long text that says nothing at all", "\\boxed{"] {
            let found = Self.responses.map { ($0, status(engine, $0, reference)) }
            guard found.contains(where: { $0.1.0 == .badReference }) else { continue }
            for (response, (status, reward)) in found {
                // Equal texts are equal, even where nothing can be read of them.
                let isFair = status == .badReference || (reward ?? 0) > 0
                #expect(isFair, "\(grader): \"\(response)\" vs \"\(reference)\" is \(status)")
            }
        }
    }

    @Test("tests that are none are found before a program is looked for")
    func tests() throws {
        let engine = try Engine(grader: #"{"type":"code"}"#, threads: 1)
        let references = [
            "{}", "[]", "[1,", #"{"inputs":["1"]}"#, #"{"language":"cobol-85","inputs":["1"],"outputs":["1"]}"#,
        ]
        for reference in references {
            for response in ["no program", ""] {
                let (status, reward) = status(engine, response, reference)
                #expect(status == .badReference && reward == nil, "\"\(response)\" vs \(reference)")
            }
        }
    }

    @Test("a grader that itself asks for an empty text gets one")
    func asked() throws {
        let equal = try Engine(grader: #"{"type":"string_check","reference":""}"#, threads: 1)
        #expect(status(equal, "", "x").1 == 1 && status(equal, "a", "x").1 == 0)
        let other = try Engine(grader: #"{"type":"string_check","operation":"ne","reference":""}"#, threads: 1)
        #expect(status(other, "", "x").1 == 0 && status(other, "a", "x").1 == 1)
        for operation in ["like", "ilike"] {
            let grader = #"{"type":"string_check","operation":"\#(operation)","reference":""}"#
            #expect(throws: DocumentError.self) { try Plan(Grader(grader)) }
        }
    }

    // MARK: Formulas

    private func total(_ parts: String, _ formula: String, _ response: String, _ reference: String?) throws -> Verdict {
        let grader = #"{"type":"multi","graders":{\#(parts)},"calculate_output":"\#(formula)"}"#
        let engine = try Engine(grader: grader, threads: 1)
        let (response, reference) = (OwnedBytes(response), reference.map { OwnedBytes($0) })
        defer { withExtendedLifetime((response, reference)) {} }
        return engine.explain(
            Sample(response: .text(response.view), reference: reference.map { .text($0.view) } ?? .absent)
        ).verdict
    }

    private static let fmt = #""fmt":{"type":"format","preset":"boxed"}"#

    @Test(
        "no branch that a response chooses pays a row without a reference",
        arguments: [
            "if(fmt > 0, acc, 0)", "if(fmt > 0, 0.1, acc)", "if(fmt > 0, if(fmt > 0.5, 0, acc), 1)",
            "fmt + if(fmt > 0, acc, -1)", "if(fmt, 0.5, 0) + acc", "if(acc > 0, 1, fmt)",
        ])
    func branches(_ formula: String) throws {
        let parts = #""acc":{"type":"math"},"# + Self.fmt
        for response in ["\\boxed{3}", "none", ""] {
            for reference in [nil, "", "?"] as [String?] {
                let verdict = try total(parts, formula, response, reference)
                let expected: Status = reference == nil ? .noReference : .badReference
                #expect(verdict.status == expected && verdict.reward == nil, "\(formula): \(response)")
            }
            #expect(try total(parts, formula, response, "3").reward != nil, "\(formula): \(response)")
        }
    }

    @Test("a branch that the row chooses asks for its own reference only")
    func rowsBranch() throws {
        let parts =
            #""is_math":{"type":"given","value":"{{item.math}}"},"m":{"type":"math","reference":"{{item.m}}"},"#
            + #""c":{"type":"choice","reference":"{{item.c}}"}"#
        let grader = #"{"type":"multi","graders":{\#(parts)},"calculate_output":"if(is_math, m, c)"}"#
        let engine = try Engine(grader: grader, threads: 1)
        let parser = JSONParser()
        let cases: [(String, Status)] = [
            (#"{"math":1,"m":"3"}"#, .graded), (#"{"math":0,"c":"B"}"#, .graded),
            (#"{"math":1,"c":"B"}"#, .noReference),
            (#"{"math":0,"m":"3"}"#, .noReference),
        ]
        for (item, expected) in cases {
            let (response, text) = (OwnedBytes("\\boxed{3} or (B)"), OwnedBytes(item))
            var sample = Sample(response: .text(response.view))
            sample.item = try parser.parse(text.view)
            #expect(engine.explain(sample).verdict.status == expected, "\(item)")
            withExtendedLifetime((response, text)) {}
        }
    }

    @Test("parts that may be left out are not all left out for want of a reference")
    func leftOut() throws {
        let parts = #""acc":{"type":"math","required":false},"# + Self.fmt
        #expect(try total(parts, "acc + 0.1 * fmt", "\\boxed{3}", nil).status == .noReference)
        #expect(try total(parts, "acc + 0.1 * fmt", "\\boxed{3}", "3").reward == 1.1)
        // One of two is enough: the row says what it has.
        let two = #""a":{"type":"math","reference":"{{item.a}}","required":false},"# + parts
        #expect(try total(two, "a + acc + 0.1 * fmt", "\\boxed{3}", "3").reward == 1.1)
        #expect(try total(two, "a + acc + 0.1 * fmt", "\\boxed{3}", nil).status == .noReference)
        // Without parts that are held against something, there is nothing to miss.
        let given = #""g":{"type":"given","value":"{{item.g}}","required":false},"# + Self.fmt
        #expect(try total(given, "g + fmt", "\\boxed{3}", nil).reward == 1)
    }
}
