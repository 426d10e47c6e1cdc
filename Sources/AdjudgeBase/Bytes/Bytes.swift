/// A view over bytes that someone else owns.
///
/// A start and a count, nothing more: copying one costs no reference count, slicing one costs no allocation.
/// The owner keeps the memory alive and unchanged while views of it are in use; for a sample that is the batch.
///
/// Reading is total: beyond the end there are NULs and empty views, so that no reader can leave the memory, however its
/// text was cut off.
public struct Bytes: @unchecked Sendable {
    /// The first byte. Never dangling for an empty view: it then points at a static byte.
    public let start: UnsafePointer<UInt8>
    /// How many bytes the view covers.
    public let count: Int

    /// A view of `count` bytes from `start`.
    @inlinable @inline(__always)
    public init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    /// A view of a literal's UTF-8, which lives for ever.
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

    /// The view of nothing.
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

    /// As much of what `range` names as the view has.
    @inlinable @inline(__always)
    public subscript(_ range: Range<Int>) -> Bytes { part(from: range.lowerBound, to: range.upperBound) }

    /// What lies from offset `first` up to offset `end`, as much of it as the view has; nothing when `end` comes first.
    @inlinable @inline(__always)
    public func part(from first: Int, to end: Int) -> Bytes {
        let first = min(max(first, 0), count)
        return Bytes(start: start + first, count: max(min(end, count) - first, 0))
    }

    /// What remains from `index` on; nothing beyond the end.
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
