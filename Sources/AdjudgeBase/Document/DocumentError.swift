/// An error in a grader document: the place, the value found, and the value expected.
public struct DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The JSON path of the wrong value, such as `$.graders.acc.type`.
    public var path: String
    /// The value found there.
    public var found: String
    /// The values that are allowed.
    public var expected: String
    /// The nearest valid name, if the value looks like a misspelling of one.
    public var suggestion: String?

    /// An error from its parts.
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
