import AdjudgeBase

/// The hash of a grader document that every output row carries.
enum Fingerprint {
    /// Raised whenever the same document begins to give another verdict, so that old and new rows are not mixed.
    static let semantics = 2

    /// 32 hexadecimal digits: XXH3-128 of the document with its keys in order and without spacing.
    static func of(_ document: DocumentValue) -> String {
        var text = "adjudge:\(semantics):"
        append(document, to: &text)
        return withBytes(of: text) { $0.hash128Text }
    }

    private static func append(_ value: DocumentValue, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): text += "\"\(string.utf8.count):\(string)\""
        case .array(let elements):
            text += "["
            for element in elements {
                append(element, to: &text)
                text += ","
            }
            text += "]"
        case .object(let members):
            text += "{"
            for member in members.sorted(by: { $0.key < $1.key }) {
                append(.string(member.key), to: &text)
                append(member.value, to: &text)
                text += ","
            }
            text += "}"
        }
    }
}
