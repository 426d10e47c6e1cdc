/// Expressions with values that are not real: `i`, roots and logarithms of negative numbers.
extension FloatEvaluator {
    /// The bounds, or nil when there are none.
    func complex(_ id: NodeID) -> FloatComplex? {
        guard budget.spend(1), let value = evaluateComplex(id), value.isValid else { return nil }
        return value
    }

    private func evaluateComplex(_ id: NodeID) -> FloatComplex? {
        switch tree.kind(id) {
        case .imaginary: return FloatComplex(FloatInterval(0, 0), .one)
        case .negative: return complex(tree.child(id, 0)).map { -$0 }
        case .sum, .product:
            guard var total = complex(tree.child(id, 0)) else { return nil }
            for index in 1..<max(1, tree.count(id)) {
                guard let next = complex(tree.child(id, index)) else { return nil }
                total = tree.kind(id) == .sum ? total + next : total * next
            }
            return total
        case .quotient:
            guard let above = complex(tree.child(id, 0)), let below = complex(tree.child(id, 1)) else { return nil }
            return above / below
        case .power: return complexPower(id)
        case .root where tree.number(tree.child(id, 0)) == .small(2, 1):
            return complex(tree.child(id, 1))?.squareRoot
        case .function where tree.count(id) == 1: return complexFunction(id)
        default: return value(id).map { FloatComplex($0) }
        }
    }

    private func complexPower(_ id: NodeID) -> FloatComplex? {
        let (base, exponent) = (tree.child(id, 0), tree.child(id, 1))
        if case .small(let integer, 1)? = tree.number(exponent) {
            guard integer.magnitude <= 64, let base = complex(base) else { return nil }
            let power = base.raised(to: UInt(integer.magnitude))
            return integer < 0 ? FloatComplex(.one) / power : power
        }
        if tree.kind(base) == .euler { return complex(exponent)?.exponential }
        if tree.number(exponent) == .small(1, 2) { return complex(base)?.squareRoot }
        return value(id).map { FloatComplex($0) }
    }

    private func complexFunction(_ id: NodeID) -> FloatComplex? {
        guard let argument = complex(tree.child(id, 0)) else { return nil }
        switch tree.function(id) {
        case .abs: return argument.modulus.map { FloatComplex($0) }
        case .exp: return argument.exponential
        case .ln: return argument.logarithm
        case .sin: return argument.circular?.sine
        case .cos: return argument.circular?.cosine
        case .tan: return argument.circular.flatMap { $0.sine / $0.cosine }
        default:
            guard argument.imaginary == nil else { return nil }
            return value(of: tree.function(id), argument.real).map { FloatComplex($0) }
        }
    }
}
