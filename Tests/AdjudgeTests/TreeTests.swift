import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct TreeTests {
    @Test("a pattern takes exactly the names that fit it")
    func patterns() {
        let cases: [(pattern: String, takes: [String], leaves: [String])] = [
            ("math", ["math"], ["math_", "mat", "", "Math"]),
            ("math*", ["math", "math_dapo"], ["mat", "amath"]),
            ("*math", ["math", "a_math", "math_math"], ["math_"]),
            ("a*b*c", ["abc", "aXbYc", "abbcc", "abcbc"], ["ab", "acb", "bc"]),
            ("**", ["", "a"], []), ("*", ["", "a*b"], []), ("a*a", ["aa", "aba"], ["a"]),
        ]
        for (pattern, takes, leaves) in cases {
            for name in takes { #expect(matches(pattern, name), "\(pattern) takes \(name)") }
            for name in leaves { #expect(!matches(pattern, name), "\(pattern) leaves \(name)") }
        }
    }

    private func matches(_ pattern: String, _ name: String) -> Bool {
        withBytes(of: pattern) { pattern in withBytes(of: name) { RouteTable.matches(pattern, $0) } }
    }

    @Test("a name goes before every pattern, wherever it stands; a longer field than any name takes no case")
    func order() {
        var table = RouteTable()
        let added = [table.add("*", node: 1), table.add("quiz", node: 2), table.add("quiz", node: 3)]
        #expect(added == [true, true, false])
        #expect(withBytes(of: "quiz") { table.entry(for: $0)?.node } == 2)
        #expect(withBytes(of: "other") { table.entry(for: $0)?.node } == 1)
        #expect(withBytes(of: String(repeating: "q", count: 257)) { table.entry(for: $0)?.node } == nil)
    }

    @Test("a grader compiles with a warning for what no row reaches")
    func warnings() throws {
        func warnings(_ grader: String) throws -> [String] { try Plan(Grader(grader)).warnings }
        #expect(try warnings(#"{"type":"route","by":"{{item.s}}","cases":{"a*":"math","b":"math"}}"#).isEmpty)
        let shadowed = try warnings(#"{"type":"route","by":"{{item.s}}","cases":{"a*":"math","ab*":"choice"}}"#)
        #expect(shadowed.count == 1 && shadowed[0].contains("\"ab*\""))
        let taken = try warnings(#"{"type":"route","by":"{{item.s}}","cases":{"*":"math"},"default":"choice"}"#)
        #expect(taken.count == 1 && taken[0].contains("default"))
        let constant = try warnings(#"{"type":"multi","graders":{"acc":"math"},"calculate_output":"1"}"#)
        #expect(constant.count == 1 && constant[0].contains("reads no part"))
        let endless = try warnings(#"{"type":"cascade","graders":["math","choice"],"escalate":["graded"]}"#)
        #expect(endless.count == 1 && endless[0].contains("right answers too"))
        let judged = try warnings(#"{"type":"judge"}"#)
        #expect(judged.count == 1 && judged[0].contains("no judge is configured"))
        let unused = try warnings(
            #"{"type":"route","by":"{{item.s}}","cases":{"a":"math"},"graders":{"spare":"choice"}}"#)
        #expect(unused.count == 1 && unused[0].contains("$.graders.spare"))
    }

    @Test(
        "a document that cannot be a tree is refused with its path",
        arguments: [
            (#"{"type":"route","cases":{"a":"math"}}"#, "$.by"),
            (#"{"type":"route","by":"{{item.s}}"}"#, "$.cases"),
            (#"{"type":"route","by":"{{item.s}}","cases":{}}"#, "$.cases"),
            (#"{"type":"route","by":"{{item.s}}","cases":{"a|":"math"}}"#, "$.cases"),
            (#"{"type":"route","by":"{{item.s}}","cases":{"a|b":"math","b":"math"}}"#, "twice"),
            (#"{"type":"route","by":"{{item.s}}","cases":{"a":"maths"}}"#, "did you mean \"math\""),
            (#"{"type":"route","by":"{{item.s}}","cases":{"a":{"$ref":"x"}}}"#, "$.cases.a[\"$ref\"]"),
            (#"{"type":"route","by":"{{item.s}}","cases":{"a":{"$ref":"x"}},"graders":{"x":{"$ref":"x"}}}"#, "$ref"),
            (
                #"{"type":"route","by":"{{item.s}}","cases":{"a":{"$ref":"x"}},"graders":{"x":{"type":"cascade","graders":["math",{"$ref":"x"}]}}}"#,
                "16 levels"
            ),
            (#"{"type":"cascade","graders":["math"]}"#, "at least two"),
            (#"{"type":"cascade","graders":{"a":"math"}}"#, "an array"),
            (#"{"type":"cascade","graders":["math","choice"],"escalate":["undecidid"]}"#, "did you mean \"undecided\""),
            (#"{"type":"cascade","graders":["math","choice"],"cap":"no"}"#, "$.cap"),
            (#"{"type":"choice","extract":{"final":["boxed"],"reference":["boxed"]}}"#, "number, math"),
            (#"{"type":"math","on_errors":"zero"}"#, "did you mean \"on_error\""),
            (#"{"type":"multi","graders":{"a":{"type":"math","on_error":"zero"}},"calculate_output":"a"}"#, "on_error"),
        ])
    func errors(_ grader: String, _ part: String) {
        let error = #expect(throws: DocumentError.self) { try Plan(Grader(grader)) }
        #expect(error.map { "\($0)".contains(part) } == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("parts have dotted names; the same name in two cases of a route is one column")
    func columns() throws {
        let plan = try Plan(
            Grader(
                #"""
                {"type": "route", "by": "{{item.s}}", "cases": {
                  "a": {"type": "multi", "graders": {"acc": "math", "style": {"type": "multi",
                    "graders": {"box": {"type": "format", "preset": "boxed"}}, "calculate_output": "box"}},
                    "calculate_output": "acc * style"},
                  "b": {"type": "multi", "graders": {"acc": "choice", "len": {"type": "regex", "pattern": "."}},
                    "calculate_output": "acc + len"}}}
                """#))
        #expect(plan.partNames == ["acc", "style", "style.box", "len"])
    }

    @Test("a program in a branch of if is reached only through the formula")
    func lazy() throws {
        func lazyParts(_ formula: String, required: String = "") throws -> [Bool] {
            let plan = try Plan(
                Grader(
                    #"""
                    {"type": "multi", "graders": {"fmt": {"type": "format", "preset": "boxed"},
                      "run": {"type": "code"\#(required)}}, "calculate_output": "\#(formula)"}
                    """#))
            let outline = TreeOutline(plan.nodes, plan.leaves)
            return withExtendedLifetime(outline) { outline.multis[0].children.map(\.isLazy) }
        }
        #expect(try lazyParts("if(fmt > 0, run, 0)") == [false, true])
        #expect(try lazyParts("if(fmt > 0, run, 0) + run") == [false, false])
        #expect(try lazyParts("if(run > 0, fmt, 0)") == [false, false])
        #expect(try lazyParts("fmt") == [false, false])
        #expect(try lazyParts("if(fmt > 0, run, 0)", required: #", "required": true"#) == [false, false])
    }
}
