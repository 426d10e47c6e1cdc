import AdjudgeBase

/// Products that do not commute: of vectors by a cross, of matrices side by side.
extension Reader {
    /// `\vec a \times \vec b`, `\vec a \cdot \vec b`: nil where the sides are no vectors.
    func vectorProduct(_ left: NodeID, _ right: NodeID, isCross: Bool, _ first: Int) -> NodeID? {
        guard isVector(right) else { return nil }
        if isVectorFactor(left) { return vectorProduct(of: left, right, isCross, first) }
        // `m \vec v \cdot \vec v`: the last factor is the vector.
        guard tree.kind(left) == .product, let last = tree.children(left).last, isVectorFactor(last) else { return nil }
        let product = vectorProduct(of: last, right, isCross, first)
        return tree.add(.product, children: tree.children(left).dropLast() + [product], span: span(from: first))
    }

    private func vectorProduct(of left: NodeID, _ right: NodeID, _ isCross: Bool, _ first: Int) -> NodeID {
        let span = span(from: first)
        let areNames = tree.kind(left) == .symbol && tree.kind(right) == .symbol
        if areNames, isCross, tree.symbol(left) == tree.symbol(right) { return tree.integer(0, span: span) }
        let isTurned = areNames && tree.symbol(right) < tree.symbol(left)
        let sides = isTurned ? [right, left] : [left, right]
        let product = tree.application(Symbol(isCross ? "×" : "·"), sides, span: span)
        return isTurned && isCross ? tree.add(.negative, [product], span: span) : product
    }

    private func isVectorFactor(_ id: NodeID) -> Bool { tree.kind(id) != .product && isVector(id) }

    /// True for a name with an arrow, in bold or with a hat, and for sums, multiples and cross products of such.
    private func isVector(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol: tree.symbol(id).isMarked(.vector) || tree.symbol(id).isMarked(.hat)
        case .negative, .sum, .product: tree.children(id).contains { isVector($0) }
        case .application: tree.symbol(id) == Symbol("×")
        default: false
        }
    }

    /// `\mathbf A\mathbf B`, `A^T B`: matrices side by side, in their order; nil where the sides are none.
    func matrixProduct(_ left: NodeID, _ right: NodeID, _ first: Int) -> NodeID? {
        guard isMatrixName(right) else { return nil }
        var before: [NodeID] = []
        var last = left
        if tree.kind(left) == .product, let end = tree.children(left).last {
            before = Array(tree.children(left).dropLast())
            last = end
        }
        let isChain = tree.kind(last) == .application && tree.symbol(last) == Symbol("∘")
        guard isChain || isMatrixName(last) else { return nil }
        guard isChain || isTold(last) || isTold(right) else { return nil }
        let factors = (isChain ? Array(tree.children(last)) : [last]) + [right]
        let product = tree.application(Symbol("∘"), factors, span: span(from: first))
        return before.isEmpty ? product : tree.add(.product, children: before + [product], span: span(from: first))
    }

    /// A capital, perhaps transposed or inverted.
    private func isMatrixName(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol: (0x41...0x5A).contains(UInt8(truncatingIfNeeded: tree.symbol(id).bits))
        case .power: tree.kind(tree.child(id, 0)) == .symbol && isMatrixName(tree.child(id, 0))
        default: false
        }
    }

    /// A matrix is told by bold type or by being transposed.
    private func isTold(_ id: NodeID) -> Bool {
        if tree.kind(id) == .symbol { return tree.symbol(id).isMarked(.vector) }
        let exponent = tree.child(id, 1)
        return tree.kind(exponent) == .symbol && tree.symbol(exponent) == Symbol("T")
            || tree.symbol(tree.child(id, 0)).isMarked(.vector)
    }
}
