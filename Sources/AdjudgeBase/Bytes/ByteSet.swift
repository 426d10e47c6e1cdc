import CKernels

/// A set of byte values, for ``Bytes/findFirst(in:)``.
public struct ByteSet: Sendable {
    @usableFromInline var raw = ak_byteset(words: (0, 0, 0, 0))

    /// The set with the bytes of `members`.
    public init(_ members: StaticString) {
        for byte in UnsafeBufferPointer(start: members.utf8Start, count: members.utf8CodeUnitCount) { insert(byte) }
    }

    /// Adds `byte` to the set.
    public mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: raw.words.0 |= bit
        case 1: raw.words.1 |= bit
        case 2: raw.words.2 |= bit
        default: raw.words.3 |= bit
        }
    }

    /// The complement of the set.
    public var inverted: ByteSet {
        var set = self
        set.raw.words = (~raw.words.0, ~raw.words.1, ~raw.words.2, ~raw.words.3)
        return set
    }

    /// True when `byte` is a member.
    @inlinable
    public func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: raw.words.0
            case 1: raw.words.1
            case 2: raw.words.2
            default: raw.words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }
}
