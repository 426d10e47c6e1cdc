/// Brings expressions to a canonical quotient of polynomials over atoms: primes with fractional exponents (radicals),
/// variables, π, e, i, and functions of canonical arguments.
///
/// Two expressions whose forms agree are equal, for every value of the variables for which both are defined and the
/// radicands are not negative. Forms that differ prove nothing, but for polynomials in variables alone.
/// Radicals of distinct primes are linearly independent over Q: Besicovitch (1940).
final class Canonicalizer {
    let tree: MathTree
    let intervals: IntervalStore
    var atoms: [Atom] = []
    private var index: [Atom: Int32] = [:]
    let budget: WorkBudget
    /// The work that one form may cost; an expression too large to expand leaves work for other ways.
    private var allowance = 40_000
    /// The base of `\log` where none is written.
    let logBase: IntervalEvaluator.LogBase
    /// Some atom has a rule that shortens its powers.
    var hasReducibleAtoms = false

    init(_ tree: MathTree, _ intervals: IntervalStore, _ budget: WorkBudget, logBase: IntervalEvaluator.LogBase) {
        self.tree = tree
        self.budget = budget
        self.intervals = intervals
        self.logBase = logBase
    }

    private func spend(_ amount: Int) -> Bool {
        allowance -= amount
        return allowance > 0 && budget.spend(amount)
    }

    /// True when the forms of both agree; nil when one has none within the budget.
    func areEqual(_ left: NodeID, _ right: NodeID) -> Bool? {
        guard let a = fraction(left), let b = fraction(right) else { return nil }
        return isZeroDifference(a, b)
    }

    func isZeroDifference(_ a: Fraction, _ b: Fraction) -> Bool? {
        if a == b { return true }
        guard let difference = subtract(a, b) else { return nil }
        return difference.numerator.isZero
    }

    func atom(_ atom: Atom) -> Int32 {
        if let known = known(atom) { return known }
        let id = Int32(atoms.count)
        atoms.append(atom)
        if atoms.count > Canonicalizer.nearAtoms { index[atom] = id }
        switch atom {
        case .sum, .function(.sin, _), .function(.abs, _): hasReducibleAtoms = true
        default: break
        }
        return id
    }

    /// The first atoms are searched one by one, the rest by their hash.
    private func known(_ atom: Atom) -> Int32? {
        for index in 0..<min(atoms.count, Canonicalizer.nearAtoms) where atoms[index] == atom { return Int32(index) }
        return atoms.count > Canonicalizer.nearAtoms ? index[atom] : nil
    }

    private static let nearAtoms = 12

    func power(of atom: Atom, _ exponent: Exponent = .one, coefficient: Rational = .one) -> Fraction {
        Fraction(Polynomial(Monomial(powers: [AtomPower(atom: self.atom(atom), exponent: exponent)]), coefficient))
    }

    /// The canonical form of the tree under `id`.
    func fraction(_ id: NodeID) -> Fraction? {
        guard spend(8) else { return nil }
        switch tree.kind(id) {
        case .number: return Fraction(tree.number(id)!.reduced)
        case .based: return fraction(tree.child(id, 0))
        case .symbol: return power(of: .symbol(tree.symbol(id)))
        case .pi: return power(of: .pi)
        case .euler: return power(of: .euler)
        case .imaginary: return power(of: .imaginary)
        case .sum: return fold(id) { self.add($0, $1) }
        case .product: return fold(id) { self.multiply($0, $1) }
        case .negative: return fraction(tree.child(id, 0)).map { -$0 }
        case .percent: return fraction(tree.child(id, 0)).flatMap { multiply($0, Fraction(.small(1, 100))) }
        case .degrees:
            guard let angle = fraction(tree.child(id, 0)) else { return nil }
            return multiply(angle, power(of: .pi, coefficient: .small(1, 180)))
        case .quotient:
            guard let above = fraction(tree.child(id, 0)), let below = fraction(tree.child(id, 1)) else { return nil }
            return divide(above, below)
        case .power: return powerNode(id)
        case .root:
            guard let index = fraction(tree.child(id, 0))?.constant, let radicand = fraction(tree.child(id, 1)),
                let inverse = Rational.quotient(.one, index), let exponent = Exponent(inverse)
            else { return nil }
            return raised(radicand, to: exponent)
        case .function: return function(id)
        case .application:
            guard let arguments = fractions(tree.children(id)) else { return nil }
            return power(of: .application(tree.symbol(id), arguments))
        case .factorial: return fraction(tree.child(id, 0)).flatMap(factorial)
        case .series, .seriesProduct, .doubleFactorial:
            var exact = ExactEvaluator(tree, budget)
            return exact.value(id).map { Fraction($0) }
        default: return nil
        }
    }

