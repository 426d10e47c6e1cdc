/// A growing output buffer, so that doors need no allocation for each field.
public struct ByteWriter: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes have been written.
    public private(set) var count = 0

    /// A writer with room for `capacity` bytes before it grows.
    public init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        memory = .allocate(capacity: self.capacity)
    }

    deinit { memory.deallocate() }

    /// The bytes written so far; valid until the next change.
    public var bytes: Bytes { Bytes(start: memory, count: count) }

    /// Forgets what has been written and keeps the memory.
    public mutating func removeAll() { count = 0 }

    /// Room for `extra` more bytes; `written(_:)` says how many were used. Amortised O(1).
    public mutating func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
        if count + extra > capacity {
            let larger = max(capacity * 2, count + extra)
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
            grown.update(from: memory, count: count)
            memory.deallocate()
            (memory, capacity) = (grown, larger)
        }
        return memory + count
    }

    /// Takes over `extra` bytes that were written where ``reserve(_:)`` pointed.
    public mutating func written(_ extra: Int) { count += extra }

    /// Appends one byte.
    public mutating func append(_ byte: UInt8) {
        reserve(1).pointee = byte
        count += 1
    }

    /// Appends bytes.
    public mutating func append(_ bytes: Bytes) {
        reserve(bytes.count).update(from: bytes.start, count: bytes.count)
        count += bytes.count
    }

    /// Appends a literal.
    public mutating func append(_ text: StaticString) { append(Bytes(text)) }

    /// Appends the UTF-8 of a text.
    public mutating func append(_ text: String) {
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
