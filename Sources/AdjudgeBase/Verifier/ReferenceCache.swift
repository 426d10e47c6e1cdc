import Glibc

/// What a checker keeps of references that it has parsed: rollout groups repeat the same one 8 to 64 times.
///
/// Direct-mapped and bounded: a slot holds the last reference that fell on it. Finding never changes a verdict, only
/// what it costs. O(reference) a look-up.
public struct ReferenceCache<Parsed> {
    @usableFromInline
    struct Entry {
        @usableFromInline let key: OwnedBytes
        @usableFromInline let parsed: Parsed

        @inlinable
        init(key: OwnedBytes, parsed: Parsed) {
            self.key = key
            self.parsed = parsed
        }
    }

    /// References longer than this are parsed anew each time.
    @inlinable
    public static var maxKeyBytes: Int { 1 << 12 }

    @usableFromInline var slots: [Entry?]

    /// A cache of `slots` references, a power of two.
    @inlinable
    public init(slots: Int = 512) {
        precondition(slots > 0 && slots & (slots - 1) == 0)
        self.slots = Array(repeating: nil, count: slots)
    }

    /// What `parse` makes of `reference`, from the cache where it has been there before.
    @inlinable
    public mutating func parsed(_ reference: Bytes, _ parse: (Bytes) -> Parsed) -> Parsed {
        guard reference.count <= Self.maxKeyBytes else { return parse(reference) }
        let slot = Self.hash(reference) & (slots.count - 1)
        if let entry = slots[slot], entry.key.view == reference { return entry.parsed }
        let parsed = parse(reference)
        slots[slot] = Entry(key: OwnedBytes(reference), parsed: parsed)
        return parsed
    }

    /// FNV-1a over at most the first 64 bytes and the length: spreads well enough for slots.
    @inlinable
    static func hash(_ bytes: Bytes) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        for index in 0..<min(bytes.count, 64) { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}
