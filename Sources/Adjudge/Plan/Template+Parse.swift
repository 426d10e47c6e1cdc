import AdjudgeBase

extension Template {
    /// Parses a template. `chains` are the names under `extract`, each with its index among the
    /// plan's chains, the innermost first.
    ///
    /// Known names: `response` (also OpenAI's `sample.output_text`), `reference`, `item` and paths below it,
    /// `extract.NAME`, OpenAI's `sample.output_json` and `sample.output_tools` and paths below them.
    static func parse(_ text: String, chains: [(name: String, index: Int)], path: String) throws(DocumentError)
        -> Template
    {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex {
                pieces.append(.literal(OwnedText(String(rest[..<open.lowerBound]))))
            }
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw DocumentError(path: path, found: "\"\(text)\"", expected: "\"}}\" after \"{{\"")
            }
            let name = rest[open.upperBound..<close.lowerBound].trimmingSpaces
            pieces.append(try piece(String(name), chains: chains, path: path))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.literal(OwnedText(String(rest)))) }
        return Template(pieces: pieces)
    }

    private static func piece(_ name: String, chains: [(name: String, index: Int)], path: String) throws(DocumentError)
        -> Piece
    {
        switch name {
        case "response", "sample.output_text": return .response
        case "reference": return .reference
        case "item": return .item(JSONPath("")!)
        default: break
        }
        guard !name.contains("{"), !name.contains("}") else {
            throw DocumentError(
                path: path, found: "{{\(name)}}", expected: "one name between \"{{\" and \"}}\", and no braces in it")
        }
        for (field, make) in [
            ("sample.output_json", Piece.outputJSON), ("sample.output_tools", Piece.outputTools),
        ] where name.hasPrefix(field) {
            guard let fields = JSONPath(String(name.dropFirst(field.count))) else { break }
            return make(fields)
        }
        if name.hasPrefix("item.") || name.hasPrefix("item[") {
            guard let fields = JSONPath(String(name.dropFirst(4))) else {
                throw DocumentError(path: path, found: "{{\(name)}}", expected: "a path such as {{item.a.b[0]}}")
            }
            return .item(fields)
        }
        if name.hasPrefix("extract.") {
            let chain = String(name.dropFirst(8))
            if let found = chains.first(where: { $0.name == chain }) { return .extracted(found.index) }
            let names = chains.map(\.name)
            throw DocumentError(
                path: path, found: "{{\(name)}}",
                expected: chains.isEmpty
                    ? "an \"extract\" that defines \(chain)"
                    : "one of extract." + names.joined(separator: ", extract."),
                suggestion: nearestName(to: chain, in: names).map { "extract." + $0 })
        }
        let known = [
            "response", "reference", "item.FIELD", "extract.NAME", "sample.output_text", "sample.output_json",
            "sample.output_tools",
        ]
        throw DocumentError(
            path: path, found: "{{\(name)}}", expected: "one of " + known.joined(separator: ", "),
            suggestion: nearestName(to: name, in: known))
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return text
    }

    fileprivate func firstRange(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
