import AdjudgeBase

/// An answer without what only names it: `x = 5`, `f(x) = 2x`, `Minimum: 1`, `x \in [0, 1]`.
struct Unwrapped {
    var value: NodeID
    /// The left side of the equals sign.
    var head: NodeID?
    /// What stands between the head and the value.
    var relation = RelationOperator.equal
    /// Some step of a chain of equations is false: `6 = 5`.
    var isContradiction = false
    /// Other terms of a chain that say the value: `x = \frac23 = 0.667`.
    var others: [NodeID] = []
    /// Formulas before the last one of a reference's chain: `T = \frac1f = 2\pi\sqrt{m/k}`.
    var earlier: [NodeID] = []
}

extension Equivalence {
    func unwrapped(_ id: NodeID) -> Unwrapped {
        switch tree.kind(id) {
        case .labelled: return Unwrapped(value: unwrapped(tree.child(id, 0)).value, head: id)
        case .conditioned: return withoutDeclarations(id).map { unwrapped($0) } ?? Unwrapped(value: id)
        case .relation: return unwrappedRelation(id)
        case .list: return Unwrapped(value: unwrappedList(id) ?? id)
        case .set
        where tree.count(id) == 1 && !isOneElement(tree.child(id, 0)):
            let inner = tree.child(id, 0)
            return tree.kind(inner) == .relation ? unwrapped(inner) : Unwrapped(value: inner)
        default: return Unwrapped(value: id)
        }
    }

