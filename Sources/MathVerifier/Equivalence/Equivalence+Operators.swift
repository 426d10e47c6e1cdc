import AdjudgeBase

/// Operators and matrices by name, `\hat x \hat p`, `a^\dagger a`, `\sigma_x \sigma_y`: their order in a product is part
/// of what is said.
extension Equivalence {
    /// True when some product of one side has operators in an order in which no product of the other has them.
    ///
    /// Sums of unit vectors have no such products and commute as ever.
    func haveOtherOrder(_ a: NodeID, _ b: NodeID) -> Bool {
        guard tree.hasOperators else { return false }
        var adjoint = Set<Symbol>()
        collectAdjoint(a, &adjoint)
        collectAdjoint(b, &adjoint)
        return operatorProducts(a, adjoint) != operatorProducts(b, adjoint)
    }

    /// Letters that stand with a dagger somewhere: they are operators without it as well.
    private func collectAdjoint(_ id: NodeID, _ names: inout Set<Symbol>) {
        if tree.kind(id) == .symbol, let name = tree.symbol(id).unmarked(.dagger) { names.insert(name) }
        for child in tree.children(id) { collectAdjoint(child, &names) }
    }

    /// The operators of every product that has two or more, in their order; the products sorted.
    private func operatorProducts(_ id: NodeID, _ adjoint: Set<Symbol>) -> [[Symbol]] {
        var products: [[Symbol]] = []
        func collect(_ node: NodeID) {
            if tree.kind(node) == .product {
                let operators = operators(node, adjoint)
                if Set(operators).count > 1 { return products.append(operators) }
            }
            // Standard deviations and Lorentz factors are divided by, matrices are not.
            let children = tree.kind(node) == .quotient ? tree.children(node).prefix(1) : tree.children(node)[...]
            for child in children { collect(child) }
        }
        collect(id)
        return products.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func operators(_ id: NodeID, _ adjoint: Set<Symbol>) -> [Symbol] {
        switch tree.kind(id) {
        case .symbol:
            let name = tree.symbol(id)
            let isOperator =
                name.isMarked(.hat) || name.isMarked(.dagger) || adjoint.contains(name) || SpinMatrix.isOne(name)
            return isOperator ? [name] : []
        case .power:
            let (base, exponent) = (tree.child(id, 0), tree.child(id, 1))
            guard tree.kind(base) == .symbol else { return operators(base, adjoint) }
            if let name = SpinMatrix.power(tree.symbol(base), exponent, in: tree) { return [name] }
            // The square of a Pauli matrix is one, that of a standard deviation commutes.
            return SpinMatrix.isOne(tree.symbol(base)) ? [] : operators(base, adjoint)
        // A correlation: of deviations, which are numbers.
        case .product where tree.children(id).contains(where: { isCorrelation($0) }): return []
        default: return tree.children(id).flatMap { operators($0, adjoint) }
        }
    }

    private func isCorrelation(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol: tree.symbol(id).base == Symbol("rho")
        case .product: tree.children(id).contains { isCorrelation($0) }
        default: false
        }
    }

    /// True for `AB - BA`, which is zero for numbers only: two capitals side by side, and the same two exchanged.
    static func holdsCommutator(_ text: Bytes) -> Bool {
        guard text.count <= 200 else { return false }
        var pairs: [(UInt8, UInt8)] = []
        func isCapital(_ at: Int) -> Bool { text[at] >= 0x41 && text[at] <= 0x5A }
        for at in 0..<max(text.count - 1, 0) where isCapital(at) {
            let next = text[at + 1] == 0x20 ? at + 2 : at + 1
            guard isCapital(next), text[at] != text[next], at == 0 || !text[at - 1].isASCIILetter,
                !text[next + 1].isASCIILetter, pairs.count < 16
            else { continue }
            let (left, right) = (text[at], text[next])
            if pairs.contains(where: { $0 == (right, left) }) { return true }
            pairs.append((left, right))
        }
        return false
    }

    /// True when only one side has the modulus of what is complex by custom, `|\psi|^2`, which no square of it is, or a
    /// part of what may be complex.
    func haveOtherModulus(_ a: NodeID, _ b: NodeID) -> Bool {
        tree.has(.function) && holdsModulus(a) != holdsModulus(b)
    }

    /// True where one side has a conjugate by its bar and the other a modulus or a part: `z \bar z` is `|z|^2`, and no
    /// letter that stands for itself.
    func mayBeModulus(_ a: NodeID, _ b: NodeID) -> Bool {
        tree.has(.function) && (holdsConjugate(a) || holdsConjugate(b)) && holdsModulus(a) != holdsModulus(b)
    }

    private func holdsConjugate(_ id: NodeID) -> Bool {
        if tree.kind(id) == .symbol { return tree.symbol(id).isMarked(.bar) }
        return tree.children(id).contains { holdsConjugate($0) }
    }

    private func holdsModulus(_ id: NodeID) -> Bool {
        // `\Re z` is `z` at real points only.
        if tree.kind(id) == .function, !tree.isClosed(id) {
            switch tree.function(id) {
            case .realPart, .imaginaryPart, .conjugate, .argument: return true
            default: break
            }
        }
        if tree.kind(id) == .power, tree.kind(tree.child(id, 0)) == .function, tree.function(tree.child(id, 0)) == .abs
        {
            var names = SymbolSet()
            collectAll(tree.child(id, 0), &names)
            return names.sorted.contains { Equivalence.complexNames.contains($0.base) }
        }
        return tree.children(id).contains { holdsModulus($0) }
    }

    private static let complexNames = SymbolTable(["z", "psi", "Psi"])
}

/// Matrices of spin, Pauli's and Dirac's, as physics names them.
enum SpinMatrix {
    private static let pauli = SymbolTable([
        "sigma_x", "sigma_y", "sigma_z", "sigma_1", "sigma_2", "sigma_3", "sigma_+", "sigma_-",
    ])
    private static let dirac = SymbolTable([
        "gamma_mu", "gamma_nu", "gamma_rho", "gamma_lambda", "gamma_alpha", "gamma_beta",
    ])

    /// True for `\sigma_x` and `\gamma_\mu`.
    static func isOne(_ name: Symbol) -> Bool { pauli.contains(name) || dirac.contains(name) }

    /// `\gamma^\mu`, `\gamma^5`: a matrix by its index, which is written as a power is; nil for other powers.
    static func power(_ base: Symbol, _ exponent: NodeID, in tree: MathTree) -> Symbol? {
        guard base == Symbol("gamma") else { return nil }
        if tree.kind(exponent) == .symbol { return Symbol(bits: base.bits | tree.symbol(exponent).bits << 48) }
        guard let index = tree.number(exponent)?.machineInteger, (0...5).contains(index) else { return nil }
        return Symbol(bits: base.bits | UInt128(0x30 + index) << 48)
    }
}
