import AdjudgeBase

extension SuiteSettings {
    /// These settings with what `value`, an object, says itself.
    func adding(_ value: JSONValue, path: String) throws(SuiteError) -> SuiteSettings {
        var settings = self
        if let name = SuiteSettings.text(value, ["fn_name", "func_name", "function_name"]) { settings.function = name }
        if let metadata = value.present("metadata") {
            settings.function = try functionName(metadata) ?? settings.function
        }
        if let name = SuiteSettings.text(value, ["entry_point"]) { settings.entryPoint = name }
        if let language = SuiteSettings.text(value, ["language"]) { settings.language = language }
        for key: StaticString in ["test_setup_code", "setup", "test_imports"] {
            guard let setup = value.present(key) else { continue }
            let lines = setup.kind == .array ? setup.elements.compactMap(\.decodedString) : [setup.decodedString ?? ""]
            settings.setup += lines.joined(separator: "\n") + "\n"
        }
        if let call = SuiteSettings.text(value, ["call"]) { settings.call = call }
        if let prompt = SuiteSettings.text(value, ["prompt"]) { settings.prompt = prompt }
        if let limits = value.present("limits") { settings.limits = try SuiteLimits(limits, path: "\(path).limits") }
        settings.problemLimits = SuiteLimits(ofProblem: value) ?? settings.problemLimits
        if let mode = SuiteSettings.text(value, ["input_mode"]), mode != "stdio" {
            throw SuiteError("\(path).input_mode", found: mode, expected: "stdio, whose tests have input and output")
        }
        if let files = value.present("files") {
            settings.files += try SuiteSettings.files(files, path: "\(path).files")
        }
        for key: StaticString in ["checker", "generated_checker"] {
            guard let checker = value.present(key), settings.checker == nil else { continue }
            settings.checker = try SuiteChecker(checker, path: "\(path).\(key)")
        }
        for key: StaticString in ["interactor", "interactive", "is_interactive", "interaction_format"] {
            guard let value = value.present(key), value.boolValue != false, value.decodedString != "" else { continue }
            throw SuiteError("\(path).\(key)", found: "an interactive problem", expected: "tests with input and output")
        }
        let absolute = try SuiteSettings.bound(value, ["abs_tol", "atol"], path: path)
        let relative = try SuiteSettings.bound(value, ["rel_tol", "rtol"], path: path)
        if absolute != nil || relative != nil {
            settings.tolerance = Tolerance(absolute: absolute ?? 0, relative: relative ?? 0)
        }
        return settings
    }

    private static func text(_ value: JSONValue, _ keys: [StaticString]) -> String? {
        for key in keys {
            if let text = value.present(key)?.decodedString, text.utf8.contains(where: { $0 > 0x20 }) { return text }
        }
        return nil
    }

    /// `files`: paths below the program's directory, and their text.
    private static func files(_ value: JSONValue, path: String) throws(SuiteError) -> [TestFile] {
        guard value.kind == .object else {
            throw SuiteError(path, found: "\(value.kind)", expected: "an object of paths and texts")
        }
        var files: [TestFile] = []
        for (key, content) in value.members {
            let name = key.decodedString ?? ""
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard let text = content.decodedString, !name.isEmpty, !name.utf8.contains(0),
                parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
            else {
                throw SuiteError(
                    "\(path)[\(key.raw.string)]", found: content.raw.string.prefix(40).description,
                    expected: "a text at a path below the program's directory, such as \"data/rows.csv\"")
            }
            files.append(TestFile(name: name, text: text))
        }
        return files
    }

    private static func bound(_ value: JSONValue, _ keys: [StaticString], path: String) throws(SuiteError) -> Double? {
        for key in keys {
            guard let bound = value.present(key) else { continue }
            guard bound.kind == .number, let number = Double(bound.raw.string), number >= 0, number.isFinite else {
                throw SuiteError("\(path).\(key)", found: bound.raw.string, expected: "a number of at least 0")
            }
            return number
        }
        return nil
    }

