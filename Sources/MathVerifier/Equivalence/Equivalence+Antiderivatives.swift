import AdjudgeBase

/// `x^2 + C` and `x^2 + 1 + C`: what a constant of integration is added to, up to a constant.
extension Equivalence {
    /// Equal where both sides have such a constant and what is left differs by a number; undecided where it may differ by
    /// one here and by another there, or by a letter that may be given. Nil for all else.
    func compareAntiderivatives(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.kind(a) == .sum, tree.kind(b) == .sum, let mine = integrationConstant(of: a, isReference: true),
            let theirs = integrationConstant(of: b, isReference: false)
        else { return nil }
        let left = replacing([mine], by: 0, in: a)
        let right = replacing([theirs], by: 0, in: b)
        var (names, others) = (SymbolSet(), SymbolSet())
        guard tree.collectSymbols(left, &names), tree.collectSymbols(right, &others), !names.isEmpty else { return nil }
        let own = others.subtracting(names)
        // Letters that only the answer has may be constants of its own, `\ln|x/a|`, or variables.
        guard own.isEmpty else {
            let mayBeConstants = own.sorted.allSatisfy { Equivalence.ownConstants.contains($0) }
            return !mayBeConstants || isMoved(left, right, names.sorted) ? nil : .undecided(.notComputed)
        }
        if differByConstant(left, right, names.sorted) { return .equal(.equalCanonical) }
        let maySplit = hasJumps(left) || hasJumps(right)
        let mayBeGiven =
            names.count > 1
            && names.sorted.contains { differByConstant(left, right, [$0]) || !isMoved(left, right, [$0]) }
        return maySplit || mayBeGiven ? .undecided(.notComputed) : nil
    }

    /// True when the difference is not the same where the letters are 1, 2 and 3, or is not known to be.
    private func isMoved(_ a: NodeID, _ b: NodeID, _ names: [Symbol]) -> Bool {
        let differences = [1, 2, 3].map { value in
            let (left, right) = (replacing(names, by: value, in: a), replacing(names, by: value, in: b))
            return tree.add(.sum, [left, tree.add(.negative, [right])])
        }
        return differences.dropFirst().contains { compareScalars(differences[0], $0).verdict == .different }
    }

    /// True when the difference stays what it is where the letters are 0, or 1.
    private func differByConstant(_ a: NodeID, _ b: NodeID, _ names: [Symbol]) -> Bool {
        [0, 1, 2].contains { value in
            let (left, right) = (replacing(names, by: value, in: a), replacing(names, by: value, in: b))
            let shift = tree.add(.sum, [left, tree.add(.negative, [right])])
            return compareScalars(a, tree.add(.sum, [b, shift])).isEqual
        }
    }

    private func replacing(_ names: [Symbol], by value: Int, in id: NodeID) -> NodeID {
        tree.replacing(in: id) { node in
            guard self.tree.kind(node) == .symbol, names.contains(self.tree.symbol(node)) else { return nil }
            return self.tree.integer(value)
        }
    }

    /// The letter that is a term of the sum, and nowhere else in it. A reference's is `C`, and no other letter in it may
    /// be such a constant: `Ax^2 + Bx + C` is a general quadratic.
    private func integrationConstant(of id: NodeID, isReference: Bool) -> Symbol? {
        var names = SymbolSet()
        guard tree.collectSymbols(id, &names) else { return nil }
        let constants = names.sorted.filter { isUsual($0) || !isReference && Equivalence.smallConstants.contains($0) }
        let capitals = names.sorted.filter { isUpper($0) }
        guard capitals.allSatisfy({ constants.contains($0) }), constants.count == 1, let name = constants.first,
            !isReference || name == Symbol("C") || name == Symbol("const"), isArbitrary(name, in: id)
        else { return nil }
        return name
    }

    private static let smallConstants = SymbolTable(["c", "k"])
    /// What nobody integrates by.
    private static let ownConstants = SymbolTable(["a", "b", "c", "d", "k"])

    /// True for functions that are one constant away from each other on one side of a point, and another on the other:
    /// `\arctan x` and `-\arctan\frac{1}{x}`.
    private func hasJumps(_ id: NodeID) -> Bool {
        if tree.kind(id) == .function {
            switch tree.function(id) {
            case .arctan, .arccot, .arcsin, .arccos, .floor, .sign: return true
            default: break
            }
        }
        return tree.children(id).contains { hasJumps($0) }
    }
}
