extension Sandbox {
    /// A language as it was found on this machine.
    public struct FoundLanguage: Sendable {
        /// Its name in a grader.
        public let name: String
        /// The interpreter or compiler; empty when it is not there.
        public let path: String
        /// The version of an interpreter that is kept warm; empty for others.
        public let version: String
        /// Why programs in it cannot be run; nil when they can.
        public let problem: String?
    }

    /// The languages that are known without a word of the user's. Starts interpreters the first time.
    public func languages() -> [FoundLanguage] {
        LanguageTable.standard.languages.map { language in
            switch language.runtime {
            case .python: found(language, python)
            case .node: found(language, node)
            case .commands: found(language)
            }
        }
    }

    private func found(_ language: Language, _ interpreter: Interpreter) -> FoundLanguage {
        FoundLanguage(
            name: language.name, path: interpreter.path, version: interpreter.version, problem: interpreter.problem)
    }

    private func found(_ language: Language) -> FoundLanguage {
        let paths = language.tools.map { (tool: $0, path: ToolPath.find($0)) }
        let missing = paths.first { $0.path == nil }
        return FoundLanguage(
            name: language.name, path: paths.first?.path ?? "", version: "",
            problem: missing.map { "found no \($0.tool) by PATH" })
    }
}
