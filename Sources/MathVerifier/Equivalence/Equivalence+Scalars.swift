import AdjudgeBase

/// Numbers and expressions.
extension Equivalence {
    /// Compares two scalars: exact rationals, then residues, intervals and canonical forms.
    func compareScalars(_ a: NodeID, _ b: NodeID) -> Judgement {
        if let left = tree.number(a), let right = tree.number(b) { return compareExact(left, right) }
        if tree.kind(a) == .infinity || tree.kind(b) == .infinity || isNegativeInfinity(a) || isNegativeInfinity(b) {
            return compareInfinite(a, b)
        }
        if haveDifferentResidues(a, b) { return .different(.differentNumber) }
        var exact = ExactEvaluator(tree, budget)
        let left = exact.value(a)
        let right = exact.value(b)
        if exact.isUndefined { return .undecided(.undefinedValue) }
        if let left, let right {
            return compareExact(left, right)
        }
        if haveEqualTerms(a, b) { return .equal(.equalCanonical) }
        var symbols = SymbolSet()
        guard tree.collectSymbols(a, &symbols), tree.collectSymbols(b, &symbols) else {
            if tree.haveSameShape(a, b) { return .equal(.equalText) }
            return compareAbstracted(a, b) ?? .undecided(.notComputed)
        }
        let judgement = symbols.isEmpty ? compareClosed(a, b) : compareOpen(a, b, symbols)
        guard judgement.verdict == .undecided, judgement.reason == .notComputed, tree.has(.application) else {
            return judgement
        }
        return compareAbstracted(a, b) ?? judgement
    }

    /// Sums, or products, over the same index and bounds of terms that are equal.
    private func haveEqualTerms(_ a: NodeID, _ b: NodeID) -> Bool {
        let kind = tree.kind(a)
        guard kind == .series || kind == .seriesProduct, tree.kind(b) == kind else { return false }
        let (index, other) = (tree.symbol(tree.child(a, 0)), tree.symbol(tree.child(b, 0)))
        var free = SymbolSet()
        collectAll(tree.child(b, 3), &free)
        guard index == other || !free.contains(index) else { return false }
        let b = index == other ? b : tree.renaming([other: index], in: b)
        return (1...3).allSatisfy { compareScalars(tree.child(a, $0), tree.child(b, $0)).isEqual }
    }

    private func compareExact(_ left: Rational, _ right: Rational) -> Judgement {
        Rational.compare(left, right) == 0 ? .equal(.equalNumber) : .different(.differentNumber)
    }

    private func isNegativeInfinity(_ id: NodeID) -> Bool {
        tree.kind(id) == .negative && tree.kind(tree.child(id, 0)) == .infinity
    }

    private func compareInfinite(_ a: NodeID, _ b: NodeID) -> Judgement {
        func sign(_ id: NodeID) -> Int { tree.kind(id) == .infinity ? 1 : isNegativeInfinity(id) ? -1 : 0 }
        if sign(a) == sign(b) { return .equal(.equalText) }
        guard sign(a) * sign(b) == 0 else { return .different(.differentNumber) }
        let finite = sign(a) == 0 ? a : b
        intervals.restart(precision: 64)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        return evaluator.value(finite) == nil ? .undecided(.undefinedValue) : .different(.differentNumber)
    }

    // MARK: Without variables

