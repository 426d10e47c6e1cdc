extension RegexPattern {
    /// Compiles the pattern of a document node with the flags of another: `"i"` ignore case, `"s"` dot matches newlines,
    /// `"m"` multiline, `"x"` extended.
    public convenience init(
        _ node: DocumentNode, flags: DocumentNode?, anchored: Bool = false
    ) throws(DocumentError) {
        let pattern = try node.string("a regular expression")
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
}
