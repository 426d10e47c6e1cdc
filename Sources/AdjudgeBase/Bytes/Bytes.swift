/// A view over bytes that someone else owns.
///
/// A start and a count, nothing more: copying one costs no reference count, slicing one costs no allocation.
/// The owner keeps the memory alive and unchanged while views of it are in use; for a sample that is the batch.
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

    /// The byte at `index`, which must be in `0..<count` (checked in debug builds only).
    @inlinable @inline(__always)
    public subscript(_ index: Int) -> UInt8 {
        assert(index >= 0 && index < count)
        return start[index]
    }

    /// The part of the view that `range` names, which must lie inside it (checked in debug builds only).
    @inlinable @inline(__always)
    public subscript(_ range: Range<Int>) -> Bytes {
        assert(range.lowerBound >= 0 && range.upperBound <= count)
        return Bytes(start: start + range.lowerBound, count: range.count)
    }

    /// What remains from `index` on.
    @inlinable @inline(__always)
    public func suffix(from index: Int) -> Bytes { self[index..<count] }

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
