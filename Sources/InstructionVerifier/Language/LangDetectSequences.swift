import AdjudgeBase
import AdjudgeProse
import CProseTables

/// The sequences of one to three characters of a text that langdetect's profiles know.
enum LangDetectSequences {
    /// Calls `body` with the slot of each in the tables, in order; those inside words of capitals are left out. O(text).
    @inline(__always)
    static func forEach(in text: CodePoints, _ tables: pt_languages, _ body: (Int) -> Void) {
        // The last three characters, the latest lowest, and how many they are.
        var (window, length) = (UInt64(0x20), 1)
        var isCapitals = false
        var lastIsUpper = false
        for index in 0..<text.count {
            let code = text[index]
            // No profile has characters beyond the basic plane.
            let character = code < 0x10000 ? UInt64(tables.normal[Int(code)]) : 0xFFFF
            if window & 0xFFFF == 0x20 {
                (window, length) = (0x20, 1)
                isCapitals = false
                if character == 0x20 { continue }
            }
            window = window << 16 & 0xFFFF_FFFF_FFFF | character
            length = min(length + 1, 3)
            let isUpper =
                code < 0x10000
                ? tables.upper[Int(character) >> 3] >> UInt8(character & 7) & 1 == 1
                : Unicode.Scalar(code)?.properties.isUppercase ?? false
            isCapitals = isUpper && (isCapitals || lastIsUpper)
            lastIsUpper = isUpper
            if isCapitals { continue }
            let (last, middle, first) = (window & 0xFFFF, window >> 16 & 0xFFFF, window >> 32)
            if last != 0x20, let slot = slot(last, tables) { body(slot) }
            if let slot = slot(middle | last << 16, tables) { body(slot) }
            if length == 3, let slot = slot(first | middle << 16 | last << 32, tables) { body(slot) }
        }
    }

    @inline(__always)
    private static func slot(_ key: UInt64, _ tables: pt_languages) -> Int? {
        let mask = Int(tables.slot_count) - 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 47)
        while tables.keys[slot] != key {
            if tables.keys[slot] == 0 { return nil }
            slot = (slot + 1) & mask
        }
        return slot
    }
}
