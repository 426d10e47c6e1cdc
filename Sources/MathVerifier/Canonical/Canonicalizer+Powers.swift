/// Powers with fractional and variable exponents, and factorials.
extension Canonicalizer {
    func powerNode(_ id: NodeID) -> Fraction? {
        let (baseID, exponentID) = (tree.child(id, 0), tree.child(id, 1))
        guard let exponent = fraction(exponentID) else { return nil }
        if let constant = exponent.constant {
            guard let base = fraction(baseID) else { return nil }
            if let integer = constant.machineInteger { return raisedToInteger(base, integer) }
            return Exponent(constant).flatMap { raised(base, to: $0) }
        }
        guard exponent.isPolynomial, let base = fraction(baseID) else { return nil }
        return exponential(base, exponent.numerator)
    }

    /// `base` to a fractional exponent.
    func raised(_ base: Fraction, to exponent: Exponent) -> Fraction? {
        if exponent.isInteger { return raisedToInteger(base, Int(exponent.numerator)) }
        if base.numerator.isZero { return exponent.numerator > 0 ? .zero : nil }
        if base.isPolynomial, let term = base.numerator.single { return raised(term, to: exponent) }
        // A sum: its content comes out, the rest is an atom.
        guard let content = base.numerator.content, let inverse = Rational.quotient(.one, content),
            let outside = raised(Polynomial.Term(monomial: .one, coefficient: content), to: exponent)
        else { return nil }
        let inner = Fraction(base.numerator.scaled(by: inverse), base.denominator)
        let whole = exponent.floor
        guard let part = exponent + Exponent(-whole), let scale = raisedToInteger(inner, Int(whole)),
            let product = multiply(outside, scale)
        else { return nil }
        return multiply(product, power(of: .sum(inner), part))
    }

    private func raised(_ term: Polynomial.Term, to exponent: Exponent) -> Fraction? {
        var result = Fraction.one
        var coefficient = term.coefficient
        if coefficient.sign < 0 {
            coefficient = -coefficient
            if exponent.denominator % 2 == 1 {
                if exponent.numerator % 2 != 0 { result = Fraction(.integer(-1)) }
            } else {
                guard exponent.denominator == 2, term.monomial.isOne || isConstant(term.monomial),
                    let unit = raisedToInteger(power(of: .imaginary), Int(exponent.numerator))
                else { return nil }
                result = unit
            }
        }
        guard let parts = coefficient.smallParts else { return nil }
        for (value, sign) in [(parts.numerator, Int32(1)), (parts.denominator, Int32(-1))] where value > 1 {
            guard let primes = Factorization.of(value) else { return nil }
            for (prime, multiplicity) in primes {
                guard let power = exponent * Exponent(sign * multiplicity),
                    let next = multiply(result, self.power(of: .prime(prime), .one).raisedSingle(power))
                else { return nil }
                result = next
            }
        }
        for factor in term.monomial.powers {
            guard let next = raised(factor, to: exponent).flatMap({ multiply(result, $0) }) else { return nil }
            result = next
        }
        return result
    }

    /// An atom's power to a fractional exponent; even powers of what may be negative leave an absolute value.
    private func raised(_ factor: AtomPower, to exponent: Exponent) -> Fraction? {
        guard let product = factor.exponent * exponent else { return nil }
        switch atoms[Int(factor.atom)] {
        case .imaginary, .minusOne: return nil
        case .prime, .pi, .euler, .sum: break
        case .exponential(let base, _) where isPositive(base): break
        default:
            if factor.exponent.isEven, exponent.denominator % 2 == 0, !product.isEven {
                let inside = Fraction(Polynomial(Monomial(powers: [AtomPower(atom: factor.atom, exponent: .one)])))
                return power(of: .function(.abs, [inside]), product)
            }
        }
        return Fraction(Polynomial(Monomial(powers: [AtomPower(atom: factor.atom, exponent: product)])))
    }

    private func isPositive(_ atom: Int32) -> Bool {
        switch atoms[Int(atom)] {
        case .prime, .pi, .euler: true
        default: false
        }
    }

    /// True when no variable is in the monomial.
    func isConstant(_ monomial: Monomial) -> Bool {
        monomial.powers.allSatisfy {
            switch atoms[Int($0.atom)] {
            case .prime, .pi, .euler: true
            default: false
            }
        }
    }

    /// `base` to a polynomial exponent, term by term: `2^{n+1}` is 2 times `2^n`.
    func exponential(_ base: Fraction, _ exponent: Polynomial) -> Fraction? {
        guard base.isPolynomial, let term = base.numerator.single, let parts = term.coefficient.smallParts else {
            return exponential(atom: .sum(base), .one, exponent)
        }
        var result = Fraction.one
        if parts.numerator < 0 {
            guard let sign = exponential(atom: .minusOne, .one, exponent) else { return nil }
            result = sign
        }
        for (value, sign) in [(Int128(parts.numerator.magnitude), Int32(1)), (parts.denominator, Int32(-1))]
        where value > 1 {
            guard let primes = Factorization.of(value) else { return nil }
            for (prime, multiplicity) in primes {
                guard
                    let next = exponential(atom: .prime(prime), Exponent(sign * multiplicity), exponent).flatMap({
                        multiply(result, $0)
                    })
                else { return nil }
                result = next
            }
        }
        for factor in term.monomial.powers {
            guard
                let next = exponential(atom: atoms[Int(factor.atom)], factor.exponent, exponent).flatMap({
                    multiply(result, $0)
                })
            else { return nil }
            result = next
        }
        return result
    }