    /// The settings that a case of a list has for its own run.
    enum CaseForm: Equatable {
        case unsaid
        case stdio
        case call(String?)
    }

    /// The form of one case: `fn_name` or `metadata` inside it, its `testtype` or `type`.
    static func form(of value: JSONValue) throws(SuiteError) -> CaseForm {
        if let name = text(value, ["fn_name", "func_name", "function_name"]) { return .call(name) }
        if let metadata = value.present("metadata"), let name = try SuiteSettings().functionName(metadata) {
            return .call(name)
        }
        switch (value.present("testtype") ?? value.present("type"))?.decodedString {
        case "functional", "function_call", "call", "call_based": return .call(nil)
        case "stdin", "stdio", "stdin_stdout", "standard_input": return .stdio
        default: return .unsaid
        }
    }

    /// LiveCodeBench's metadata: an object, or its JSON in a string.
    private func functionName(_ metadata: JSONValue) throws(SuiteError) -> String? {
        if metadata.kind == .object { return SuiteSettings.text(metadata, ["func_name", "fn_name"]) }
        guard let text = metadata.decodedString else { return nil }
        return withBytes(of: text) { bytes in
            let parser = JSONParser()
            defer { withExtendedLifetime(parser) {} }
            guard let object = try? parser.parse(bytes), object.kind == .object else { return nil }
            return SuiteSettings.text(object, ["func_name", "fn_name"])
        }
    }
}

extension SuiteLimits {
    /// `cpu_seconds`, `wall_seconds`, `memory_mb`, or their short names `cpu_s`, `wall_s`, `mem_mb`; others are not for
    /// the run.
    init(_ value: JSONValue, path: String) throws(SuiteError) {
        func number(_ keys: [StaticString], _ range: ClosedRange<Double>) throws(SuiteError) -> Double? {
            guard let found = keys.lazy.compactMap({ value.present($0) }).first else { return nil }
            guard let number = Double(found.raw.string), range.contains(number) else {
                throw SuiteError("\(path).\(keys[0])", found: found.raw.string, expected: "a number in \(range)")
            }
            return number
        }
        cpuSeconds = try number(["cpu_seconds", "cpu_s"], 0.01...86400)
        wallSeconds = try number(["wall_seconds", "wall_s"], 0.01...86400)
        memoryMB = try number(["memory_mb", "mem_mb"], 16...1_048_576).map { Int($0) }
    }

    /// `time_limit` in seconds, or `{seconds, nanos}`, and `memory_limit` in megabytes, or `memory_limit_bytes`; also as
    /// Codeforces writes them, "2 seconds" and "256 megabytes". Nil where there is none of them.
    init?(ofProblem value: JSONValue) {
        func number(_ value: JSONValue?, _ range: ClosedRange<Double>) -> Double? {
            guard let value else { return nil }
            let text = value.decodedString ?? value.raw.string
            guard let number = text.split(separator: " ").first.flatMap({ Double($0) }), range.contains(number) else {
                return nil
            }
            return number
        }
        let time = value.present("time_limit")
        if let time, time.kind == .object {
            let seconds = number(time.present("seconds"), 0...86400) ?? 0
            let nanos = number(time.present("nanos"), 0...999_999_999) ?? 0
            cpuSeconds = seconds + nanos > 0 ? max(0.01, seconds + nanos / 1e9) : nil
        } else {
            cpuSeconds = number(time, 0.01...86400)
        }
        let bytes = number(value.present("memory_limit_bytes"), 1...Double(1 << 40)).map { $0 / Double(1 << 20) }
        // Code of Contests counts megabytes of a million bytes: never less than the problem gave.
        memoryMB = (number(value.present("memory_limit"), 1...1_048_576) ?? bytes).map { max(16, Int($0.rounded(.up))) }
        if cpuSeconds == nil && memoryMB == nil { return nil }
    }
}
