/// JSON as it is written: always well formed, the same bytes for the same values.
extension ByteWriter {
    private static let mustEscape: ByteSet = {
        var members = ByteSet("\"\\")
        for byte in UInt8(0)..<0x20 { members.insert(byte) }
        return members
    }()

    /// Appends a string with its quotes. `"`, `\` and control characters are escaped; well-formed UTF-8 is copied as it
    /// is, each ill-formed sequence becomes U+FFFD. O(text.count).
    public mutating func appendJSONString(_ text: Bytes) {
        append(UInt8(ascii: "\""))
        if text.invalidUTF8Offset == nil {
            appendEscaped(text)
        } else {
            let repaired = OwnedBytes(text.string)
            defer { withExtendedLifetime(repaired) {} }
            appendEscaped(repaired.view)
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ text: Bytes) {
        var rest = text
        while let stop = rest.findFirst(in: ByteWriter.mustEscape) {
            append(rest[0..<stop])
            appendEscape(rest[stop])
            rest = rest.suffix(from: stop + 1)
        }
        append(rest)
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            append("\\u00")
            for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
    }

    /// Appends a number, the shortest text that reads back the same; integers without a fraction. A value that is not
    /// finite is written as null, which JSON has no number for.
    public mutating func appendJSONNumber(_ value: Double) {
        if let integer = Int(exactly: value), integer.magnitude < 1 << 53 {
            append(decimal: integer)
        } else if value.isFinite {
            append(value.description)
        } else {
            append("null")
        }
    }
}
