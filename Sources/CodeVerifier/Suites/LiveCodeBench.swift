import AdjudgeBase

extension SuiteReader {
    /// LiveCodeBench's rows: `public_test_cases` and `private_test_cases`, each an array, its JSON in a string, or that
    /// string pickled, compressed and in base64; `metadata` names the function.
    static func liveCodeBench(
        _ value: JSONValue, path: String, _ settings: SuiteSettings
    ) throws(SuiteError) -> TestSuite {
        var settings = settings
        settings.hasUsualImports = true
        var cases: [TestCase] = []
        for key: StaticString in ["public_test_cases", "private_test_cases"] {
            guard let tests = value.present(key) else { continue }
            let path = "\(path).\(key)"
            let text = tests.kind == .array ? OwnedBytes(tests.raw) : try hiddenText(tests, path: path)
            defer { withExtendedLifetime(text) {} }
            let parser = JSONParser(maxDepth: 64)
            defer { withExtendedLifetime(parser) {} }
            let list: JSONValue
            do {
                list = try parser.parse(text.view)
            } catch {
                throw SuiteError(path, found: error.message, expected: "test cases as JSON")
            }
            guard list.kind == .array else { throw SuiteError(path, found: "\(list.kind)", expected: "an array") }
            for element in list.elements {
                let isCall = element.member("testtype")?.isString(Bytes("functional")) ?? (settings.function != nil)
                guard isCall == (settings.function != nil) else {
                    throw SuiteError(
                        "\(path)[\(cases.count)]", found: isCall ? "a functional case" : "a case for standard input",
                        expected: isCall ? "metadata with func_name" : "functional cases, as func_name says")
                }
                cases.append(try CaseText.testCase(element, path: "\(path)[\(cases.count)]", isCall: isCall))
            }
        }
        guard !cases.isEmpty else { throw SuiteError(path, found: "no test cases", expected: "test cases") }
        return TestSuite(
            form: settings.function.map { .call(function: $0) } ?? .stdio, cases: cases, settings: settings)
    }

    /// The JSON text of hidden tests. Nothing is unpickled: only a pickle that is one string is read.
    private static func hiddenText(_ value: JSONValue, path: String) throws(SuiteError) -> OwnedBytes {
        guard let text = value.decodedString else {
            throw SuiteError(path, found: "\(value.kind)", expected: "an array of cases, or a string")
        }
        if text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") { return OwnedBytes(text) }
        let arena = Arena()
        guard let packed = withBytes(of: text, { Base64.decode($0, arena, skipsSpace: true) }) else {
            throw SuiteError(path, found: "text that is neither JSON nor base64", expected: "test cases")
        }
        guard
            let pickled = Inflate.zlib(
                [UInt8](UnsafeBufferPointer(start: packed.start, count: packed.count)), limit: 1 << 29)
        else {
            throw SuiteError(path, found: "base64 of something else than zlib data", expected: "compressed test cases")
        }
        guard let text = PickledText.read(pickled) else {
            throw SuiteError(
                path, found: "a pickle of something else than one string",
                expected: "the JSON text of test cases, pickled")
        }
        return text
    }
}
