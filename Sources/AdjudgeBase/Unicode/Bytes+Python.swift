/// Python's character classes, for rules that are defined by Python code.
extension Bytes {
    /// The last `limit` code points, like `text[-limit:]`. O(limit).
    public func lastCodePoints(_ limit: Int) -> Bytes {
        var start = count
        var left = limit
        while start > 0, left > 0 {
            start -= 1
            if self.start[start] & 0xC0 != 0x80 { left -= 1 }
        }
        return suffix(from: start)
    }

    /// The length of the code point at `offset` in bytes; 1 for an ill-formed one.
    public func codePointLength(at offset: Int) -> Int { scalar(at: offset).length }

    /// The length of the white space character at `offset` by Python's `\s` and `str.strip`; 0 for other characters.
    @inlinable @inline(__always)
    public func pythonSpaceLength(at offset: Int) -> Int {
        let byte = self[offset]
        if byte < 0x80 { return byte.isPythonSpace ? 1 : 0 }
        // What white space beyond ASCII begins with.
        return byte == 0xC2 || byte &- 0xE1 < 3 ? wideSpaceLength(at: offset) : 0
    }

    @usableFromInline
    func wideSpaceLength(at offset: Int) -> Int {
        let (second, third) = (self[offset + 1], self[offset + 2])
        switch self[offset] {
        // U+0085, U+00A0
        case 0xC2: return second == 0x85 || second == 0xA0 ? 2 : 0
        // U+1680
        case 0xE1: return second == 0x9A && third == 0x80 ? 3 : 0
        // U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F
        case 0xE2:
            let isSpace =
                second == 0x80 && (third &- 0x80 <= 0x0A || third == 0xA8 || third == 0xA9 || third == 0xAF)
                || second == 0x81 && third == 0x9F
            return isSpace ? 3 : 0
        // U+3000
        case 0xE3: return second == 0x80 && third == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// The text without white space at its ends, like `str.strip()`. O(white space).
    @inlinable
    public var pythonStripped: Bytes {
        var (first, end) = (0, count)
        while first < end, start[first].isPythonSpace { first += 1 }
        while end > first, start[end - 1].isPythonSpace { end -= 1 }
        let part = Bytes(start: start + first, count: end - first)
        // What is beyond ASCII may be white space too.
        return first < end && (start[first] | start[end - 1]) >= 0x80 ? part.strippedBeyondASCII : part
    }

    @usableFromInline
    var strippedBeyondASCII: Bytes {
        var first = 0
        while first < count {
            let length = pythonSpaceLength(at: first)
            if length == 0 { break }
            first += length
        }
        var end = count
        while end > first {
            var last = end - 1
            while last > first, start[last] & 0xC0 == 0x80 { last -= 1 }
            guard pythonSpaceLength(at: last) == end - last else { break }
            end = last
        }
        return self[first..<end]
    }

    /// True when the text, ignoring commas, is not empty and consists of digits in the sense of `str.isdigit()`.
    public var isPythonDigitsBesideCommas: Bool {
        var digits = 0
        var at = 0
        while at < count {
            let byte = start[at]
            if byte == UInt8(ascii: ",") {
                at += 1
                continue
            }
            let (scalar, length) = Bytes.decode(start + at, count - at)
            if byte >= 0x80 {
                guard let scalar,
                    Unicode.Scalar(scalar)?.properties.numericType == .decimal
                        || Unicode.Scalar(scalar)?.properties.numericType == .digit
                else { return false }
            } else if !byte.isASCIIDigit {
                return false
            }
            digits += 1
            at += length
        }
        return digits > 0
    }
}
