/// A quotient of two polynomials.
struct Fraction: Hashable, Sendable {
    var numerator: Polynomial
    var denominator: Polynomial

    static let zero = Fraction(.zero)
    static let one = Fraction(.one)

    init(_ numerator: Polynomial, _ denominator: Polynomial = .one) {
        self.numerator = numerator
        self.denominator = denominator
    }

    init(_ constant: Rational) { self.init(Polynomial(constant)) }

    var isPolynomial: Bool { denominator.isOne || denominator.constant == .one }

    var constant: Rational? { isPolynomial ? numerator.constant : nil }

    static prefix func - (value: Fraction) -> Fraction { Fraction(-value.numerator, value.denominator) }
}

/// A part of a polynomial that is no number. Equal atoms are one.
enum Atom: Hashable, Sendable {
    case prime(Int64)
    case symbol(Symbol)
    case pi
    case euler
    case imaginary
    /// -1, as the base of a power with a variable exponent.
    case minusOne
    /// A sum, as the base of a power.
    case sum(Fraction)
    /// An atom to the power of a monomial that is no number: `2^n`.
    case exponential(Int32, Monomial)
    case function(MathFunction, [Fraction])
    case application(Symbol, [Fraction])
    case factorial(Fraction)
}
