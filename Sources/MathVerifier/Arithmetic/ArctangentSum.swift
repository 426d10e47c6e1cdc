/// Sums of rational multiples of π and of inverse tangents of rationals, told from zero by a product of Gaussian
/// integers: n times the sum is a multiple of π exactly when Π (q + p·i)^(n·c) is real, over the terms c·arctan(p/q).
///
/// So are formulas like Machin's (1706) proved.
struct ArctangentSum {
    private struct Term {
        let factor: Rational
        /// The tangent's parts.
        let above: Int128
        let below: Int128
    }

    private let tree: MathTree
    private let budget: WorkBudget
    private var terms: [Term] = []
    /// Eighths of a turn, whose tangent is 1.
    private var eighths = Rational.zero

    /// Larger multiples are not multiplied out.
    private static let maxFactor = 64

    init(_ tree: MathTree, _ budget: WorkBudget) {
        self.tree = tree
        self.budget = budget
    }

    /// True when `a` and `b`, whose distance is less than two to the power of `exponent`, are equal, false when they are
    /// not; nil when they are no such sums, or too large ones.
    func isZero(_ a: NodeID, minus b: NodeID, within exponent: Int) -> Bool? {
        var sum = self
        // Once multiplied, the difference is still nearer to zero than any other multiple of π.
        guard exponent < -20, sum.add(a, times: .one), sum.add(b, times: .integer(-1)), !sum.terms.isEmpty else {
            return nil
        }
        return sum.isReal
    }

    /// Adds what is under `id`; false when it is something else.
    private mutating func add(_ id: NodeID, times factor: Rational) -> Bool {
        guard budget.spend(1) else { return false }
        switch tree.kind(id) {
        case .pi:
            eighths = eighths + factor * .integer(4)
            return true
        case .negative: return add(tree.child(id, 0), times: -factor)
        case .sum: return tree.children(id).allSatisfy { add($0, times: factor) }
        case .product:
            var (factor, angle) = (factor, NodeID?.none)
            for child in tree.children(id) {
                if let value = exact(child) {
                    factor = factor * value
                } else if angle == nil {
                    angle = child
                } else {
                    return false
                }
            }
            return angle.map { add($0, times: factor) } ?? false
        case .quotient:
            guard let below = exact(tree.child(id, 1)), let quotient = Rational.quotient(factor, below) else {
                return false
            }
            return add(tree.child(id, 0), times: quotient)
        case .function where tree.function(id) == .arctan:
            guard let tangent = exact(tree.child(id, 0))?.reduced.smallParts else { return false }
            terms.append(Term(factor: factor, above: tangent.numerator, below: tangent.denominator))
            return true
        default: return false
        }
    }

    private func exact(_ id: NodeID) -> Rational? {
        var exact = ExactEvaluator(tree, budget)
        return exact.value(id)
    }

    /// The product's imaginary part is zero; nil when the product is too large.
    private var isReal: Bool? {
        var product: (real: Int128, imaginary: Int128) = (1, 0)
        guard let scale = commonDenominator else { return nil }
        for term in terms + [Term(factor: eighths, above: 1, below: 1)] {
            guard let count = (term.factor * scale).machineInteger, abs(count) <= ArctangentSum.maxFactor,
                budget.spend(abs(count))
            else { return nil }
            let above = count < 0 ? -term.above : term.above
            for _ in 0..<abs(count) {
                guard let next = ArctangentSum.multiplied(product, term.below, above) else { return nil }
                product = next
            }
        }
        return product.imaginary == 0
    }

    /// A whole number that makes all factors whole, and is small.
    private var commonDenominator: Rational? {
        var scale: Int128 = 1
        for factor in terms.map(\.factor) + [eighths] {
            guard let below = (factor * .integer(scale)).reduced.smallParts?.denominator,
                below <= ArctangentSum.maxFactor
            else { return nil }
            scale *= below
            guard scale <= ArctangentSum.maxFactor else { return nil }
        }
        return .integer(scale)
    }

    private static func multiplied(_ z: (real: Int128, imaginary: Int128), _ x: Int128, _ y: Int128)
        -> (real: Int128, imaginary: Int128)?
    {
        let parts = [(z.real, x), (z.imaginary, y), (z.real, y), (z.imaginary, x)]
            .map { $0.0.multipliedReportingOverflow(by: $0.1) }
        let real = parts[0].partialValue.subtractingReportingOverflow(parts[1].partialValue)
        let imaginary = parts[2].partialValue.addingReportingOverflow(parts[3].partialValue)
        let overflows = parts.contains { $0.overflow } || real.overflow || imaginary.overflow
        return overflows ? nil : (real.partialValue, imaginary.partialValue)
    }
}
