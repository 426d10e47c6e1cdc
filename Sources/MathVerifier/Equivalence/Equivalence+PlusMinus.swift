import AdjudgeBase

/// `±`: an answer of several values.
extension Equivalence {
    /// The node with every `±` written out: a list of the values, for an item of a list several items.
    func expanded(_ id: NodeID) -> NodeID {
        guard tree.has(.plusMinus), containsPlusMinus(id) else { return id }
        switch tree.kind(id) {
        case .list, .set:
            let items = tree.children(id).flatMap { item -> [NodeID] in
                let value = expanded(item)
                return tree.kind(value) == .list && tree.kind(item) != .list ? Array(tree.children(value)) : [value]
            }
            return tree.copy(id, children: items)
        case .relation, .labelled: return id
        default:
            let values = signs(id)
            let kept = distinctNumbers(values)
            return kept.count == 1 ? kept[0] : tree.add(.list, children: kept, span: tree[id].span)
        }
    }

    /// `\pm 0` is one value.
    private func distinctNumbers(_ values: [NodeID]) -> [NodeID] {
        var exact = ExactEvaluator(tree, budget)
        var seen: Set<Rational> = []
        return values.filter { value in exact.value(value).map { seen.insert($0).inserted } ?? true }
    }

    func containsPlusMinus(_ id: NodeID) -> Bool {
        tree.kind(id) == .plusMinus || tree.children(id).contains { containsPlusMinus($0) }
    }

    /// Every choice of signs; `∓` takes the opposite of the `±` of the same expression.
    private func signs(_ id: NodeID) -> [NodeID] {
        var places: [NodeID] = []
        collect(id, &places)
        let free = places.filter { tree[$0].detail == 0 }
        let width = free.isEmpty ? 1 : free.count
        guard width <= 4 else { return [id] }
        var values: [NodeID] = []
        for choice in 0..<(1 << width) {
            values.append(
                tree.replacing(in: id) { node in
                    guard self.tree.kind(node) == .plusMinus else { return nil }
                    let place = free.firstIndex(of: node)
                    let isNegative = choice >> (place ?? 0) & 1 == 1
                    return self.signed(node, isNegative: place == nil ? !isNegative : isNegative, choice, free)
                })
        }
        return values
    }

    private func collect(_ id: NodeID, _ places: inout [NodeID]) {
        if tree.kind(id) == .plusMinus { places.append(id) }
        for child in tree.children(id) { collect(child, &places) }
    }

    private func signed(_ node: NodeID, isNegative: Bool, _ choice: Int, _ free: [NodeID]) -> NodeID {
        func inner(_ id: NodeID) -> NodeID {
            tree.replacing(in: id) { nested in
                guard self.tree.kind(nested) == .plusMinus else { return nil }
                let place = free.firstIndex(of: nested)
                let negative = choice >> (place ?? 0) & 1 == 1
                return self.signed(nested, isNegative: place == nil ? !negative : negative, choice, free)
            }
        }
        let last = inner(tree.child(node, tree.count(node) - 1))
        let right = isNegative ? tree.add(.negative, [last]) : last
        return tree.count(node) == 1
            ? right : tree.add(.sum, [inner(tree.child(node, 0)), right], span: tree[node].span)
    }
}
