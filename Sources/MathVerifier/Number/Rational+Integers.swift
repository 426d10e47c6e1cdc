import AdjudgeBase
import CGMP

/// Operations on rationals beyond the four: integers, powers, factorials, within bit budgets.
extension Rational {
    /// Numbers of more bits than this are not made.
    static let maxBits = 1 << 16

    static let one = Rational.integer(1)
    static let zero = Rational.integer(0)

    /// The same number in lowest terms; GMP's are so already. O(bits).
    var reduced: Rational {
        guard case .small(let numerator, let denominator) = self, denominator != 1 else { return self }
        let divisor = Int128(Rational.gcd(numerator.magnitude, denominator.magnitude))
        return divisor > 1 ? .small(numerator / divisor, denominator / divisor) : self
    }

    private static func gcd(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (a, b) = (left, right)
        while b != 0 {
            // Most numbers fit a machine word, where division is an instruction.
            if let small = UInt64(exactly: a), let other = UInt64(exactly: b) { return UInt128(gcd64(small, other)) }
            (a, b) = (b, a % b)
        }
        return a
    }

    private static func gcd64(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    /// The number as an integer of 128 bits, when it is one.
    var smallInteger: Int128? {
        switch self {
        case .small(let numerator, 1): return numerator
        case .small(let numerator, let denominator):
            let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
            return remainder == 0 ? quotient : nil
        case .big(let value): return value.isInteger ? value.smallNumerator : nil
        }
    }

    /// The number as a machine integer, when it is one.
    var machineInteger: Int? { smallInteger.flatMap { Int(exactly: $0) } }

    var isInteger: Bool {
        switch self {
        case .small(let numerator, let denominator): denominator == 1 || numerator % denominator == 0
        case .big(let value): value.isInteger
        }
    }

    /// Numerator and denominator in lowest terms, when both have at most 127 bits.
    var smallParts: (numerator: Int128, denominator: Int128)? {
        switch reduced {
        case .small(let numerator, let denominator): (numerator, denominator)
        case .big(let value): value.smallParts
        }
    }

    /// How many bits numerator and denominator have together, about.
    var bitCount: Int {
        switch self {
        case .small(let numerator, let denominator):
            256 - numerator.magnitude.leadingZeroBitCount - denominator.magnitude.leadingZeroBitCount
        case .big(let value): value.bitCount
        }
    }

    /// The number to an integer power; nil when the result would pass the bit budget, or for a power of zero that has
    /// no value.
    func raised(to exponent: Int) -> Rational? {
        if exponent == 0 { return sign == 0 ? nil : .one }
        if sign == 0 { return exponent > 0 ? .zero : nil }
        let base = reduced
        if case .small(1, 1) = base { return .one }
        if case .small(-1, 1) = base { return exponent % 2 == 0 ? .one : .integer(-1) }
        guard exponent.magnitude < Rational.maxBits,
            (base.bitCount - 1) * Int(exponent.magnitude) <= Rational.maxBits
        else { return nil }
        let power =
            base.smallPower(exponent.magnitude)
            ?? Rational.big(BigRational(base.asBig, power: Int(exponent.magnitude))).demoted
        return exponent < 0 ? Rational.quotient(.one, power) : power
    }

    /// The power in 128 bits, where that fits.
    private func smallPower(_ exponent: UInt) -> Rational? {
        guard case .small(var numerator, var denominator) = self, bitCount * Int(exponent) < 120 else { return nil }
        let (above, below) = (numerator, denominator)
        for _ in 1..<exponent {
            numerator *= above
            denominator *= below
        }
        return .small(numerator, denominator)
    }

    /// In 128 bits again where that fits.
    var demoted: Rational {
        guard case .big(let value) = self, let parts = value.smallParts else { return self }
        return .small(parts.numerator, parts.denominator)
    }

    /// The greatest integer not above the number.
    var floor: Rational {
        switch self {
        case .small(let numerator, let denominator):
            let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
            return .integer(remainder < 0 ? quotient - 1 : quotient)
        case .big(let value): return Rational.big(BigRational(floor: value)).demoted
        }
    }

    /// `n!`, or nil beyond the bit budget.
    static func factorial(_ n: Int, double: Bool = false) -> Rational? {
        guard n >= 0, n <= 6_000 else { return nil }
        if n <= 20 {
            // 20! is below 2^63.
            return .integer(Int128(stride(from: n, to: 1, by: double ? -2 : -1).reduce(1, *)))
        }
        return Rational.big(BigRational(factorialOf: n, double: double)).demoted
    }

    /// The number of ways to choose `k` of `n`, or nil beyond the bit budget.
    static func binomial(_ n: Int, _ k: Int) -> Rational? {
        guard n >= 0 else { return nil }
        guard k >= 0, k <= n else { return .zero }
        guard n <= 60_000 || min(k, n - k) <= 1_000 else { return nil }
        return Rational.big(BigRational(choose: k, of: n)).demoted
    }

    static func gcd(_ left: Rational, _ right: Rational) -> Rational? {
        guard left.isInteger, right.isInteger else { return nil }
        if case .small(let a, 1) = left, case .small(let b, 1) = right,
            let divisor = Int128(exactly: gcd(a.magnitude, b.magnitude))
        {
            return .integer(divisor)
        }
        return Rational.big(BigRational(gcdOf: left.asBig, right.asBig)).demoted
    }

    /// `left` modulo the positive `right`, both integers.
    static func modulo(_ left: Rational, _ right: Rational) -> Rational? {
        guard left.isInteger, right.isInteger, right.sign > 0, let quotient = Rational.quotient(left, right) else {
            return nil
        }
        return left - quotient.floor * right
    }

    /// The real root of index `index`, when it is rational; nil when it is not, or has no real value.
    func root(_ index: Int) -> Rational? {
        guard index > 0, index <= 64, sign >= 0 || index % 2 == 1 else { return nil }
        if index == 2, case .small(let numerator, 1) = self, let square = Int(exactly: numerator), square >= 0,
            square < 1 << 52
        {
            let root = Int(Double(square).squareRoot())
            return root * root == square ? .integer(Int128(root)) : nil
        }
        return BigRational(rootOf: asBig, index).map { Rational.big($0).demoted }
    }
}

extension BigRational {
    convenience init(_ base: BigRational, power: Int) {
        self.init { value in
            __gmpz_pow_ui(&value.pointee._mp_num, &base.value.pointee._mp_num, UInt(power))
            __gmpz_pow_ui(&value.pointee._mp_den, &base.value.pointee._mp_den, UInt(power))
        }
    }

