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
        return eight.loweredASCII
    }

    /// The bytes of a view of at most 16, the first lowest; NUL beyond the end. O(1).
    @inlinable @inline(__always)
    public var sixteen: (low: UInt64, high: UInt64) {
        let raw = UnsafeRawPointer(start)
        let bits = UInt64(truncatingIfNeeded: 8 * count)
        // Loads that overlap, so that none leaves the view.
        if count >= 8 {
            let low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
            let tail = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
            return (low, tail >> (128 - bits))
        }
        if count >= 4 {
            let head = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
            let tail = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return (UInt64(head) | UInt64(tail) << (bits - 32), 0)
        }
        guard count > 0 else { return (0, 0) }
        let middle = UInt64(start[count / 2]) << UInt64(truncatingIfNeeded: 8 * (count / 2))
        return (UInt64(start[0]) | middle | UInt64(start[count - 1]) << (bits - 8), 0)
    }
}

extension UInt64 {
    /// Eight bytes with A to Z in lower case.
    @inlinable @inline(__always)
    public var loweredASCII: UInt64 {
        // The top bit of each byte that is A or more, and of each beyond Z, as far as they are ASCII.
        let low = self & 0x7F7F_7F7F_7F7F_7F7F
        let capitals = (low &+ 0x3F3F_3F3F_3F3F_3F3F) ^ (low &+ 0x2525_2525_2525_2525)
        return self | (capitals & ~self & 0x8080_8080_8080_8080) >> 2
    }
}
