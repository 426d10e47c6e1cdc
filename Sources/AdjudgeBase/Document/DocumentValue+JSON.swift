extension DocumentValue {
    /// Reads a document from JSON text; `what` it is stands in errors, such as "a grader". Throws where the text is not
    /// JSON, or a key stands twice.
    public init(json text: Bytes, as what: String) throws(DocumentError) {
        let parser = JSONParser(maxDepth: 128, maxBytes: 1 << 24)
        defer { withExtendedLifetime(parser) {} }
        do {
            self = try DocumentValue(json: try parser.parse(text), path: "$")
        } catch let error as JSONError {
            throw DocumentError(path: "$", found: error.message, expected: "\(what) as JSON")
        } catch let error as DocumentError {
            throw error
        } catch {
            throw DocumentError(path: "$", found: "\(error)", expected: "\(what) as JSON")
        }
    }

    /// The document of a JSON value. Keys must be distinct: a document with two values for a key says nothing certain.
    public init(json value: JSONValue, path: String) throws(DocumentError) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.boolValue == true)
        case .number: self = .number(value.raw.string)
        case .string: self = .string(value.decodedString ?? "")
        case .array:
            var elements: [DocumentValue] = []
            for element in value.elements {
                elements.append(try DocumentValue(json: element, path: "\(path)[\(elements.count)]"))
            }
            self = .array(elements)
        case .object:
            var members: [Member] = []
            for (key, value) in value.members {
                let name = key.decodedString ?? ""
                if members.contains(where: { $0.key == name }) {
                    throw DocumentError(
                        path: "\(path).\(name)", found: "the key \"\(name)\" twice", expected: "each key once")
                }
                members.append(Member(key: name, value: try DocumentValue(json: value, path: "\(path).\(name)")))
            }
            self = .object(members)
        }
    }

    /// The document as JSON text, members in their order.
    public var json: String {
        var writer = ByteWriter(capacity: 64)
        writer.append(document: self)
        return writer.bytes.string
    }
}

extension ByteWriter {
    /// Appends a document as JSON, members in their order.
    public mutating func append(document: DocumentValue) {
        switch document {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): appendJSONString(text)
        case .array(let elements):
            append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { append(",") }
                append(document: element)
            }
            append("]")
        case .object(let members):
            append("{")
            for (index, member) in members.enumerated() {
                if index > 0 { append(",") }
                appendJSONString(member.key)
                append(":")
                append(document: member.value)
            }
            append("}")
        }
    }
}