    func fractions(_ ids: some Sequence<NodeID>) -> [Fraction]? {
        var result: [Fraction] = []
        for id in ids {
            guard let next = fraction(id) else { return nil }
            result.append(next)
        }
        return result
    }

    private func fold(_ id: NodeID, _ combine: (Fraction, Fraction) -> Fraction?) -> Fraction? {
        var total: Fraction?
        for child in tree.children(id) {
            guard let next = fraction(child) else { return nil }
            guard let left = total else {
                total = next
                continue
            }
            guard let sum = combine(left, next) else { return nil }
            total = sum
        }
        return total
    }
}

// MARK: Arithmetic

extension Canonicalizer {
    /// True when the polynomial is made of rationals and radicals of primes up to `greatest`.
    func hasOnlyPrimes(upTo greatest: Int64, _ polynomial: Polynomial) -> Bool {
        polynomial.terms.allSatisfy { term in
            term.monomial.powers.allSatisfy { power in
                if case .prime(let prime) = atoms[Int(power.atom)] { prime <= greatest } else { false }
            }
        }
    }

    func add(_ a: Fraction, _ b: Fraction) -> Fraction? {
        if a.denominator == b.denominator { return normalized(a.numerator + b.numerator, a.denominator) }
        guard let left = product(a.numerator, b.denominator), let right = product(b.numerator, a.denominator),
            let below = product(a.denominator, b.denominator), let above = add(left, right)
        else { return nil }
        return divide(above, below)
    }

    func subtract(_ a: Fraction, _ b: Fraction) -> Fraction? { add(a, -b) }

    func multiply(_ a: Fraction, _ b: Fraction) -> Fraction? {
        guard let above = product(a.numerator, b.numerator) else { return nil }
        if a.isPolynomial, b.isPolynomial { return above }
        guard let below = product(a.denominator, b.denominator) else { return nil }
        return divide(above, below)
    }

    func divide(_ a: Fraction, _ b: Fraction) -> Fraction? {
        guard !b.numerator.isZero else { return nil }
        if a.isPolynomial, b.isPolynomial { return normalized(a.numerator, b.numerator) }
        guard let above = product(a.numerator, b.denominator), let below = product(a.denominator, b.numerator) else {
            return nil
        }
        if above.isPolynomial, below.isPolynomial { return normalized(above.numerator, below.numerator) }
        return divide(above, below)
    }

    /// The product with the rules of the atoms applied; a quotient, because a rule may bring one in.
    private func product(_ a: Polynomial, _ b: Polynomial) -> Fraction? {
        guard spend(8 + a.terms.count * b.terms.count * 8), let raw = Polynomial.product(a, b) else { return nil }
        return settled(raw)
    }

    /// One over a single term goes into the numerator; other denominators get the leading coefficient 1.
    func normalized(_ above: Polynomial, _ below: Polynomial) -> Fraction? {
        guard !below.isZero else { return nil }
        if above.isZero { return .zero }
        if below.isOne { return Fraction(above) }
        if let term = below.single {
            guard let inverse = Rational.quotient(.one, term.coefficient) else { return nil }
            if term.monomial.isOne { return Fraction(above.scaled(by: inverse)) }
            return Polynomial.product(above, Polynomial(term.monomial.inverse, inverse)).flatMap(settled)
        }
        guard let lead = below.terms.last?.coefficient, let inverse = Rational.quotient(.one, lead) else { return nil }
        return Fraction(above.scaled(by: inverse), below.scaled(by: inverse))
    }

