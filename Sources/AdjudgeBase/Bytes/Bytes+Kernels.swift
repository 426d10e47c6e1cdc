import CKernels

/// The kernels of `CKernels` as members of a view. Each is linear in `count` and allocates nothing.
extension Bytes {
    /// The offset of the first occurrence of `needle`.
    @inlinable
    public func find(_ needle: Bytes) -> Int? {
        Bytes.offset(ak_active().pointee.find(start, count, needle.start, needle.count))
    }

    /// The offset of the last occurrence of `needle`.
    @inlinable
    public func findLast(_ needle: Bytes) -> Int? {
        Bytes.offset(ak_active().pointee.rfind(start, count, needle.start, needle.count))
    }

    /// The offset of the first byte that is in `set`.
    @inlinable
    public func findFirst(in set: ByteSet) -> Int? {
        withUnsafePointer(to: set.raw) { Bytes.offset(ak_active().pointee.find_any(start, count, $0)) }
    }

    /// The offset of the last byte that is in `set`.
    @inlinable
    public func findLast(in set: ByteSet) -> Int? {
        withUnsafePointer(to: set.raw) { Bytes.offset(ak_active().pointee.rfind_any(start, count, $0)) }
    }

    /// Which bytes are in `set`: bit `i & 63` of word `i >> 6` says it of byte `i`. `words` has room for one word for every
    /// 64 bytes begun; bits beyond the text are 0.
    @inlinable
    public func members(of set: ByteSet, _ words: UnsafeMutablePointer<UInt64>) {
        withUnsafePointer(to: set.raw) { ak_active().pointee.members(start, count, $0, words) }
    }

    /// The offset of the last byte that is in `first` and ends the text or stands before one that is in `second`.
    @inlinable
    public func findLast(in first: ByteSet, before second: ByteSet) -> Int? {
        withUnsafePointer(to: first.raw) { first in
            withUnsafePointer(to: second.raw) { second in
                Bytes.offset(ak_active().pointee.rfind_pair(start, count, first, second))
            }
        }
    }

    /// The offset of the `}` that balances the `{` at `open`; escaped braces (`\{`) do not count.
    @inlinable
    public func matchingBrace(open: Int) -> Int? {
        Bytes.offset(ak_active().pointee.match_brace(start, count, open))
    }

    /// The view without ASCII white space at its ends.
    @inlinable
    public var trimmed: Bytes {
        guard count > 0, start[0] <= 0x20 || start[count - 1] <= 0x20 else { return self }
        var first = 0
        let length = ak_active().pointee.trim(start, count, &first)
        return Bytes(start: start + first, count: length)
    }

    /// The view without ASCII punctuation (Python's `string.punctuation`), in `arena`.
    @inlinable
    public func removingPunctuation(into arena: Arena) -> Bytes {
        let memory = arena.allocate(count)
        let length = ak_active().pointee.remove_punctuation(memory, start, count)
        arena.shrinkLast(memory, to: length)
        return Bytes(start: memory, count: length)
    }

    /// The view with A to Z in lower case, in `arena`.
    @inlinable
    public func asciiLower(_ arena: Arena) -> Bytes {
        let memory = arena.allocate(count)
        ak_active().pointee.ascii_lower(memory, start, count)
        return Bytes(start: memory, count: count)
    }

    /// True when every byte is ASCII.
    @inlinable
    public var isASCII: Bool { ak_active().pointee.is_ascii(start, count) }

    /// The offset of the first byte of the first ill-formed UTF-8 sequence, or nil when the text is well formed.
    @inlinable
    public var invalidUTF8Offset: Int? {
        var bad = 0
        return ak_active().pointee.utf8_valid(start, count, &bad) ? nil : bad
    }

    @inlinable @inline(__always)
    static func offset(_ found: Int) -> Int? { found == -1 ? nil : found }
}
