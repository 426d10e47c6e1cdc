/// A growing output buffer, so that doors need no allocation for each field.
public struct ByteWriter: ~Copyable {
    @usableFromInline var memory: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var used = 0

    /// How many bytes have been written.
    @inlinable
    public var count: Int { used }

    /// A writer with room for `capacity` bytes before it grows.
    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        memory = .allocate(capacity: self.capacity)
    }

    deinit { memory.deallocate() }

    /// The bytes written so far; valid until the next change.
    public var bytes: Bytes { Bytes(start: memory, count: count) }

    /// Forgets what has been written and keeps the memory.
    public mutating func removeAll() { used = 0 }

    /// Forgets what was written beyond the first `count` bytes.
    public mutating func truncate(to count: Int) { used = min(used, count) }

    /// Room for `extra` more bytes; `written(_:)` says how many were used. Amortised O(1).
    @inlinable @inline(__always)
    public mutating func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
        if used + extra > capacity { grow(extra) }
        return memory + used
    }

    @usableFromInline @inline(never)
    mutating func grow(_ extra: Int) {
        let larger = max(capacity * 2, used + extra)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        grown.update(from: memory, count: used)
        memory.deallocate()
        (memory, capacity) = (grown, larger)
    }

    /// Takes over `extra` bytes that were written where ``reserve(_:)`` pointed.
    @inlinable
    public mutating func written(_ extra: Int) { used += extra }

    /// Appends one byte.
    @inlinable
    public mutating func append(_ byte: UInt8) {
        reserve(1).pointee = byte
        used += 1
    }

    /// Appends bytes.
    @inlinable
    public mutating func append(_ bytes: Bytes) {
        reserve(bytes.count).update(from: bytes.start, count: bytes.count)
        used += bytes.count
    }

    /// Appends a literal, whose length is known where this is called.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length).update(from: text.utf8Start, count: length)
        used += length
    }

    /// Appends the UTF-8 of a text. Not of a literal, which by Swift's rules would be made a string and come here.
    @_disfavoredOverload
    public mutating func append(_ text: String) {
        // Without counting a reference, which a copy to be changed would be.
        guard text.utf8.withContiguousStorageIfAvailable({ append(Bytes($0)) }) == nil else { return }
        var text = text
        text.withUTF8 { append(Bytes($0)) }
    }

    /// Appends an integer in decimal.
    public mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { digits in
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = 0x30 + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            append(
                Bytes(
                    start: digits.baseAddress!.assumingMemoryBound(to: UInt8.self) + start,
                    count: digits.count - start))
        }
    }
}
