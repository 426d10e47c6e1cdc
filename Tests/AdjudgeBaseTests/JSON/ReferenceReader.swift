import AdjudgeBase

/// A JSON value that owns all it holds.
indirect enum Tree: Equatable {
    case null, bool(Bool), number([UInt8]), string([UInt8]), array([Tree])
    case object([Member])

    struct Member: Equatable {
        let key: [UInt8]
        let value: Tree
    }

    /// What the views of a parsed value show.
    init(_ value: JSONValue, _ arena: Arena) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.boolValue!)
        case .number: self = .number(value.numberText!.array)
        case .string: self = .string(value.string(into: arena)!.array)
        case .array: self = .array(value.elements.map { Tree($0, arena) })
        case .object:
            self = .object(value.members.map { Member(key: $0.string(into: arena)!.array, value: Tree($1, arena)) })
        }
    }
}

extension Bytes {
    var array: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }
}

/// RFC 8259 read the plain way, rule by rule, sharing nothing with what is tested: recursive, one byte at a time.
struct ReferenceReader {
    private struct Refused: Error {}
    private let text: [UInt8]
    private var at = 0

    private init(_ text: [UInt8]) { self.text = text }

    /// The value that `text` is, or nil when it is not JSON.
    static func read(_ text: [UInt8]) -> Tree? {
        guard String(validating: text, as: UTF8.self) != nil else { return nil }
        var reader = ReferenceReader(text)
        guard let tree = try? reader.value() else { return nil }
        return reader.at == text.count ? tree : nil
    }

    private var next: UInt8? { at < text.count ? text[at] : nil }

    private mutating func take(_ literal: String) -> Bool {
        guard text[at...].starts(with: literal.utf8) else { return false }
        at += literal.utf8.count
        return true
    }

    private mutating func space() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
    }

    private mutating func value() throws -> Tree {
        space()
        defer { space() }
        if take("null") { return .null }
        if take("true") { return .bool(true) }
        if take("false") { return .bool(false) }
        if take("[") { return .array(try list("]") { try $0.value() }) }
        if take("{") {
            return .object(
                try list("}") { reader in
                    reader.space()
                    let key = try reader.string()
                    reader.space()
                    guard reader.take(":") else { throw Refused() }
                    return Tree.Member(key: key, value: try reader.value())
                })
        }
        return next == 0x22 ? .string(try string()) : .number(try number())
    }

    private mutating func list<Item>(
        _ close: String, _ item: (inout ReferenceReader) throws -> Item
    ) throws -> [Item] {
        space()
        if take(close) { return [] }
        var items: [Item] = []
        repeat { items.append(try item(&self)) } while take(",")
        guard take(close) else { throw Refused() }
        return items
    }

    private mutating func digits() throws {
        let start = at
        while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
        if at == start { throw Refused() }
    }

    private mutating func number() throws -> [UInt8] {
        let start = at
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return Array(text[start..<at])
    }

    private mutating func string() throws -> [UInt8] {
        guard take("\"") else { throw Refused() }
        var units: [UInt16] = []
        var bytes: [UInt8] = []
        // Code units of neighbouring escapes are put together; String repairs lone surrogates one by one.
        func flushed() -> [UInt8] { Array(String(decoding: units, as: UTF16.self).utf8) }
        while true {
            guard let byte = next, byte >= 0x20 else { throw Refused() }
            if take("\\u") {
                guard at + 4 <= text.count, text[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
                else { throw Refused() }
                units.append(UInt16(String(decoding: text[at..<at + 4], as: UTF8.self), radix: 16)!)
                at += 4
                continue
            }
            bytes += flushed()
            units = []
            if take("\"") { return bytes }
            if take("\\") {
                let pairs: [Character: UInt8] = [
                    "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
                ]
                guard let name = next, let meant = pairs[Character(Unicode.Scalar(name))] else { throw Refused() }
                bytes.append(meant)
            } else {
                bytes.append(byte)
            }
            at += 1
        }
    }
}
