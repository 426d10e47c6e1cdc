import AdjudgeBase

/// Powers that no agreement of digits says anything of: `x^{8^{8^{8}}}` is below any precision at one point and beyond
/// any at the next.
extension Equivalence {
    /// Exponents up to two to this are resolved by the digits that are compared.
    private static let resolvedExponent = 12

    /// The judgement, undecided where it rests on digits alone and one side has such a power.
    func checked(_ judgement: Judgement, _ a: NodeID, _ b: NodeID) -> Judgement {
        guard judgement.isEqual, judgement.reason == .equalNumeric, hasVastPower(a) || hasVastPower(b) else {
            return judgement
        }
        return .undecided(.notComputed)
    }

    private func hasVastPower(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .power where isVast(tree.child(id, 1)): true
        case .function where tree.function(id) == .exp && isVast(tree.child(id, 0)): true
        default: tree.children(id).contains { hasVastPower($0) }
        }
    }

    /// True of a number that is large, or that nobody can compute.
    private func isVast(_ exponent: NodeID) -> Bool {
        guard tree.isClosed(exponent) else { return false }
        intervals.restart(precision: 64)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        evaluator.logBase = logBase
        guard let value = evaluator.value(exponent) else { return true }
        return intervals.exponent(value.real) > Equivalence.resolvedExponent
    }
}
