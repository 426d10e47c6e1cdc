import AdjudgeBase

/// Decimals against exact values: the reference's printed precision decides.
extension Equivalence {
    /// `judgement`, or `equal` where the reference is a decimal of at least three significant digits, and the answer is an exact value, or a longer decimal, that rounds to it.
    func compareRounded(_ reference: NodeID, _ answer: NodeID, _ judgement: Judgement) -> Judgement {
        guard judgement.verdict == .different else { return judgement }
        if isTolerated(reference, answer) { return .equal(.withinTolerance) }
        if isDouble(reference, of: answer) { return .equal(.equalRounded) }
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
        if let printed = printedPlaces(answer), let asked = printedPlaces(reference), printed <= asked { return nil }
        guard isPrecise(mantissa, places, minimum: 3), rounds(scaled, to: mantissa, places) else { return nil }
        return .equal(.equalRounded)
    }

    /// The places behind the point to which a decimal, or one times a power of ten, is printed; nil for exact values.
    private func printedPlaces(_ id: NodeID) -> Int? {
        guard tree.kind(id) == .product, tree.count(id) == 2, let places = decimalPlaces(tree.child(id, 0)) else {
            return decimalPlaces(id)
        }
        let power = tree.child(id, 1)
        guard tree.kind(power) == .power, tree.number(tree.child(power, 0)) == .integer(10),
            let exponent = tree.number(tree.child(power, 1))?.machineInteger
        else { return places }
        return places - max(-100_000, min(exponent, 100_000))
    }

    /// True when the answer is within the grader's tolerance of the reference, both real numbers.
    private func isTolerated(_ reference: NodeID, _ answer: NodeID) -> Bool {
        guard let tolerance = strictness.tolerance, tree.isClosed(reference), tree.isClosed(answer),
            strictness.includesIntegers || !isPrintedInteger(reference) && !areExactFormulas(reference, answer)
        else { return false }
        var exact = ExactEvaluator(tree, budget)
        if let target = exact.value(reference) {
            if let value = exact.value(answer) { return tolerance.holds(value, target) }
            let reach = tolerance.reach(at: target)
            return isWithin(reach, of: target, answer, precision: 64)
                ?? isWithin(reach, of: target, answer, precision: 256) ?? false
        }
        return isTolerated(tolerance, reference, answer, precision: 64)
            ?? isTolerated(tolerance, reference, answer, precision: 256) ?? false
    }

    private func isTolerated(_ tolerance: Tolerance, _ reference: NodeID, _ answer: NodeID, precision: Int) -> Bool? {
        intervals.restart(precision: precision)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        evaluator.logBase = logBase
        guard let target = evaluator.value(reference), target.imaginary == nil, let value = evaluator.value(answer),
            value.imaginary == nil
        else { return nil }
        let distance = intervals.absolute(intervals.subtract(value.real, target.real))
        let reach =
            switch tolerance {
            case .absolute(let bound): intervals.rational(bound)
            case .relative(let bound):
                intervals.multiply(intervals.absolute(target.real), intervals.rational(bound))
            }
        return intervals.sign(intervals.subtract(reach, distance)).map { $0 > 0 }
    }

    /// True for formulas without decimals and units, neither of which rounds anything: `\frac{2024}{2025}` and
    /// `\frac{2025}{2024}`.
    private func areExactFormulas(_ a: NodeID, _ b: NodeID) -> Bool {
        !tree.has(.quantity) && isExactFormula(a) && isExactFormula(b)
    }

    private func isExactFormula(_ id: NodeID) -> Bool {
        let inner = tree.kind(id) == .negative ? tree.child(id, 0) : id
        return tree.kind(inner) != .number && !holdsDecimal(inner)
    }

    private func holdsDecimal(_ id: NodeID) -> Bool {
        tree.kind(id) == .number && tree[id].detail > 0 || tree.children(id).contains { holdsDecimal($0) }
    }

