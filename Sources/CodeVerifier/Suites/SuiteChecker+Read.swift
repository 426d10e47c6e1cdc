import AdjudgeBase

extension SuiteChecker {
    /// The checker of a test object: source text, an object with `program` (or `source`, `code`) and `language`, or the name
    /// of one of testlib's standard checkers. Without a language, text with an `#include` is C++, other text Python.
    init(_ value: JSONValue, path: String) throws(SuiteError) {
        if value.kind == .object {
            let source = ["program", "source", "code"].lazy.compactMap { value.present($0)?.decodedString }.first
            guard let source else {
                throw SuiteError(path, found: "an object without a program", expected: "program, and language")
            }
            self = .program(
                language: value.present("language")?.decodedString ?? SuiteChecker.language(of: source), source: source)
            return
        }
        guard let text = value.decodedString else {
            throw SuiteError(
                path, found: "\(value.kind)", expected: "a checker's source, or the name of a standard one")
        }
        let name = text.trimmedASCII
        guard !name.isEmpty else { throw SuiteError(path, found: "nothing", expected: "a checker") }
        if name.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "(") }) {
            self = .program(language: SuiteChecker.language(of: text), source: text)
            return
        }
        guard let comparison = SuiteChecker.standard(name) else {
            throw SuiteError(
                path, found: "the checker \(name)",
                expected:
                    "a checker's source, or one of wcmp, ncmp, icmp, hcmp, lcmp, fcmp, yesno, nyesno, rcmp, rcmp4, rcmp6, rcmp9"
            )
        }
        self = .comparison(comparison)
    }

    private static func language(of source: String) -> String {
        withBytes(of: source) { $0.find(Bytes("#include")) != nil } ? "cpp" : "python"
    }

    /// testlib's standard checkers, with or without `std::` and `.cpp`.
    private static func standard(_ name: String) -> OutputComparator? {
        var name = Substring(name)
        if name.hasPrefix("std::") { name = name.dropFirst(5) }
        if name.hasSuffix(".cpp") { name = name.dropLast(4) }
        var comparator = OutputComparator()
        switch name {
        case "wcmp", "ncmp", "icmp", "hcmp": comparator.rule = .tokens
        case "lcmp", "fcmp": comparator.rule = .trailingWhitespace
        case "yesno", "nyesno":
            comparator.rule = .tokens
            comparator.ignoresCase = true
        case "rcmp", "rcmp4", "rcmp6", "rcmp9":
            let bound = name == "rcmp9" ? 1e-9 : name == "rcmp6" ? 1e-6 : name == "rcmp4" ? 1e-4 : 1.5e-6
            comparator.rule = .numeric
            comparator.tolerance = Tolerance(absolute: bound, relative: name == "rcmp" ? 0 : bound)
        default: return nil
        }
        return comparator
    }
}

extension String {
    /// Without spaces and ends of line around it.
    fileprivate var trimmedASCII: String {
        withBytes(of: self) { $0.trimmed.string }
    }
}
