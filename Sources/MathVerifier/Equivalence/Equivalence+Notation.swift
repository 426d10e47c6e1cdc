import AdjudgeBase

/// Notations that only the other side tells apart.
extension Equivalence {
    /// `C(5, 2)` beside a number or a binomial is one; elsewhere it is the point C. Nil for all else.
    func compareCombination(_ a: NodeID, _ b: NodeID) -> Judgement? {
        if let binomial = combination(a), mayCount(b, beside: a) { return compareWays(binomial, b) }
        if let binomial = combination(b), mayCount(a, beside: b) { return compareWays(a, binomial) }
        if let ways = arrangements(a), mayCount(b, beside: a) { return compareScalars(ways, b) }
        if let ways = arrangements(b), mayCount(a, beside: b) { return compareScalars(a, ways) }
        return nil
    }

    /// `P(5, 2)` beside a number: the ways to choose two of five in order.
    private func arrangements(_ id: NodeID) -> NodeID? {
        guard tree.kind(id) == .labelled, tree.text(id).equals("p") || tree.text(id).equals("P") else { return nil }
        let pair = tree.child(id, 0)
        guard tree.kind(pair) == .tuple, tree.count(pair) == 2,
            let all = tree.number(tree.child(pair, 0))?.machineInteger,
            let chosen = tree.number(tree.child(pair, 1))?.machineInteger, chosen >= 0, chosen <= all, all <= 1000
        else { return nil }
        return tree.add(
            .quotient,
            [
                tree.add(.factorial, [tree.integer(all)]), tree.add(.factorial, [tree.integer(all - chosen)]),
            ], span: tree[id].span)
    }

    private func compareWays(_ a: NodeID, _ b: NodeID) -> Judgement {
        tree.haveSameShape(a, b) ? .equal(.equalCanonical) : compareScalars(a, b)
    }

    /// A number beside the numbers of a combination; beside its letters a binomial, or factorials.
    private func mayCount(_ id: NodeID, beside combination: NodeID) -> Bool {
        let isPlain = tree.children(tree.child(combination, 0)).allSatisfy { tree.number($0)?.isInteger ?? false }
        return isPlain ? isScalarKind(id) : holdsWays(id)
    }

    private func holdsWays(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .factorial: true
        case .function where tree.function(id) == .binomial: true
        case .product, .quotient, .sum, .negative: tree.children(id).contains { holdsWays($0) }
        default: false
        }
    }

    private func combination(_ id: NodeID) -> NodeID? {
        guard tree.kind(id) == .labelled, tree.text(id).equals("c") || tree.text(id).equals("C") else { return nil }
        let pair = tree.child(id, 0)
        guard tree.kind(pair) == .tuple, tree.count(pair) == 2 else { return nil }
        return tree.function(.binomial, [tree.child(pair, 0), tree.child(pair, 1)], span: tree[id].span)
    }

    private func isScalarKind(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .number, .function, .quotient, .factorial, .product, .sum, .negative: tree.isClosed(id)
        default: false
        }
    }
}
