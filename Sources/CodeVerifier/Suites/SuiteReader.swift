import AdjudgeBase

/// Reads test objects in the shapes that data sets have. The shape tells how a program is tested.
struct SuiteReader {
    /// How deep text inside text is followed: a JSON string that holds JSON, and so on.
    private static let maxNesting = 4

    /// The suite that a reference is. `isJSON` tells a JSON value from plain text; plain text may hold JSON, or be a
    /// Python test script itself. O(bytes).
    static func read(_ reference: Bytes) throws(SuiteError) -> TestSuite {
        try read(text: reference, path: "$", SuiteSettings(), depth: 0)
    }

    private static func read(
        text: Bytes, path: String, _ settings: SuiteSettings, depth: Int
    ) throws(SuiteError) -> TestSuite {
        let text = text.trimmed
        guard !text.isEmpty else { throw SuiteError(path, found: "nothing", expected: "tests") }
        guard depth < maxNesting else { throw SuiteError(path, found: "text in text", expected: "tests") }
        let parser = JSONParser(maxDepth: 512)
        defer { withExtendedLifetime(parser) {} }
        let value: JSONValue
        do {
            value = try parser.parse(text)
        } catch {
            if text[0] == UInt8(ascii: "{") || text[0] == UInt8(ascii: "[") {
                throw SuiteError(path, found: error.message, expected: "tests as JSON")
            }
            return try script([text.string], path: path, settings)
        }
        return try read(value, path: path, settings, depth: depth)
    }

    private static func read(
        _ value: JSONValue, path: String, _ outer: SuiteSettings, depth: Int
    ) throws(SuiteError) -> TestSuite {
        switch value.kind {
        case .string:
            let content = OwnedBytes(value.decodedString ?? "")
            defer { withExtendedLifetime(content) {} }
            return try read(text: content.view, path: path, outer, depth: depth + 1)
        case .array: return try list(value, path: path, outer)
        case .object: return try object(value, path: path, try outer.adding(value, path: path), depth: depth)
        default: throw SuiteError(path, found: value.raw.string, expected: "tests: an object, an array or a script")
        }
    }

    private static func object(
        _ value: JSONValue, path: String, _ settings: SuiteSettings, depth: Int
    ) throws(SuiteError) -> TestSuite {
        if value.has("inputs"), value.has("outputs") {
            return try columns(value, "inputs", "outputs", path: path, settings)
        }
        if value.has("public_tests") || value.has("private_tests") {
            return try codeContests(value, path: path, settings)
        }
        if let cases = value.present("official_tests"), cases.count > 0 {
            return try list(cases, path: "\(path).official_tests", settings)
        }
        if let cases = value.present("cases") { return try list(cases, path: "\(path).cases", settings) }
        if value.has("public_test_cases") || value.has("private_test_cases") {
            return try liveCodeBench(value, path: path, settings)
        }
        if value.has("base_input") { return try evalPlus(value, path: path, settings) }
        for key: StaticString in ["test_list", "assert_case", "asserts"] {
            guard let tests = value.present(key) else { continue }
            return try list(tests, path: "\(path).\(key)", settings)
        }
        if let file = value.present("test_file") {
            return try script([file.decodedString ?? ""], path: "\(path).test_file", settings, isTestFile: true)
        }
        if let names = value.present("collect"), let expected = value.present("expected") {
            return try collected(names, expected, path: path, settings)
        }
        for key: StaticString in ["test", "test_code", "functional", "check"] {
            guard let test = value.present(key), test.kind == .string else { continue }
            return try script([test.decodedString ?? ""], path: "\(path).\(key)", settings)
        }
        if settings.call != nil { return try script([], path: path, settings) }
        for key: StaticString in ["tests", "test_cases", "input_output", "ground_truth", "test"] {
            guard let inner = value.present(key) else { continue }
            return try read(inner, path: "\(path).\(key)", settings, depth: depth + 1)
        }
        if let cases = value.present("examples"), cases.kind == .array {
            return try list(cases, path: "\(path).examples", settings)
        }
        // Two arrays are columns, as of code_contests; lines of one case stand in a list of cases.
        if value.present("input")?.kind == .array, value.present("output")?.kind == .array {
            return try columns(value, "input", "output", path: path, settings)
        }
        if value.has("input") || value.has("stdin") || value.has("args") {
            return try cases([(value, path)], settings)
        }
        throw SuiteError(
            path, found: "an object with \(value.members.map { $0.key.raw.string }.prefix(8).joined(separator: ", "))",
            expected: "tests: inputs and outputs, cases, public_test_cases, test_list, test, or base_input")
    }

