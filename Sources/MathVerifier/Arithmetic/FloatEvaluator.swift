/// Bounds real expressions by doubles: a cheap look before ``IntervalEvaluator``, whose domains it shares.
///
/// It knows the four operations, powers and real roots, exponentials, logarithms, circular and hyperbolic functions, some
/// others by name, π and e. Everything else has no bound here.
struct FloatEvaluator {
    let tree: MathTree
    let budget: WorkBudget
    private let point: SymbolMap<Rational>
    private let logBase: IntervalEvaluator.LogBase

    init(
        _ tree: MathTree, _ budget: WorkBudget, at point: SymbolMap<Rational>,
        logBase: IntervalEvaluator.LogBase
    ) {
        self.tree = tree
        self.budget = budget
        self.point = point
        self.logBase = logBase
    }

    /// The bounds, or nil when there are none.
    func value(_ id: NodeID) -> FloatInterval? {
        guard budget.spend(1), let value = evaluate(id), value.isValid else { return nil }
        return value
    }

    private func evaluate(_ id: NodeID) -> FloatInterval? {
        switch tree.kind(id) {
        case .number: return FloatInterval(tree.number(id)!)
        case .based, .percent, .negative:
            guard let inner = value(tree.child(id, 0)) else { return nil }
            if tree.kind(id) == .negative { return -inner }
            return tree.kind(id) == .based ? inner : inner / FloatInterval(100, 100)
        case .symbol: return point[tree.symbol(id)].flatMap { FloatInterval($0) }
        case .pi: return .pi
        case .euler: return .e
        case .sum, .product:
            guard var total = value(tree.child(id, 0)) else { return nil }
            for index in 1..<max(1, tree.count(id)) {
                guard let next = value(tree.child(id, index)) else { return nil }
                total = tree.kind(id) == .sum ? total + next : total * next
            }
            return total
        case .quotient:
            guard let above = value(tree.child(id, 0)), let below = value(tree.child(id, 1)) else { return nil }
            return above / below
        case .power: return power(id)
        case .degrees: return value(tree.child(id, 0)).flatMap { $0 * .pi / FloatInterval(180, 180) }
        case .root:
            guard case .small(let index, 1)? = tree.number(tree.child(id, 0)), index >= 2, index <= 64,
                let radicand = value(tree.child(id, 1))
            else { return nil }
            if index == 2 { return radicand.squareRoot }
            // Odd roots of negative numbers are real.
            if radicand.upper < 0, index % 2 == 1 { return (-radicand).root(Double(index)).map { -$0 } }
            return radicand.root(Double(index))
        case .factorial:
            guard case .small(let count, 1)? = tree.number(tree.child(id, 0)), count >= 0, count <= 18 else {
                return nil
            }
            let product = (0..<Int(count)).reduce(1.0) { $0 * Double($1 + 1) }
            return FloatInterval(product, product)
        case .function: return function(id)
        case .application where tree.count(id) == 1: return special(id)
        default: return nil
        }
    }

    private func special(_ id: NodeID) -> FloatInterval? {
        switch tree.symbol(id) {
        case Symbol("erf"): value(tree.child(id, 0))?.errorFunction
        case Symbol("erfc"): value(tree.child(id, 0))?.complementaryErrorFunction
        case Symbol("Ei"): value(tree.child(id, 0))?.exponentialIntegral
        case Symbol("sech"): value(tree.child(id, 0))?.hyperbolicCosine.flatMap { .one / $0 }
        case Symbol("csch"): value(tree.child(id, 0))?.hyperbolicSine.flatMap { .one / $0 }
        default: nil
        }
    }

    private func power(_ id: NodeID) -> FloatInterval? {
        let (base, exponent) = (tree.child(id, 0), tree.child(id, 1))
        // A printed integer, perhaps with a sign.
        if case .small(let integer, 1)? = tree.number(exponent) {
            guard integer.magnitude <= 64 else { return nil }
            if integer == 0 { return .one }
            guard let base = value(base) else { return nil }
            let power = base.raised(to: UInt(integer.magnitude))
            return integer < 0 ? .one / power : power
        }
        guard let exponent = value(exponent) else { return nil }
        if tree.kind(base) == .euler { return exponent.exponential }
        return (value(base)?.logarithm.map { $0 * exponent })?.exponential
    }

    private func function(_ id: NodeID) -> FloatInterval? {
        switch tree.function(id) {
        case .logBase where tree.count(id) == 2: return logarithm(id)
        case .max, .min: return extreme(id)
        default: break
        }
        guard tree.count(id) == 1, let argument = value(tree.child(id, 0)) else { return nil }
        return value(of: tree.function(id), argument)
    }

    /// The greatest or the least of the arguments.
    private func extreme(_ id: NodeID) -> FloatInterval? {
        guard var total = value(tree.child(id, 0)) else { return nil }
        let isGreatest = tree.function(id) == .max
        for child in tree.children(id).dropFirst() {
            guard let next = value(child) else { return nil }
            total =
                isGreatest
                ? FloatInterval(max(total.lower, next.lower), max(total.upper, next.upper))
                : FloatInterval(min(total.lower, next.lower), min(total.upper, next.upper))
        }
        return total
    }

    /// A function of one argument; nil where it has no bound here.
    func value(of function: MathFunction, _ argument: FloatInterval) -> FloatInterval? {
        func ratio(_ above: FloatInterval?, _ below: FloatInterval?) -> FloatInterval? {
            guard let above, let below else { return nil }
            return above / below
        }
        switch function {
        case .abs: return argument.magnitude
        case .exp: return argument.exponential
        case .ln: return argument.logarithm
        case .log:
            return logBase == .euler ? argument.logarithm : ratio(argument.logarithm, FloatInterval(10, 10).logarithm)
        case .sin: return argument.sine
        case .cos: return argument.cosine
        case .tan: return ratio(argument.sine, argument.cosine)
        case .cot: return ratio(argument.cosine, argument.sine)
        case .sec: return ratio(.one, argument.cosine)
        case .csc: return ratio(.one, argument.sine)
        case .arcsin: return argument.arcsine
        case .arccos: return argument.arcsine.map { FloatInterval.halfPi + -$0 }
        case .arctan: return argument.arctangent
        case .arccot: return FloatInterval.halfPi + -argument.arctangent
        case .arsinh: return argument.inverseHyperbolicSine
        case .sinh: return argument.hyperbolicSine
        case .cosh: return argument.hyperbolicCosine
        case .tanh: return argument.hyperbolicTangent
        case .coth: return .one / argument.hyperbolicTangent
        case .floor: return argument.floor
        case .ceiling: return (-argument).floor.map { -$0 }
        default: return nil
        }
    }

    /// A logarithm to a written base.
    private func logarithm(_ id: NodeID) -> FloatInterval? {
        guard let base = value(tree.child(id, 0))?.logarithm, let power = value(tree.child(id, 1))?.logarithm else {
            return nil
        }
        return power / base
    }
}
