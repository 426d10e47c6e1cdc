import AdjudgeBase

/// Lists of values each of which has a left side of its own, not all of them plain variables:
/// `\\text{mean} = 5, \\text{median} = 6`, `f(1) = 3, f(2) = 4`.
extension Equivalence {
    /// Values by left side.
    private struct Headed {
        var parts: [(head: NodeID, value: NodeID)]
        /// Some left side is no plain variable and no function's value.
        var hasOthers: Bool
    }

    /// Compares by left side where both have the same ones, in order where they are worded otherwise or the other has
    /// none; nil where there is nothing of the kind.
    func compareHeaded(_ a: NodeID, _ b: NodeID) -> Judgement? {
        if haveOtherSharedHeads(a, b) || holdsDenied(a) != holdsDenied(b) {
            return compareCollections(unwrapped(a).value, unwrapped(b).value).isEqual
                ? .undecided(.differentHead) : nil
        }
        switch (headed(list: a), headed(list: b)) {
        case (let mine?, let theirs?): return compareHeaded(mine, theirs)
        case (let mine?, nil):
            guard isSeries(b) else { return nil }
            if isPlain(b) { return compareAtPlaces(mine, b) }
            if let name = sharedHead(b), areNumbered(mine, name) { return compareAtPlaces(mine, unwrapped(b).value) }
            // What its other left sides say of these values is not known.
            let values = compareCollections(list(mine), tree.add(.list, children: values(b)))
            return values.isEqual ? .undecided(.differentHead) : nil
        case (nil, let theirs?) where theirs.hasOthers && tree.kind(a) == .list && isPlain(a):
            return compareAtPlaces(theirs, a, areAnswers: true)
        default: return nil
        }
    }

    /// What an item of a list is said to be the value of, on either side of its sign: `x = 5`, `5 = x`, `\\text{mean}: 5`.
    func headed(_ item: NodeID) -> (head: NodeID, value: NodeID)? {
        if tree.kind(item) == .labelled { return (item, tree.child(item, 0)) }
        guard tree.kind(item) == .relation, tree.count(item) == 2 else { return nil }
        switch tree.relation(item, 0) {
        case .equal, .approximately, .congruent, .element: break
        default: return nil
        }
        let (left, right) = (tree.child(item, 0), tree.child(item, 1))
        if isHead(left) || tree.kind(left) == .product { return (left, right) }
        return isHead(right) && tree.isClosed(left) ? (right, left) : nil
    }

    private func haveOtherSharedHeads(_ a: NodeID, _ b: NodeID) -> Bool {
        guard let mine = sharedHead(a), let theirs = sharedHead(b) else { return false }
        return !haveSameHead(mine, theirs)
    }

    /// The name before the first of several values: `n = 2, 3, 4`.
    private func sharedHead(_ id: NodeID) -> NodeID? {
        guard tree.kind(id) == .list, tree.count(id) > 1, let first = headed(tree.child(id, 0)),
            tree.kind(first.head) != .labelled,
            arePlain(tree.children(id).dropFirst())
        else { return nil }
        return first.head
    }

    /// True where a part is said not to be so: `not x = 2`.
    private func holdsDenied(_ id: NodeID) -> Bool {
        isSeries(id) && tree.children(id).contains { headed($0).map { isDenied($0.head) } ?? false }
    }

    /// `x_1, x_2` beside `x`.
    private func areNumbered(_ headed: Headed, _ name: NodeID) -> Bool {
        tree.kind(name) == .symbol
            && headed.parts.allSatisfy {
                tree.kind($0.head) == .symbol && tree.symbol($0.head).base == tree.symbol(name)
            }
    }

    /// 3 of the answer `x: 3` to `x = 3`: what reads as a ratio names a value where the reference solves for that name.
    func namedByRatio(_ id: NodeID, as reference: NodeID) -> NodeID? {
        guard tree.kind(id) == .ratio, tree.count(id) == 2, tree.kind(reference) == .relation,
            tree.count(reference) == 2, tree.relation(reference, 0) == .equal,
            tree.kind(tree.child(reference, 0)) == .symbol,
            tree.haveSameShape(tree.child(id, 0), tree.child(reference, 0))
        else { return nil }
        return tree.child(id, 1)
    }