    // MARK: Lists

    private static func list(
        _ value: JSONValue, path: String, _ settings: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        if let text = value.decodedString { return try script([text], path: path, settings) }
        guard value.kind == .array, value.count > 0 else {
            throw SuiteError(path, found: value.kind == .array ? "no tests" : "\(value.kind)", expected: "tests")
        }
        if value.elements.allSatisfy({ $0.kind == .string }) {
            return try script(value.elements.map { $0.decodedString ?? "" }, path: path, settings)
        }
        var all: [(JSONValue, String)] = []
        for element in value.elements { all.append((element, "\(path)[\(all.count)]")) }
        return try cases(all, settings)
    }

    /// `inputs` and `outputs` of the same length: APPS, TACO, prime_code, Nova.
    private static func columns(
        _ value: JSONValue, _ inputKey: StaticString, _ outputKey: StaticString, path: String, _ settings: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        guard let inputs = value.present(inputKey), let outputs = value.present(outputKey),
            inputs.kind == .array, outputs.kind == .array
        else { throw SuiteError(path, found: "\(inputKey) or \(outputKey) that are no arrays", expected: "two arrays") }
        guard inputs.count == outputs.count, inputs.count > 0 else {
            throw SuiteError(
                path, found: "\(inputs.count) of \(inputKey) and \(outputs.count) of \(outputKey)",
                expected: "as many of each, and any")
        }
        // APPS and its heirs wrap each result in a list of one, which some rows leave out.
        let isWrapped = outputs.elements.allSatisfy { $0.kind == .array && $0.count == 1 }
        let isText = settings.function != nil && CaseText.isJSONText(inputs, outputs)
        var cases: [TestCase] = []
        for (input, output) in zip(inputs.elements, outputs.elements) {
            let path = "\(path).\(inputKey)[\(cases.count)]"
            var test: TestCase
            if settings.function != nil {
                test = TestCase(
                    input: try CaseText.arguments(input, path: path),
                    expected: isText ? try CaseText.json(output, path: "\(path), output") : OwnedBytes(output.raw))
                if isWrapped, let inner = output.element(0) { test.alternatives = [OwnedBytes(inner.raw)] }
            } else {
                test = TestCase(input: try CaseText.lines(input, path: path), expected: OwnedBytes(""))
                try test.expect(output, of: input, path: "\(path), output")
            }
            cases.append(test)
        }
        try weigh(&cases, value, path: path)
        return TestSuite(
            form: settings.function.map { .call(function: $0) } ?? .stdio, cases: cases, settings: settings)
    }

    /// The weight of each case, in a column of its own.
    private static func weigh(_ cases: inout [TestCase], _ value: JSONValue, path: String) throws(SuiteError) {
        for key: StaticString in ["weights", "points"] {
            guard let weights = value.present(key) else { continue }
            guard weights.kind == .array, weights.count == cases.count else {
                throw SuiteError(
                    "\(path).\(key)", found: "\(weights.kind) of \(weights.count)", expected: "\(cases.count) numbers")
            }
            for (index, weight) in weights.elements.enumerated() {
                cases[index].weight = try CaseText.weight(weight, path: "\(path).\(key)[\(index)]")
            }
            return
        }
    }

    /// code_contests: `public_tests`, `private_tests`, `generated_tests`, each with columns `input` and `output`.
    private static func codeContests(
        _ value: JSONValue, path: String, _ settings: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        var cases: [TestCase] = []
        for key: StaticString in ["public_tests", "private_tests", "generated_tests"] {
            guard let tests = value.present(key), tests.count > 0 else { continue }
            if tests.kind == .array {
                cases += try list(tests, path: "\(path).\(key)", settings).cases
            } else if let inputs = tests.present("input"), inputs.kind == .array, inputs.count == 0 {
                continue
            } else {
                cases += try columns(tests, "input", "output", path: "\(path).\(key)", settings).cases
            }
        }
        guard !cases.isEmpty else {
            throw SuiteError(path, found: "no tests", expected: "public_tests with input and output")
        }
        return TestSuite(
            form: settings.function.map { .call(function: $0) } ?? .stdio, cases: cases, settings: settings)
    }

