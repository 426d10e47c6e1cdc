/// Arithmetic modulo the prime 2^61-1.
enum Residue {
    static let prime: UInt64 = (1 << 61) - 1

    static func add(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let sum = a + b
        return sum >= prime ? sum - prime : sum
    }

    static func negate(_ a: UInt64) -> UInt64 { a == 0 ? 0 : prime - a }

    static func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        let sum = (low & prime) + (low >> 61 | high << 3)
        return sum >= prime ? sum - prime : sum
    }

    static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
        var result: UInt64 = 1
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = multiply(result, square) }
            square = multiply(square, square)
            rest >>= 1
        }
        return result
    }

    /// The inverse of a number that is not zero, by Fermat.
    static func inverse(_ a: UInt64) -> UInt64? { a == 0 ? nil : power(a, prime - 2) }

    private static func remainder(_ value: UInt128) -> UInt64 {
        // Nearly all are one machine word, where division is an instruction.
        if let word = UInt64(exactly: value) { return word % prime }
        return UInt64(value % UInt128(prime))
    }

    /// The magnitude of a whole exponent modulo the order of the group, by which it counts (Fermat); nil of others.
    static func exponent(_ value: Rational) -> UInt64? {
        if let small = value.smallInteger { return UInt64(small.magnitude % UInt128(prime - 1)) }
        guard case .big(let number) = value, number.isInteger else { return nil }
        return number.magnitude(modulo: prime - 1)
    }

    /// A rational modulo the prime; nil when its denominator is a multiple of it.
    static func of(_ value: Rational) -> UInt64? {
        switch value {
        case .small(let numerator, let denominator):
            let above = remainder(numerator.magnitude)
            let signed = numerator < 0 ? negate(above) : above
            if denominator == 1 { return signed }
            guard let below = inverse(remainder(denominator.magnitude)) else { return nil }
            return multiply(signed, below)
        case .big(let number):
            let parts = number.residue
            guard let below = inverse(parts.denominator) else { return nil }
            return multiply(parts.numerator, below)
        }
    }
}

/// Evaluates an expression modulo 2^61-1 at a seeded point: two expressions that are equal give equal residues, so
/// that different ones are a proof of difference. Constants such as π stand for variables; that is sound for one of
/// them alone, because it is transcendental.
///
/// Schwartz (1980), Zippel (1979): different polynomials of degree d agree with probability at most d/2^61.
struct ResidueEvaluator {
    let tree: MathTree
    /// Distinguishes one point from another.
    let seed: UInt64
    let budget: WorkBudget
    private var bound = SymbolMap<UInt64>()
    /// Transcendental constants that were met.
    private(set) var sawPi = false
    private(set) var sawEuler = false
    /// Something has no residue at any point.
    private(set) var isBeyond = false

    init(_ tree: MathTree, _ budget: WorkBudget, seed: UInt64) {
        self.tree = tree
        self.budget = budget
        self.seed = seed
    }

    /// The residue, or nil when the expression is no rational function with integer exponents, or has no value there.
    mutating func value(_ id: NodeID) -> UInt64? {
        guard budget.spend(1) else { return nil }
        switch tree.kind(id) {
        case .number: return Residue.of(tree.number(id)!)
        case .symbol: return bound[tree.symbol(id)] ?? point(tree.symbol(id).bits)
        case .pi:
            sawPi = true
            return point(UInt128(1) << 120)
        case .euler:
            sawEuler = true
            return point(UInt128(1) << 121)
        case .sum:
            var total: UInt64 = 0
            for child in tree.children(id) {
                guard let term = value(child) else { return nil }
                total = Residue.add(total, term)
            }
            return total
        case .product:
            var total: UInt64 = 1
            for child in tree.children(id) {
                guard let factor = value(child) else { return nil }
                total = Residue.multiply(total, factor)
            }
            return total
        case .negative: return value(tree.child(id, 0)).map(Residue.negate)
        case .quotient:
            guard let above = value(tree.child(id, 0)), let below = value(tree.child(id, 1)).flatMap(Residue.inverse)
            else {
                return nil
            }
            return Residue.multiply(above, below)
        case .percent: return value(tree.child(id, 0)).map { Residue.multiply($0, Residue.inverse(100)!) }
        case .power: return power(id)
        case .factorial: return factorial(id)
        case .function where tree.function(id) == .binomial: return binomial(id)
        case .series, .seriesProduct: return series(id)
        default:
            isBeyond = true
            return nil
        }
    }

    private mutating func power(_ id: NodeID) -> UInt64? {
        guard let exponent = exponent(tree.child(id, 1)), let reduced = Residue.exponent(exponent) else {
            isBeyond = true
            return nil
        }
        guard let base = value(tree.child(id, 0)) else { return nil }
        if base == 0 { return Rational.compare(exponent, .zero) > 0 ? 0 : nil }
        let power = Residue.power(base, reduced)
        return Rational.compare(exponent, .zero) < 0 ? Residue.inverse(power) : power
    }

    private func exponent(_ id: NodeID) -> Rational? {
        if let number = tree.number(id) { return number }
        var exact = ExactEvaluator(tree, budget)
        return exact.value(id)
    }

    private mutating func factorial(_ id: NodeID) -> UInt64? {
        var exact = ExactEvaluator(tree, budget)
        guard let n = exact.value(tree.child(id, 0))?.machineInteger, n >= 0, n <= 100_000 else { return nil }
        guard budget.spend(n / 8) else { return nil }
        var total: UInt64 = 1
        for factor in stride(from: 2, through: n, by: 1) { total = Residue.multiply(total, UInt64(factor)) }
        return total
    }

    private mutating func binomial(_ id: NodeID) -> UInt64? {
        var exact = ExactEvaluator(tree, budget)
        guard let n = exact.value(tree.child(id, 0))?.machineInteger,
            let k = exact.value(tree.child(id, 1))?.machineInteger, n >= 0, n <= 100_000
        else { return nil }
        guard k >= 0, k <= n else { return 0 }
        let terms = min(k, n - k)
        guard budget.spend(terms / 4) else { return nil }
        var (above, below): (UInt64, UInt64) = (1, 1)
        for term in 0..<terms {
            above = Residue.multiply(above, UInt64(n - term))
            below = Residue.multiply(below, UInt64(term + 1))
        }
        return Residue.inverse(below).map { Residue.multiply(above, $0) }
    }

    private mutating func series(_ id: NodeID) -> UInt64? {
        var exact = ExactEvaluator(tree, budget)
        guard let first = exact.value(tree.child(id, 1))?.machineInteger,
            let last = exact.value(tree.child(id, 2))?.machineInteger, last - first < 10_000
        else { return nil }
        let name = tree.symbol(tree.child(id, 0))
        let outer = bound[name]
        defer { bound[name] = outer }
        let isSum = tree.kind(id) == .series
        var total: UInt64 = isSum ? 0 : 1
        guard first <= last else { return total }
        for index in first...last {
            guard let residue = Residue.of(.integer(Int128(index))) else { return nil }
            bound[name] = residue
            guard let term = value(tree.child(id, 3)) else { return nil }
            total = isSum ? Residue.add(total, term) : Residue.multiply(total, term)
        }
        return total
    }

    /// A point that depends on nothing but the name and the seed: SplitMix64 (Steele et al. 2014).
    private func point(_ name: UInt128) -> UInt64 {
        var z = UInt64(truncatingIfNeeded: name ^ name >> 64) &+ seed &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return (z ^ z >> 31) % (Residue.prime - 2) + 1
    }
}
