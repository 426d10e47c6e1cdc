import CJSON
import CKernels
import Glibc

/// A view of a JSON value: an index into the parser's result. Copying it is cheap.
public struct JSONValue {
    /// The kinds of value.
    public enum Kind: UInt8, Sendable {
        case null, bool, number, string, array, object
    }

    @usableFromInline let values: UnsafePointer<cj_value>
    @usableFromInline let index: Int
    @usableFromInline let text: UnsafePointer<UInt8>

    @inlinable @inline(__always)
    init(values: UnsafePointer<cj_value>, index: Int, text: UnsafePointer<UInt8>) {
        self.values = values
        self.index = index
        self.text = text
    }

    @inlinable @inline(__always)
    var value: cj_value { values[index] }

    /// The kind of the value.
    @inlinable @inline(__always)
    public var kind: Kind { Kind(rawValue: value.kind)! }

    /// The exact source text; strings with their quotes.
    @inlinable @inline(__always)
    public var raw: Bytes { Bytes(start: text + Int(value.start), count: Int(value.end - value.start)) }

    /// The number of elements or members; 0 for a scalar.
    @inlinable @inline(__always)
    public var count: Int { Int(value.count) }

    /// The place of the value among all of its text, keys among them: unique, and greater for later ones.
    public var order: Int { index }

    // MARK: Scalars

    /// The truth value of `true` or `false`, else nil.
    public var boolValue: Bool? { kind == .bool ? text[Int(value.start)] == UInt8(ascii: "t") : nil }

    /// The source text of a number, else nil.
    @inlinable @inline(__always)
    public var numberText: Bytes? { kind == .number ? raw : nil }

    /// The source text between a string's quotes, with escapes, else nil.
    @inlinable @inline(__always)
    public var rawString: Bytes? {
        kind == .string ? Bytes(start: text + Int(value.start) + 1, count: Int(value.end - value.start) - 2) : nil
    }

    /// True for a string that contains an escape.
    @inlinable @inline(__always)
    public var hasEscapes: Bool { value.escaped }

    /// A string's content, else nil: a view of the source when it has no escapes, otherwise a copy in `arena`.
    /// O(length).
    @inlinable
    public func string(into arena: Arena) -> Bytes? {
        guard let raw = rawString else { return nil }
        return hasEscapes ? JSONValue.unescaped(raw, arena) : raw
    }

    @usableFromInline
    static func unescaped(_ raw: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(raw.count)
        let length = ak_json_unescape(memory, raw.start, raw.count)
        arena.shrinkLast(memory, to: length)
        return Bytes(start: memory, count: length)
    }

    /// A string's content as a `String`, else nil. For documents and doors.
    public var decodedString: String? {
        let arena = Arena(capacity: 64)
        defer { withExtendedLifetime(arena) {} }
        return string(into: arena)?.string
    }

    // MARK: Containers

