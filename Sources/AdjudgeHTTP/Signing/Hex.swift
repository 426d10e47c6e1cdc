/// Hexadecimal digits.
public enum Hex {
    /// The value of a digit of either case, or nil.
    public static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// The bytes in lower-case digits.
    public static func string(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] { digits.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// Percent-encoding, as AWS's signatures want it.
public enum PercentEncoding {
    /// The text with all but letters, digits and `-._~` encoded, in capital digits; slashes too, unless they are kept.
    public static func encode(_ text: some StringProtocol, keepingSlashes: Bool = false) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            case UInt8(ascii: "/") where keepingSlashes: encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                for nibble in [byte >> 4, byte & 15] { encoded.append(nibble < 10 ? 0x30 + nibble : 0x37 + nibble) }
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
