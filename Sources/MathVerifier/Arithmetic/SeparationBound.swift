/// How small a non-zero algebraic expression can be.
///
/// BFMSS bound (Burnikel, Funke, Mehlhorn, Schirra, Schmitt 2001): an expression of rationals, four operations and
/// roots with D the product of the indices of its roots is zero, or at least (u^(D-1) · l)^-1, u and l bounding
/// numerator and denominator. Both are algebraic integers of degree D or less, because a root of a quotient is written
/// with one root: the norm of the numerator is a whole number, and each of its conjugates at most u.
struct SeparationBound {
    let tree: MathTree
    private var degree = 1
    private var roots: Set<NodeID> = []

    let budget: WorkBudget

    init(_ tree: MathTree, _ budget: WorkBudget) {
        self.tree = tree
        self.budget = budget
    }

    /// `e` such that `a - b` is zero or at least 2^-e in magnitude; nil when one is not algebraic, or the bound is
    /// beyond any use.
    func exponent(of a: NodeID, minus b: NodeID) -> Int? {
        var bound = self
        guard let left = bound.size(a), let right = bound.size(b) else { return nil }
        let upper = max(left.above + right.below, right.above + left.below) + 1
        let lower = left.below + right.below
        guard bound.degree <= 512, upper < 1 << 20, lower < 1 << 20 else { return nil }
        let exponent = (bound.degree - 1) * upper + lower
        return exponent <= 1 << 16 ? exponent : nil
    }

    /// True when the number is made of rationals by four operations, whole powers and roots: no digits prove that two such
    /// are equal, but a bound or exact arithmetic does. O(tree).
    func isAlgebraic(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .number, .imaginary: true
        case .negative, .percent, .sum, .product, .quotient, .root, .power:
            tree.children(id).allSatisfy { isAlgebraic($0) }
        default: false
        }
    }

    /// Binary logarithms of the bounds of numerator and denominator, rounded up.
    private mutating func size(_ id: NodeID) -> (above: Int, below: Int)? {
        switch tree.kind(id) {
        case .number:
            guard let parts = tree.number(id)!.smallParts else {
                let bits = tree.number(id)!.bitCount
                return (bits, bits)
            }
            return (
                128 - parts.numerator.magnitude.leadingZeroBitCount,
                128 - (parts.denominator.magnitude - 1).leadingZeroBitCount
            )
        case .imaginary:
            if roots.insert(NodeID(index: -2)).inserted { degree *= 2 }
            return (0, 0)
        case .negative: return size(tree.child(id, 0))
        case .percent:
            guard let inner = size(tree.child(id, 0)) else { return nil }
            return (inner.above, inner.below + 7)
        case .sum:
            var total: (above: Int, below: Int)?
            for child in tree.children(id) {
                guard let next = size(child) else { return nil }
                guard let left = total else {
                    total = next
                    continue
                }
                total = (max(left.above + next.below, next.above + left.below) + 1, left.below + next.below)
            }
            return total
        case .product:
            var total = (above: 0, below: 0)
            for child in tree.children(id) {
                guard let next = size(child) else { return nil }
                total = (total.above + next.above, total.below + next.below)
            }
            return total
        case .quotient:
            guard let above = size(tree.child(id, 0)), let below = size(tree.child(id, 1)) else { return nil }
            return (above.above + below.below, above.below + below.above)
        case .power: return power(id)
        case .root:
            var exact = ExactEvaluator(tree, budget)
            guard let index = exact.value(tree.child(id, 0))?.machineInteger, index > 1, index <= 64,
                let inner = size(tree.child(id, 1))
            else {
                return nil
            }
            return rooted(inner, index)
        default: return nil
        }
    }

    private mutating func power(_ id: NodeID) -> (above: Int, below: Int)? {
        var exact = ExactEvaluator(tree, budget)
        guard let exponent = exact.value(tree.child(id, 1))?.smallParts, let power = Int(exactly: exponent.numerator),
            let index = Int(exactly: exponent.denominator), abs(power) <= 16_384, index <= 64,
            let base = size(tree.child(id, 0))
        else { return nil }
        let root = index == 1 ? base : rooted(base, index)
        guard max(root.above, root.below) < 1 << 20 else { return nil }
        let raised = (above: root.above * abs(power), below: root.below * abs(power))
        return power < 0 ? (raised.below, raised.above) : raised
    }

    private mutating func rooted(_ inner: (above: Int, below: Int), _ index: Int) -> (above: Int, below: Int) {
        degree = min(degree * index, 1 << 20)
        // (u l^(k-1))^(1/k) and l.
        if inner.above >= inner.below {
            return ((inner.above + (index - 1) * inner.below + index - 1) / index, inner.below)
        }
        return (inner.above, (inner.above * (index - 1) + inner.below + index - 1) / index)
    }
}
