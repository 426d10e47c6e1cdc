import AdjudgeBase

/// The part of a problem's prompt that goes before an answer: all of it before a completion, its imports before a whole
/// program.
enum PromptHead {
    /// The text that stands before `answer`; empty where the tests have no prompt.
    static func text(before answer: Bytes, _ suite: TestSuite) -> String {
        guard let prompt = suite.prompt else { return "" }
        let name = suite.functionName
        let isWhole = name.map { withBytes(of: "def \($0)") { answer.find($0) != nil } } ?? true
        if !isWhole { return prompt }
        let imports = prompt.split(separator: "\n").filter { $0.hasPrefix("import ") || $0.hasPrefix("from ") }
        return imports.isEmpty ? "" : imports.joined(separator: "\n") + "\n"
    }
}

extension TestSuite {
    /// The plain name of the function that the tests call, where they say it.
    var functionName: String? {
        switch form {
        case .call(let function): function
        case .model(let solution): solution.function
        case .script(let tests): tests.entryPoint
        case .stdio, .file: nil
        }
    }
}