    static func cases(
        _ values: [(JSONValue, String)], _ outer: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        var settings = outer
        var forms: [SuiteSettings.CaseForm] = []
        for (value, _) in values {
            let form = try SuiteSettings.form(of: value)
            if case .call(let name?) = form { settings.function = settings.function ?? name }
            forms.append(form)
            if value.has("testtype") { settings.hasUsualImports = true }
        }
        for (form, (_, path)) in zip(forms, values) {
            switch form {
            case .call(let name):
                guard let function = settings.function, name ?? function == function else {
                    throw SuiteError(
                        path,
                        found: name.map { "a case of the function \($0)" } ?? "a call of a function without a name",
                        expected: settings.function.map { "a case of \($0)" } ?? "fn_name, or metadata with func_name")
                }
            case .stdio:
                guard settings.function == nil else {
                    throw SuiteError(
                        path, found: "a case for standard input", expected: "a case of \(settings.function!)")
                }
            case .unsaid: break
            }
        }
        var cases: [TestCase] = []
        let isCall = settings.function != nil
        for (value, path) in values { cases.append(try CaseText.testCase(value, path: path, isCall: isCall)) }
        return TestSuite(
            form: settings.function.map { .call(function: $0) } ?? .stdio, cases: cases, settings: settings)
    }

    // MARK: Scripts and files

    static func script(
        _ scripts: [String], path: String, _ settings: SuiteSettings, isTestFile: Bool = false
    ) throws(SuiteError) -> TestSuite {
        var scripts = scripts
        if let call = settings.call {
            scripts = [scripts.joined(separator: "\n") + "\n" + call]
        } else if !isTestFile, scripts.count == 1, CaseText.definesCheck(scripts[0]) {
            guard let entry = settings.entryPoint ?? settings.function else {
                throw SuiteError(
                    path, found: "check(candidate) without a name to check", expected: "entry_point beside it")
            }
            scripts[0] += "\ncheck(\(entry))\n"
        }
        guard scripts.contains(where: { $0.utf8.contains { $0 > 0x20 } }) else {
            throw SuiteError(path, found: "an empty test", expected: "a test")
        }
        let tests = ScriptTests(
            setup: settings.setup, scripts: scripts, entryPoint: settings.entryPoint, isTestFile: isTestFile,
            files: settings.files)
        return TestSuite(form: .script(tests), cases: [], settings: settings)
    }

    private static func collected(
        _ names: JSONValue, _ expected: JSONValue, path: String, _ settings: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        guard names.count == 1, let name = names.element(0)?.decodedString, !name.isEmpty,
            name.utf8.allSatisfy({ $0 != UInt8(ascii: "/") && $0 > 0x20 }), name != ".", name != ".."
        else { throw SuiteError("\(path).collect", found: names.raw.string, expected: "one plain file name") }
        let test = TestCase(input: OwnedBytes(""), expected: try CaseText.output(expected, path: "\(path).expected"))
        return TestSuite(form: .file(name: name), cases: [test], settings: settings)
    }

    private static func evalPlus(
        _ value: JSONValue, path: String, _ settings: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        guard let function = settings.entryPoint ?? settings.function,
            let solution = value.present("canonical_solution")?.decodedString
        else {
            throw SuiteError(path, found: "base_input alone", expected: "entry_point and canonical_solution beside it")
        }
        var cases: [TestCase] = []
        for key: StaticString in ["base_input", "plus_input"] {
            guard let inputs = value.present(key), inputs.kind == .array else { continue }
            for input in inputs.elements {
                cases.append(
                    TestCase(
                        input: try CaseText.arguments(input, path: "\(path).\(key)[\(cases.count)]"),
                        expected: OwnedBytes("")))
            }
        }
        guard !cases.isEmpty else { throw SuiteError(path, found: "no inputs", expected: "base_input") }
        let program = (value.present("prompt")?.decodedString ?? "") + solution
        return TestSuite(
            form: .model(ModelSolution(program: program, function: function)), cases: cases, settings: settings)
    }
}

extension JSONValue {
    /// The member that is there and not null.
    func present(_ key: StaticString) -> JSONValue? {
        guard let value = member(key), value.kind != .null else { return nil }
        return value
    }

    /// Whether there is such a member that is not null.
    func has(_ key: StaticString) -> Bool { present(key) != nil }
}
