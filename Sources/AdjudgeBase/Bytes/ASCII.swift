/// Classes of ASCII characters, for bytes and code points. What is 0x80 and above is in none of them.
extension FixedWidthInteger where Self: UnsignedInteger {
    /// `0` to `9`.
    @inlinable @inline(__always)
    public var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// `A` to `Z` or `a` to `z`.
    @inlinable @inline(__always)
    public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// White space of ASCII as Python's `str` has it: with the separators U+001C to U+001F.
    @inlinable @inline(__always)
    public var isPythonSpace: Bool { self == 0x20 || self &- 0x09 < 5 || self &- 0x1C < 4 }

    /// A letter or a digit.
    @inlinable @inline(__always)
    public var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
}

extension UInt8 {
    /// True for one of the bytes of a short literal. O(literal).
    @inlinable @inline(__always)
    public func isOne(of members: StaticString) -> Bool {
        for index in 0..<members.utf8CodeUnitCount where members.utf8Start[index] == self { return true }
        return false
    }
}

extension Bytes {
    /// The eight bytes from `offset` on, the first lowest, A to Z in lower case; NUL beyond the end.
    @inlinable
    public func eightLower(at offset: Int) -> UInt64 {
        var eight: UInt64 = 0
        if offset >= 0, offset + 8 <= count {
            eight = UInt64(littleEndian: UnsafeRawPointer(start + offset).loadUnaligned(as: UInt64.self))
        } else {
            for index in 0..<8 { eight |= UInt64(self[offset + index]) << UInt64(8 * index) }
        }
        // The top bit of each byte that is A or more, and of each beyond Z, as far as they are ASCII.
        let low = eight & 0x7F7F_7F7F_7F7F_7F7F
        let capitals = (low &+ 0x3F3F_3F3F_3F3F_3F3F) ^ (low &+ 0x2525_2525_2525_2525)
        return eight | (capitals & ~eight & 0x8080_8080_8080_8080) >> 2
    }
}
