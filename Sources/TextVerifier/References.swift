import AdjudgeBase

/// References that may be several: any of them will do.
enum References {
    /// The texts of a reference: itself, or the elements of a list; nil for a list that is empty or holds what is no text,
    /// and for an object.
    static func texts(_ field: Field, _ parser: JSONParser, _ scratch: Scratch) -> [Bytes]? {
        guard field.kind == .json else { return [field.bytes] }
        return list(field.bytes, parser, scratch)
    }

    /// The same where a list may also be JSON text, as columns of strings hold it: nil for text that begins as a list and
    /// is none.
    static func listed(_ field: Field, _ parser: JSONParser, _ scratch: Scratch) -> [Bytes]? {
        let text = field.bytes.trimmed
        return field.kind == .json || text.hasPrefix("[") ? list(text, parser, scratch) : [field.bytes]
    }

    private static func list(_ text: Bytes, _ parser: JSONParser, _ scratch: Scratch) -> [Bytes]? {
        guard let list = try? parser.parse(text), list.kind == .array, list.count > 0 else { return nil }
        var texts: [Bytes] = []
        for element in list.elements {
            guard element.kind != .array, element.kind != .object, element.kind != .null else { return nil }
            texts.append(Field(json: element, arena: scratch.arena).bytes)
        }
        return texts
    }
}
