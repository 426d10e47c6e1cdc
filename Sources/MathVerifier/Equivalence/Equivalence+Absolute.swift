import AdjudgeBase

/// Absolute values by cases: `|x|` is `x` where `x \ge 0` and `-x` where `x < 0`.
extension Equivalence {
    /// An expression with one absolute value beside two cases of its sign; nil where there is nothing of the kind.
    func compareAbsolute(_ a: NodeID, _ b: NodeID) -> Judgement? {
        if let cases = twoCases(a), let inner = absolute(in: b) { return compare(cases, b, inner, isReference: true) }
        if let cases = twoCases(b), let inner = absolute(in: a) { return compare(cases, a, inner, isReference: false) }
        return nil
    }

    private func twoCases(_ id: NodeID) -> [NodeID]? {
        guard tree.has(.conditioned), tree.kind(id) == .list, tree.count(id) == 2,
            tree.children(id).allSatisfy({ tree.kind($0) == .conditioned })
        else { return nil }
        return Array(tree.children(id))
    }

    /// The content of the bars of an expression that has them once, or around the same thing only.
    private func absolute(in id: NodeID) -> NodeID? {
        switch tree.kind(id) {
        case .function where tree.function(id) == .abs: return tree.child(id, 0)
        case .sum, .product, .quotient, .negative, .power, .function: break
        default: return nil
        }
        var found: NodeID?
        for child in tree.children(id) {
            guard let inner = absolute(in: child) else { continue }
            if let found, !tree.haveSameShape(found, inner) { return nil }
            found = inner
        }
        return found
    }

    private func compare(_ cases: [NodeID], _ id: NodeID, _ inner: NodeID, isReference: Bool) -> Judgement? {
        var signs = cases.map { sign(of: inner, under: $0) }
        if signs[0] == nil, isRest(cases[0]) { signs[0] = signs[1].map { !$0 } }
        if signs[1] == nil, isRest(cases[1]) { signs[1] = signs[0].map { !$0 } }
        guard let first = signs[0], let second = signs[1], first != second else { return nil }
        var judgement = Judgement.equal(.equalCanonical)
        for (item, isPositive) in zip(cases, [first, second]) {
            let branch = tree.replacing(in: id) { node in
                guard self.tree.kind(node) == .function, self.tree.function(node) == .abs,
                    self.tree.haveSameShape(self.tree.child(node, 0), inner)
                else { return nil }
                return isPositive ? inner : self.tree.add(.negative, [inner])
            }
            let value = tree.child(item, 0)
            judgement = judgement.and(isReference ? compareScalars(value, branch) : compareScalars(branch, value))
        }
        return judgement
    }

    private func isRest(_ id: NodeID) -> Bool { tree[id].detail == Reader.Clause.otherwise.rawValue }

    /// Which sign the condition of a case gives to `inner`; at zero both branches agree. Nil where it is another condition.
    private func sign(of inner: NodeID, under item: NodeID) -> Bool? {
        let condition = tree.child(item, 1)
        guard tree.kind(condition) == .relation, tree.count(condition) == 2 else { return nil }
        let zero = tree.integer(0)
        for (operation, isPositive) in [
            (RelationOperator.greaterOrEqual, true), (.greater, true), (.lessOrEqual, false), (.less, false),
        ] {
            let relation = tree.relation(inner, operation, zero, span: .empty)
            if compareRelations(condition, relation).isEqual { return isPositive }
        }
        return nil
    }
}
