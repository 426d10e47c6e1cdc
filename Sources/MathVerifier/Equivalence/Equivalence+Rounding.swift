import AdjudgeBase

/// Decimals against exact values: the reference's printed precision decides.
extension Equivalence {
    /// `judgement`, or `equal` where the reference is a decimal of at least three significant digits, two of them behind
    /// the point, and the answer is an exact value, or a longer decimal, that rounds to it.
    func compareRounded(_ reference: NodeID, _ answer: NodeID, _ judgement: Judgement) -> Judgement {
        guard judgement.verdict == .different else { return judgement }
        if let places = decimalPlaces(reference), isPrecise(reference, places, minimum: 3),
            !isShorterDecimal(answer, than: places),
            rounds(answer, to: reference, places)
        {
            return .equal(.equalRounded)
        }
        guard strictness.isLenient, let places = decimalPlaces(answer), isPrecise(answer, places, minimum: 3),
            rounds(reference, to: answer, places)
        else { return judgement }
        // An exact reference wants four digits; a decimal one only that the shorter rounds the longer.
        return decimalPlaces(reference) != nil || isPrecise(answer, places, minimum: 4)
            ? .equal(.equalRounded) : judgement
    }

    /// Digits behind the point of a printed decimal; nil for everything else.
    private func decimalPlaces(_ id: NodeID) -> Int? {
        let inner = tree.kind(id) == .negative ? tree.child(id, 0) : id
        let node = tree[inner]
        guard node.kind == .number, node.detail > 0 else { return nil }
        return Int(node.detail)
    }

    private func isShorterDecimal(_ id: NodeID, than places: Int) -> Bool {
        decimalPlaces(id).map { $0 <= places } ?? (tree.number(id)?.isInteger ?? false)
    }

    private func isPrecise(_ id: NodeID, _ places: Int, minimum: Int) -> Bool {
        var exact = ExactEvaluator(tree)
        guard let value = exact.value(id)?.magnitude, places < 30 else { return places >= 30 }
        // The digits as an integer.
        let digits = value * NumberReader.tenTo(places)
        let isSignificant = Rational.compare(digits, NumberReader.tenTo(minimum - 1)) >= 0
        return isSignificant && (places >= 2 || Rational.compare(digits, NumberReader.tenTo(minimum)) >= 0)
    }

    /// True when the exact value lies within half a unit of the decimal's last digit.
    private func rounds(_ id: NodeID, to decimal: NodeID, _ places: Int) -> Bool {
        var exact = ExactEvaluator(tree)
        guard places <= 60, let target = exact.value(decimal), tree.isClosed(id),
            let half = Rational.quotient(.one, .integer(2) * NumberReader.tenTo(places))
        else { return false }
        if let value = exact.value(id) { return Rational.compare((value - target).magnitude, half) <= 0 }
        intervals.restart(precision: 256)
        var evaluator = IntervalEvaluator(tree, intervals)
        evaluator.logBase = logBase
        guard let value = evaluator.value(id), value.imaginary == nil else { return false }
        let distance = intervals.absolute(intervals.subtract(value.real, intervals.rational(target)))
        return intervals.sign(intervals.subtract(intervals.rational(half), distance)) == 1
    }
}
