import AdjudgeBase

/// Python's lower case, character by character.
enum LowerCase {
    /// Lower case by code point, below U+0580; 0 where it is no single character of two bytes.
    static let common: [UInt16] = (0..<0x580).map { code in
        guard code >= 0x80, let scalar = Unicode.Scalar(UInt32(code)) else { return 0 }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        guard lower.count == 1, let only = lower.first, (0x80..<0x800).contains(only.value) else { return 0 }
        return UInt16(only.value)
    }

    /// The lower case of the character of two bytes at an offset, in two bytes: most letters that have a case. Nil for others.
    @inline(__always)
    static func pair(_ text: Bytes, _ at: Int) -> (UInt8, UInt8)? {
        let byte = text.start[at]
        guard byte >= 0xC2, byte < 0xD6, at + 1 < text.count else { return nil }
        let second = text.start[at + 1]
        // What becomes of a capital sigma hangs on the letters around it: ς or σ.
        if byte == 0xCE, second == 0xA3 { return (0xCF, text.endsWord(at) ? 0x82 : 0x83) }
        let lower = common[Int(byte & 0x1F) << 6 | Int(second & 0x3F)]
        guard lower != 0 else { return nil }
        return (UInt8(truncatingIfNeeded: 0xC0 | lower >> 6), UInt8(truncatingIfNeeded: 0x80 | lower & 0x3F))
    }

    /// Whether the character at an offset has a case; nil for one that Unicode leaves out when it asks.
    static func isCased(_ text: Bytes, _ at: Int) -> Bool? {
        let byte = text[at]
        if byte.isASCIILetter { return true }
        if byte >= 0xC2, byte < 0xD6 {
            let code = UInt16(byte & 0x1F) << 6 | UInt16(text[at + 1] & 0x3F)
            // Capitals are never left out.
            if common[Int(code)] != 0, common[Int(code)] != code { return true }
        }
        let value = byte < 0x80 ? UInt32(byte) : text.scalar(at: at).value
        guard let scalar = value.flatMap({ Unicode.Scalar($0) }) else { return false }
        return scalar.properties.isCaseIgnorable ? nil : scalar.properties.isCased
    }
}

extension Unicode.Scalar {
    /// False for scalars of blocks without cased letters, most of Asia's scripts and marks among them.
    var mayHaveCase: Bool {
        switch value {
        case 0x80...0xA9, 0x300...0x344, 0x590...0x109F, 0x1100...0x139F, 0x1400...0x1C7F, 0x2000...0x206F,
            0x2190...0x24B5, 0x2500...0x2BFF, 0x2E80...0xA63F, 0xAC00...0xD7FF, 0xFE00...0xFE0F, 0x1F200...0x1FAFF,
            0x20000...0x3FFFF:
            false
        default: true
        }
    }

    /// False for scalars of blocks without capitals.
    var mayHaveLowerCase: Bool {
        switch value {
        case 0x80...0xBF, 0xDF...0xFF, 0x2000...0x20FF, 0x1D000...0x1DFFF, 0x1F000...0x1FAFF: false
        default: mayHaveCase
        }
    }
}
