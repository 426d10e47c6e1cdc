import AdjudgeBase

extension DocumentValue {
    /// Reads a document from YAML 1.2 by its JSON schema, so that `no`, `010` and dates are texts; `what` it is stands in
    /// errors, such as "a grader". Throws, with the line, where the text is not YAML, or a key stands twice. O(text).
    public init(yaml text: Bytes, as what: String) throws(DocumentError) {
        guard text.count <= DocumentValue.longestYAML else {
            throw DocumentError(
                path: "$", found: "\(text.count) bytes", expected: "\(what) of at most \(DocumentValue.longestYAML)")
        }
        let arena = Arena()
        var tree = StructureTree()
        var writer = ByteWriter()
        do throws(StructureError) {
            if let bad = text.invalidUTF8Offset { throw StructureError(at: bad, "no UTF-8, expected it") }
            var reader = try YAMLReader(text, rules: YAMLRules(isOfJSON: true), arena: arena)
            let root = try reader.read(&tree)
            guard tree[root].kind != .null else { throw StructureError(at: 0, "nothing, expected a value") }
            try tree.write(root, into: &writer, textBytes: text.count)
        } catch {
            let line = (0..<min(error.byte, text.count)).reduce(1) { text[$1] == 0x0A ? $0 + 1 : $0 }
            throw DocumentError(path: "line \(line)", found: error.message, expected: "\(what) as YAML")
        }
        self = try DocumentValue(json: writer.bytes, as: what)
    }

    /// Reads a document from a file's text: YAML where the name ends in `.yaml` or `.yml`, else JSON.
    public init(file text: Bytes, named name: String, as what: String) throws(DocumentError) {
        let isYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        self = isYAML ? try DocumentValue(yaml: text, as: what) : try DocumentValue(json: text, as: what)
    }

    private static let longestYAML = 1 << 24
}
