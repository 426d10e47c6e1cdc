import AdjudgeBase

/// A text that is rewritten rule by rule, in memory that is kept from text to text.
struct Draft: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 10
    private(set) var count = 0

    init() { memory = .allocate(capacity: capacity) }

    deinit { memory.deallocate() }

    /// The text; valid until the next change.
    var bytes: Bytes { Bytes(start: memory, count: count) }

    mutating func removeAll() { count = 0 }

    /// Takes back the last bytes, of which there are as many.
    mutating func removeLast(_ number: Int) { count -= number }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        memory[count] = byte
        count += 1
    }

    /// Appends bytes, which are no view of this text.
    @inline(__always)
    mutating func append(_ bytes: Bytes) {
        if count + bytes.count > capacity { grow(bytes.count) }
        (memory + count).update(from: bytes.start, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(_ literal: StaticString) { append(Bytes(literal)) }

    /// Appends bytes with a space on either side.
    @inline(__always)
    mutating func appendPadded(_ bytes: Bytes) {
        append(0x20)
        append(bytes)
        append(0x20)
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        let larger = max(2 * capacity, count + extra)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        grown.update(from: memory, count: count)
        memory.deallocate()
        (memory, capacity) = (grown, larger)
    }
}
