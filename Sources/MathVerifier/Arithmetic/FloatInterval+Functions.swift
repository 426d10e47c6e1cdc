import Glibc

/// Functions that the C library computes. It documents errors of one or two units in the last place for these; what is
/// given here is a thousand times wider, so that it is a bound with any library.
extension FloatInterval {
    private static let slack = 0x1p-42
    /// Wider than what underflows.
    private static let tiny = 0x1p-1000

    /// The values of an increasing function at both ends, widened.
    private static func increasing(_ lower: Double, _ upper: Double) -> FloatInterval {
        FloatInterval(lower - abs(lower) * slack - tiny, upper + abs(upper) * slack + tiny)
    }

    /// e to this power; nil beyond what doubles hold.
    var exponential: FloatInterval? {
        upper < 700 ? FloatInterval.increasing(exp(lower), exp(upper)) : nil
    }

    /// The natural logarithm; nil where the number may not be positive.
    var logarithm: FloatInterval? {
        lower > 0 ? FloatInterval.increasing(log(lower), log(upper)) : nil
    }

    var sine: FloatInterval? { circular(sin) }
    var cosine: FloatInterval? { circular(cos) }

    /// Sine or cosine, which change no faster than their argument; nil for large ones.
    private func circular(_ function: (Double) -> Double) -> FloatInterval? {
        guard lower > -0x1p20, upper < 0x1p20 else { return nil }
        let middle = lower + (upper - lower) / 2
        let value = function(middle)
        // With what rounding the middle can take from either side.
        let reach = (upper - lower) / 2 * (1 + FloatInterval.slack) + abs(middle) * 0x1p-50 + FloatInterval.slack
        return FloatInterval(value - reach, value + reach)
    }

    /// The inverse sine; nil where the number may lie beyond 1.
    var arcsine: FloatInterval? {
        lower >= -1 && upper <= 1 ? FloatInterval.increasing(asin(lower), asin(upper)) : nil
    }

    var arctangent: FloatInterval { FloatInterval.increasing(atan(lower), atan(upper)) }
    var hyperbolicTangent: FloatInterval { FloatInterval.increasing(tanh(lower), tanh(upper)) }

    var errorFunction: FloatInterval { FloatInterval.increasing(erf(lower), erf(upper)) }

    var complementaryErrorFunction: FloatInterval {
        // It falls.
        let (least, greatest) = (erfc(upper), erfc(lower))
        return FloatInterval(
            least - least * FloatInterval.slack - FloatInterval.tiny,
            greatest + greatest * FloatInterval.slack + FloatInterval.tiny)
    }

    /// The hyperbolic sine; nil beyond what doubles hold.
    var hyperbolicSine: FloatInterval? {
        lower > -700 && upper < 700 ? FloatInterval.increasing(sinh(lower), sinh(upper)) : nil
    }

    /// The hyperbolic cosine; nil beyond what doubles hold.
    var hyperbolicCosine: FloatInterval? {
        let size = magnitude
        return size.upper < 700 ? FloatInterval.increasing(cosh(size.lower), cosh(size.upper)) : nil
    }

    var inverseHyperbolicSine: FloatInterval { FloatInterval.increasing(asinh(lower), asinh(upper)) }

    /// The root of a positive number; nil where it may be none.
    func root(_ index: Double) -> FloatInterval? {
        logarithm.flatMap { $0 / FloatInterval(index, index) }?.exponential
    }

    /// Ei; nil where the number may be zero or is far from it.
    var exponentialIntegral: FloatInterval? {
        // Far on the left the terms cancel.
        guard lower >= 0x1p-20 && upper <= 32 || upper <= -0x1p-20 && lower >= -8 else { return nil }
        let (left, right) = (FloatInterval.exponentialIntegral(lower), FloatInterval.exponentialIntegral(upper))
        // It rises on the right of zero and falls on the left.
        return lower > 0 ? FloatInterval(left.lower, right.upper) : FloatInterval(right.lower, left.upper)
    }

    /// γ + ln|x| + Σ xⁿ / (n · n!), by Abramowitz and Stegun 5.1.10.
    private static func exponentialIntegral(_ x: Double) -> FloatInterval {
        let logarithm = log(abs(x))
        var (sum, size) = (0x1.2788cfc6fb619p-1 + logarithm, 1 + abs(logarithm))
        var power = 1.0
        // Behind 128 terms, which |x| <= 32 makes small, each is less than half of the one before.
        for index in 1...128 {
            power *= x / Double(index)
            sum += power / Double(index)
            size += abs(power)
        }
        // Each term is off by fewer units in the last place than there are terms, twice over.
        let reach = size * slack
        return FloatInterval(sum - reach, sum + reach)
    }
}
