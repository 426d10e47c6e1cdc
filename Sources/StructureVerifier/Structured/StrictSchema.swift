import AdjudgeBase

/// NeMo-Gym's strict form of a schema: wherever `properties` stands, all of them are required and no others allowed. As the
/// peer does it, in values that are objects only, so not within `allOf` and its like. The root's `$schema` is left out: the
/// peer validates by OpenAPI 3.1's dialect, which is 2020-12, whatever it says.
enum StrictSchema {
    /// The strict form of a schema's text. O(text).
    static func rewritten(_ text: Bytes) throws(SchemaError) -> OwnedBytes {
        let document: SchemaDocument
        do {
            document = try SchemaDocument(text)
        } catch {
            throw SchemaError(kind: .invalid, place: "#", message: error.message)
        }
        var writer = ByteWriter(capacity: 2 * text.count)
        write(document.root, isRoot: true, &writer)
        return OwnedBytes(writer.bytes)
    }

    /// Recursion is bounded by the parser's depth.
    private static func write(_ value: JSONValue, isRoot: Bool, _ writer: inout ByteWriter) {
        guard value.kind == .object else { return writer.append(value.raw) }
        let properties = value.member("properties").flatMap { $0.kind == .object ? $0 : nil }
        writer.append("{")
        var isFirst = true
        func separate(_ writer: inout ByteWriter) {
            if !isFirst { writer.append(",") }
            isFirst = false
        }
        for (key, member) in value.members {
            if isRoot, key.isString(Bytes("$schema")) { continue }
            if properties != nil, key.isString(Bytes("required")) || key.isString(Bytes("additionalProperties")) {
                continue
            }
            separate(&writer)
            writer.append(key.raw)
            writer.append(":")
            write(member, isRoot: false, &writer)
        }
        if let properties {
            separate(&writer)
            writer.append("\"required\":[")
            for (index, property) in properties.members.enumerated() {
                if index > 0 { writer.append(",") }
                writer.append(property.key.raw)
            }
            writer.append("],\"additionalProperties\":false")
        }
        writer.append("}")
    }
}
