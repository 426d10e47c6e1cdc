import Adjudge
import AdjudgeBase
import CodeVerifier
import MathVerifier

/// Everything that reads what a model or a data set wrote, but for what runs programs.
struct Readers {
    private let plain: Engine
    private let full: Engine
    private let parser = JSONParser()
    private let row = Bytes(#"{"options": ["5", "x^2", "none of these", "\\frac{1}{2}"]}"#)
    private let item: JSONValue

    init() throws {
        item = try parser.parse(row)
        plain = try Engine(grader: Readers.grader(safe: false), threads: 1)
        full = try Engine(grader: Readers.grader(safe: true), threads: 1)
    }

    /// One grader with every profile of `math`, every verifier that runs nothing, and every extractor; with `safe` also
    /// the peers' rules under proof, and on an answer that was looked for elsewhere.
    private static func grader(safe: Bool) -> String {
        var parts: [String] = []
        for profile in MathNames.profiles {
            parts.append(#"{"type": "math", "profile": "\#(profile)"}"#)
            if safe, profile.hasPrefix("compat:") {
                parts.append(#"{"type": "math", "profile": "\#(profile)", "safe": true, "input": "{{extract.all}}"}"#)
            }
        }
        parts += [
            #"{"type": "number", "percent": "either", "tolerance": {"relative": "0.01"}}"#,
            #"{"type": "number", "input": "{{extract.last}}"}"#,
            #"{"type": "choice"}"#, #"{"type": "choice", "mode": "list"}"#,
            #"{"type": "choice", "mode": "lenient", "options": "{{item.options}}"}"#,
            #"{"type": "choice", "mode": "compat:lm_eval", "options": "{{item.options}}"}"#,
            #"{"type": "regex", "pattern": "(\\d+|\\\\\\w+)\\s*$"}"#,
            #"{"type": "string_check", "normalize": ["strip", "lowercase", "collapse_whitespace", "remove_articles", "unicode"]}"#,
            #"{"type": "string_check", "operation": "ilike", "input": "{{extract.prose}}"}"#,
        ]
        for form in ["think_answer", "think", "boxed", "trl.think", "open_r1.format", "open_r1.tag_count"] {
            parts.append(#"{"type": "format", "preset": "\#(form)"}"#)
        }
        parts += [#"{"type": "json_schema"}"#, #"{"type": "json_equal"}"#, #"{"type": "tool_call"}"#]
        let schema = #"{"type": ["object", "array"], "items": {"properties": {"a": {"type": ["integer", "null"]}}}}"#
        for format in ["json", "yaml", "xml", "toml", "csv"] {
            parts += [
                #"{"type": "structured", "format": "\#(format)"}"#,
                #"{"type": "structured", "format": "\#(format)", "schema": \#(schema)}"#,
                #"{"type": "structured", "format": "\#(format)", "compat": "compat:nemo", "schema": \#(schema)}"#,
                #"{"type": "structured", "format": "\#(format)", "compat": "compat:structeval", "paths": ["a.b[0]"]}"#,
            ]
        }
        let named = parts.enumerated().map { #""p\#($0.offset)": \#($0.element)"# }
        let sum = parts.indices.map { "p\($0)" }.joined(separator: "+")
        return #"""
            {"type": "multi", "graders": {\#(named.joined(separator: ", "))}, "calculate_output": "\#(sum)",
             "extract": {
                "all": ["strip_think", "first_turn", "boxed", "hash", {"xml": "answer"}, "fenced", {"json": "a.b[0]"},
                    "answer_line", "choice", "last_number", "whole"],
                "last": [{"regex": "=\\s*([^=]*)$"}, "last_number"],
                "prose": [["answer_line", "last_value"], ["whole", "last_value"]]}}
            """#
    }

    /// Reads a pair in every way, with `safe` under proof as well. The number of parts that failed inside, which is 0.
    func read(_ pair: Pair, safe: Bool) -> Int {
        pair.response.withUnsafeBufferPointer { response in
            pair.reference.withUnsafeBufferPointer { reference in
                _ = SuiteProblem.find(in: Bytes(reference))
                let sample = Sample(
                    response: .text(Bytes(response)), reference: .text(Bytes(reference)), item: item)
                let verdict = (safe ? full : plain).score(One(sample: sample)).verdict(0)
                return verdict.parts.count { $0.record.status == .internalError }
            }
        }
    }
}

/// A batch of one.
private struct One: SampleSource, @unchecked Sendable {
    let sample: Sample
    var count: Int { 1 }

    func makeReader() -> any SampleReader { Reader(sample) }

    private final class Reader: SampleReader {
        private let sample: Sample
        init(_ sample: Sample) { self.sample = sample }
        func sample(at index: Int) -> Sample { sample }
    }
}
