import AdjudgeBase

/// Expressions over what nobody can compute: named functions, integrals, limits.
extension Equivalence {
    /// Compares with every such part replaced by a variable of its own, the same for parts that are written alike; nil
    /// where that says nothing.
    ///
    /// Sound for equality, since equal parts have equal values. For a difference each part must stand on both sides, and
    /// integrals and the like be of one kind: values of a function that is only a name are free.
    func compareAbstracted(_ a: NodeID, _ b: NodeID, most: Int? = nil) -> Judgement? {
        var parts = AbstractParts(atMost: most ?? AbstractParts.most)
        guard let left = parts.replaced(a, in: self), let right = parts.replaced(b, in: self), !parts.isEmpty,
            isScalarTree(left), isScalarTree(right)
        else { return nil }
        let judgement = compareScalars(left, right)
        switch judgement.verdict {
        case .equal: return judgement
        case .different where parts.isShared(by: collected(left), and: collected(right)):
            return .different(.differentPoint)
        case .different, .undecided: return nil
        }
    }

    private func collected(_ id: NodeID) -> SymbolSet {
        var symbols = SymbolSet()
        _ = tree.collectSymbols(id, &symbols)
        return symbols
    }

    private func isScalarTree(_ id: NodeID) -> Bool {
        var symbols = SymbolSet()
        return tree.collectSymbols(id, &symbols)
    }
}

/// Parts that were replaced, and the variables in their place.
private struct AbstractParts {
    private var known: [(part: NodeID, name: Symbol)] = []
    private var opaque = 0
    private let limit: Int

    init(atMost limit: Int) { self.limit = limit }

    var isEmpty: Bool { known.isEmpty }

    /// More parts than this are not told apart.
    static let most = 6
    private static let names: [StaticString] = ["_f1", "_f2", "_f3", "_f4", "_f5", "_f6"]

    /// The tree with every part replaced; nil where there are too many.
    mutating func replaced(_ id: NodeID, in equivalence: Equivalence) -> NodeID? {
        let tree = equivalence.tree
        var isTooMany = false
        let result = tree.replacing(in: id) { node in
            guard tree.kind(node) == .application || tree.kind(node) == .opaque else { return nil }
            // A function that can be computed has no free value.
            guard tree.kind(node) == .opaque || !SpecialFunction.isComputed(tree.symbol(node)) else { return nil }
            guard let name = name(of: node, in: tree) else {
                isTooMany = true
                return nil
            }
            return tree.symbol(name, span: tree[node].span)
        }
        return isTooMany ? nil : result
    }

    private mutating func name(of part: NodeID, in tree: MathTree) -> Symbol? {
        if let same = known.first(where: { tree.haveSameShape($0.part, part) }) { return same.name }
        guard known.count < limit else { return nil }
        let name = Symbol(AbstractParts.names[known.count])
        known.append((part, name))
        if tree.kind(part) == .opaque { opaque += 1 }
        return name
    }

    /// True when every part stands in both expressions, whose variables are given.
    func isShared(by left: SymbolSet, and right: SymbolSet) -> Bool {
        opaque <= 1 && known.allSatisfy { left.contains($0.name) && right.contains($0.name) }
    }
}
