/// Evaluates what is a rational number, exactly: four operations, integer powers, exact roots, factorials, binomials,
/// floors, divisors, finite sums.
struct ExactEvaluator {
    let tree: MathTree
    private var bound = SymbolMap<Rational>()
    let budget: WorkBudget
    /// Work on numbers beyond 128 bits: about the square of their words, which bounds what GMP spends on them.
    private var largeWork = 0
    /// Something had no value: a division by zero, zero to the power of zero.
    private(set) var isUndefined = false

    private static let maxTerms = 10_000
    private static let maxLargeWork = 600_000

    init(_ tree: MathTree, _ budget: WorkBudget) {
        self.tree = tree
        self.budget = budget
    }

    /// An evaluator in which variables have these values.
    init(_ tree: MathTree, _ budget: WorkBudget, at point: SymbolMap<Rational>) {
        self.tree = tree
        self.budget = budget
        bound = point
    }

    /// The value, or nil when it is not rational, has none, or passes the budgets.
    mutating func value(_ id: NodeID) -> Rational? {
        guard budget.spend(1) else { return nil }
        switch tree.kind(id) {
        case .number: return tree.number(id)
        case .symbol: return bound.isEmpty ? nil : bound[tree.symbol(id)]
        case .based: return value(tree.child(id, 0))
        case .sum: return fold(id, .zero, +)
        case .product: return fold(id, .one, *)
        case .negative: return value(tree.child(id, 0)).map { -$0 }
        case .percent: return value(tree.child(id, 0)).flatMap { Rational.quotient($0, .integer(100)) }
        case .quotient:
            guard let above = value(tree.child(id, 0)), let below = value(tree.child(id, 1)) else { return nil }
            guard let quotient = Rational.quotient(above, below) else {
                isUndefined = true
                return nil
            }
            return fits(quotient)
        case .power: return power(id)
        case .root:
            guard let radicand = value(tree.child(id, 1)), let index = value(tree.child(id, 0))?.machineInteger else {
                return nil
            }
            return radicand.root(index)
        case .factorial, .doubleFactorial:
            guard let n = value(tree.child(id, 0))?.machineInteger else { return nil }
            return Rational.factorial(n, double: tree.kind(id) == .doubleFactorial).flatMap { fits($0) }
        case .function: return function(id)
        case .series, .seriesProduct: return series(id)
        default: return nil
        }
    }

    private mutating func fold(_ id: NodeID, _ start: Rational, _ combine: (Rational, Rational) -> Rational)
        -> Rational?
    {
        var total = start
        for child in tree.children(id) {
            guard let next = value(child), let sum = fits(combine(total, next)) else { return nil }
            total = sum
        }
        return total
    }

    private mutating func fits(_ value: Rational) -> Rational? {
        guard case .big(let number) = value else { return value }
        let words = number.bitCount / 64 + 1
        largeWork += words * words / 16 + 1
        guard budget.spend(words * words / 64) else { return nil }
        guard number.bitCount <= 2 * Rational.maxBits, largeWork <= ExactEvaluator.maxLargeWork else { return nil }
        return value.demoted
    }

    private mutating func power(_ id: NodeID) -> Rational? {
        guard let base = value(tree.child(id, 0)), let exponent = value(tree.child(id, 1)) else { return nil }
        if let integer = exponent.machineInteger {
            if base.sign == 0, integer <= 0 {
                isUndefined = true
                return nil
            }
            return base.raised(to: integer).flatMap { fits($0) }
        }
        guard let parts = exponent.smallParts, let index = Int(exactly: parts.denominator),
            let power = Int(exactly: parts.numerator), let root = base.root(index)
        else { return nil }
        return root.raised(to: power).flatMap { fits($0) }
    }

