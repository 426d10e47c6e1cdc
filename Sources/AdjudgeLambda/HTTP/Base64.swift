import AdjudgeBase

/// Base64 (RFC 4648), as API Gateway wraps bodies that are not text.
enum Base64 {
    /// The bytes that `text` stands for, in `arena`; nil when it is not base64.
    static func decode(_ text: Bytes, _ arena: Arena) -> Bytes? {
        var length = text.count
        while length > 0, text[length - 1] == UInt8(ascii: "=") { length -= 1 }
        guard text.count - length <= 2, length % 4 != 1 else { return nil }
        let memory = arena.allocate(length * 3 / 4 + 3)
        var (count, bits, held) = (0, UInt32(0), 0)
        for index in 0..<length {
            guard let value = value(text[index]) else { return nil }
            bits = bits << 6 | value
            held += 6
            if held >= 8 {
                held -= 8
                memory[count] = UInt8(truncatingIfNeeded: bits >> UInt32(held))
                count += 1
            }
        }
        return Bytes(start: memory, count: count)
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
