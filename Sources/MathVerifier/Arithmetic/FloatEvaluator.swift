/// Bounds real algebraic expressions by doubles: a cheap look before ``IntervalEvaluator``, whose domains it shares.
///
/// It knows the four operations, integer powers, square roots, π and e. Everything else has no bound here.
struct FloatEvaluator {
    private let tree: MathTree
    private let budget: WorkBudget
    private let point: SymbolMap<Rational>

    init(_ tree: MathTree, _ budget: WorkBudget, at point: SymbolMap<Rational>) {
        self.tree = tree
        self.budget = budget
        self.point = point
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
        case .root:
            guard tree.number(tree.child(id, 0)) == .integer(2) else { return nil }
            return value(tree.child(id, 1))?.squareRoot
        case .function where tree.function(id) == .abs: return value(tree.child(id, 0))?.magnitude
        default: return nil
        }
    }

    /// Powers whose exponent is a printed integer, perhaps with a sign.
    private func power(_ id: NodeID) -> FloatInterval? {
        guard case .small(let exponent, 1)? = tree.number(tree.child(id, 1)), exponent.magnitude <= 64, exponent != 0,
            let base = value(tree.child(id, 0))
        else { return nil }
        let power = base.raised(to: UInt(exponent.magnitude))
        return exponent < 0 ? .one / power : power
    }
}
