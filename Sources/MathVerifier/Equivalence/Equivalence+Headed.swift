import AdjudgeBase

/// Lists of values each of which has a left side of its own, not all of them plain variables:
/// `\\text{mean} = 5, \\text{median} = 6`, `aV = 3, b = 2`.
extension Equivalence {
    /// Compares by left side where both have the same ones, in order where they are worded otherwise or the other has
    /// none; nil where there is nothing of the kind.
    func compareHeaded(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.kind(a) == .list, tree.kind(b) == .list else { return nil }
        switch (heads(a), heads(b)) {
        case (let mine?, let theirs?):
            guard mine.hasOthers || theirs.hasOthers else { return nil }
            return compareHeaded(a, mine.all, b, theirs.all)
        case (let mine?, nil) where mine.hasOthers && isPlain(b): return compareAtPlaces(a, b)
        case (nil, let theirs?) where theirs.hasOthers && isPlain(a): return compareAtPlaces(a, b)
        default: return nil
        }
    }

    /// The left sides, each another one; nil for other lists. `hasOthers` where some is no plain variable or function.
    private func heads(_ id: NodeID) -> (all: [NodeID], hasOthers: Bool)? {
        guard tree.count(id) > 1, tree.children(id).allSatisfy({ tree.kind($0) == .relation }) else { return nil }
        var all: [NodeID] = []
        var hasOthers = false
        for item in tree.children(id) {
            let head = tree.child(item, 0)
            guard tree.count(item) == 2, tree.relation(item, 0) == .equal,
                isHead(head) || tree.kind(head) == .product, !all.contains(where: { tree.haveSameShape($0, head) })
            else { return nil }
            if tree.kind(head) != .symbol, tree.kind(head) != .application { hasOthers = true }
            all.append(head)
        }
        return (all, hasOthers)
    }

    private func isPlain(_ id: NodeID) -> Bool {
        tree.children(id).allSatisfy { tree.kind($0) != .relation && tree.kind($0) != .labelled }
    }

    private func compareHeaded(_ a: NodeID, _ mine: [NodeID], _ b: NodeID, _ theirs: [NodeID]) -> Judgement {
        guard mine.count == theirs.count else { return .different(.differentArity) }
        let places = mine.map { head in theirs.firstIndex { haveSameHead(head, $0) && isSameName(head, $0) } }
        if places.allSatisfy({ $0 != nil }), Set(places).count == places.count {
            return zip(tree.children(a), places).reduce(.equal(.equalNumber)) { judgement, pair in
                judgement.and(compare(tree.child(pair.0, 1), tree.child(tree.child(b, pair.1!), 1)))
            }
        }
        // Other words for the same things, for all that is known.
        let inOrder = compareInOrder(tree.children(a), tree.children(b))
        guard !inOrder.isEqual, compareValuesOnly(a, b).isEqual else { return inOrder }
        return .undecided(.differentHead)
    }

    private func isSameName(_ a: NodeID, _ b: NodeID) -> Bool {
        tree.kind(a) != .words || tree.kind(b) != .words || tree.text(a) == tree.text(b)
    }

    private func compareAtPlaces(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (values(a), values(b))
        let inOrder = compareInOrder(left, right)
        guard !inOrder.isEqual, compareValuesOnly(a, b).isEqual else { return inOrder }
        return .undecided(.differentHead)
    }

    private func compareValuesOnly(_ a: NodeID, _ b: NodeID) -> Judgement {
        compareCollections(tree.add(.list, children: values(a)), tree.add(.list, children: values(b)))
    }

    private func values(_ id: NodeID) -> [NodeID] {
        tree.children(id).map { tree.kind($0) == .relation ? tree.child($0, 1) : $0 }
    }
}