    private func isPrintedInteger(_ id: NodeID) -> Bool {
        let inner = tree.kind(id) == .negative ? tree.child(id, 0) : id
        return tree[inner].detail == 0 && (tree.number(inner)?.isInteger ?? false)
    }

    /// True when the reference is a double that a program printed, to 15 to 17 digits with a fractional part, and the
    /// answer an exact value within two units in its last place.
    private func isDouble(_ reference: NodeID, of answer: NodeID) -> Bool {
        guard let places = decimalPlaces(reference), places < 40, tree.isClosed(answer) else { return false }
        // Another decimal is another number, unless it has as many digits.
        guard (decimalPlaces(answer) ?? 40) >= places else { return false }
        var exact = ExactEvaluator(tree, budget)
        guard let value = exact.value(reference), value.sign != 0 else { return false }
        guard DoublePrecision.isPrinted(value, places: places),
            let reach = DoublePrecision.ulp(of: value).map({ $0 * .integer(2) })
        else { return false }
        if let other = exact.value(answer) { return Rational.compare((other - value).magnitude, reach) <= 0 }
        return isWithin(reach, of: value, answer, precision: 128) ?? false
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
        return Rational.compare(digits, NumberReader.tenTo(minimum - 1)) >= 0
    }

    /// True when the exact value lies within half a unit of the decimal's last digit.
    private func rounds(_ id: NodeID, to decimal: NodeID, _ places: Int) -> Bool {
        var exact = ExactEvaluator(tree, budget)
        guard places <= 60, let target = exact.value(decimal), tree.isClosed(id),
            let half = Rational.quotient(.one, .integer(2) * NumberReader.tenTo(places))
        else { return false }
        if let value = exact.value(id) { return Rational.compare((value - target).magnitude, half) <= 0 }
        if let near = FloatEvaluator(tree, budget, at: SymbolMap(), logBase: logBase).value(id),
            let goal = FloatInterval(target),
            let reach = FloatInterval(half), (near + -goal).magnitude.lower > reach.upper
        {
            return false
        }
        // Few bits are enough but for what lies on the edge.
        return isWithin(half, of: target, id, precision: 64) ?? isWithin(half, of: target, id, precision: 256) ?? false
    }

    /// True when the value is nearer to the target than `reach`, false when it is farther or no real number; nil when
    /// so many bits do not tell.
    func isWithin(_ reach: Rational, of target: Rational, _ id: NodeID, precision: Int) -> Bool? {
        intervals.restart(precision: precision)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        evaluator.logBase = logBase
        guard let value = evaluator.value(id), value.imaginary == nil else { return nil }
        let distance = intervals.absolute(intervals.subtract(value.real, intervals.rational(target)))
        return intervals.sign(intervals.subtract(intervals.rational(reach), distance)).map { $0 > 0 }
    }
}

/// Doubles as programs print them (IEEE 754-2019: 53 bits).
enum DoublePrecision {
    /// The distance of neighbouring doubles at a value; nil beyond what answers have.
    static func ulp(of value: Rational) -> Rational? {
        let size = value.magnitude
        var exponent = 0
        // The greatest power of two that is not above the value.
        while exponent < 256, let next = power(exponent + 1), Rational.compare(next, size) <= 0 { exponent += 1 }
        while exponent > -256, let this = power(exponent), Rational.compare(this, size) > 0 { exponent -= 1 }
        return abs(exponent) < 256 ? power(exponent - 52) : nil
    }

    private static func power(_ exponent: Int) -> Rational? { Rational.integer(2).raised(to: exponent) }

    /// True for a decimal of 15 to 17 significant digits.
    static func isPrinted(_ value: Rational, places: Int) -> Bool {
        guard places > 0, places < 40 else { return false }
        // Most have far fewer digits, which one comparison tells.
        if places <= 10, Rational.compare(value.magnitude, .integer(10_000)) < 0 { return false }
        let digits = (value * NumberReader.tenTo(places)).magnitude
        return Rational.compare(digits, NumberReader.tenTo(14)) >= 0
            && Rational.compare(digits, NumberReader.tenTo(17)) < 0
    }
}
