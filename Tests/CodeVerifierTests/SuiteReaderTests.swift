import AdjudgeBase
import CaseFiles
import Testing

@testable import CodeVerifier

@Suite struct SuiteReaderTests {
    private func read(_ text: String) throws -> TestSuite { try withBytes(of: text) { try SuiteReader.read($0) } }

    /// The form of a suite and its cases in a few words.
    private func shape(_ text: String) throws -> String {
        let suite = try read(text)
        let cases = suite.cases.map { test in
            withExtendedLifetime(test) {
                "\(test.input.view.string.debugDescription)>\(test.expected.view.string.debugDescription)"
            }
        }
        switch suite.form {
        case .stdio: return "stdio " + cases.joined(separator: " ")
        case .call(let function): return "call \(function) " + cases.joined(separator: " ")
        case .script(let tests): return "script \(tests.setup.debugDescription) \(tests.scripts)"
        case .model(let model): return "model \(model.function) \(suite.cases.count)"
        case .file(let name): return "file \(name) " + cases.joined(separator: " ")
        }
    }

    @Test("the shape of a test object tells how a program is tested")
    func shapes() throws {
        let cases: [(String, String)] = [
            (#"{"inputs": ["1\n"], "outputs": ["2\n"]}"#, #"stdio "1\n">"2\n""#),
            (#"{"inputs": [["1", "2"]], "outputs": [["3"]]}"#, #"stdio "1\n2">"3""#),
            (#""{\"inputs\": [\"1\"], \"outputs\": [\"2\"]}""#, #"stdio "1">"2""#),
            (#"{"input_output": "{\"inputs\": [\"1\"], \"outputs\": [\"2\"]}"}"#, #"stdio "1">"2""#),
            (#"{"fn_name": "f", "inputs": [[1, "a"]], "outputs": [[3]]}"#, ##"call f "[1, \"a\"]">"[3]""##),
            (#"{"fn_name": "f", "inputs": ["1\n[2, 3]\n"], "outputs": [4]}"#, #"call f "[1,[2, 3]]">"4""#),
            (#"[{"input": "1", "output": "2", "testtype": "stdin"}]"#, #"stdio "1">"2""#),
            // Text on both sides is JSON; where no output is, it is text.
            (#"{"fn_name": "f", "inputs": ["1\n2"], "outputs": ["3"]}"#, #"call f "[1,2]">"3""#),
            (#"{"fn_name": "f", "inputs": ["\"a\""], "outputs": ["bc d"]}"#, ##"call f "[\"a\"]">"\"bc d\"""##),
            (#"{"fn_name": "f", "inputs": [["1"]], "outputs": ["3"]}"#, ##"call f "[\"1\"]">"\"3\"""##),
            (
                #"[{"input": "3", "output": "[4]", "testtype": "functional", "metadata": {"func_name": "f"}}]"#,
                #"call f "[3]">"[4]""#
            ),
            (
                #"{"test_cases": [{"fn_name": "f", "input": [3], "output": [4], "type": "function_call"}]}"#,
                #"call f "[3]">"[4]""#
            ),
            (#"{"input": ["1\n", "2\n"], "output": ["3\n", "4\n"]}"#, #"stdio "1\n">"3\n" "2\n">"4\n""#),
            (
                #"{"public_tests": {"input": ["1"], "output": ["3"]}, "private_tests": {"input": [], "output": []}, "generated_tests": {"input": ["2"], "output": ["4"]}}"#,
                #"stdio "1">"3" "2">"4""#
            ),
            (#"{"official_tests": [{"input": "1", "output": "2"}]}"#, #"stdio "1">"2""#),
            (#"{"examples": [{"input": "1", "output": "2"}], "official_tests": []}"#, #"stdio "1">"2""#),
            (#"{"cases": [{"input": "1", "output": "2"}]}"#, #"stdio "1">"2""#),
            (#"{"cases": [{"args": [1], "expected": [2]}], "fn_name": "f"}"#, #"call f "[1]">"[2]""#),
            (#"{"tests": {"cases": [{"stdin": "1", "stdout": "2"}]}}"#, #"stdio "1">"2""#),
            (
                #"{"test_list": ["assert f(1) == 2"], "test_setup_code": "import math"}"#,
                ##"script "import math\n" ["assert f(1) == 2"]"##
            ),
            (#"["assert f(1) == 2", "assert f(2) == 3"]"#, ##"script "" ["assert f(1) == 2", "assert f(2) == 3"]"##),
            (#"{"test": "", "call": "assert f(1) == 2", "entry_point": null}"#, ##"script "" ["\nassert f(1) == 2"]"##),
            ("assert f(1) == 2", ##"script "" ["assert f(1) == 2"]"##),
            (#"{"collect": ["out.txt"], "expected": "1\n"}"#, #"file out.txt "">"1\n""#),
            (
                #"{"entry_point": "f", "prompt": "def f(x):\n", "canonical_solution": "    return x\n", "base_input": [[1]], "plus_input": [[2]], "atol": 0}"#,
                "model f 2"
            ),
        ]
        for (text, expected) in cases { #expect(try shape(text) == expected, "\(text)") }
        let check = try shape(#"{"test": "def check(candidate):\n    assert candidate(1)\n", "entry_point": "f"}"#)
        #expect(check.hasSuffix(##"\ncheck(f)\n"]"##), "\(check)")
        let suite = try read(
            #"{"cases": [{"input": "", "output": "1"}], "rel_tol": 1e-6, "language": "cpp", "limits": {"cpu_s": 2}}"#)
        #expect(suite.tolerance == Tolerance(relative: 1e-6))
        #expect(suite.language == "cpp")
        #expect(suite.limits?.cpuSeconds == 2)
    }

    @Test("LiveCodeBench's hidden tests are read at any compression, and nothing is ever unpickled")
    func hidden() throws {
        let packed = [
            "eNprYJlayQABPaXR1UqZeQWlJUpWCkqGCkYxeUo6Ckr5pSVQIWOIQElqcUlJZUEqSKi4JCUzT6lWRwFJp6mCGbpOQ0OcWmOn6AEAlEQmmw==",
            "eAFrYIooZWBgiK5WyswrKC1RslJQMlQwislT0lFQyi8tgQoZQwRKUotLSioLUkGqiktSMvOUanUUkHSaKpih6zQ0xKk1tpBBDwAWHCU0",
            "eAEBhAB7/4AFlXkAAAAAAAAAjHVbeyJpbnB1dCI6ICIxIDJcbiIsICJvdXRwdXQiOiAiM1xuIiwgInRlc3R0eXBlIjogInN0ZGluIn0sIHsiaW5wdXQiOiAiNSA2XG4iLCAib3V0cHV0IjogIjExXG4iLCAidGVzdHR5cGUiOiAic3RkaW4ifV2ULpTHJpw=",
        ]
        for text in packed {
            let row =
                #"{"public_test_cases": "[]", "private_test_cases": "\#(text)", "metadata": "{\"func_name\": null}"}"#
            #expect(try shape(row) == ##"stdio "1 2\n">"3\n" "5 6\n">"11\n""##)
        }
        let functional =
            "eNprYJnqxQABPW7R1UqZeQWlJUpWCkrRhjoKRrExeTFKiUkxSko6Ckr5pSVQOWMQtyS1uKSksiAVJJBWmpdckpmfl5ijVBs7RQ8AvpIYnw=="
        let row = #"{"private_test_cases": "\#(functional)", "metadata": "{\"func_name\": \"g\"}"}"#
        #expect(try shape(row) == ##"call g "[[1, 2],\"ab\"]">"3""##)
        let evil = "eNprYJmqxAABPRxJpZk5JZl5xVN6WAuKMvNKpkwGscrzUlOmtE4JmqIHAC4tD7c="
        let error = #expect(throws: SuiteError.self) { try read(#"{"private_test_cases": "\#(evil)"}"#) }
        #expect(error?.description.contains("pickle of something else") == true)
    }

    @Test("several right outputs, points, checkers")
    func judged() throws {
        let several = try read(#"{"inputs": ["5\n"], "outputs": [["2 3\n", "1 4\n"]]}"#)
        #expect(several.cases[0].alternatives.map(\.view.string) == ["1 4\n"])
        let points = try read(#"{"inputs": ["1", "2"], "outputs": ["1", "2"], "points": [30, 70]}"#)
        #expect(points.cases.map(\.weight) == [30, 70])
        let written = try read(##"{"inputs": ["1"], "outputs": ["1"], "checker": "#include <x>\nint main() {}"}"##)
        guard case .program("cpp", _)? = written.checker else {
            throw SuiteError("$", found: "no C++", expected: "C++")
        }
        let generated = try read(#"{"inputs": ["1"], "outputs": ["1"], "generated_checker": "import sys\nprint(1)"}"#)
        guard case .program("python", _)? = generated.checker else {
            throw SuiteError("$", found: "no Python", expected: "Python")
        }
        let named = try read(#"{"inputs": ["1"], "outputs": ["1"], "checker": "rcmp6.cpp"}"#)
        guard case .comparison(let comparison)? = named.checker else {
            throw SuiteError("$", found: "no comparison", expected: "one")
        }
        #expect(comparison.tolerance == Tolerance(absolute: 1e-6, relative: 1e-6))
        #expect(
            CheckerProgram(language: LanguageTable.standard.named("cpp")!, source: "ouf.readInt();").convention
                == .testlib)
        #expect(
            CheckerProgram(language: LanguageTable.standard.named("python")!, source: "print(about)").convention
                == .files)
    }

    @Test("what is no test object is refused with its place, and nothing traps")
    func refusals() throws {
        let cases = [
            #"{"fn_name": "f", "inputs": ["1", "2"], "outputs": ["3", "a b"]}"#,
            #"[{"input": "3", "output": "4", "testtype": "functional"}]"#,
            #"[{"fn_name": "f", "input": "3", "output": "4"}, {"fn_name": "g", "input": "3", "output": "4"}]"#,
            #"[{"fn_name": "f", "input": "3", "output": "4"}, {"input": "3", "output": "4", "type": "stdin_stdout"}]"#,
            #"{"input": ["1", "2"], "output": ["3"]}"#, #"{"inputs": ["1"], "outputs": ["1"], "interactor": "x"}"#,
            #"{"inputs": ["1"], "outputs": ["1"], "points": [1, 2]}"#,
            #"{"inputs": ["1"], "outputs": ["1"], "checker": "nosuchcmp"}"#,
            "", "  ", "null", "3", "{}", "[]", "{\"inputs\": [1], \"outputs\": []}", "{\"inputs\": 1, \"outputs\": 2}",
            "{\"cases\": []}", "{\"cases\": [3]}", "{\"cases\": [{\"input\": \"1\"}]}", "{\"test\": \"\"}",
            "{\"inputs\": [",
            "{\"test\": \"def check(candidate):\\n    pass\\n\"}", "{\"collect\": [\"../x\"], \"expected\": \"\"}",
            "{\"private_test_cases\": \"!!!\"}", "{\"private_test_cases\": \"AAAA\"}", "{\"base_input\": [[1]]}",
            "{\"fn_name\": \"f\", \"inputs\": [\"{\"], \"outputs\": [1]}",
            "{\"cases\": [{\"input\": {}, \"output\": \"\"}]}",
            "{\"cases\": [{\"input\": \"\", \"output\": \"\"}], \"rel_tol\": -1}", "\"\\\"\\\\\\\"x\\\\\\\"\\\"\"x",
        ]
        for text in cases {
            #expect(throws: (any Error).self, "\(text)") {
                let suite = try read(text)
                if case .script(let tests) = suite.form {
                    throw SuiteError("$", found: "\(tests)", expected: "a refusal")
                }
            }
        }
        var random = SplitMix64(state: 11)
        let whole = Array(
            #"{"public_test_cases": [{"input": "1", "output": "2"}], "private_test_cases": "eNprYJl", "fn_name": "f"}"#
                .utf8)
        for _ in 0..<5000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 32...126, using: &random)
            }
            _ = try? read(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("decompression refuses damage and is bounded")
    func inflate() throws {
        let arena = Arena()
        let base64 = OwnedBytes(
            "eAFrYIooZWBgiK5WyswrKC1RslJQMlQwislT0lFQyi8tgQoZQwRKUotLSioLUkGqiktSMvOUanUUkHSaKpih6zQ0xKk1tpBBDwAWHCU0")
        let decoded = try #require(Base64.decode(base64.view, arena))
        let data = [UInt8](UnsafeBufferPointer(start: decoded.start, count: decoded.count))
        let whole = try #require(Inflate.zlib(data, limit: 1 << 20))
        #expect(whole.count == 127)
        #expect(Inflate.zlib(data, limit: 100) == nil)
        var random = SplitMix64(state: 5)
        for _ in 0..<20_000 {
            var damaged = data
            damaged[Int.random(in: 2..<damaged.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            // Some bits of a stream mean nothing; what they leave the same may pass.
            let content = Inflate.zlib(damaged, limit: 1 << 16)
            #expect(content == nil || content == whole)
        }
    }

    @Test("a large integer is the same in hexadecimal")
    func integers() throws {
        let cases = [
            ("0", "0"), ("255", "ff"), ("-4096", "-1000"),
            ("340282366920938463463374607431768211456", "1" + String(repeating: "0", count: 32)),
        ]
        for (decimal, hexadecimal) in cases {
            let digits = withBytes(of: decimal) { LargeInteger.hexadecimal(ofDecimal: $0) }
            #expect(String(decoding: digits, as: UTF8.self) == hexadecimal)
        }
    }
}
