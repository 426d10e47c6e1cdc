/// A range of bytes in a response.
public struct Span: Sendable, Equatable {
    /// The offset of the first byte.
    public var start: UInt32
    /// The number of bytes.
    public var count: UInt32

    /// The span of `count` bytes from `start`.
    @inlinable
    public init(start: Int, count: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    /// The empty span at the start.
    @inlinable
    public static var empty: Span { Span(start: 0, count: 0) }

    /// The offset after the last byte.
    @inlinable
    public var end: Int { Int(start) + Int(count) }

    /// The span as a range of offsets.
    @inlinable
    public var range: Range<Int> { Int(start)..<end }
}