    /// The value inside this one whose source text is `raw`, the same memory; nil where there is none. O(log of all values).
    public func value(at raw: Bytes) -> JSONValue? {
        let offset = raw.start - text
        var (low, high) = (index, Int(value.next))
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if Int(values[middle].start) < offset { low = middle + 1 } else { high = middle }
        }
        guard low < end, Int(values[low].start) == offset, Int(values[low].end) == offset + raw.count else {
            return nil
        }
        return JSONValue(values: values, index: low, text: text)
    }

    /// The value of the last member with this key; keys compare unescaped. O(members).
    public func member(_ key: Bytes) -> JSONValue? {
        guard kind == .object else { return nil }
        var (found, cursor) = (-1, index + 1)
        for _ in 0..<count {
            let name = values + cursor
            // Most keys are told apart by their lengths.
            if name.pointee.escaped || Int(name.pointee.end &- name.pointee.start) == key.count + 2,
                JSONValue(values: values, index: cursor, text: text).isString(key)
            {
                found = cursor + 1
            }
            cursor = Int(values[cursor + 1].next)
        }
        return found < 0 ? nil : JSONValue(values: values, index: found, text: text)
    }

    /// The value of the last member with this key. O(members).
    public func member(_ key: StaticString) -> JSONValue? { member(Bytes(key)) }

    /// The element at `index` of an array, or nil. O(index).
    public func element(_ index: Int) -> JSONValue? {
        guard kind == .array, index >= 0, index < count else { return nil }
        var at = self.index + 1
        for _ in 0..<index { at = Int(values[at].next) }
        return JSONValue(values: values, index: at, text: text)
    }

    /// The elements of an array, in order; none for other kinds.
    @inlinable @inline(__always)
    public var elements: JSONElements { JSONElements(self) }

    /// The members of an object, in order, duplicates included; none for other kinds.
    @inlinable @inline(__always)
    public var members: JSONMembers { JSONMembers(self) }

    /// The first key that repeats an earlier key of the same object, or nil; keys compare unescaped. Allocates: for
    /// documents, in which duplicate keys are errors, not for rows. O(members · log members) comparisons.
    public func firstDuplicateKey() -> JSONValue? {
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        var keys: [(order: Int, key: JSONValue, name: Bytes)] = []
        for (key, _) in members { keys.append((keys.count, key, key.string(into: arena) ?? .empty)) }
        keys.sort { left, right in
            if left.name.count != right.name.count { return left.name.count < right.name.count }
            let compared = memcmp(left.name.start, right.name.start, left.name.count)
            return compared == 0 ? left.order < right.order : compared < 0
        }
        let repeated = zip(keys, keys.dropFirst()).filter { $0.name == $1.name }.map(\.1)
        return repeated.min { $0.order < $1.order }?.key
    }

    /// True for a string whose content is `content`.
    public func isString(_ content: Bytes) -> Bool {
        guard let raw = rawString else { return false }
        return hasEscapes ? JSONValue.isEscaped(raw, content) : raw == content
    }

    /// Whether a string's source with escapes stands for a content. Apart, so that what has none needs no room.
    @inline(never)
    private static func isEscaped(_ raw: Bytes, _ content: Bytes) -> Bool {
        // The longest escape, such as \u0041, has six bytes and stands for at least one.
        guard raw.count >= content.count, raw.count / 6 <= content.count else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: raw.count) { memory in
            let length = ak_json_unescape(memory.baseAddress!, raw.start, raw.count)
            return Bytes(start: memory.baseAddress!, count: length) == content
        }
    }
}

/// The elements of a JSON array, in order.
public struct JSONElements: Sequence, IteratorProtocol {
    @usableFromInline let values: UnsafePointer<cj_value>
    @usableFromInline let text: UnsafePointer<UInt8>
    @usableFromInline var cursor: Int
    @usableFromInline var left: Int

    @inlinable
    init(_ array: JSONValue) {
        values = array.values
        text = array.text
        cursor = array.index + 1
        left = array.kind == .array ? array.count : 0
    }

    /// The next element.
    @inlinable @inline(__always)
    public mutating func next() -> JSONValue? {
        guard left > 0 else { return nil }
        left -= 1
        defer { cursor = Int(values[cursor].next) }
        return JSONValue(values: values, index: cursor, text: text)
    }
}

/// The members of a JSON object, in order, duplicates included.
public struct JSONMembers: Sequence, IteratorProtocol {
    @usableFromInline let values: UnsafePointer<cj_value>
    @usableFromInline let text: UnsafePointer<UInt8>
    @usableFromInline var cursor: Int
    @usableFromInline var left: Int

    @inlinable
    init(_ object: JSONValue) {
        values = object.values
        text = object.text
        cursor = object.index + 1
        left = object.kind == .object ? object.count : 0
    }

    /// The next member.
    @inlinable @inline(__always)
    public mutating func next() -> (key: JSONValue, value: JSONValue)? {
        guard left > 0 else { return nil }
        left -= 1
        let key = JSONValue(values: values, index: cursor, text: text)
        let value = JSONValue(values: values, index: cursor + 1, text: text)
        cursor = Int(values[cursor + 1].next)
        return (key, value)
    }
}
