import Glibc

/// Python's `random.Random` after `seed(0)`: the Mersenne Twister MT19937 and what Python draws from it.
///
/// Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998).
struct MersenneTwister {
    private static let size = 624
    private var state: [UInt32]
    private var index = MersenneTwister.size
    private var nextGauss: Double?

    /// The generator as `random.seed(0)` leaves it.
    static let seededWithZero = MersenneTwister(key: [0])

    /// The state that the reference's `init_by_array` makes of a key.
    private init(key: [UInt32]) {
        state = [UInt32](repeating: 0, count: MersenneTwister.size)
        state[0] = 19_650_218
        for at in 1..<MersenneTwister.size {
            state[at] = 1_812_433_253 &* (state[at - 1] ^ state[at - 1] >> 30) &+ UInt32(at)
        }
        var (at, place) = (1, 0)
        for _ in 0..<MersenneTwister.size {
            state[at] = (state[at] ^ (state[at - 1] ^ state[at - 1] >> 30) &* 1_664_525) &+ key[place] &+ UInt32(place)
            at += 1
            place = (place + 1) % key.count
            if at == MersenneTwister.size {
                state[0] = state[MersenneTwister.size - 1]
                at = 1
            }
        }
        for _ in 1..<MersenneTwister.size {
            state[at] = (state[at] ^ (state[at - 1] ^ state[at - 1] >> 30) &* 1_566_083_941) &- UInt32(at)
            at += 1
            if at == MersenneTwister.size {
                state[0] = state[MersenneTwister.size - 1]
                at = 1
            }
        }
        state[0] = 0x8000_0000
    }

    private mutating func word() -> UInt32 {
        if index == MersenneTwister.size { twist() }
        var word = state[index]
        index += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9D2C_5680
        word ^= word << 15 & 0xEFC6_0000
        return word ^ word >> 18
    }

    private mutating func twist() {
        state.withUnsafeMutableBufferPointer { state in
            func mixed(_ upper: UInt32, _ lower: UInt32) -> UInt32 {
                let word = upper & 0x8000_0000 | lower & 0x7FFF_FFFF
                return word >> 1 ^ (word & 1 == 0 ? 0 : 0x9908_B0DF)
            }
            for at in 0..<227 { state[at] = state[at + 397] ^ mixed(state[at], state[at + 1]) }
            for at in 227..<623 { state[at] = state[at - 227] ^ mixed(state[at], state[at + 1]) }
            state[623] = state[396] ^ mixed(state[623], state[0])
        }
        index = 0
    }

    /// `random()`: from 0 to below 1, with 53 bits.
    private mutating func unit() -> Double {
        let (high, low) = (word() >> 5, word() >> 6)
        return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
    }

    /// `gauss(0, 1)`.
    mutating func gauss() -> Double {
        if let next = nextGauss {
            nextGauss = nil
            return next
        }
        let angle = unit() * 2 * Double.pi
        let radius = (-2 * log(1 - unit())).squareRoot()
        nextGauss = sin(angle) * radius
        return cos(angle) * radius
    }

    /// The index that `choice` takes of a sequence of `count` elements, at least one.
    mutating func index(below count: Int) -> Int {
        let bits = UInt32(Int.bitWidth - count.leadingZeroBitCount)
        while true {
            let drawn = Int(word() >> (32 - bits))
            if drawn < count { return drawn }
        }
    }
}
