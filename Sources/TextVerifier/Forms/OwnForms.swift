import AdjudgeBase

/// Reads the forms of `format` that a document says more about than their names.
struct OwnForms {
    let node: DocumentNode

    func score(of form: String) throws(DocumentError) -> FormatVerifier.Score {
        switch form {
        case "open_r1.code_format":
            let opening = OwnedBytes("```" + (try node.member("language")?.string("a language's name") ?? "python"))
            return { text, _ in PeerForms.openR1Code(text, opening: opening.view) ? 1 : 0 }
        case "verifiers.xml":
            let fields = try fields().map { PeerForms.XMLField(names: $0) }
            return { text, _ in PeerForms.verifiersXML(text, fields: fields) }
        case "xml":
            let tags = try tags()
            return { text, _ in TagForms.fields(text, tags) ? 1 : 0 }
        case "balanced":
            let tags = try tags()
            return { text, _ in TagForms.balanced(text, tags) ? 1 : 0 }
        case "lines":
            let patterns = try patterns(required: true)
            let least = try node.member("least")?.integer(in: 1...1_000_000) ?? 1
            return { LineForms.holds($0, patterns, least: least, $1).map { $0 ? 1 : 0 } }
        default:
            let patterns = try patterns(required: false)
            var markers: [OwnedBytes] = []
            for marker in try node.required("markers", "a text or several").oneOrMany() {
                let text = try marker.string("a text")
                guard !text.isEmpty else { throw marker.mismatch(expected: "a text that is not empty") }
                markers.append(OwnedBytes(text))
            }
            return { [markers] in
                LineForms.holds($0, markers: markers.map(\.view), patterns, $1).map { $0 ? 1 : 0 }
            }
        }
    }

    /// The names that each field may have.
    private func fields() throws(DocumentError) -> [[String]] {
        let list = try node.required("fields", "a list of fields, such as [\"think\", \"answer\"]")
        var fields: [[String]] = []
        for field in try list.elements() {
            var names: [String] = []
            for name in field.oneOrMany() { names.append(try name.string("a field's name")) }
            guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }) else {
                throw field.mismatch(expected: "at least one name")
            }
            fields.append(names)
        }
        guard !fields.isEmpty else { throw list.mismatch(expected: "at least one field") }
        return fields
    }

    private func tags() throws(DocumentError) -> [(open: OwnedBytes, close: OwnedBytes)] {
        try fields().map { names throws(DocumentError) in
            guard names.count == 1 else {
                throw node.member("fields")!.mismatch(expected: "one name for each field")
            }
            return (OwnedBytes("<\(names[0])>"), OwnedBytes("</\(names[0])>"))
        }
    }

    private func patterns(required: Bool) throws(DocumentError) -> [RegexPattern] {
        var patterns: [RegexPattern] = []
        let list = required ? try node.required("patterns", "a pattern or several") : node.member("patterns")
        for pattern in list?.oneOrMany() ?? [] { patterns.append(try RegexPattern(pattern, flags: nil)) }
        if required, patterns.isEmpty { throw list!.mismatch(expected: "at least one pattern") }
        return patterns
    }
}
