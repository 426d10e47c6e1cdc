/// A word's bytes in two integers, the letters A to Z in lower case: what ``ListedWords`` looks words up by.
public struct PackedWord: Equatable {
    /// Longer words have no packed form.
    public static let maxCount = 16

    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0

    /// No word yet.
    public init() {}

    /// The word; nil where it is longer than ``maxCount`` bytes. O(word).
    public init?(_ word: Bytes) {
        guard word.count <= PackedWord.maxCount else { return nil }
        let (low, high) = word.sixteen
        (self.low, self.high) = (low.loweredASCII, high.loweredASCII)
    }

    /// Puts a byte in front. The last one of a longer word falls off.
    @inline(__always)
    mutating func prepend(_ byte: UInt8) {
        high = high << 8 | low >> 56
        low = low << 8 | UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }

    @inline(__always)
    var isEmpty: Bool { low == 0 }

    @inline(__always)
    var hash: UInt64 { ((low ^ high &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15) >> 32 }
}