    convenience init(floor number: BigRational) {
        self.init { __gmpz_fdiv_q(&$0.pointee._mp_num, &number.value.pointee._mp_num, &number.value.pointee._mp_den) }
    }

    convenience init(factorialOf n: Int, double: Bool) {
        self.init { value in
            if double {
                __gmpz_2fac_ui(&value.pointee._mp_num, UInt(n))
            } else {
                __gmpz_fac_ui(&value.pointee._mp_num, UInt(n))
            }
        }
    }

    convenience init(choose k: Int, of n: Int) {
        self.init { __gmpz_bin_uiui(&$0.pointee._mp_num, UInt(n), UInt(k)) }
    }

    convenience init(gcdOf left: BigRational, _ right: BigRational) {
        self.init { __gmpz_gcd(&$0.pointee._mp_num, &left.value.pointee._mp_num, &right.value.pointee._mp_num) }
    }

    /// The exact root, or nil when the number is no perfect power.
    convenience init?(rootOf number: BigRational, _ index: Int) {
        var exact = true
        self.init { value in
            exact =
                __gmpz_root(&value.pointee._mp_num, &number.value.pointee._mp_num, UInt(index)) != 0
                && __gmpz_root(&value.pointee._mp_den, &number.value.pointee._mp_den, UInt(index)) != 0
        }
        if !exact { return nil }
    }

    var isInteger: Bool { value.pointee._mp_den._mp_size == 1 && value.pointee._mp_den._mp_d.pointee == 1 }

    var bitCount: Int {
        Int(__gmpz_sizeinbase(&value.pointee._mp_num, 2) + __gmpz_sizeinbase(&value.pointee._mp_den, 2))
    }

    var smallNumerator: Int128? { BigRational.small(value.pointee._mp_num) }

    var smallParts: (numerator: Int128, denominator: Int128)? {
        guard let numerator = BigRational.small(value.pointee._mp_num),
            let denominator = BigRational.small(value.pointee._mp_den)
        else { return nil }
        return (numerator, denominator)
    }

    private static func small(_ integer: __mpz_struct) -> Int128? {
        let limbs = abs(integer._mp_size)
        guard limbs <= 2 else { return nil }
        var magnitude: UInt128 = 0
        if limbs > 0 { magnitude |= UInt128(integer._mp_d[0]) }
        if limbs > 1 { magnitude |= UInt128(integer._mp_d[1]) << 64 }
        guard magnitude < UInt128(1) << 126 else { return nil }
        return integer._mp_size < 0 ? -Int128(magnitude) : Int128(magnitude)
    }

    /// The magnitude of an integer modulo `modulus`.
    func magnitude(modulo modulus: UInt64) -> UInt64 {
        let residue = UInt64(__gmpz_fdiv_ui(&value.pointee._mp_num, UInt(modulus)))
        return value.pointee._mp_num._mp_size < 0 && residue != 0 ? modulus - residue : residue
    }

    /// The number modulo the prime 2^61-1; nil when its denominator is a multiple of it.
    var residue: (numerator: UInt64, denominator: UInt64) {
        let prime = UInt(Residue.prime)
        return (
            UInt64(__gmpz_fdiv_ui(&value.pointee._mp_num, prime)), UInt64(__gmpz_fdiv_ui(&value.pointee._mp_den, prime))
        )
    }
}
