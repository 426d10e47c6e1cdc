import CXXHash

/// XXH3, for tables and fingerprints. Not cryptographic: an attacker who knows the seed can construct collisions.
extension Bytes {
    /// The 64-bit hash of these bytes under `seed`. O(count).
    public func hash64(seed: UInt64 = 0) -> UInt64 { cx_hash64(start, count, seed) }

    /// The 128-bit hash of these bytes. O(count).
    public var hash128: (high: UInt64, low: UInt64) {
        let hash = cx_hash128(start, count)
        return (hash.high, hash.low)
    }

    /// The 128-bit hash as 32 hexadecimal digits. O(count).
    public var hash128Text: String {
        let hash = hash128
        return [hash.high, hash.low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
