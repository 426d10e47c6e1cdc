/// Points at which expressions are compared: small rationals that are in no special position.
enum SamplePoints {
    /// More variables than this are not sampled.
    static let maxNames = 16
    /// How many points are looked at before canonical forms are.
    static let quickRounds = 3
    /// How many of many sizes after them, where a small part may hide behind a large one or a root be of a negative number.
    static let spreadRounds = 5

    /// How many of many sizes and signs are looked at where those before had no values.
    static let mixedRounds = 16

    /// Signs of the variables in each round: all positive first, where most functions are defined.
    static let signs = [1, 1, 1, -1, 0, 1, -1, 0]

    /// How many points inequalities are looked at.
    static let inequalityRounds = 48

    /// Positive numbers of many sizes, mixed anew each round.
    static func spread(_ names: [Symbol], round: Int) -> SymbolMap<Rational> {
        point(names) { sized(31 * round + 17 * $0 + 7, isSigned: false) }
    }

    /// Numbers of many sizes and both signs, mixed anew each round.
    static func mixed(_ names: [Symbol], round: Int) -> SymbolMap<Rational> {
        point(names) { sized(37 * round + 19 * $0 + 11, isSigned: true) }
    }

    /// Each name's number, by its place.
    private static func point(_ names: [Symbol], _ number: (Int) -> Rational) -> SymbolMap<Rational> {
        var point = SymbolMap<Rational>()
        for (index, name) in names.enumerated() { point[name] = number(index) }
        return point
    }

    /// One of the sizes, by a hash of `seed`.
    private static func sized(_ seed: Int, isSigned: Bool) -> Rational {
        let mixed = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        let size = sizes[Int(mixed >> 40) % sizes.count]
        return .small(isSigned && mixed >> 33 & 1 == 1 ? -size.0 : size.0, size.1)
    }

    private static let sizes: [(Int128, Int128)] = [
        (1, 3), (11, 7), (2, 101), (23, 6), (5, 9), (47, 4), (9, 8), (203, 10), (3, 50), (7, 3), (31, 37),
    ]
    private static let primes: [Int128] = [101, 103, 107, 109, 113, 127, 131, 137]

    static func point(_ names: [Symbol], round: Int, sign: Int) -> SymbolMap<Rational> {
        point(names) { index in
            let numerator = Int128(37 + 29 * index + 53 * round)
            let isNegative = sign < 0 || (sign == 0 && (index + round) % 2 == 1)
            // Rounds alternate between below one and above it, for roots and inverse functions of both.
            let denominator = round % 2 == 0 ? primes[index % 8] * 4 : primes[index % 8] / 3
            return .small(isNegative ? -numerator : numerator, denominator)
        }
    }
}