    private func isSeries(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .list, .set, .tuple: true
        default: false
        }
    }

    /// The parts of a list all of whose left sides are different; nil for others.
    private func headed(list id: NodeID) -> Headed? {
        if let together = headed(together: id) { return together }
        guard isSeries(id), tree.count(id) > 1 else { return nil }
        var headed = Headed(parts: [], hasOthers: false)
        for item in tree.children(id) {
            guard let part = self.headed(item),
                !headed.parts.contains(where: { tree.haveSameShape($0.head, part.head) })
            else { return nil }
            switch tree.kind(part.head) {
            case .symbol, .application: break
            default: headed.hasOthers = true
            }
            headed.parts.append(part)
        }
        return headed
    }

    /// The parts of `(f(1), f(2)) = (3, 4)`; nil for others, and for plain variables, which are components.
    private func headed(together id: NodeID) -> Headed? {
        guard let parts = headed(tuples: id), parts.count > 1, parts.allSatisfy({ isHead($0.head) }),
            parts.contains(where: { tree.kind($0.head) != .symbol })
        else { return nil }
        return Headed(parts: parts, hasOthers: true)
    }

    /// The items of two tuples that are equal, side by side: `(x, y) = (1, 2)`.
    func headed(tuples id: NodeID) -> [(head: NodeID, value: NodeID)]? {
        guard tree.kind(id) == .relation, tree.count(id) == 2, tree.relation(id, 0) == .equal else { return nil }
        let (heads, values) = (tree.child(id, 0), tree.child(id, 1))
        guard tree.kind(heads) == .tuple, tree.kind(values) == .tuple, tree.count(heads) == tree.count(values) else {
            return nil
        }
        return Array(zip(tree.children(heads), tree.children(values)))
    }

    /// True for a list or tuple of values without names.
    func isPlain(_ id: NodeID) -> Bool { arePlain(tree.children(id)) }

    private func arePlain(_ items: some Collection<NodeID>) -> Bool {
        items.allSatisfy { tree.kind($0) != .relation && tree.kind($0) != .labelled }
    }

    private func compareHeaded(_ left: Headed, _ right: Headed) -> Judgement {
        let (mine, theirs) = (left.parts, right.parts)
        guard mine.count == theirs.count else { return .different(.differentArity) }
        let places = mine.map { part in
            theirs.firstIndex { haveSameHead(part.head, $0.head) && isSameName(part.head, $0.head) }
        }
        if places.allSatisfy({ $0 != nil }), Set(places).count == places.count {
            return zip(mine, places).reduce(.equal(.equalNumber)) { judgement, pair in
                judgement.and(compare(pair.0.value, theirs[pair.1!].value))
            }
        }
        let areMixed = mine.contains { part in theirs.contains { isLabel(part.head) != isLabel($0.head) } }
        if areMixed, compareCollections(list(left), list(right)).isEqual { return .undecided(.differentHead) }
        // Other words for the same things, for all that is known.
        let inOrder = zip(mine, theirs).reduce(Judgement.equal(.equalNumber)) { judgement, pair in
            judgement.and(compare(equation(pair.0), equation(pair.1)))
        }
        guard !inOrder.isEqual, compareCollections(list(left), list(right)).isEqual else { return inOrder }
        return .undecided(.differentHead)
    }

    private func equation(_ part: (head: NodeID, value: NodeID)) -> NodeID {
        tree.kind(part.head) == .labelled ? part.head : tree.relation([part.head, part.value], [.equal])
    }

    private func isSameName(_ a: NodeID, _ b: NodeID) -> Bool {
        switch (isLabel(a), isLabel(b)) {
        case (true, true): tree.text(a) == tree.text(b)
        case (true, false): isName(tree.text(a), of: b)
        case (false, true): isName(tree.text(b), of: a)
        case (false, false): true
        }
    }

    /// `\\beta` as the text of a label, and as a variable.
    private func isName(_ label: Bytes, of head: NodeID) -> Bool {
        let name = label.suffix(from: label.hasPrefix("\\") ? 1 : 0)
        return tree.kind(head) == .symbol && Symbol(name) == tree.symbol(head)
    }

    private func compareAtPlaces(_ headed: Headed, _ plain: NodeID, areAnswers: Bool = false) -> Judgement {
        let (named, bare) = (headed.parts.map(\.value), Array(tree.children(plain)))
        let inOrder = areAnswers ? compareInOrder(bare, named) : compareInOrder(named, bare)
        guard !inOrder.isEqual else { return inOrder }
        let values = areAnswers ? compareCollections(plain, list(headed)) : compareCollections(list(headed), plain)
        return values.isEqual ? .undecided(.differentHead) : inOrder
    }

    private func list(_ headed: Headed) -> NodeID { tree.add(.list, children: headed.parts.map(\.value)) }

    private func values(_ id: NodeID) -> [NodeID] { tree.children(id).map { unwrapped($0).value } }
}
