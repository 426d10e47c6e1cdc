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
}
