import AdjudgeBase

/// The text of a pickle that is one string, and nothing else. No opcode that builds, imports or calls is known here.
enum PickledText {
    /// The string; nil when the pickle is anything else. O(count).
    static func read(_ pickle: [UInt8]) -> OwnedBytes? {
        var at = 0
        var text: Range<Int>?
        func length(_ size: Int) -> Int? {
            guard at + size <= pickle.count else { return nil }
            var value = 0
            for offset in 0..<size {
                let byte = Int(pickle[at + offset])
                if offset == 7, byte > 0x7F { return nil }
                value |= byte << (8 * offset)
            }
            at += size
            return value
        }
        func string(_ size: Int) -> Bool {
            guard text == nil, let count = length(size), count <= pickle.count - at else { return false }
            text = at..<at + count
            at += count
            return true
        }
        while at < pickle.count {
            let opcode = pickle[at]
            at += 1
            switch opcode {
            case 0x80: at += 1  // PROTO
            case 0x95: at += 8  // FRAME
            case 0x94: break  // MEMOIZE
            case UInt8(ascii: "q"): at += 1  // BINPUT
            case UInt8(ascii: "r"): at += 4  // LONG_BINPUT
            case 0x8C: guard string(1) else { return nil }  // SHORT_BINUNICODE
            case UInt8(ascii: "X"): guard string(4) else { return nil }  // BINUNICODE
            case 0x8D: guard string(8) else { return nil }  // BINUNICODE8
            case UInt8(ascii: "."):
                guard let text, at == pickle.count else { return nil }
                return pickle.withUnsafeBufferPointer { OwnedBytes(Bytes($0)[text]) }
            default: return nil
            }
        }
        return nil
    }
}
