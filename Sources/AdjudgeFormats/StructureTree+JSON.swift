import AdjudgeBase

extension StructureTree {
    /// The deepest nesting that is written.
    package static let maxDepth = 256
    /// How many bytes aliases may add: so many for each byte of the text, and as many beside.
    static let aliasBytes = (each: 16, beside: 1 << 16)
    /// The name of the one member by which a value that JSON has no kind for is written. No text of a format can name a
    /// member so: none has the character.
    package static let foreignKey = Bytes("\0")

    /// Writes a value as JSON. `textBytes` is the length of the text that it was read from, which bounds what aliases may
    /// add. O(what is written).
    package func write(_ root: Index, into writer: inout ByteWriter, textBytes: Int) throws(StructureError) {
        var left = StructureTree.aliasBytes.each * textBytes + StructureTree.aliasBytes.beside
        try write(root, &writer, depth: 0, &left, isAliased: false)
    }

    private func write(
        _ index: Index, _ writer: inout ByteWriter, depth: Int, _ left: inout Int, isAliased: Bool
    ) throws(StructureError) {
        guard depth <= StructureTree.maxDepth else {
            throw StructureError(
                .limit, at: 0, "nested deeper than \(StructureTree.maxDepth) levels, expected at most so many")
        }
        let node = self[index]
        let begun = writer.count
        switch node.kind {
        case .null: writer.append("null")
        case .no: writer.append("false")
        case .yes: writer.append("true")
        case .number: writer.append(node.text)
        case .string: writer.appendJSONString(node.text)
        case .foreign:
            writer.append("{\"\\u0000\":")
            writer.appendJSONString(node.text)
            writer.append("}")
        case .alias: try write(node.first, &writer, depth: depth, &left, isAliased: true)
        case .array, .object:
            writer.append(node.kind == .array ? "[" : "{")
            var child = node.first
            while child >= 0 {
                if child != node.first { writer.append(",") }
                if node.kind == .object {
                    writer.appendJSONString(self[child].key)
                    writer.append(":")
                    if isAliased { left -= self[child].key.count }
                }
                try write(child, &writer, depth: depth + 1, &left, isAliased: isAliased)
                child = self[child].next
            }
            writer.append(node.kind == .array ? "]" : "}")
        }
        guard isAliased else { return }
        // What containers hold was counted with it.
        left -= node.kind == .array || node.kind == .object ? 2 : node.kind == .alias ? 1 : writer.count - begun
        if left < 0 {
            throw StructureError(
                .aliases, at: 0,
                "aliases that come to more than \(StructureTree.aliasBytes.each) times the text, expected fewer")
        }
    }

    /// Takes in a value of JSON; strings become views of its text or copies in `arena`. O(value). Its depth is bounded by
    /// its parser.
    package mutating func add(_ value: JSONValue, _ arena: Arena) throws(StructureError) -> Index {
        switch value.kind {
        case .null: return try make(.null)
        case .bool: return try make(value.boolValue! ? .yes : .no)
        case .number: return try make(.number, value.raw)
        case .string: return try make(.string, value.string(into: arena)!)
        case .array:
            let array = try make(.array)
            for element in value.elements { append(try add(element, arena), to: array) }
            return array
        case .object:
            let object = try make(.object)
            for (key, member) in value.members {
                append(try add(member, arena), to: object, key: key.string(into: arena)!)
            }
            return object
        }
    }
}
