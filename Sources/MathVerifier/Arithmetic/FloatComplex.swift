/// A complex number between bounds of doubles; principal values, as ``IntervalEvaluator`` has them.
struct FloatComplex {
    var real: FloatInterval
    /// Nil where it is exactly zero.
    var imaginary: FloatInterval?

    private static let zero = FloatInterval(0, 0)
    private static let two = FloatInterval(2, 2)

    init(_ real: FloatInterval, _ imaginary: FloatInterval? = nil) {
        self.real = real
        self.imaginary = imaginary
    }

    var isValid: Bool { real.isValid && imaginary?.isValid ?? true }

    func isDisjoint(from other: FloatComplex) -> Bool {
        real.isDisjoint(from: other.real)
            || (imaginary ?? FloatComplex.zero).isDisjoint(from: other.imaginary ?? FloatComplex.zero)
    }

    static func + (a: FloatComplex, b: FloatComplex) -> FloatComplex {
        guard let x = a.imaginary, let y = b.imaginary else {
            return FloatComplex(a.real + b.real, a.imaginary ?? b.imaginary)
        }
        return FloatComplex(a.real + b.real, x + y)
    }

    static prefix func - (a: FloatComplex) -> FloatComplex { FloatComplex(-a.real, a.imaginary.map { -$0 }) }

    static func * (a: FloatComplex, b: FloatComplex) -> FloatComplex {
        guard let x = a.imaginary else { return FloatComplex(a.real * b.real, b.imaginary.map { a.real * $0 }) }
        guard let y = b.imaginary else { return FloatComplex(a.real * b.real, x * b.real) }
        return FloatComplex(a.real * b.real + -(x * y), a.real * y + x * b.real)
    }

    /// The quotient; nil when `b` may be zero.
    static func / (a: FloatComplex, b: FloatComplex) -> FloatComplex? {
        guard let y = b.imaginary else {
            guard let real = a.real / b.real else { return nil }
            guard let x = a.imaginary else { return FloatComplex(real) }
            return (x / b.real).map { FloatComplex(real, $0) }
        }
        let norm = b.real.squared + y.squared
        let product = a * FloatComplex(b.real, -y)
        guard let real = product.real / norm, let imaginary = (product.imaginary ?? zero) / norm else { return nil }
        return FloatComplex(real, imaginary)
    }

    func raised(to exponent: UInt) -> FloatComplex {
        guard imaginary != nil else { return FloatComplex(real.raised(to: exponent)) }
        return (0..<exponent).reduce(FloatComplex(.one)) { power, _ in power * self }
    }

    /// The absolute value.
    var modulus: FloatInterval? {
        guard let imaginary else { return real.magnitude }
        return (real.squared + imaginary.squared).clamped.squareRoot
    }

    /// The principal square root; nil where the number may lie on either side of the negative axis.
    var squareRoot: FloatComplex? {
        guard let imaginary else {
            if real.upper < 0 { return (-real).squareRoot.map { FloatComplex(FloatComplex.zero, $0) } }
            return real.squareRoot.map { FloatComplex($0) }
        }
        guard let modulus else { return nil }
        if real.lower > 0 {
            guard let root = ((modulus + real) / FloatComplex.two)?.clamped.squareRoot,
                let height = imaginary / (FloatComplex.two * root)
            else { return nil }
            return FloatComplex(root, height)
        }
        guard imaginary.lower > 0 || imaginary.upper < 0,
            let width = ((modulus + real) / FloatComplex.two)?.clamped.squareRoot,
            let height = ((modulus + -real) / FloatComplex.two)?.clamped.squareRoot
        else { return nil }
        return FloatComplex(width, imaginary.upper < 0 ? -height : height)
    }

    /// The principal argument; nil where the number may be zero or on either side of the negative axis.
    private var angle: FloatInterval? {
        guard let imaginary else {
            if real.lower > 0 { return FloatComplex.zero }
            return real.upper < 0 ? .pi : nil
        }
        if real.lower > 0 { return (imaginary / real)?.arctangent }
        guard imaginary.lower > 0 || imaginary.upper < 0, let ratio = real / imaginary else { return nil }
        return (imaginary.lower > 0 ? .halfPi : -FloatInterval.halfPi) + -ratio.arctangent
    }

    var logarithm: FloatComplex? {
        if imaginary == nil, real.lower > 0 { return real.logarithm.map { FloatComplex($0) } }
        guard let size = modulus?.logarithm, let angle else { return nil }
        return FloatComplex(size, angle)
    }

    var exponential: FloatComplex? {
        guard let size = real.exponential else { return nil }
        guard let imaginary else { return FloatComplex(size) }
        guard let cosine = imaginary.cosine, let sine = imaginary.sine else { return nil }
        return FloatComplex(size * cosine, size * sine)
    }

    /// Sine and cosine.
    var circular: (sine: FloatComplex, cosine: FloatComplex)? {
        guard let sine = real.sine, let cosine = real.cosine else { return nil }
        guard let imaginary else { return (FloatComplex(sine), FloatComplex(cosine)) }
        guard let cosh = imaginary.hyperbolicCosine, let sinh = imaginary.hyperbolicSine else { return nil }
        return (FloatComplex(sine * cosh, cosine * sinh), FloatComplex(cosine * cosh, -(sine * sinh)))
    }
}

extension FloatInterval {
    /// The product with itself, which is not negative.
    fileprivate var squared: FloatInterval {
        let size = magnitude
        return (size * size).clamped
    }

    /// What of it is not negative, for a number that is not.
    fileprivate var clamped: FloatInterval { FloatInterval(max(lower, 0), upper) }
}
