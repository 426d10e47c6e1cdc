/// A view of bytes that another object owns.
///
/// It holds a pointer and a count only: copying needs no reference counting, slicing no allocation. The owner keeps the
/// memory alive and unchanged while views of it are in use; for a sample that is the batch.
///
/// Reading is total: out-of-range bytes are NUL and out-of-range slices are empty, so that no reader leaves the memory,
/// wherever its text was cut off.
public struct Bytes: @unchecked Sendable {
    /// The first byte. For an empty view it points to a static byte, so that it is never dangling.
    public let start: UnsafePointer<UInt8>
    /// The number of bytes.
    public let count: Int

    /// A view of `count` bytes from `start`.
    @inlinable @inline(__always)
    public init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    /// A view of a literal's UTF-8, which is never freed.
    @inlinable
    public init(_ literal: StaticString) {
        self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// A view of the whole of `buffer`.
    @inlinable
    public init(_ buffer: UnsafeBufferPointer<UInt8>) {
        guard let base = buffer.baseAddress else {
            self = .empty
            return
        }
        self.init(start: base, count: buffer.count)
    }

    /// The empty view.
    @inlinable
    public static var empty: Bytes { Bytes("") }

    /// True when the view covers no byte.
    @inlinable @inline(__always)
    public var isEmpty: Bool { count == 0 }

    /// The byte at `index`; NUL before the start and beyond the end.
    @inlinable @inline(__always)
    public subscript(_ index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? start[index] : 0
    }

    /// The part of `range` that lies inside the view.
    @inlinable @inline(__always)
    public subscript(_ range: Range<Int>) -> Bytes { part(from: range.lowerBound, to: range.upperBound) }

    /// The bytes from offset `first` up to `end`, as far as they lie inside the view; empty when `end` comes first.
    @inlinable @inline(__always)
    public func part(from first: Int, to end: Int) -> Bytes {
        let first = min(max(first, 0), count)
        return Bytes(start: start + first, count: max(min(end, count) - first, 0))
    }

    /// The bytes from `index` on; empty beyond the end.
    @inlinable @inline(__always)
    public func suffix(from index: Int) -> Bytes { part(from: index, to: count) }

    /// The offset of this view's first byte in `whole`, or nil when it does not lie inside `whole`.
    @inlinable
    public func offset(in whole: Bytes) -> Int? {
        let distance = UnsafeRawPointer(start) - UnsafeRawPointer(whole.start)
        return distance >= 0 && distance + count <= whole.count ? distance : nil
    }

    /// The bytes as text; ill-formed UTF-8 becomes U+FFFD. Allocates: for errors, evidence and doors, never per sample.
    public var string: String {
        String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
