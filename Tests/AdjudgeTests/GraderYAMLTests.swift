import Adjudge
import AdjudgeBase
import Testing

@Suite struct GraderYAMLTests {
    private static let yaml = """
        # How the answers of the math set are scored.
        type: multi
        graders:
          boxed: &rule
            type: math
            extract: [boxed, {xml: answer}]
          loose: {type: string_check, reference: "{{item.answer}}", operation: ilike}
          named: *rule
        calculate_output: >-
          0.9 * boxed
          + 0.1 * loose
        """
    private static let json = """
        {"type": "multi", "graders": {"boxed": {"type": "math", "extract": ["boxed", {"xml": "answer"}]},
         "loose": {"type": "string_check", "reference": "{{item.answer}}", "operation": "ilike"},
         "named": {"type": "math", "extract": ["boxed", {"xml": "answer"}]}},
         "calculate_output": "0.9 * boxed + 0.1 * loose"}
        """

    @Test("a grader in YAML is the one of the same JSON, in a text and in a file")
    func same() throws {
        let expected = try Grader(Self.json)
        #expect(try Grader(yaml: Self.yaml) == expected)
        for name in ["a.yaml", "a.yml"] {
            #expect(try withBytes(of: Self.yaml) { try Grader(file: $0, named: name) } == expected)
            #expect(try withBytes(of: Self.json) { try Grader(file: $0, named: name) } == expected)
        }
        #expect(try withBytes(of: Self.json) { try Grader(file: $0, named: "a.json") } == expected)
        #expect(throws: DocumentError.self) { try withBytes(of: Self.yaml) { try Grader(file: $0, named: "a.json") } }
    }

    @Test(
        "words, dates and numbers that are none of JSON are texts",
        arguments: [
            "no", "yes", "on", "True", "Null", "010", "0x1f", ".5", "5.", "+1", "1_000", ".inf", ".nan", "2024-01-02",
            "1:30",
            "1e", "1e+", "-.5", "--1", "0b1", "<<",
        ])
    func texts(_ word: String) throws {
        #expect(try Grader(yaml: "name: \(word)").document == ["name": .string(word)])
    }

    @Test(
        "what JSON has is what it is",
        arguments: ["0", "-0", "12", "-1.50", "1e5", "1E-5", "0.5e+3", "null", "true", "false"])
    func values(_ word: String) throws {
        #expect(try Grader(yaml: "name: \(word)") == Grader("{\"name\": \(word)}"))
    }

    @Test(
        "what is no YAML is refused with its line",
        arguments: [
            ("", 1), ("# nothing", 1), ("type: [math", 1), ("type: math\nextract: *none", 2), ("a: b: c", 1),
            ("type: math\n\tname: x", 2), ("a: 1\n---\nb: 2", 2), ("a: &x [*x]", 1), ("? [a]\n: 1", 1),
            ("a: !own x", 1),
            ("a: \"\\q\"", 1), ("a: 1\n  b: 2", 2),
        ] as [(String, Int)])
    func errors(_ text: String, _ line: Int) throws {
        let error = try #require(throws: DocumentError.self) { try Grader(yaml: text) }
        #expect(error.path == "line \(line)", "\(error)")
        #expect(error.expected == "a grader as YAML")
    }

    @Test("a key that stands twice, and aliases that multiply, are refused")
    func repeated() throws {
        #expect(try #require(throws: DocumentError.self) { try Grader(yaml: "a: {b: 1, b: 2}") }.path == "$.a.b")
        let bomb = (1...40).reduce("a0: &a0 [x]") { "\($0)\na\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]" }
        #expect(try #require(throws: DocumentError.self) { try Grader(yaml: bomb) }.found.contains("aliases"))
    }

    @Test("a text that is cut off anywhere is read or refused")
    func cut() {
        let bytes = Array(Self.yaml.utf8)
        var read = 0
        for end in 0...bytes.count where (try? Grader(yaml: String(decoding: bytes[..<end], as: UTF8.self))) != nil {
            read += 1
        }
        #expect(read > 0 && read < bytes.count)
    }
}
