/// A rational exponent in lowest terms with a positive denominator.
struct Exponent: Hashable, Sendable {
    let numerator: Int32
    let denominator: Int32

    static let one = Exponent(1)
    static let zero = Exponent(0)

    init(_ integer: Int32) {
        numerator = integer
        denominator = 1
    }

    /// The exponent of that value; nil when it is larger than anything that is expanded.
    init?(_ numerator: Int, over denominator: Int) {
        var (a, b) = (numerator.magnitude, denominator.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        guard a > 0 || numerator == 0, denominator != 0 else { return nil }
        let divisor = Int(max(a, 1)) * denominator.signum()
        guard let above = Int32(exactly: numerator / divisor), let below = Int32(exactly: denominator / divisor),
            above.magnitude < 1 << 24, below < 1 << 16
        else { return nil }
        self.numerator = above
        self.denominator = below
    }

    init?(_ value: Rational) {
        guard let parts = value.smallParts, let above = Int(exactly: parts.numerator),
            let below = Int(exactly: parts.denominator)
        else { return nil }
        self.init(above, over: below)
    }

    var isInteger: Bool { denominator == 1 }
    var isEven: Bool { denominator == 1 && numerator % 2 == 0 }

    /// The greatest integer not above the exponent.
    var floor: Int32 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder < 0 ? quotient - 1 : quotient
    }

    static func + (left: Exponent, right: Exponent) -> Exponent? {
        if left.denominator == 1, right.denominator == 1 {
            return Exponent(Int(left.numerator) + Int(right.numerator), over: 1)
        }
        return Exponent(
            Int(left.numerator) * Int(right.denominator) + Int(right.numerator) * Int(left.denominator),
            over: Int(left.denominator) * Int(right.denominator))
    }

    static func * (left: Exponent, right: Exponent) -> Exponent? {
        Exponent(Int(left.numerator) * Int(right.numerator), over: Int(left.denominator) * Int(right.denominator))
    }

    static prefix func - (value: Exponent) -> Exponent {
        Exponent(Int(-value.numerator), over: Int(value.denominator))!
    }
}

/// An atom to a power.
struct AtomPower: Hashable, Sendable {
    let atom: Int32
    let exponent: Exponent
}

/// A product of powers of atoms, sorted by atom.
struct Monomial: Hashable, Comparable, Sendable {
    var powers: [AtomPower]

    static let one = Monomial(powers: [])

    var isOne: Bool { powers.isEmpty }

    /// An order that does not depend on anything but the powers.
    static func < (left: Monomial, right: Monomial) -> Bool {
        for (a, b) in zip(left.powers, right.powers) where a != b {
            if a.atom != b.atom { return a.atom < b.atom }
            let difference =
                Int(a.exponent.numerator) * Int(b.exponent.denominator) - Int(b.exponent.numerator)
                * Int(a.exponent.denominator)
            return difference < 0
        }
        return left.powers.count < right.powers.count
    }

    /// The product; nil when an exponent overflows.
    static func * (left: Monomial, right: Monomial) -> Monomial? {
        if left.isOne { return right }
        if right.isOne { return left }
        var powers: [AtomPower] = []
        powers.reserveCapacity(left.powers.count + right.powers.count)
        var (i, j) = (0, 0)
        while i < left.powers.count || j < right.powers.count {
            if j == right.powers.count || (i < left.powers.count && left.powers[i].atom < right.powers[j].atom) {
                powers.append(left.powers[i])
                i += 1
            } else if i == left.powers.count || right.powers[j].atom < left.powers[i].atom {
                powers.append(right.powers[j])
                j += 1
            } else {
                guard let exponent = left.powers[i].exponent + right.powers[j].exponent else { return nil }
                if exponent.numerator != 0 { powers.append(AtomPower(atom: left.powers[i].atom, exponent: exponent)) }
                i += 1
                j += 1
            }
        }
        return Monomial(powers: powers)
    }

    /// One over the monomial.
    var inverse: Monomial { Monomial(powers: powers.map { AtomPower(atom: $0.atom, exponent: -$0.exponent) }) }
}
