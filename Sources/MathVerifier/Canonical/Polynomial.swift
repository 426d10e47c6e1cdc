/// A sum of monomials with rational coefficients, sorted, without zeros.
struct Polynomial: Hashable, Sendable {
    struct Term: Hashable, Sendable {
        var monomial: Monomial
        var coefficient: Rational
    }

    var terms: [Term]

    static let zero = Polynomial(terms: [])
    static let one = Polynomial(.one)
    /// More terms than this are not expanded.
    static let maxTerms = 1_500

    init(terms: [Term]) { self.terms = terms }

    init(_ constant: Rational) {
        terms = constant.sign == 0 ? [] : [Term(monomial: .one, coefficient: constant)]
    }

    init(_ monomial: Monomial, _ coefficient: Rational = .one) {
        terms = coefficient.sign == 0 ? [] : [Term(monomial: monomial, coefficient: coefficient)]
    }

    var isZero: Bool { terms.isEmpty }

    var isOne: Bool {
        guard terms.count == 1, case .small(1, 1) = terms[0].coefficient else { return false }
        return terms[0].monomial.isOne
    }

    /// The value, when there are no atoms.
    var constant: Rational? {
        if terms.isEmpty { return .zero }
        return terms.count == 1 && terms[0].monomial.isOne ? terms[0].coefficient : nil
    }

    /// The one term, when there is just one.
    var single: Term? { terms.count == 1 ? terms[0] : nil }

    static prefix func - (value: Polynomial) -> Polynomial {
        Polynomial(terms: value.terms.map { Term(monomial: $0.monomial, coefficient: -$0.coefficient) })
    }

    /// The sum. O(terms).
    static func + (left: Polynomial, right: Polynomial) -> Polynomial {
        if left.isZero { return right }
        if right.isZero { return left }
        var terms: [Term] = []
        terms.reserveCapacity(left.terms.count + right.terms.count)
        var (i, j) = (0, 0)
        while i < left.terms.count, j < right.terms.count {
            let (a, b) = (left.terms[i], right.terms[j])
            if a.monomial == b.monomial {
                let sum = (a.coefficient + b.coefficient)
                if sum.sign != 0 { terms.append(Term(monomial: a.monomial, coefficient: sum)) }
                i += 1
                j += 1
            } else if a.monomial < b.monomial {
                terms.append(a)
                i += 1
            } else {
                terms.append(b)
                j += 1
            }
        }
        terms.append(contentsOf: left.terms[i...])
        terms.append(contentsOf: right.terms[j...])
        return Polynomial(terms: terms)
    }

    static func - (left: Polynomial, right: Polynomial) -> Polynomial { left + -right }

    func scaled(by factor: Rational) -> Polynomial {
        if case .small(1, 1) = factor { return self }
        guard factor.sign != 0 else { return .zero }
        return Polynomial(
            terms: terms.map { Term(monomial: $0.monomial, coefficient: ($0.coefficient * factor).reduced) })
    }

    /// The product without any rule of the atoms; nil beyond the budget.
    static func product(_ left: Polynomial, _ right: Polynomial) -> Polynomial? {
        if let constant = left.constant { return right.scaled(by: constant) }
        if let constant = right.constant { return left.scaled(by: constant) }
        guard left.terms.count * right.terms.count <= 4 * maxTerms else { return nil }
        var products: [Term] = []
        products.reserveCapacity(left.terms.count * right.terms.count)
        for a in left.terms {
            for b in right.terms {
                guard let monomial = a.monomial * b.monomial else { return nil }
                products.append(Term(monomial: monomial, coefficient: a.coefficient * b.coefficient))
            }
        }
        return Polynomial(sumOf: products)
    }

    /// The sum of terms in any order; nil beyond the budget. O(n log n).
    init?(sumOf unsorted: [Term]) {
        terms = unsorted
        if terms.count > 1 { terms.sort { $0.monomial < $1.monomial } }
        var monomials = 0
        var kept = 0
        var next = 0
        while next < terms.count {
            var sum = terms[next]
            next += 1
            while next < terms.count, terms[next].monomial == sum.monomial {
                sum.coefficient = sum.coefficient + terms[next].coefficient
                next += 1
            }
            monomials += 1
            guard sum.coefficient.sign != 0 else { continue }
            sum.coefficient = sum.coefficient.reduced
            terms[kept] = sum
            kept += 1
        }
        guard monomials <= Polynomial.maxTerms else { return nil }
        terms.removeLast(terms.count - kept)
    }

    /// The positive rational that leaves coprime integer coefficients; nil when the coefficients are too large.
    var content: Rational? {
        var numerator = Rational.zero
        var denominator = Rational.one
        for term in terms {
            guard let parts = term.coefficient.smallParts,
                let above = Rational.gcd(numerator, .integer(parts.numerator)),
                let shared = Rational.gcd(denominator, .integer(parts.denominator)),
                let factor = Rational.quotient(.integer(parts.denominator), shared)
            else { return nil }
            numerator = above
            denominator = denominator * factor
        }
        return numerator.sign == 0 ? nil : Rational.quotient(numerator.magnitude, denominator)
    }
}

extension Rational: Hashable {
    static func == (left: Rational, right: Rational) -> Bool { compare(left, right) == 0 }

    func hash(into hasher: inout Hasher) { hasher.combine(Residue.of(self)) }
}
