/// What is wrong with a grader document: where, what was found, and what would be right.
public struct DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The JSON path of the offending value, such as `$.graders.acc.type`.
    public var path: String
    /// What was found there.
    public var found: String
    /// What would be right.
    public var expected: String
    /// The nearest valid name, where the value looks like a misspelling of one.
    public var suggestion: String?

    /// An error of these parts.
    public init(path: String, found: String, expected: String, suggestion: String? = nil) {
        self.path = path
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// `$.graders.acc.type: found "maths", expected a grader type; did you mean "math"?`
    public var description: String {
        var text = "\(path): found \(found), expected \(expected)"
        if let suggestion { text += "; did you mean \"\(suggestion)\"?" }
        return text
    }
}
