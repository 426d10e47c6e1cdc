import AdjudgeBase

/// The meaning of names once both sides are known: whether brackets behind one hold its argument or a factor, and whether
/// an arrow over a letter tells it from another.
extension Equivalence {
    /// Both sides with their names settled.
    func settled(_ a: NodeID, _ b: NodeID) -> (NodeID, NodeID) {
        guard tree.hasLooseNames || tree.hasStyledNames else { return (a, b) }
        var names = SideNames()
        names.collect(a, in: tree)
        var other = SideNames()
        other.collect(b, in: tree)
        let keepsStyle = names.usesBothForms || other.usesBothForms
        let applied = appliedNames(a).filter { !names.bare.contains($0) && !names.bare.contains($0.unstyled) }
        names.bare.formUnion(other.bare.sorted)
        let answer = settled(b, names.bare, keepsStyle)
        for name in applied {
            isOneSided = true
            names.bare.remove(name)
            names.bare.remove(name.unstyled)
        }
        return (settled(a, names.bare, keepsStyle), answer)
    }

    /// Names that a reference's own writing makes functions, whatever an answer does with them: `P_2(\cos\theta)`, and
    /// steps such as `\theta(x - 1)`.
    private func appliedNames(_ id: NodeID) -> [Symbol] {
        guard tree.hasLooseNames else { return [] }
        var names: [Symbol] = []
        func collect(_ node: NodeID) {
            if tree.kind(node) == .application, tree.count(node) == 1 {
                let (name, inner) = (tree.symbol(node), tree.kind(tree.child(node, 0)))
                let isStep = name.base == Symbol("theta") || name.base == Symbol("Theta")
                if SpecialFunction.isUsual(name) && inner == .function || isStep && inner == .sum { names.append(name) }
                // `f(x)`, `2y(t)`, and what is all of a reference: `\varphi(12)`, `K(k)`.
                if isPlainCall(node), node == id || inner == .symbol { names.append(name) }
            }
            for child in tree.children(node) { collect(child) }
        }
        collect(id)
        return names
    }

    /// A usual function, or a name with a subscript or of Greek, of one letter; any name of a number, of `x` or `t`, and of
    /// its own small letter. `w(s)` stays a product where the other side has one.
    private func isPlainCall(_ node: NodeID) -> Bool {
        let (name, argument) = (tree.symbol(node), tree.child(node, 0))
        if tree.kind(argument) == .number { return true }
        guard tree.kind(argument) == .symbol, tree.symbol(argument) != name else { return false }
        let letter = tree.symbol(argument)
        return tree[node].detail == SpecialFunction.Reading.function.rawValue || name != name.base
            || name.base.count > 1
            || letter == Symbol("x") || letter == Symbol("t") || letter.bits == name.bits | 0x20
    }

    private func settled(_ id: NodeID, _ bare: SymbolSet, _ keepsStyle: Bool) -> NodeID {
        tree.replacing(in: id) { node in
            switch self.tree.kind(node) {
            case .symbol where !keepsStyle: return self.unstyled(node)
            case .application: return self.settledApplication(node, bare, keepsStyle)
            case .power, .factorial, .doubleFactorial, .percent, .degrees:
                return self.settledPostfix(node, bare, keepsStyle)
            case .quotient: return self.settledQuotient(node, bare, keepsStyle)
            default: return nil
            }
        }
    }

    private func unstyled(_ node: NodeID) -> NodeID? {
        let name = tree.symbol(node)
        let plain = name.unstyled
        guard plain != name else { return nil }
        if plain == Symbol("i") { return tree.leaf(.imaginary, span: tree[node].span) }
        if plain == Symbol("e") { return tree.leaf(.euler, span: tree[node].span) }
        return tree.symbol(plain, span: tree[node].span)
    }

    private func settledApplication(_ node: NodeID, _ bare: SymbolSet, _ keepsStyle: Bool) -> NodeID? {
        let arguments = tree.children(node).map { settled($0, bare, keepsStyle) }
        let name = keepsStyle ? tree.symbol(node) : tree.symbol(node).unstyled
        if isFactor(node, bare) {
            return tree.add(.product, [tree.symbol(name), arguments[0]], span: tree[node].span)
        }
        return tree.application(name, arguments, span: tree[node].span)
    }

    /// `a(b)^2` is `a b^2` where `a` is a factor.
    private func settledPostfix(_ node: NodeID, _ bare: SymbolSet, _ keepsStyle: Bool) -> NodeID? {
        guard tree.kind(tree.child(node, 0)) == .application, isFactor(tree.child(node, 0), bare) else { return nil }
        let application = tree.child(node, 0)
        let name = keepsStyle ? tree.symbol(application) : tree.symbol(application).unstyled
        var children = [settled(tree.child(application, 0), bare, keepsStyle)]
        if tree.count(node) > 1 { children.append(settled(tree.child(node, 1), bare, keepsStyle)) }
        return tree.add(.product, [tree.symbol(name), tree.copy(node, children: children)], span: tree[node].span)
    }

    /// `1/a(b)` is `(1/a) b` where `a` is a factor.
    private func settledQuotient(_ node: NodeID, _ bare: SymbolSet, _ keepsStyle: Bool) -> NodeID? {
        var below = tree.child(node, 1)
        var power: NodeID?
        if tree.kind(below) == .power { (power, below) = (below, tree.child(below, 0)) }
        guard tree.kind(below) == .application, isFactor(below, bare),
            tree[below].detail == SpecialFunction.Reading.factorInDivisor.rawValue
        else { return nil }
        let name = keepsStyle ? tree.symbol(below) : tree.symbol(below).unstyled
        let above = settled(tree.child(node, 0), bare, keepsStyle)
        var factor = settled(tree.child(below, 0), bare, keepsStyle)
        if let power { factor = tree.add(.power, [factor, settled(tree.child(power, 1), bare, keepsStyle)]) }
        return tree.add(
            .product, [tree.add(.quotient, [above, tree.symbol(name)]), factor], span: tree[node].span)
    }

    private func isFactor(_ node: NodeID, _ bare: SymbolSet) -> Bool {
        guard let reading = SpecialFunction.Reading(rawValue: tree[node].detail), reading != .certain,
            tree.count(node) == 1
        else { return false }
        let name = tree.symbol(node)
        if bare.contains(name) || bare.contains(name.unstyled) { return true }
        guard reading != .function else { return false }
        var inner = tree.child(node, 0)
        if tree.kind(inner) == .negative { inner = tree.child(inner, 0) }
        switch tree.kind(inner) {
        case .symbol, .number, .euler, .pi, .imaginary, .infinity: return false
        default: return !SpecialFunction.isUsual(name)
        }
    }
}

/// The names that a side uses.
private struct SideNames {
    /// Names that stand without brackets of their own, and those names without marks of style.
    var bare = SymbolSet()
    private var plain = SymbolSet()
    private var styled = SymbolSet()

    /// Some letter stands both with a mark of style and without.
    var usesBothForms: Bool { plain.sorted.contains { styled.contains($0) } }

    mutating func collect(_ id: NodeID, in tree: MathTree) {
        switch tree.kind(id) {
        case .symbol:
            let name = tree.symbol(id)
            bare.insert(name)
            note(name)
        case .application: note(tree.symbol(id))
        default: break
        }
        for child in tree.children(id) { collect(child, in: tree) }
    }

    private mutating func note(_ name: Symbol) {
        let bare = name.unstyled
        if bare == name { plain.insert(name) } else { styled.insert(bare) }
    }
}
