/// Writes one JSON object, member by member, in the order of the calls.
public struct ObjectWriter: ~Copyable {
    private var writer = ByteWriter(capacity: 1024)
    private var isEmpty = true

    /// An object without members.
    public init() { writer.append(UInt8(ascii: "{")) }

    /// The finished object.
    public consuming func finished() -> [UInt8] {
        writer.append(UInt8(ascii: "}"))
        return Array(UnsafeBufferPointer(start: writer.bytes.start, count: writer.bytes.count))
    }

    private mutating func key(_ key: String) {
        if !isEmpty { writer.append(UInt8(ascii: ",")) }
        isEmpty = false
        writer.appendJSONString(key)
        writer.append(UInt8(ascii: ":"))
    }

    /// Adds a string.
    public mutating func add(_ name: String, _ text: String) {
        key(name)
        writer.appendJSONString(text)
    }

    /// Adds a number; null for one that is not finite.
    public mutating func add(_ name: String, _ number: Double) {
        key(name)
        writer.appendJSONNumber(number)
    }

    /// Adds true or false.
    public mutating func add(_ name: String, _ flag: Bool) {
        key(name)
        writer.append(flag ? "true" : "false" as StaticString)
    }

    /// Adds a member whose value is JSON already.
    public mutating func add(_ name: String, json: String) {
        key(name)
        writer.append(json)
    }

    /// Adds an array of strings.
    public mutating func add(_ name: String, _ texts: [String]) {
        key(name)
        writer.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { writer.append(UInt8(ascii: ",")) }
            writer.appendJSONString(text)
        }
        writer.append(UInt8(ascii: "]"))
    }

    /// Adds an object that `body` fills.
    public mutating func add(_ name: String, _ body: (inout ObjectWriter) -> Void) {
        key(name)
        object { body(&$0) }
    }

    /// Adds an array of one object for each of `items`.
    public mutating func add<Items: Sequence>(
        _ name: String, each items: Items, _ body: (inout ObjectWriter, Items.Element) -> Void
    ) {
        key(name)
        writer.append(UInt8(ascii: "["))
        var isFirst = true
        for item in items {
            if !isFirst { writer.append(UInt8(ascii: ",")) }
            isFirst = false
            object { body(&$0, item) }
        }
        writer.append(UInt8(ascii: "]"))
    }

    /// Writes an object in the place where the writer stands.
    private mutating func object(_ body: (inout ObjectWriter) -> Void) {
        writer.append(UInt8(ascii: "{"))
        isEmpty = true
        body(&self)
        writer.append(UInt8(ascii: "}"))
        isEmpty = false
    }
}

extension ByteWriter {
    /// Appends a JSON object that `body` fills.
    public mutating func appendObject(_ body: (inout ObjectWriter) -> Void) {
        var object = ObjectWriter()
        body(&object)
        object.finished().withUnsafeBufferPointer { append(Bytes($0)) }
    }
}
