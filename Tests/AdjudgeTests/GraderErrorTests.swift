import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct GraderErrorTests {
    @Test(
        "a bad document is refused with its path and the nearest name",
        arguments: [
            (#"{}"#, "$.type", ""),
            (#"[1]"#, "$", "an object"),
            (#"{"type": "maths"}"#, "$.type", "did you mean \"math\""),
            (#"{"type": "math", "profle": "strict"}"#, "$.profle", "did you mean \"profile\""),
            (#"{"type": "math", "profile": "compat:gsm8"}"#, "$.profile", "did you mean \"compat:gsm8k\""),
            (#"{"type": "math", "extract": ["boxd"]}"#, "$.extract[0]", "did you mean \"boxed\""),
            (#"{"type": "math", "extract": [{"regex": "("}]}"#, "$.extract[0].regex", "at byte 1"),
            (#"{"type": "math", "input": "{{item.}}"}"#, "$.input", "a path"),
            (#"{"type": "math", "input": "{{item.{{key}}}}"}"#, "$.input", "no braces"),
            (#"{"type": "regex", "pattern": "^{{ item.word }}$"}"#, "$.pattern", "{{item.word}}"),
            (#"{"type": "math", "extract": [{"regex": "{{reference}}"}]}"#, "$.extract[0].regex", "{{reference}}"),
            (
                #"{"type": "math", "input": "{{extract.finl}}", "extract": {"final": "boxed"}}"#, "$.input",
                "extract.final"
            ),
            (#"{"type": "multi", "graders": {"a": {"type": "math"}}}"#, "$.calculate_output", "nothing"),
            (#"{"type": "answer_match", "reference": "{{sample.output_text}}"}"#, "$.reference", "reads the response"),
            (#"{"type": "given", "value": "{{response}}"}"#, "$.value", "reads the response"),
            (
                #"{"type": "route", "by": "{{sample.output_text}}", "cases": {"a": {"type": "math"}}}"#, "$.by",
                "reads the response"
            ),
            (#"{"type": "truncation", "penalty": 1}"#, "$.penalty", "0 or less"),
            (#"{"type": "answer_match", "match": "f1", "threshold": 0}"#, "$.threshold", "above 0"),
            (#"{"type": "box", "threshold": 2}"#, "$.threshold", "at most 1"),
            (#"{"type": "multi", "graders": {}, "calculate_output": "1"}"#, "$.graders", "at least one"),
            (
                #"{"type": "multi", "graders": {"1a": {"type": "math"}}, "calculate_output": "1"}"#, "$.graders.1a",
                "part name"
            ),
            (#"{"type": "preset", "name": "gsm8"}"#, "$.name", "did you mean \"gsm8k\""),
            (#"{"type": "string_check", "operation": "equals"}"#, "$.operation", "did you mean \"eq\""),
            (#"{"type": "string_check", "operation": "neq"}"#, "$.operation", "did you mean \"ne\""),
            (#"{"type": "text_similarity", "evaluation_metric": "cosine"}"#, "$.evaluation_metric", "embeddings"),
            (#"{"type": "text_similarity", "evaluation_metric": "meteor"}"#, "$.evaluation_metric", "WordNet"),
            (#"{"type": "text_similarity", "evaluation_metric": "jiwer.wer"}"#, "$.as", "less is better"),
            (#"{"type": "answer_match", "mode": "compat:squad"}"#, "$.mode", "compat:squad.em"),
            (#"{"type": "answer_match", "location": "end"}"#, "$.location", "without the mode"),
            (#"{"type": "choice", "mode": "compat:nemo_strict"}"#, "$.options", "this mode needs"),
            (
                #"{"type": "multi", "graders": [{"type": "math"}], "calculate_output": "a"}"#, "$.graders[0].name",
                "a name"
            ),
            (#"{"type": "number", "tolerance": {"absolute": "-1"}}"#, "$.tolerance.absolute", "not negative"),
            (#"{"type": "math", "type": "number"}"#, "$.type", "twice"),
            (#"{"type": "math", "clip": [1, 0]}"#, "$.clip", "lowest"),
            (#"{"type": "number", "abs_tol": 1}"#, "$.abs_tol", "without \"rule\""),
            (#"{"type": "number", "rule": "isclose", "rel_tol": -1}"#, "$.rel_tol", "not negative"),
            (#"{"type": "number", "rule": "close"}"#, "$.rule", "isclose"),
            (#"{"type": "number", "extract": [{"answer_format": "fmt_99"}]}"#, "$.extract[0].answer_format", "fmt_30"),
            (#"{"type": "format", "preset": "lines"}"#, "$.patterns", "a pattern"),
            (#"{"type": "format", "preset": "think", "fields": ["a"]}"#, "$.fields", "does not read"),
            (#"{"type": "format", "preset": "thinks"}"#, "$.preset", "did you mean \"think\""),
            (
                #"{"type": "answer_match", "mode": "compat:search_r1.em", "format_score": 2}"#, "$.format_score",
                "less than 1"
            ),
            (#"{"type": "point", "max_distance": 1e12}"#, "$.max_distance", "1e9"),
            (#"{"method": {"type": "supervised"}, "model": "m"}"#, "$.method.type", "reinforcement"),
            (#"{"method": {"type": "reinforcement"}, "modle": "m"}"#, "$.modle", "did you mean \"model\""),
            (#"{"testing_criteria": []}"#, "$.testing_criteria", "at least one"),
            (#"{"type": "math"#, "$", "byte"),
        ])
    func refused(_ json: String, _ path: String, _ part: String) {
        do {
            _ = try Plan(Grader(json))
            Issue.record("\(json) compiled")
        } catch {
            #expect(error.path == path && "\(error)".contains(part), "\(error)")
        }
    }

    @Test("every preset compiles")
    func presets() throws {
        for preset in Preset.all { _ = try Plan(Grader("preset:\(preset.name)")) }
    }

    @Test("the hash sees changes of meaning and nothing else")
    func hash() throws {
        let plain = try Plan(Grader(#"{"type": "number", "percent": "exact"}"#)).hash
        #expect(try Plan(Grader(#" { "percent":"exact" , "type":"number"}"#)).hash == plain)
        #expect(try Plan(Grader(#"{"type": "number", "percent": "either"}"#)).hash != plain)
        #expect(plain.count == 32)
    }

    @Test(
        "a preset is named with or without its prefix; what is neither a preset nor a document says all that it may be")
    func names() throws {
        #expect(try Grader("math") == Grader("preset:math"))
        #expect(try Grader(" {\"type\": \"math\"}") == Grader(document: ["type": "math"]))
        let error = #expect(throws: DocumentError.self) { try Grader("maths") }
        #expect(error.map { "\($0)".contains("did you mean \"math\"") && "\($0)".contains("JSON") } == true)
    }
}