    /// True for a node that in the braces of a set is its element, and not all that the set says.
    private func isOneElement(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .tuple, .emptySet, .set: true
        default: false
        }
    }

    private func unwrappedRelation(_ id: NodeID) -> Unwrapped {
        let count = tree.count(id)
        if count == 2, tree.relation(id, 0) == .equal, isHead(tree.child(id, 0)) {
            return Unwrapped(value: expanded(tree.child(id, 1)), head: tree.child(id, 0))
        }
        let operators = (0..<count - 1).map { tree.relation(id, $0) }
        if operators == [.element], isHead(tree.child(id, 0)) {
            return Unwrapped(value: tree.child(id, 1), head: tree.child(id, 0), relation: .element)
        }
        // `f(x) \sim x^2` names an estimate of f.
        if operators == [.similar] || operators == [.proportional], isHead(tree.child(id, 0)),
            tree.kind(tree.child(id, 0)) != .symbol || tree.symbol(tree.child(id, 0)) != Symbol.implied
        {
            return Unwrapped(value: expanded(tree.child(id, 1)), head: tree.child(id, 0), relation: operators[0])
        }
        // `f(x) ≡ x` is written for identity, when no modulus follows.
        guard operators.allSatisfy({ $0 == .equal || $0 == .approximately || $0 == .congruent }) else {
            return Unwrapped(value: id)
        }
        var operands = Array(tree.children(id))
        var heads: [NodeID] = []
        while operands.count > 1, isHead(operands[0]) { heads.append(operands.removeFirst()) }
        // `x = x = 0` names one thing twice.
        let names = heads.filter { tree.kind($0) == .symbol }.map { tree.symbol($0) }
        guard Set(names).count == names.count else { return Unwrapped(value: id) }
        if heads.isEmpty, operands.count == 2, isHead(operands[1]), tree.isClosed(operands[0]) {
            heads = [operands.removeLast()]
        }
        if operands.count == 1 {
            return heads.isEmpty
                ? Unwrapped(value: id)
                : Unwrapped(
                    value: expanded(operands[0]), head: heads.count == 1 ? heads[0] : nil,
                    relation: operators[operators.count - 1])
        }
        // An unknown function has no value that a chain could come to.
        guard !heads.isEmpty || operands.allSatisfy({ tree.isClosed($0) && !hasNoValues($0) }) else {
            return Unwrapped(value: id)
        }
        return unwrappedChain(operands, Array(operators.suffix(operands.count - 1)), heads.first)
    }

    /// A lone variable, a function's name with its arguments, words, or a tuple of such.
    func isHead(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        // `i = 1` names an index.
        case .symbol, .application, .words, .imaginary: true
        // `\Delta x`
        case .product where isDifference(id): true
        case .tuple: tree.children(id).allSatisfy { isHead($0) }
        // `AB = 4`, `\frac{NO}{BO} = 2`, `V_1 : V_2 = 3:2`: segments, areas and their ratios by name.
        case .quotient: tree.children(id).allSatisfy { isName($0) }
        case .ratio: tree.children(id).allSatisfy { isName($0) || tree.kind($0) == .symbol }
        case .function where tree.function(id) == .abs: isFigure(tree.child(id, 0))
        // `\det A`
        case .function where tree.function(id) == .determinant:
            tree.kind(tree.child(id, 0)) == .symbol && isUpper(tree.symbol(tree.child(id, 0)))
        case .product: isName(id)
        default: false
        }
    }

    /// True for names between bars that ask for no sign: `|AB|`, the length of a segment, and `|S|`, the size of a set.
    private func isFigure(_ id: NodeID) -> Bool {
        tree.kind(id) == .product ? isHead(id) : tree.kind(id) == .symbol && isUpper(tree.symbol(id))
    }

    /// `\Delta x`, `\Delta\alpha_1`.
    private func isDifference(_ id: NodeID) -> Bool {
        tree.count(id) == 2 && tree.kind(tree.child(id, 0)) == .symbol && tree.kind(tree.child(id, 1)) == .symbol
            && tree.symbol(tree.child(id, 0)) == Symbol("Delta")
    }

    private func isName(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol: isUpper(tree.symbol(id))
        // `NO` and `OR` are segments here.
        case .words: tree.text(id).count <= 3
        case .product: tree.children(id).allSatisfy { isName($0) }
        default: false
        }
    }

    func isUpper(_ name: Symbol) -> Bool {
        let first = UInt8(truncatingIfNeeded: name.bits)
        return first >= 0x41 && first <= 0x5A
    }

    /// Values of `x = 1, x = 2`, of `x = 1, 2`, of `a = 1, b = 2`; nil for other lists.
    private func unwrappedList(_ id: NodeID) -> NodeID? {
        if tree[id].detail != Reader.Joiner.semicolon.rawValue, !tree.children(id).contains(where: mayUnwrap) {
            return nil
        }
        let items = Array(tree.children(id))
        if tree[id].detail == Reader.Joiner.semicolon.rawValue { return unwrappedGroups(items, id) }
        let parts = items.map { unwrapped($0) }
        guard zip(items, parts).contains(where: { $0.0 != $0.1.value }), !parts.contains(where: \.isContradiction)
        else { return nil }
        // `x > 3, y = 2` is no list of values.
        guard !parts.contains(where: { tree.kind($0.value) == .relation }) else { return nil }
        let values = parts.flatMap { part in
            tree.kind(part.value) == .list ? Array(tree.children(part.value)) : [part.value]
        }
        return tree.add(.list, children: values, detail: tree[id].detail, span: tree[id].span)
    }

    /// True for the kinds that ``unwrapped(_:)`` may make another node of.
    private func mayUnwrap(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .labelled, .conditioned, .relation, .list, .set: true
        default: false
        }
    }

    /// The items of a list without those that say what set a letter of the others is in: `k \in \mathbb{Z}`.
    func declared(_ id: NodeID) -> NodeID {
        guard tree.has(.namedSet), tree.kind(id) == .list else { return id }
        let items = Array(tree.children(id))
        let memberships = items.filter { isMembership($0) }
        guard !memberships.isEmpty, memberships.count < items.count else { return id }
        let rest = items.filter { !isMembership($0) }
        var inside = SymbolSet()
        for item in rest { collectAll(item, &inside) }
        guard memberships.allSatisfy({ inside.contains(tree.symbol(tree.child($0, 0))) }) else { return id }
        for item in memberships { declare(tree.symbol(tree.child(item, 0)), in: tree.symbol(tree.child(item, 1))) }
        return rest.count == 1
            ? rest[0] : tree.add(.list, children: rest, detail: tree[id].detail, span: tree[id].span)
    }

    /// `p=5, q=2; p=7, q=2`: each group is a tuple.
    private func unwrappedGroups(_ groups: [NodeID], _ id: NodeID) -> NodeID {
        let tuples = groups.map { group -> NodeID in
            let value = unwrapped(group).value
            guard tree.kind(value) == .list else { return value }
            return tree.add(.tuple, childrenOf: value, span: tree[group].span)
        }
        return tree.add(.list, children: tuples, span: tree[id].span)
    }
}

extension MathTree {
    /// The tree under `id` with variables renamed, all at once.
    func renaming(_ names: [Symbol: Symbol], in id: NodeID) -> NodeID {
        replacing(in: id) { node in
            guard self.kind(node) == .symbol, let name = names[self.symbol(node)] else { return nil }
            return self.symbol(name, span: self[node].span)
        }
    }

    /// The tree under `id` with the nodes for which `other` gives another one replaced.
    func replacing(in id: NodeID, _ other: (NodeID) -> NodeID?) -> NodeID {
        if let new = other(id) { return new }
        guard count(id) > 0, !isFull else { return id }
        let old = children(id)
        var new: [NodeID] = []
        for (place, child) in zip(old.indices, old) {
            let replaced = replacing(in: child, other)
            // Most are as they were, which takes no memory.
            if new.isEmpty, replaced == child { continue }
            if new.isEmpty { new.append(contentsOf: old[..<place]) }
            new.append(replaced)
        }
        return new.isEmpty ? id : copy(id, children: new)
    }
}
