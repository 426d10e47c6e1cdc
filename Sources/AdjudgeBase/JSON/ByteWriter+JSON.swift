/// Writes JSON: always well formed, and the same bytes for the same values.
extension ByteWriter {
    private static let mustEscape: ByteSet = {
        var members = ByteSet("\"\\")
        for byte in UInt8(0)..<0x20 { members.insert(byte) }
        return members
    }()

    /// Appends a quoted string. `"`, `\` and control characters are escaped, well-formed UTF-8 is copied, and each
    /// ill-formed sequence becomes U+FFFD. O(text.count).
    public mutating func appendJSONString(_ text: Bytes) {
        append(UInt8(ascii: "\""))
        var rest = text
        while let bad = rest.invalidUTF8Offset {
            appendEscaped(rest[0..<bad])
            rest = rest.suffix(from: bad)
            // Always skip at least one byte, so that the loop ends even if the two UTF-8 checks should disagree.
            var length = max(1, rest.illFormedUTF8PrefixCount)
            repeat {
                append("\u{FFFD}")
                rest = rest.suffix(from: length)
                length = rest.isEmpty ? 0 : rest.illFormedUTF8PrefixCount
            } while length > 0
        }
        appendEscaped(rest)
        append(UInt8(ascii: "\""))
    }

    /// Appends a text as a JSON string.
    public mutating func appendJSONString(_ text: String) {
        withBytes(of: text) { appendJSONString($0) }
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
            append(0x30 + byte >> 4)
            append(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
        }
    }

    /// Appends a number as the shortest text that reads back the same; integers without a fraction, -0.0 as 0. A value
    /// that is not finite is written as null, because JSON has no number for it.
    public mutating func appendJSONNumber(_ value: Double) {
        // Up to 2^54 Swift's description of an integer ends in ".0", above that it has an exponent.
        if let integer = Int(exactly: value), integer.magnitude <= 1 << 54 {
            append(decimal: integer)
        } else if value.isFinite {
            append(value.description)
        } else {
            append("null")
        }
    }
}
