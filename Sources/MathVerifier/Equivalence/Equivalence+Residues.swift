/// Residues modulo a prime: what differs by them differs, and numbers of thousands of digits have them for a fraction of what
/// their digits cost.
extension Equivalence {
    /// An exponent, or what a factorial or a binomial is of, from which on digits are dear.
    private static let long: Int = 256

    /// True where a number is of that kind and residues prove the two different. What has a residue has a value.
    func haveDifferentResidues(_ a: NodeID, _ b: NodeID) -> Bool {
        guard tree.isClosed(a), tree.isClosed(b), isLong(a) || isLong(b) else { return false }
        return compareResidues(a, b)?.verdict == .different
    }

    private func isLong(_ id: NodeID) -> Bool {
        func isLarge(_ child: NodeID) -> Bool {
            guard let number = tree.number(child)?.machineInteger else { return false }
            return number.magnitude > UInt(Equivalence.long)
        }
        switch tree.kind(id) {
        case .power where isLarge(tree.child(id, 1)): return true
        case .factorial where isLarge(tree.child(id, 0)): return true
        case .function where tree.function(id) == .binomial && isLarge(tree.child(id, 0)): return true
        default: return tree.children(id).contains { isLong($0) }
        }
    }

    /// Residues at three seeded points; nil when the expressions have none.
    func compareResidues(_ a: NodeID, _ b: NodeID) -> Judgement? {
        var agreed = 0
        for seed in 1...8 where agreed < 3 {
            var evaluator = ResidueEvaluator(tree, budget, seed: self.seed &+ UInt64(seed))
            guard let left = evaluator.value(a), let right = evaluator.value(b) else {
                if evaluator.isBeyond { return nil }
                continue
            }
            // Together they may be dependent, for all that is known.
            guard !(evaluator.sawPi && evaluator.sawEuler) || left == right else { return nil }
            if left != right { return .different(.differentPolynomial) }
            agreed += 1
        }
        return agreed == 3 ? .equal(.equalResidue) : nil
    }
}
