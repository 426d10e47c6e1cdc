import AdjudgeBase

/// Python's literals as JSON: lists, dictionaries, texts, numbers, `None`, `True`, `False`. open-instruct's rows hold
/// ground truths that are either.
enum PythonLiteral {
    /// The JSON text, in `arena`; nil where the text is no such literal as far as its tokens tell. What it says is checked
    /// by the parser that reads it. O(text).
    static func json(_ text: Bytes, _ arena: Arena) -> Bytes? {
        // A quote or a control character becomes six bytes at most.
        let memory = arena.allocate(6 * text.count + 16)
        var (count, at) = (0, 0)
        func put(_ bytes: Bytes) {
            (memory + count).update(from: bytes.start, count: bytes.count)
            count += bytes.count
        }
        func put(_ byte: UInt8) {
            memory[count] = byte
            count += 1
        }
        while at < text.count {
            let byte = text[at]
            let rest = text.suffix(from: at)
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                guard let end = string(text, at, put, put) else { return nil }
                at = end
            } else if rest.hasPrefix("None") {
                put(Bytes("null"))
                at += 4
            } else if rest.hasPrefix("True") {
                put(Bytes("true"))
                at += 4
            } else if rest.hasPrefix("False") {
                put(Bytes("false"))
                at += 5
            } else if byte == UInt8(ascii: "("), true {
                put(UInt8(ascii: "["))
                at += 1
            } else if byte == UInt8(ascii: ")") {
                put(UInt8(ascii: "]"))
                at += 1
            } else {
                put(byte)
                at += 1
            }
        }
        return Bytes(start: memory, count: count)
    }

    /// Writes the string that begins at an offset; its end, or nil where it has none.
    private static func string(
        _ text: Bytes, _ start: Int, _ put: (Bytes) -> Void, _ putByte: (UInt8) -> Void
    ) -> Int? {
        let quote = text[start]
        var at = start + 1
        putByte(UInt8(ascii: "\""))
        while at < text.count, text[at] != quote {
            switch text[at] {
            case UInt8(ascii: "\\"):
                let next = text[at + 1]
                switch next {
                case UInt8(ascii: "'"): putByte(next)
                case UInt8(ascii: "x"):
                    put(Bytes("\\u00"))
                    put(text[at + 2..<at + 4])
                    at += 2
                case UInt8(ascii: "a"): put(Bytes("\\u0007"))
                case UInt8(ascii: "v"): put(Bytes("\\u000b"))
                default:
                    putByte(UInt8(ascii: "\\"))
                    putByte(next)
                }
                at += 2
            case UInt8(ascii: "\""):
                put(Bytes("\\\""))
                at += 1
            case let byte where byte < 0x20:
                put(Bytes("\\u00"))
                putByte(byte < 0x10 ? 0x30 : 0x31)
                let low = byte & 0xF
                putByte(low < 10 ? 0x30 + low : 0x57 + low)
                at += 1
            default:
                putByte(text[at])
                at += 1
            }
        }
        guard at < text.count else { return nil }
        putByte(UInt8(ascii: "\""))
        return at + 1
    }
}
