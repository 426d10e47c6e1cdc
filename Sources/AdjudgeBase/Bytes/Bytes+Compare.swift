import Glibc

extension Bytes: Equatable {
    /// True when both views hold the same bytes. O(count).
    @inlinable @inline(__always)
    public static func == (left: Bytes, right: Bytes) -> Bool {
        left.count == right.count && memcmp(left.start, right.start, left.count) == 0
    }
}

extension Bytes {
    /// True when the view holds the bytes of `literal`.
    @inlinable @inline(__always)
    public func equals(_ literal: StaticString) -> Bool { self == Bytes(literal) }

    /// True when the view begins with the bytes of `prefix`.
    @inlinable @inline(__always)
    public func hasPrefix(_ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        // Usually the first byte decides, which saves the call.
        return count >= length && (length == 0 || start[0] == prefix.utf8Start[0])
            && memcmp(start, prefix.utf8Start, length) == 0
    }

    /// True when the view ends with the bytes of `suffix`.
    @inlinable @inline(__always)
    public func hasSuffix(_ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        return count >= length && memcmp(start + (count - length), suffix.utf8Start, length) == 0
    }
}
