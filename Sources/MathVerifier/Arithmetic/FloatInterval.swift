/// A closed real interval between two doubles, rounded outwards: what is computed contains what is meant.
///
/// Additions, products, quotients and square roots are correctly rounded (IEEE 754-2019, 5.4.1), so that one step
/// outwards from each is a bound. What overflows or has no value is no longer ``isValid``.
struct FloatInterval {
    var lower: Double
    var upper: Double

    init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// π, which `Double.pi` is rounded down from.
    static let pi = FloatInterval(.pi, Double.pi.nextUp)
    static let halfPi = FloatInterval(Double.pi / 2, (Double.pi / 2).nextUp)
    /// e, between two neighbours.
    static let e = FloatInterval(0x1.5bf0a8b145769p+1, 0x1.5bf0a8b14576ap+1)
    static let one = FloatInterval(1, 1)

    /// Finite, and neither end is the result of something undefined.
    var isValid: Bool { lower.isFinite && upper.isFinite && lower <= upper }

    func isDisjoint(from other: FloatInterval) -> Bool { upper < other.lower || other.upper < lower }

    /// The bounds agree to many digits.
    var isNarrow: Bool { upper - lower <= max(abs(lower), abs(upper)) * 0x1p-30 }

    /// The number; nil beyond 128 bits above or below.
    init?(_ value: Rational) {
        // By way of machine words: the conversion of 128 bits is generic code.
        guard case .small(let above, let below) = value else { return nil }
        guard let numerator = Int(exactly: above), let denominator = Int(exactly: below) else {
            self.init(long: above, below)
            return
        }
        let quotient = Double(numerator) / Double(denominator)
        if numerator.magnitude < 1 << 53, denominator < 1 << 53 {
            self = denominator == 1 ? FloatInterval(quotient, quotient) : FloatInterval(around: quotient, quotient)
        } else {
            // Both words may be rounded, and the quotient is: by one part in 2^53 each.
            let reach = abs(quotient) * 0x1p-50
            self = FloatInterval(around: quotient - reach, quotient + reach)
        }
    }

    private init(long above: Int128, _ below: Int128) {
        func rounded(_ size: UInt128) -> Double {
            Double(UInt64(truncatingIfNeeded: size >> 64)) * 0x1p64 + Double(UInt64(truncatingIfNeeded: size))
        }
        // Four roundings, and that of the quotient.
        let quotient = rounded(above.magnitude) / rounded(below.magnitude) * (above < 0 ? -1 : 1)
        let reach = abs(quotient) * 0x1p-49
        self = FloatInterval(around: quotient - reach, quotient + reach)
    }

    private init(around lower: Double, _ upper: Double) {
        self.lower = lower.nextDown
        self.upper = upper.nextUp
    }

    static func + (a: FloatInterval, b: FloatInterval) -> FloatInterval {
        FloatInterval(around: a.lower + b.lower, a.upper + b.upper)
    }

    static prefix func - (a: FloatInterval) -> FloatInterval { FloatInterval(-a.upper, -a.lower) }

    static func * (a: FloatInterval, b: FloatInterval) -> FloatInterval {
        extremes(a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper)
    }

    /// The quotient; nil when `b` may be zero.
    static func / (a: FloatInterval, b: FloatInterval) -> FloatInterval? {
        guard b.lower > 0 || b.upper < 0 else { return nil }
        return extremes(a.lower / b.lower, a.lower / b.upper, a.upper / b.lower, a.upper / b.upper)
    }

    private static func extremes(_ w: Double, _ x: Double, _ y: Double, _ z: Double) -> FloatInterval {
        // A sum that is no number says that one of them is none.
        guard !(w + x + y + z).isNaN else { return FloatInterval(.nan, .nan) }
        return FloatInterval(around: min(min(w, x), min(y, z)), max(max(w, x), max(y, z)))
    }

    /// The square root; nil when the number may be negative.
    var squareRoot: FloatInterval? {
        lower < 0 ? nil : FloatInterval(around: lower.squareRoot(), upper.squareRoot())
    }

    var magnitude: FloatInterval {
        if lower >= 0 { return self }
        return upper <= 0 ? -self : FloatInterval(0, max(-lower, upper))
    }

    /// The greatest integer not above the number; nil where the bounds reach over one.
    var floor: FloatInterval? {
        let (first, last) = (lower.rounded(.down), upper.rounded(.down))
        return first == last ? FloatInterval(first, first) : nil
    }

    /// The power, by squaring.
    func raised(to exponent: UInt) -> FloatInterval {
        var result = FloatInterval.one
        var square = self
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }
}