    private mutating func function(_ id: NodeID) -> Rational? {
        var arguments: [Rational] = []
        let function = tree.function(id)
        switch function {
        case .abs, .floor, .ceiling, .max, .min, .gcd, .lcm, .modulo, .binomial, .sign, .logBase: break
        default: return special(function, id)
        }
        for child in tree.children(id) {
            guard let argument = value(child) else { return nil }
            arguments.append(argument)
        }
        switch function {
        case .abs: return arguments[0].magnitude
        case .floor: return arguments[0].floor
        case .ceiling: return -(-arguments[0]).floor
        case .sign: return .integer(Int128(arguments[0].sign))
        case .max: return arguments.max { Rational.compare($0, $1) < 0 }
        case .min: return arguments.min { Rational.compare($0, $1) < 0 }
        case .gcd:
            return arguments.dropFirst().reduce(arguments[0]) { total, next in total.flatMap { Rational.gcd($0, next) }
            }
        case .lcm:
            return arguments.dropFirst().reduce(arguments[0]) { total, next in
                guard let total, let divisor = Rational.gcd(total, next), divisor.sign != 0 else { return nil }
                return Rational.quotient(total * next, divisor)?.magnitude
            }
        case .modulo: return Rational.modulo(arguments[0], arguments[1])
        case .binomial:
            guard let n = arguments[0].machineInteger, let k = arguments[1].machineInteger else { return nil }
            return Rational.binomial(n, k).flatMap { fits($0) }
        case .logBase: return logarithm(arguments[0], arguments[1])
        default: return nil
        }
    }

    /// Functions at the points where they are rational and need no more than zero.
    private mutating func special(_ function: MathFunction, _ id: NodeID) -> Rational? {
        guard tree.count(id) == 1, let argument = value(tree.child(id, 0)) else { return nil }
        switch function {
        case .sin, .tan, .arcsin, .arctan, .sinh, .tanh, .arsinh, .artanh: return argument.sign == 0 ? .zero : nil
        case .cos, .sec, .cosh, .exp: return argument.sign == 0 ? .one : nil
        case .ln, .log: return Rational.compare(argument, .one) == 0 ? .zero : nil
        default: return nil
        }
    }

    /// The logarithm when it is an integer, or a fraction with a small denominator.
    private func logarithm(_ base: Rational, _ argument: Rational) -> Rational? {
        guard base.sign > 0, argument.sign > 0, Rational.compare(base, .one) != 0, base.bitCount < 128,
            argument.bitCount < 4096
        else {
            return nil
        }
        for denominator in 1...4 {
            guard let target = argument.raised(to: denominator) else { return nil }
            let isInverse = (Rational.compare(base, .one) > 0) != (Rational.compare(target, .one) > 0)
            guard let step = isInverse ? Rational.quotient(.one, base) : base else { return nil }
            var power = Rational.one
            let rises = Rational.compare(step, .one) > 0
            var exponent = 0
            while exponent < 512 {
                let order = Rational.compare(power, target)
                if order == 0 {
                    return Rational.quotient(
                        .integer(Int128(isInverse ? -exponent : exponent)), .integer(Int128(denominator)))
                }
                if rises == (order > 0) { break }
                power = power * step
                exponent += 1
            }
        }
        return nil
    }

    private mutating func series(_ id: NodeID) -> Rational? {
        guard let first = value(tree.child(id, 1))?.machineInteger, let last = value(tree.child(id, 2))?.machineInteger,
            last < Int.max, first > Int.min / 2, last - first < ExactEvaluator.maxTerms
        else { return nil }
        let name = tree.symbol(tree.child(id, 0))
        let outer = bound[name]
        defer { bound[name] = outer }
        let isSum = tree.kind(id) == .series
        var total = isSum ? Rational.zero : .one
        guard first <= last else { return total }
        for index in first...last {
            bound[name] = .integer(Int128(index))
            guard let term = value(tree.child(id, 3)), let next = fits(isSum ? total + term : total * term) else {
                return nil
            }
            total = next
        }
        return total
    }
}
