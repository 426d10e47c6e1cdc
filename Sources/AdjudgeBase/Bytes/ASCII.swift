/// Classes of ASCII bytes. Bytes of 0x80 and above are in none of them.
extension UInt8 {
    /// `0` to `9`.
    @inlinable @inline(__always)
    public var isASCIIDigit: Bool { self &- 0x30 < 10 }

    /// `A` to `Z` or `a` to `z`.
    @inlinable @inline(__always)
    public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// A letter or a digit.
    @inlinable @inline(__always)
    public var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
}
