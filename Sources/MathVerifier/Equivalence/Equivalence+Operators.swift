import AdjudgeBase

/// Operators, `\hat x \hat p`: their order in a product is part of what is said.
extension Equivalence {
    /// True when some product of one side has operators in an order in which no product of the other has them.
    ///
    /// Sums of unit vectors have no such products and commute as ever.
    func haveOtherOrder(_ a: NodeID, _ b: NodeID) -> Bool {
        guard tree.hasHats else { return false }
        return operatorProducts(a) != operatorProducts(b)
    }

    /// The operators of every product that has two or more, in their order; the products sorted.
    private func operatorProducts(_ id: NodeID) -> [[Symbol]] {
        var products: [[Symbol]] = []
        func collect(_ node: NodeID) {
            if tree.kind(node) == .product {
                let operators = operators(node)
                if Set(operators).count > 1 { return products.append(operators) }
            }
            for child in tree.children(node) { collect(child) }
        }
        collect(id)
        return products.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func operators(_ id: NodeID) -> [Symbol] {
        if tree.kind(id) == .symbol { return tree.symbol(id).isMarked(.hat) ? [tree.symbol(id)] : [] }
        return tree.children(id).flatMap { operators($0) }
    }

    /// True when only one side has the modulus of what is complex by custom, `|\psi|^2`, which no square of it is.
    func haveOtherModulus(_ a: NodeID, _ b: NodeID) -> Bool {
        tree.has(.function) && holdsModulus(a) != holdsModulus(b)
    }

    private func holdsModulus(_ id: NodeID) -> Bool {
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
