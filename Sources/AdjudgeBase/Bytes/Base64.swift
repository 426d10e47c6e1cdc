/// Base64 (RFC 4648) with the standard alphabet; padding is optional.
public enum Base64 {
    /// The decoded bytes, in `arena`; nil when `text` is not base64. `skipsSpace` ignores line breaks and blanks, which
    /// MIME and PEM have. O(count).
    public static func decode(_ text: Bytes, _ arena: Arena, skipsSpace: Bool = false) -> Bytes? {
        let memory = arena.allocate(text.count * 3 / 4 + 3)
        var (count, digits, padding) = (0, 0, 0)
        var (bits, held) = (UInt32(0), UInt32(0))
        for index in 0..<text.count {
            let byte = text[index]
            guard let value = value(byte), padding == 0 else {
                if skipsSpace, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { continue }
                guard byte == UInt8(ascii: "=") else { return nil }
                padding += 1
                continue
            }
            bits = bits << 6 | value
            held += 6
            digits += 1
            guard held >= 8 else { continue }
            held -= 8
            memory[count] = UInt8(truncatingIfNeeded: bits >> held)
            count += 1
        }
        return digits % 4 != 1 && padding <= 2 ? Bytes(start: memory, count: count) : nil
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x41...0x5A: UInt32(byte) - 0x41
        case 0x61...0x7A: UInt32(byte) - 0x61 + 26
        case 0x30...0x39: UInt32(byte) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
