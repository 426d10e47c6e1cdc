import AdjudgeBase

/// Solutions that repeat: `\frac{\pi}{6} + 2k\pi` for every integer k.
extension Equivalence {
    /// Compares two families that are linear in one integer each; nil when they are not.
    func compareFamilies(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard let left = family(a), let right = family(b) else { return nil }
        let ratio = tree.add(.quotient, [left.step, right.step])
        let isSameStep =
            compareScalars(ratio, tree.integer(1)).isEqual || compareScalars(ratio, tree.integer(-1)).isEqual
        let offset = tree.add(
            .quotient, [tree.add(.sum, [left.start, tree.add(.negative, [right.start])]), left.step])
        let form = Canonicalizer(tree, intervals, budget, logBase: logBase)
        guard let turns = form.fraction(offset)?.constant else { return .undecided(.notComputed) }
        return isSameStep && turns.isInteger ? .equal(.equalCanonical) : .different(.differentValue)
    }

    private func family(_ id: NodeID) -> (start: NodeID, step: NodeID)? {
        var symbols = SymbolSet()
        guard tree.collectSymbols(id, &symbols), symbols.count == 1, let name = symbols.first, integers.contains(name)
        else { return nil }
        func value(_ n: Int) -> NodeID {
            tree.replacing(in: id) { self.tree.kind($0) == .symbol ? self.tree.integer(n) : nil }
        }
        let (start, next, second) = (value(0), value(1), value(2))
        let step = tree.add(.sum, [next, tree.add(.negative, [start])])
        let other = tree.add(.sum, [second, tree.add(.negative, [next])])
        return compareScalars(step, other).isEqual ? (start, step) : nil
    }
}