    /// Applies what atoms know of their powers: primes have exponents in [0, 1), i in {0, 1}, sums below 1, sines
    /// below 2.
    private func settled(_ raw: Polynomial) -> Fraction? {
        guard raw.terms.contains(where: { $0.monomial.powers.contains(where: isReducible) }) else {
            return Fraction(raw)
        }
        var plain: [Polynomial.Term] = []
        var rest = Fraction.zero
        for term in raw.terms {
            guard spend(8) else { return nil }
            var coefficient = term.coefficient
            var kept: [AtomPower] = []
            var factors: [Fraction] = []
            for power in term.monomial.powers {
                guard isReducible(power) else {
                    kept.append(power)
                    continue
                }
                switch atoms[Int(power.atom)] {
                case .prime(let prime):
                    let whole = power.exponent.floor
                    guard let scale = Rational.integer(Int128(prime)).raised(to: Int(whole)),
                        let left = power.exponent + Exponent(-whole)
                    else {
                        return nil
                    }
                    coefficient = (coefficient * scale).demoted
                    if left.numerator != 0 { kept.append(AtomPower(atom: power.atom, exponent: left)) }
                case .imaginary:
                    guard power.exponent.isInteger else { return nil }
                    let quarter = ((power.exponent.numerator % 4) + 4) % 4
                    if quarter >= 2 { coefficient = -coefficient }
                    if quarter % 2 == 1 { kept.append(AtomPower(atom: power.atom, exponent: .one)) }
                case .minusOne:
                    break
                case .exponential:
                    // (-1)^n to an even power is 1.
                    let parity = ((power.exponent.numerator % 2) + 2) % 2
                    if parity == 1 { kept.append(AtomPower(atom: power.atom, exponent: .one)) }
                case .sum(let base):
                    let whole = power.exponent.floor
                    guard let left = power.exponent + Exponent(-whole), let scale = raisedToInteger(base, Int(whole))
                    else { return nil }
                    factors.append(scale)
                    if left.numerator != 0 { kept.append(AtomPower(atom: power.atom, exponent: left)) }
                case .function(.sin, let arguments):
                    let cosine = self.power(of: .function(.cos, arguments), Exponent(2))
                    guard let square = subtract(.one, cosine),
                        let half = raisedToInteger(square, Int(power.exponent.numerator / 2))
                    else { return nil }
                    factors.append(half)
                    if power.exponent.numerator % 2 == 1 { kept.append(AtomPower(atom: power.atom, exponent: .one)) }
                case .function(.abs, let arguments):
                    guard let square = multiply(arguments[0], arguments[0]),
                        let half = raisedToInteger(square, Int(power.exponent.numerator / 2))
                    else { return nil }
                    factors.append(half)
                    if power.exponent.numerator % 2 != 0 { kept.append(AtomPower(atom: power.atom, exponent: .one)) }
                default: kept.append(power)
                }
            }
            if factors.isEmpty {
                plain.append(Polynomial.Term(monomial: Monomial(powers: kept), coefficient: coefficient))
            } else {
                var value = Fraction(Polynomial(Monomial(powers: kept), coefficient))
                for factor in factors {
                    guard let next = multiply(value, factor) else { return nil }
                    value = next
                }
                guard let sum = add(rest, value) else { return nil }
                rest = sum
            }
        }
        guard let polynomial = Polynomial(sumOf: plain) else { return nil }
        return rest.numerator.isZero ? Fraction(polynomial) : add(rest, Fraction(polynomial))
    }

    private func isReducible(_ power: AtomPower) -> Bool {
        switch atoms[Int(power.atom)] {
        case .prime: power.exponent.numerator < 0 || power.exponent.numerator >= power.exponent.denominator
        case .imaginary: power.exponent != .one
        case .minusOne: true
        case .exponential(let base, _):
            atoms[Int(base)] == .minusOne && (power.exponent.numerator < 0 || power.exponent.numerator > 1)
                && power.exponent.isInteger
        case .sum: power.exponent.numerator < 0 || power.exponent.numerator >= power.exponent.denominator
        case .function(.sin, _): power.exponent.isInteger && power.exponent.numerator >= 2
        case .function(.abs, _): power.exponent.isInteger && power.exponent.numerator >= 2
        default: false
        }
    }

    /// An integer power by squaring.
    func raisedToInteger(_ base: Fraction, _ exponent: Int) -> Fraction? {
        if exponent == 0 { return base.numerator.isZero ? nil : .one }
        if exponent < 0 {
            guard let inverse = divide(.one, base) else { return nil }
            return raisedToInteger(inverse, -exponent)
        }
        if base.isPolynomial, let term = base.numerator.single {
            guard let coefficient = term.coefficient.raised(to: exponent), let power = Exponent(exponent, over: 1)
            else { return nil }
            var powers: [AtomPower] = []
            for factor in term.monomial.powers {
                guard let product = factor.exponent * power else { return nil }
                powers.append(AtomPower(atom: factor.atom, exponent: product))
            }
            return settled(Polynomial(Monomial(powers: powers), coefficient))
        }
        guard exponent <= 400 else { return nil }
        var result: Fraction?
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 {
                guard let next = result.map({ multiply($0, square) }) ?? square else { return nil }
                result = next
            }
            rest >>= 1
            if rest > 0 {
                guard let next = multiply(square, square) else { return nil }
                square = next
            }
        }
        return result
    }
}
