import AdjudgeBase

/// Whole numbers of units that were converted, where a grader has a tolerance: `4184 J` and `4.2 kJ`.
///
/// A reference that is a whole number is exact, also under a tolerance. Of a measure in another unit it cannot be: an answer
/// then has the digits that it shows, and the reference must be among the values that round to it.
extension Equivalence {
    /// `judgement`, or equal where `answer`, in the reference's unit `ratio` of its own, is the reference to its own
    /// digits, at least two, and within the tolerance.
    func compareMeasured(
        _ reference: NodeID, _ unit: Unit, _ answer: NodeID, _ ratio: Rational, _ judgement: Judgement
    ) -> Judgement {
        guard judgement.verdict == .different, let tolerance = strictness.tolerance, unit.dimension != .zero,
            unit.dimension != Unit.dimension(.money), unit.noun == nil, isWhole(reference),
            let reach = halfUnit(answer).map({ $0 * ratio.magnitude })
        else { return judgement }
        var exact = ExactEvaluator(tree, budget)
        guard let target = exact.value(reference), let value = exact.value(answer).map({ $0 * ratio }),
            tolerance.holds(value, target), Rational.compare(value.magnitude, reach * .integer(20)) >= 0,
            Rational.compare((value - target).magnitude, reach) <= 0
        else { return judgement }
        return .equal(.withinTolerance)
    }

    /// True for temperatures of two scales that are the same to the digits of one of them; `degree` is the reference's
    /// last digit in kelvins, `reach` half the answer's. Their zeros are arbitrary, so that no relative tolerance says more.
    func isMeasured(_ reference: NodeID, _ answer: NodeID, reach: Rational?, _ degree: Rational) -> Bool {
        guard strictness.tolerance != nil, isWhole(reference), let reach,
            let mine = halfUnit(reference).map({ $0 * degree })
        else { return false }
        var exact = ExactEvaluator(tree, budget)
        guard let target = exact.value(reference), let value = exact.value(answer) else { return false }
        let distance = (value - target).magnitude * degree
        return Rational.compare(distance, Rational.compare(mine, reach) < 0 ? reach : mine) <= 0
    }

    private func isWhole(_ id: NodeID) -> Bool {
        let inner = tree.kind(id) == .negative ? tree.child(id, 0) : id
        return tree[inner].detail == 0 && (tree.number(inner)?.isInteger ?? false)
    }

    /// Half a unit in the last digit of a number that is written as one, also with a power of ten; nil for others.
    func halfUnit(_ id: NodeID) -> Rational? {
        let inner = tree.kind(id) == .negative ? tree.child(id, 0) : id
        if tree.kind(inner) == .product, tree.count(inner) == 2, tree.kind(tree.child(inner, 1)) == .power {
            var exact = ExactEvaluator(tree, budget)
            let power = tree.child(inner, 1)
            guard tree.number(tree.child(power, 0)) == .integer(10), let scale = exact.value(power),
                let mantissa = halfUnit(tree.child(inner, 0))
            else { return nil }
            return mantissa * scale
        }
        guard tree.kind(inner) == .number, let value = tree.number(inner) else { return nil }
        let places = Int(tree[inner].detail)
        guard places > 0 ? places < 40 : value.isInteger else { return nil }
        return Rational.quotient(.one, .integer(2) * NumberReader.tenTo(places))
    }
}