    /// `atom^(scale · exponent)`.
    private func exponential(atom base: Atom, _ scale: Exponent, _ exponent: Polynomial) -> Fraction? {
        var result = Fraction.one
        for term in exponent.terms {
            guard let coefficient = Exponent(term.coefficient), let power = coefficient * scale,
                let factor = exponentialTerm(base, term.monomial, power), let next = multiply(result, factor)
            else { return nil }
            result = next
        }
        return result
    }

    private func exponentialTerm(_ base: Atom, _ monomial: Monomial, _ power: Exponent) -> Fraction? {
        if monomial.isOne {
            if base == .minusOne {
                return power.isInteger ? Fraction(.integer(power.numerator % 2 == 0 ? 1 : -1)) : nil
            }
            if case .sum(let fraction) = base { return raised(fraction, to: power) }
            return raised(AtomPower(atom: atom(base), exponent: .one), to: power)
        }
        if base == .euler {
            // e^{ln u} is u; e^{iπ r} is a root of unity.
            if monomial.powers.count == 1, monomial.powers[0].exponent == .one,
                case .function(.ln, let arguments) = atoms[Int(monomial.powers[0].atom)]
            {
                return raised(arguments[0], to: power)
            }
            if monomial.powers.count == 2, isImaginaryPi(monomial) { return rootOfUnity(power) }
        }
        if case .exponential(let inner, let old) = base {
            guard let both = old * monomial else { return nil }
            return self.power(of: .exponential(inner, both), power)
        }
        return self.power(of: .exponential(atom(base), monomial), power)
    }

    private func isImaginaryPi(_ monomial: Monomial) -> Bool {
        let kinds = monomial.powers.map { atoms[Int($0.atom)] }
        return kinds.contains(.imaginary) && kinds.contains(.pi) && monomial.powers.allSatisfy { $0.exponent == .one }
    }

    private func rootOfUnity(_ turn: Exponent) -> Fraction? {
        let angle = Rational.small(Int128(turn.numerator), Int128(turn.denominator))
        guard let cosine = SpecialAngles.cosine(angle, self), let sine = SpecialAngles.sine(angle, self) else {
            return nil
        }
        return multiply(sine, power(of: .imaginary)).flatMap { add(cosine, $0) }
    }

    /// `u!`, with integer offsets multiplied out: `(n+2)!` is `(n+2)(n+1) n!`.
    func factorial(_ argument: Fraction) -> Fraction? {
        if let n = argument.constant?.machineInteger { return Rational.factorial(n).map { Fraction($0) } }
        guard argument.isPolynomial else { return power(of: .factorial(argument)) }
        let offset = argument.numerator.terms.first { $0.monomial.isOne }?.coefficient.floor.machineInteger ?? 0
        guard abs(offset) <= 20 else { return power(of: .factorial(argument)) }
        let base = Fraction(argument.numerator - Polynomial(.integer(Int128(offset))))
        var result = power(of: .factorial(base))
        for step in stride(from: 1, through: offset, by: 1) {
            guard let next = add(base, Fraction(.integer(Int128(step)))).flatMap({ multiply(result, $0) }) else {
                return nil
            }
            result = next
        }
        for step in stride(from: 0, to: -offset, by: 1) {
            guard let next = add(base, Fraction(.integer(Int128(-step)))).flatMap({ divide(result, $0) }) else {
                return nil
            }
            result = next
        }
        return result
    }
}

extension Fraction {
    /// A single atom with another exponent.
    fileprivate func raisedSingle(_ exponent: Exponent) -> Fraction {
        let atom = numerator.terms[0].monomial.powers[0].atom
        return Fraction(Polynomial(Monomial(powers: [AtomPower(atom: atom, exponent: exponent)])))
    }
}

/// Prime factors by trial division.
enum Factorization {
    /// The primes of `value` with their multiplicities; what is left after the trial bound counts as a prime, which may
    /// keep two equal radicals apart but never joins two different ones. Nil beyond 63 bits.
    static func of(_ value: Int128) -> [(prime: Int64, multiplicity: Int32)]? {
        guard var rest = UInt64(exactly: value), rest < 1 << 63 else { return nil }
        var factors: [(Int64, Int32)] = []
        var divisor: UInt64 = 2
        while divisor * divisor <= rest, divisor < 4096 {
            var multiplicity: Int32 = 0
            while rest % divisor == 0 {
                rest /= divisor
                multiplicity += 1
            }
            if multiplicity > 0 { factors.append((Int64(divisor), multiplicity)) }
            divisor += divisor == 2 ? 1 : 2
        }
        guard rest > 1 else { return factors }
        // Without factors below 4096, what is left below 2^36 is a prime, a square of one, or a product of two.
        let root = UInt64(Double(rest).squareRoot())
        for candidate in [root, root + 1] where candidate * candidate == rest {
            factors.append((Int64(candidate), 2))
            return factors
        }
        factors.append((Int64(rest), 1))
        return factors
    }
}
