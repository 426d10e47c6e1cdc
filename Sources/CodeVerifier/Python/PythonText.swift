import AdjudgeBase

/// Python source made of data.
enum PythonText {
    /// The call that starts the tests: `run([SCRIPTS], SETUP, ENTRY, IS_TEST_FILE, STOP)`.
    static func call(_ function: String, _ tests: ScriptTests, stops: Bool) -> String {
        let scripts = tests.scripts.map(literal).joined(separator: ", ")
        let entry = tests.entryPoint.map(literal) ?? "None"
        return
            "\n\(function)([\(scripts)], \(literal(tests.setup)), \(entry), \(tests.isTestFile ? "True" : "False"), "
            + "\(stops ? "True" : "False"))\n"
    }

    /// A text as a string literal: a JSON string is one, since it leaves characters beyond ASCII as they are.
    static func literal(_ text: String) -> String {
        var writer = ByteWriter(capacity: text.utf8.count + 16)
        withBytes(of: text) { writer.appendJSONString($0) }
        // Python's own line separators inside a literal are no ends of line; a carriage return is written escaped.
        return writer.bytes.string
    }
}