    private func compareClosed(_ a: NodeID, _ b: NodeID) -> Judgement {
        let doubles = FloatEvaluator(tree, budget, at: SymbolMap(), logBase: logBase)
        var haveEqualForms: Bool?
        if let left = doubles.value(a), let right = doubles.value(b) {
            if left.isDisjoint(from: right) { return .different(.differentValue) }
            // Where real values are seen to agree, forms that agree are all of the proof.
            if left.isNarrow, right.isNarrow {
                if areReordered(a, b) { return .equal(.equalCanonical) }
                haveEqualForms = Canonicalizer(tree, intervals, budget, logBase: logBase).areEqual(a, b) ?? false
                if haveEqualForms == true { return .equal(.equalCanonical) }
            }
        } else if areDistant(a, b) {
            return .different(.differentValue)
        }
        guard let first = closeness(a, b, precision: 64) else {
            // An answer without a value is not a reference that has one.
            return hasNoRealValue(b) && closeness(a, a, precision: 64) != nil
                ? .different(.differentValue) : compareUnbounded(a, b)
        }
        guard case .within(let exponent) = first else { return .different(.differentValue) }
        if let isZero = ArctangentSum(tree, budget).isZero(a, minus: b, within: exponent) {
            return isZero ? .equal(.equalCanonical) : .different(.differentValue)
        }
        if haveEqualForms == nil, Canonicalizer(tree, intervals, budget, logBase: logBase).areEqual(a, b) == true {
            return .equal(.equalCanonical)
        }
        let bound = SeparationBound(tree, budget).exponent(of: a, minus: b)
        if let bound, bound <= Equivalence.nearBound, let proof = compareSeparated(a, b, bound: bound) { return proof }
        guard let second = areDisjoint(a, b, precision: 256) else { return .undecided(.undefinedValue) }
        return second ? .different(.differentValue) : checked(compareFinely(a, b, bound: bound), a, b)
    }

    /// True when some inverse sine or cosine of a number without variables has an argument that is surely beyond 1.
    private func hasNoRealValue(_ id: NodeID) -> Bool {
        if tree.kind(id) == .function {
            let function = tree.function(id)
            if function == .arcsin || function == .arccos {
                intervals.restart(precision: 64)
                var evaluator = IntervalEvaluator(tree, intervals, budget)
                if let value = evaluator.value(tree.child(id, 0)), value.imaginary == nil {
                    let excess = intervals.subtract(intervals.absolute(value.real), intervals.integer(1))
                    if intervals.sign(excess) == 1 { return true }
                }
            }
        }
        return tree.children(id).contains { hasNoRealValue($0) }
    }

    /// Algebraic bounds up to this decide before any look at fixed precision.
    private static let nearBound = 800

    /// Numbers that intervals cannot bound: residues may still tell them apart.
    private func compareUnbounded(_ a: NodeID, _ b: NodeID) -> Judgement {
        if let residues = compareResidues(a, b), residues.verdict == .different { return residues }
        let form = Canonicalizer(tree, intervals, budget, logBase: logBase)
        return form.areEqual(a, b) == true ? .equal(.equalCanonical) : .undecided(.notComputed)
    }

    /// True when doubles suffice to prove the values different.
    func areDistant(_ a: NodeID, _ b: NodeID, at point: SymbolMap<Rational> = SymbolMap()) -> Bool {
        distance(a, b, at: point) ?? false
    }

    /// True when doubles prove the values different; nil when they have none for one of them.
    func distance(_ a: NodeID, _ b: NodeID, at point: SymbolMap<Rational>) -> Bool? {
        let evaluator = FloatEvaluator(tree, budget, at: point, logBase: logBase)
        if let left = evaluator.value(a), let right = evaluator.value(b) { return left.isDisjoint(from: right) }
        guard tree.has(.imaginary) || tree.has(.root) || tree.has(.power) || tree.has(.function),
            let left = evaluator.complex(a), let right = evaluator.complex(b)
        else { return nil }
        return left.isDisjoint(from: right)
    }

    /// How near two numbers are, for all that intervals know.
    enum Closeness {
        /// They are different.
        case apart
        /// Their distance is less than two to this power.
        case within(exponent: Int)
    }

    /// The distance as intervals at that precision know it; nil when one side has no value.
    func closeness(_ a: NodeID, _ b: NodeID, precision: Int, at point: SymbolMap<Rational> = SymbolMap())
        -> Closeness?
    {
        intervals.restart(precision: precision)
        var evaluator = IntervalEvaluator(tree, intervals, budget, at: point)
        evaluator.logBase = logBase
        guard let left = evaluator.value(a), let right = evaluator.value(b) else { return nil }
        if evaluator.areDisjoint(left, right) { return .apart }
        let real = intervals.widthExponent(intervals.subtract(left.real, right.real))
        guard left.imaginary != nil || right.imaginary != nil else { return .within(exponent: real) }
        let zero = intervals.integer(0)
        let imaginary = intervals.subtract(left.imaginary ?? zero, right.imaginary ?? zero)
        // An infinite width has the largest exponent there is.
        return .within(exponent: min(max(real, intervals.widthExponent(imaginary)), Int.max - 1) + 1)
    }

