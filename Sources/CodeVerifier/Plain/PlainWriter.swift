import AdjudgeBase

/// Writes plain data, the closed encoding that crosses between processes; `sandbox.h` describes it.
struct PlainWriter: ~Copyable {
    private var writer = ByteWriter(capacity: 256)

    /// The bytes written so far; valid until the next change.
    var bytes: Bytes { writer.bytes }

    /// Opens a list of `count` values that follow.
    mutating func list(_ count: Int) {
        writer.append(UInt8(ascii: "L"))
        size(count)
    }

    /// Opens a dict of `count` pairs that follow.
    mutating func dict(_ count: Int) {
        writer.append(UInt8(ascii: "M"))
        size(count)
    }

    /// Opens a call with keyword arguments: a list and a dict follow.
    mutating func keywordCall() { writer.append(UInt8(ascii: "K")) }

    /// Writes a str.
    mutating func string(_ text: Bytes) {
        writer.append(UInt8(ascii: "S"))
        size(text.count)
        writer.append(text)
    }

    /// Writes a field: a JSON value, text, or None where it is absent or no JSON.
    mutating func field(_ field: Field, _ parser: JSONParser, _ arena: Arena) {
        switch field.kind {
        case .absent: writer.append(UInt8(ascii: "N"))
        case .text: string(field.bytes)
        case .json:
            if let value = try? parser.parse(field.bytes) {
                json(value, arena)
            } else {
                writer.append(UInt8(ascii: "N"))
            }
        }
    }

    /// Writes a JSON value as Python's `json.loads` reads it: integers without bound, other numbers as floats.
    mutating func json(_ value: JSONValue, _ arena: Arena) {
        switch value.kind {
        case .null: writer.append(UInt8(ascii: "N"))
        case .bool: writer.append(UInt8(ascii: value.boolValue == true ? "T" : "F"))
        case .number: number(value.raw)
        case .string: string(value.string(into: arena) ?? .empty)
        case .array:
            list(value.count)
            for element in value.elements { json(element, arena) }
        case .object:
            dict(value.count)
            for (key, value) in value.members {
                string(key.string(into: arena) ?? .empty)
                json(value, arena)
            }
        }
    }

    private mutating func number(_ text: Bytes) {
        guard NumberToken(text)?.isInteger == true else {
            writer.append(UInt8(ascii: "D"))
            fixed(NumberToken.double(text).bitPattern)
            return
        }
        if text.count < 19, let value = Int64(text.string) {
            writer.append(UInt8(ascii: "I"))
            fixed(UInt64(bitPattern: value))
        } else {
            let digits = LargeInteger.hexadecimal(ofDecimal: text)
            writer.append(UInt8(ascii: "J"))
            size(digits.count)
            for digit in digits { writer.append(digit) }
        }
    }

    private mutating func size(_ count: Int) {
        for shift in stride(from: 0, to: 32, by: 8) { writer.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }

    private mutating func fixed(_ value: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) { writer.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}

extension UInt8 {
    /// One of two letters.
    fileprivate init(ascii character: String) { self = character.utf8.first! }
}
