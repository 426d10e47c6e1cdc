import AdjudgeBase

/// Python source made of data.
enum PythonText {
    /// The call that starts the tests: `run([SCRIPTS], SETUP, ENTRY, IS_TEST_FILE, STOP, {FILES}, NOTHING, MODULE)`;
    /// with `nothing` they run against a program whose every name is there and says nothing; `module` is the one name by
    /// which they import the program, empty: any that nobody else has.
    static func call(_ tests: ScriptTests, stops: Bool, nothing: Bool = false, module: String = "") -> String {
        let scripts = tests.scripts.map(literal).joined(separator: ", ")
        let files = tests.files.map { "\(literal($0.name)): \(literal($0.text))" }.joined(separator: ", ")
        let flags = [tests.isTestFile, stops].map { $0 ? "True" : "False" }.joined(separator: ", ")
        return
            "\nrun([\(scripts)], \(literal(tests.setup)), \(tests.entryPoint.map(literal) ?? "None"), \(flags), {\(files)}, "
            + "\(nothing ? "True" : "False"), \(literal(module)))\n"
    }

    /// A text as a string literal: a JSON string is one, since it leaves characters beyond ASCII as they are.
    static func literal(_ text: String) -> String {
        var writer = ByteWriter(capacity: text.utf8.count + 16)
        writer.appendJSONString(text)
        // Python's own line separators inside a literal are no ends of line; a carriage return is written escaped.
        return writer.bytes.string
    }
}