    /// True when intervals at that precision prove the values different; nil when one has no value.
    func areDisjoint(_ a: NodeID, _ b: NodeID, precision: Int, at point: SymbolMap<Rational> = SymbolMap())
        -> Bool?
    {
        closeness(a, b, precision: precision, at: point).map { if case .apart = $0 { true } else { false } }
    }

    /// Values that agree to 1024 bits: equal by proof where an algebraic bound is below that, else numerically.
    private func compareFinely(_ a: NodeID, _ b: NodeID, bound: Int?) -> Judgement {
        guard let closeness = closeness(a, b, precision: 1024) else { return .undecided(.undefinedValue) }
        guard case .within(let gap) = closeness else { return .different(.differentValue) }
        // Huge numbers agree to a thousand bits and differ all the same.
        if let residues = compareResidues(a, b), residues.verdict == .different { return residues }
        // Agreement that is not to many digits behind the point says nothing.
        guard gap < -400 else {
            // Parts that cancel hide the digits of their sum below their own.
            let far = bound.flatMap { $0 <= Equivalence.farBound ? compareSeparated(a, b, bound: $0) : nil }
            return far ?? .undecided(.notComputed)
        }
        let separation = SeparationBound(tree, budget)
        guard separation.isAlgebraic(a), separation.isAlgebraic(b) else {
            switch agreement(a, b) {
            case .agree: return .equal(.equalNumeric)
            case .apart: return .different(.differentValue)
            case .unknown: return .undecided(.notComputed)
            }
        }
        // Digits are never the last word on algebraic numbers.
        guard let bound else { return .undecided(.notComputed) }
        if gap < -bound { return .equal(.equalSeparation) }
        return (bound <= Equivalence.farBound ? compareSeparated(a, b, bound: bound) : nil) ?? .undecided(.notComputed)
    }

    /// Algebraic bounds up to this are worth the digits.
    private static let farBound = 32_768

    enum Agreement {
        case agree, apart, unknown
    }

    /// Whether the values agree to as many digits as their parts can hide a difference behind, and hundreds more.
    func agreement(_ a: NodeID, _ b: NodeID, at point: SymbolMap<Rational> = SymbolMap()) -> Agreement {
        var precision = 1024
        for _ in 0..<2 {
            intervals.restart(precision: precision)
            var evaluator = IntervalEvaluator(tree, intervals, budget, at: point)
            evaluator.logBase = logBase
            guard let left = evaluator.value(a), let right = evaluator.value(b) else { return .unknown }
            if evaluator.areDisjoint(left, right) { return .apart }
            let needed = 2 * evaluator.extent + 512
            if needed <= precision {
                let zero = intervals.integer(0)
                let width = max(
                    intervals.widthExponent(intervals.subtract(left.real, right.real)),
                    intervals.widthExponent(intervals.subtract(left.imaginary ?? zero, right.imaginary ?? zero)))
                return width < -evaluator.extent - 300 ? .agree : .unknown
            }
            guard needed <= Equivalence.maxPrecision else { return .unknown }
            precision = needed + 64
        }
        return .unknown
    }

    /// More bits than this are not computed.
    private static let maxPrecision = 16_384

    /// The proof by a bound of the distance, with as many bits as that takes; nil when they do not suffice.
    private func compareSeparated(_ a: NodeID, _ b: NodeID, bound: Int) -> Judgement? {
        var precision = bound + 128
        for _ in 0..<2 {
            switch closeness(a, b, precision: precision) {
            case .apart: return .different(.differentValue)
            case .within(let exponent) where exponent < -bound: return .equal(.equalSeparation)
            // Parts that cancel take their digits with them.
            case .within(let exponent) where exponent < Equivalence.maxPrecision: precision += exponent + bound + 64
            default: return nil
            }
            guard precision <= Equivalence.maxPrecision + bound else { return nil }
        }
        return nil
    }
}
