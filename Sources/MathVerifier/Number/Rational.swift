/// An exact rational number: 128-bit integers while they suffice, GMP beyond.
enum Rational: Sendable {
    /// A numerator and a positive denominator, not necessarily in lowest terms.
    case small(Int128, Int128)
    case big(BigRational)

    static func integer(_ value: Int128) -> Rational { .small(value, 1) }

    var asBig: BigRational {
        switch self {
        case .small(let numerator, let denominator): BigRational(numerator, denominator)
        case .big(let value): value
        }
    }

    /// -1, 0 or 1.
    var sign: Int {
        switch self {
        case .small(let numerator, _): Int(numerator.signum())
        case .big(let value): value.sign
        }
    }

    /// The number in lowest terms, as `n` or `n/d`.
    var description: String { asBig.description }
}

extension Rational {
    static prefix func - (value: Rational) -> Rational { .integer(0) - value }

    static func + (left: Rational, right: Rational) -> Rational {
        smallSum(left, right) ?? smallSum(left.reduced, right.reduced)
            ?? .big(BigRational(sum: left.asBig, right.asBig))
    }

    private static func smallSum(_ left: Rational, _ right: Rational) -> Rational? {
        guard case .small(let a, let b) = left, case .small(let c, let d) = right else { return nil }
        if b == d {
            let sum = a.addingReportingOverflow(c)
            return sum.overflow ? nil : .small(sum.partialValue, b)
        }
        guard let ad = product(a, d), let cb = product(c, b), let bd = product(b, d) else { return nil }
        let sum = ad.addingReportingOverflow(cb)
        return sum.overflow ? nil : .small(sum.partialValue, bd)
    }

    static func - (left: Rational, right: Rational) -> Rational {
        if case .small(let a, 1) = left, case .small(let c, let d) = right, a == 0, c != .min { return .small(-c, d) }
        if case .small(let c, let d) = right, c != .min { return left + .small(-c, d) }
        return .big(BigRational(difference: left.asBig, right.asBig))
    }

    static func * (left: Rational, right: Rational) -> Rational {
        smallProduct(left, right) ?? smallProduct(left.reduced, right.reduced)
            ?? .big(BigRational(product: left.asBig, right.asBig))
    }

    private static func smallProduct(_ left: Rational, _ right: Rational) -> Rational? {
        guard case .small(let a, let b) = left, case .small(let c, let d) = right, let ac = product(a, c) else {
            return nil
        }
        if b == 1 { return .small(ac, d) }
        return product(b, d).map { .small(ac, $0) }
    }

    /// `left / right`, or nil when `right` is zero.
    static func quotient(_ left: Rational, _ right: Rational) -> Rational? {
        guard right.sign != 0 else { return nil }
        if case .small(let a, 1) = left, case .small(let c, 1) = right, c > 0, a != .min { return .small(a, c) }
        if case .small(let a, let b) = left, case .small(let c, let d) = right, let ad = product(a, d),
            let bc = product(b, c), bc != .min, ad != .min
        {
            return bc < 0 ? .small(-ad, -bc) : .small(ad, bc)
        }
        return .big(BigRational(quotient: left.asBig, right.asBig))
    }

    /// -1, 0 or 1 as `left` is less than, equal to or greater than `right`: by 128-bit cross multiplication where it
    /// fits, else by GMP.
    static func compare(_ left: Rational, _ right: Rational) -> Int {
        if case .small(let a, let b) = left, case .small(let c, let d) = right {
            if b == d { return a < c ? -1 : a > c ? 1 : 0 }
            if let ad = product(a, d), let cb = product(c, b) { return ad < cb ? -1 : ad > cb ? 1 : 0 }
        }
        return left.asBig.compare(right.asBig)
    }

    var magnitude: Rational { sign < 0 ? -self : self }

    private static func product(_ left: Int128, _ right: Int128) -> Int128? {
        if let left = Int64(exactly: left), let right = Int64(exactly: right) { return Int128(left) * Int128(right) }
        let product = left.multipliedReportingOverflow(by: right)
        return product.overflow ? nil : product.partialValue
    }
}
