/// SplitMix64 (Steele, Lea and Flood 2014): a failure is repeated by its seed.
public struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    /// A generator that gives the same numbers for the same seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `bound`.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Up to `most` of the pieces, one after the other.
    public mutating func text(of pieces: [String], most: Int) -> String {
        (0..<below(most + 1)).map { _ in pieces[below(pieces.count)] }.joined()
    }
}
