import AdjudgeBase

/// Reads the parts of a test case.
enum CaseText {
    /// A case as an object: `input` and `output` (or `stdin`/`stdout`, `expected_output`), or `args`, `kwargs` and
    /// `expected` for a call.
    static func testCase(_ value: JSONValue, path: String, isCall: Bool) throws(SuiteError) -> TestCase {
        guard value.kind == .object else {
            throw SuiteError(path, found: value.raw.string, expected: "a test case: an object")
        }
        let keys: [StaticString] =
            isCall ? ["expected", "output", "result"] : ["output", "expected_output", "stdout", "expected"]
        guard let key = keys.first(where: { value.member($0) != nil }), let expected = value.member(key) else {
            throw SuiteError(
                path, found: "a case without an output", expected: keys.map { "\($0)" }.joined(separator: " or "))
        }
        var test: TestCase
        if isCall {
            let input = value.present("args") ?? value.present("input") ?? value.present("arguments")
            // Text on both sides holds JSON; a value stands for itself.
            let isText =
                expected.kind == .string
                && (value.has("testtype") || (input?.kind == .string && isJSON(expected)))
            test = TestCase(
                input: try input.map { input throws(SuiteError) in try arguments(input, path: path) }
                    ?? OwnedBytes("[]"),
                expected: isText ? try json(expected, path: path) : OwnedBytes(expected.raw))
            // Arguments in a list, the result in a list of one: APPS and its heirs.
            if !value.has("args"), input?.kind == .array, expected.kind == .array, expected.count == 1,
                let inner = expected.element(0)
            {
                test.alternatives = [OwnedBytes(inner.raw)]
            }
            if let keywords = value.present("kwargs"), keywords.count > 0 { test.keywords = OwnedBytes(keywords.raw) }
        } else {
            let input = value.present("input") ?? value.present("stdin")
            test = TestCase(
                input: try input.map { input throws(SuiteError) in try lines(input, path: path) } ?? OwnedBytes(""),
                expected: OwnedBytes(""))
            try test.expect(expected, of: input, path: "\(path), output")
        }
        for key: StaticString in ["weight", "points"] {
            guard let weight = value.present(key) else { continue }
            test.weight = try self.weight(weight, path: "\(path).\(key)")
        }
        return test
    }

    /// The weight of a case.
    static func weight(_ value: JSONValue, path: String) throws(SuiteError) -> Double {
        guard value.kind == .number, let number = Double(value.raw.string), number.isFinite, number >= 0 else {
            throw SuiteError(path, found: value.raw.string, expected: "a number of at least 0")
        }
        return number
    }

    /// Whether inputs and outputs of calls are all texts that hold JSON, as LiveCodeBench and prime_code write them. Where
    /// no output is JSON they are plain strings.
    static func isJSONText(_ inputs: JSONValue, _ outputs: JSONValue) -> Bool {
        guard inputs.elements.allSatisfy({ $0.kind == .string }), outputs.elements.allSatisfy({ $0.kind == .string })
        else { return false }
        return outputs.elements.contains { isJSON($0) }
    }

    /// Whether a string's content is a JSON value.
    private static func isJSON(_ value: JSONValue) -> Bool { (try? json(value, path: "")) != nil }

    /// Text for standard input or output: a string, an array of lines, or a number as written. Lines end with a newline
    /// alone: data sets that were scraped from pages have carriage returns that no program was written for.
    static func lines(_ value: JSONValue, path: String) throws(SuiteError) -> OwnedBytes {
        switch value.kind {
        case .string:
            let arena = Arena(capacity: value.raw.count)
            defer { withExtendedLifetime(arena) {} }
            return withoutCarriageReturns(value.string(into: arena) ?? .empty)
        case .number, .bool: return OwnedBytes(value.raw)
        case .null: return OwnedBytes("")
        case .array:
            var text: [String] = []
            for element in value.elements {
                let inner = try lines(element, path: path)
                text.append(withExtendedLifetime(inner) { inner.view.string })
            }
            return OwnedBytes(text.joined(separator: "\n"))
        case .object: throw SuiteError(path, found: "an object", expected: "text, or lines of text")
        }
    }

    /// An expected output. Nothing at all would be a test that every silent program passes: only "" expects no output.
    static func output(_ value: JSONValue, path: String) throws(SuiteError) -> OwnedBytes {
        guard value.kind != .null, value.kind != .array || value.count > 0 else {
            throw SuiteError(path, found: value.raw.string, expected: "text, or lines of text; \"\" for no output")
        }
        return try lines(value, path: path)
    }

    private static func withoutCarriageReturns(_ text: Bytes) -> OwnedBytes {
        guard text.find(Bytes("\r\n")) != nil else { return OwnedBytes(text) }
        var writer = ByteWriter(capacity: text.count)
        for index in 0..<text.count where text[index] != 0x0D || index + 1 == text.count || text[index + 1] != 0x0A {
            writer.append(text[index])
        }
        return OwnedBytes(writer.bytes)
    }

    /// Arguments as a JSON array: an array as it is; a string holds a JSON value a line, one for each argument.
    static func arguments(_ value: JSONValue, path: String) throws(SuiteError) -> OwnedBytes {
        switch value.kind {
        case .array: return OwnedBytes(value.raw)
        case .string:
            let text = value.decodedString ?? ""
            var values: [String] = []
            for line in text.split(separator: "\n") where line.utf8.contains(where: { $0 > 0x20 }) {
                try requireJSON(String(line), path: path)
                values.append(String(line))
            }
            return OwnedBytes("[" + values.joined(separator: ",") + "]")
        default: return OwnedBytes("[" + value.raw.string + "]")
        }
    }

    /// A string whose content is JSON.
    static func json(_ value: JSONValue, path: String) throws(SuiteError) -> OwnedBytes {
        let text = value.decodedString ?? ""
        try requireJSON(text, path: path)
        return OwnedBytes(text)
    }

    private static func requireJSON(_ text: String, path: String) throws(SuiteError) {
        let problem = withBytes(of: text) { bytes -> String? in
            let parser = JSONParser(maxDepth: 512)
            defer { withExtendedLifetime(parser) {} }
            do throws(JSONError) {
                _ = try parser.parse(bytes)
                return nil
            } catch {
                return error.message
            }
        }
        if let problem { throw SuiteError(path, found: problem, expected: "a JSON value a line") }
    }

    /// Whether a script defines `check` at its top level and does not call it, there or in another function.
    static func definesCheck(_ script: String) -> Bool {
        var (defines, isInside) = (false, false)
        for line in script.split(separator: "\n", omittingEmptySubsequences: true) {
            if line.first != " ", line.first != "\t" { isInside = line.hasPrefix("def check(") }
            defines = defines || isInside
            if !isInside, line.drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("check(") { return false }
        }
        return defines
    }
}

extension TestCase {
    /// Sets the standard output that is expected. An array is its lines where the input is lines in an array too; else
    /// each of its elements is a right output.
    mutating func expect(_ output: JSONValue, of input: JSONValue?, path: String) throws(SuiteError) {
        guard output.kind == .array, output.count > 1, input?.kind != .array else {
            expected = try CaseText.output(output, path: path)
            return
        }
        var all: [OwnedBytes] = []
        for element in output.elements { all.append(try CaseText.output(element, path: path)) }
        expected = all.removeFirst()
        alternatives = all
    }
}
