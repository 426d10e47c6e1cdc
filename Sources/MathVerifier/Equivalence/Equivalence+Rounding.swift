import AdjudgeBase

/// Decimals against exact values: the reference's printed precision decides.
extension Equivalence {
    /// `judgement`, or `equal` where the reference is a decimal of at least three significant digits, two of them behind
    /// the point, and the answer is an exact value, or a longer decimal, that rounds to it.
    func compareRounded(_ reference: NodeID, _ answer: NodeID, _ judgement: Judgement) -> Judgement {
        guard judgement.verdict == .different else { return judgement }
        if let scientific = compareScientific(reference, answer) { return scientific }
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

    /// `9.77 \times 10^{-4}` is printed to three digits of whatever size.
    private func compareScientific(_ reference: NodeID, _ answer: NodeID) -> Judgement? {
        guard tree.kind(reference) == .product, tree.count(reference) == 2,
            let places = decimalPlaces(tree.child(reference, 0))
        else { return nil }
        let power = tree.child(reference, 1)
        guard tree.kind(power) == .power, let base = tree.number(tree.child(power, 0)), base == .integer(10) else {
            return nil
        }
        let mantissa = tree.child(reference, 0)
        let scaled = tree.add(.quotient, [answer, power])
        // A decimal answer of no more digits is another number.
        guard decimalPlaces(answer) == nil,
            tree.kind(answer) != .product || decimalPlaces(tree.child(answer, 0)) == nil,
            isPrecise(mantissa, places, minimum: 3), rounds(scaled, to: mantissa, places)
        else { return nil }
        return .equal(.equalRounded)
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
        var exact = ExactEvaluator(tree, budget)
        guard let value = exact.value(id)?.magnitude, places < 30 else { return places >= 30 }
        // The digits as an integer.
        let digits = value * NumberReader.tenTo(places)
        let isSignificant = Rational.compare(digits, NumberReader.tenTo(minimum - 1)) >= 0
        return isSignificant && (places >= 2 || Rational.compare(digits, NumberReader.tenTo(minimum)) >= 0)
    }

    /// True when the exact value lies within half a unit of the decimal's last digit.
    private func rounds(_ id: NodeID, to decimal: NodeID, _ places: Int) -> Bool {
        var exact = ExactEvaluator(tree, budget)
        guard places <= 60, let target = exact.value(decimal), tree.isClosed(id),
            let half = Rational.quotient(.one, .integer(2) * NumberReader.tenTo(places))
        else { return false }
        if let value = exact.value(id) { return Rational.compare((value - target).magnitude, half) <= 0 }
        if let near = FloatEvaluator(tree, budget, at: SymbolMap()).value(id), let goal = FloatInterval(target),
            let reach = FloatInterval(half), (near + -goal).magnitude.lower > reach.upper
        {
            return false
        }
        intervals.restart(precision: 256)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        evaluator.logBase = logBase
        guard let value = evaluator.value(id), value.imaginary == nil else { return false }
        let distance = intervals.absolute(intervals.subtract(value.real, intervals.rational(target)))
        return intervals.sign(intervals.subtract(intervals.rational(half), distance)) == 1
    }
}
