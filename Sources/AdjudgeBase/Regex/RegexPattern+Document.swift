extension RegexPattern {
    /// Compiles the pattern in a document node, with flags from another node: `"i"` ignore case, `"s"` dot matches
    /// newlines, `"m"` multiline, `"x"` extended.
    public convenience init(
        _ node: DocumentNode, flags: DocumentNode?, anchored: Bool = false
    ) throws(DocumentError) {
        let pattern = try node.string("a regular expression")
        if let template = RegexPattern.template(in: pattern) {
            throw DocumentError(
                path: node.path, found: "the template \(template)",
                expected: "a pattern, which is the same for every row; for the braces themselves write \\{\\{")
        }
        var options: Options = anchored ? [.anchored] : []
        if let flags {
            for flag in try flags.string("a string of flags") {
                switch flag {
                case "i": options.insert(.ignoreCase)
                case "s": options.insert(.dotAll)
                case "m": options.insert(.multiline)
                case "x": options.insert(.extended)
                default: throw flags.mismatch(expected: "flags among i, s, m and x")
                }
            }
        }
        do {
            try self.init(pattern, options: options)
        } catch {
            throw DocumentError(path: node.path, found: "\(error)", expected: "a pattern that PCRE2 compiles")
        }
    }

    /// The first `{{name}}` that would be a template elsewhere. Patterns are compiled once and not filled in for each
    /// row, so it would only match its own letters.
    private static func template(in pattern: String) -> String? {
        withBytes(of: pattern) { pattern in
            var rest = pattern
            while let open = rest.find(Bytes("{{")) {
                rest = rest.suffix(from: open + 2)
                guard let close = rest.find(Bytes("}}")) else { return nil }
                let name = rest.part(from: 0, to: close).trimmed
                if templateNames.contains(where: { name.hasPrefix($0) }) { return "{{\(name.string)}}" }
            }
            return nil
        }
    }

    private static let templateNames: [StaticString] = ["item", "reference", "response", "sample.", "extract."]
}
