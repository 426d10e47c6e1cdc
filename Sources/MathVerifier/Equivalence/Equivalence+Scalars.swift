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
    private func areDistant(_ a: NodeID, _ b: NodeID, at point: SymbolMap<Rational> = SymbolMap()) -> Bool {
        distance(a, b, at: point) ?? false
    }

    /// True when doubles prove the values different; nil when they have none for one of them.
    private func distance(_ a: NodeID, _ b: NodeID, at point: SymbolMap<Rational>) -> Bool? {
        let evaluator = FloatEvaluator(tree, budget, at: point, logBase: logBase)
        if let left = evaluator.value(a), let right = evaluator.value(b) { return left.isDisjoint(from: right) }
        guard tree.has(.imaginary) || tree.has(.root) || tree.has(.power) || tree.has(.function),
            let left = evaluator.complex(a), let right = evaluator.complex(b)
        else { return nil }
        return left.isDisjoint(from: right)
    }

    /// How near two numbers are, for all that intervals know.
    private enum Closeness {
        /// They are different.
        case apart
        /// Their distance is less than two to this power.
        case within(exponent: Int)
    }

    /// The distance as intervals at that precision know it; nil when one side has no value.
    private func closeness(_ a: NodeID, _ b: NodeID, precision: Int, at point: SymbolMap<Rational> = SymbolMap())
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
    private func areDisjoint(_ a: NodeID, _ b: NodeID, precision: Int, at point: SymbolMap<Rational> = SymbolMap())
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

    private enum Agreement {
        case agree, apart, unknown
    }

    /// Whether the values agree to as many digits as their parts can hide a difference behind, and hundreds more.
    private func agreement(_ a: NodeID, _ b: NodeID, at point: SymbolMap<Rational> = SymbolMap()) -> Agreement {
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

    // MARK: With variables

    private func compareOpen(_ a: NodeID, _ b: NodeID, _ symbols: SymbolSet) -> Judgement {
        let residues = compareResidues(a, b)
        if residues?.verdict == .different {
            if !integers.isEmpty, let families = compareFamilies(a, b) { return families }
            // Letters of parameters are the writer's choice: not proved the same, nor different.
            if let renamed = compareRenamed(a, b) { return strictness.isLenient ? renamed : .undecided(.differentHead) }
            return residues!
        }
        if areReordered(a, b) { return .equal(residues == nil ? .equalCanonical : .equalPolynomial) }
        // Where nothing has a value anywhere only forms can agree.
        if residues == nil, hasNoValues(a) || hasNoValues(b) {
            // One call that both sides share has any value, so that points of it are a proof as well.
            if let judgement = compareAbstracted(a, b, most: 1), judgement.verdict == .different { return judgement }
            return Canonicalizer(tree, intervals, budget, logBase: logBase).areEqual(a, b) == true
                ? .equal(.equalCanonical) : .undecided(.notComputed)
        }
        var areEqual: Bool?
        // Without residues one point often tells at once what forms take long for.
        let refutation = residues == nil ? refutation(a, b, symbols) : nil
        if refutation == nil {
            areEqual = Canonicalizer(tree, intervals, budget, logBase: logBase).areEqual(a, b)
            if areEqual == true { return .equal(residues == nil ? .equalCanonical : .equalPolynomial) }
        }
        var sampled =
            refutation == nil ? compareSampled(a, b, symbols, isTried: residues == nil) : .different(.differentPoint)
        if let refutation { counterexample = refutation }
        // Too large to expand: three residues of 61 bits and the agreement of real points stand for the proof.
        if sampled.isEqual, residues?.verdict == .equal {
            sampled.reason = areEqual == nil ? .equalResidue : .equalNumeric
        } else {
            sampled = checked(sampled, a, b)
        }
        if sampled.verdict == .different, strictness.isLenient, let renamed = compareRenamed(a, b) { return renamed }
        return sampled
    }

    /// True where a function stands that is only a name, so that no evaluator has a value of the whole.
    private func hasNoValues(_ id: NodeID) -> Bool {
        guard tree.has(.application) else { return false }
        switch tree.kind(id) {
        case .application where tree.count(id) != 1 || !SpecialFunction.isComputed(tree.symbol(id)): return true
        // One without terms has a value, whatever its terms are.
        case .series, .seriesProduct: return false
        default: return tree.children(id).contains { hasNoValues($0) }
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

    /// Real points at which both have values: disjoint ones prove a difference, agreement at all of them to 1024 bits
    /// makes them numerically equal. Where that is tried, ``refutation(_:_:_:)`` found nothing.
    private func compareSampled(_ a: NodeID, _ b: NodeID, _ symbols: SymbolSet, isTried: Bool) -> Judgement {
        guard symbols.count <= SamplePoints.maxNames else { return .undecided(.notComputed) }
        let names = symbols.sorted
        if !isTried, let point = integerCounterexample(a, b, names) {
            counterexample = point
            return .different(.differentPoint)
        }
        var agreed = 0
        for (round, sign) in SamplePoints.signs.enumerated() {
            let point = SamplePoints.point(names, round: round, sign: sign)
            // Doubles said nothing at the first points where they were asked before.
            let isDistant = !(isTried && round < SamplePoints.quickRounds) && areDistant(a, b, at: point)
            guard let disjoint = isDistant ? true : areDisjoint(a, b, precision: 128, at: point) else { continue }
            if disjoint {
                counterexample = point
                return .different(.differentPoint)
            }
            switch agreement(a, b, at: point) {
            case .unknown: continue
            case .apart:
                counterexample = point
                return .different(.differentPoint)
            case .agree: agreed += 1
            }
        }
        if let point = distantCounterexample(a, b, names) {
            counterexample = point
            return .different(.differentPoint)
        }
        // Agreement at a few points proves nothing of an expression that is one formula here and another there.
        guard agreed >= 3, !isPiecewise(a), !isPiecewise(b) else { return .undecided(.notComputed) }
        return .equal(.equalNumeric)
    }

    private func isPiecewise(_ id: NodeID) -> Bool {
        tree.has(.function) && PiecewiseForm.isPiecewise(id, in: tree)
    }

    /// A point beyond all numbers that are written at which expressions that agree near zero differ.
    private func distantCounterexample(_ a: NodeID, _ b: NodeID, _ names: [Symbol]) -> SymbolMap<Rational>? {
        let bits = max(PiecewiseForm.literalBits(a, in: tree), PiecewiseForm.literalBits(b, in: tree))
        guard bits <= 100 else { return nil }
        let scale = Rational.integer(Int128(1) << Int128(bits + 4))
        for sign in [1, -1, 0] {
            var point = SymbolMap<Rational>()
            for entry in SamplePoints.point(names, round: 0, sign: sign).entries {
                point[entry.name] = entry.value * scale
            }
            if areDisjoint(a, b, precision: 256, at: point) == true { return point }
        }
        return nil
    }

    /// A point at which the expressions are soon seen to differ; nil where there is none.
    private func refutation(_ a: NodeID, _ b: NodeID, _ symbols: SymbolSet) -> SymbolMap<Rational>? {
        guard symbols.count <= SamplePoints.maxNames else { return nil }
        let names = symbols.sorted
        var hasValues = false
        for round in 0..<SamplePoints.quickRounds + SamplePoints.spreadRounds {
            let point =
                round < SamplePoints.quickRounds
                ? SamplePoints.point(names, round: round, sign: SamplePoints.signs[round])
                : SamplePoints.spread(names, round: round)
            guard let isDistant = distance(a, b, at: point) else { continue }
            hasValues = true
            if isDistant { return point }
        }
        if let point = integerCounterexample(a, b, names) { return point }
        if !hasValues, let point = counterexampleElsewhere(a, b, names) { return point }
        // A number beside an expression with variables is seldom its value; what doubles cannot bound, intervals may.
        guard !hasValues || tree.isClosed(a) || tree.isClosed(b) else { return nil }
        for round in 0..<SamplePoints.quickRounds {
            let point = SamplePoints.point(names, round: round, sign: SamplePoints.signs[round])
            if let areDisjoint = areDisjoint(a, b, precision: 64, at: point) { return areDisjoint ? point : nil }
        }
        return nil
    }

    /// A point of many more at which doubles tell the expressions apart: where the first ones are outside of a domain
    /// they cost less than a look by intervals would.
    private func counterexampleElsewhere(_ a: NodeID, _ b: NodeID, _ names: [Symbol]) -> SymbolMap<Rational>? {
        for round in 0..<SamplePoints.mixedRounds {
            let point = SamplePoints.mixed(names, round: round)
            if areDistant(a, b, at: point) { return point }
        }
        return nil
    }

    /// Whole numbers at which both have exact values that differ: where factorials and binomials are defined.
    private func integerCounterexample(_ a: NodeID, _ b: NodeID, _ names: [Symbol]) -> SymbolMap<Rational>? {
        guard mayBeExact(a), mayBeExact(b) else { return nil }
        // Steps are told apart by no few points.
        let rounds = isPiecewise(a) || isPiecewise(b) ? 40 : 3
        for round in 0..<rounds {
            var point = SymbolMap<Rational>()
            let first = round < 3 ? 5 + 2 * round : round - 3
            for (index, name) in names.enumerated() { point[name] = .integer(Int128(first + 3 * index)) }
            var exact = ExactEvaluator(tree, budget, at: point)
            if let left = exact.value(a), let right = exact.value(b), Rational.compare(left, right) != 0 {
                return point
            }
        }
        return nil
    }

    /// False where a constant stands that is no rational number, so that the whole has no exact value anywhere.
    private func mayBeExact(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .pi, .euler, .imaginary: false
        // One without terms has a value, whatever its terms are.
        case .series, .seriesProduct: true
        default: tree.children(id).allSatisfy { mayBeExact($0) }
        }
    }

    /// Each side has one variable, of another name: a parameter, or the constant of integration.
    private func compareRenamed(_ a: NodeID, _ b: NodeID) -> Judgement? {
        var left = SymbolSet()
        var right = SymbolSet()
        guard tree.collectSymbols(a, &left), tree.collectSymbols(b, &right) else { return nil }
        let (mine, theirs) = (left.subtracting(right), right.subtracting(left))
        guard mine.count == 1, theirs.count == 1, mine.first!.isParameter, theirs.first!.isParameter,
            isFree(mine.first!), isFree(theirs.first!), !hasBoundNames, tree.kind(a) != .symbol
        else {
            return nil
        }
        let renamed = tree.renaming([theirs.first!: mine.first!], in: b)
        let judgement = compareOpen(a, renamed, left)
        return judgement.isEqual ? judgement : nil
    }

    /// `k` and `C_1`, but not `k_B` and `m_1`: a subscript tells a given quantity from others.
    private func isFree(_ name: Symbol) -> Bool { name == name.base || isUsual(name) }
}

/// Points at which expressions are compared: small rationals that are in no special position.
enum SamplePoints {
    /// More variables than this are not sampled.
    static let maxNames = 16
    /// How many points are looked at before canonical forms are.
    static let quickRounds = 3
    /// How many of many sizes after them, where a small part may hide behind a large one or a root be of a negative number.
    static let spreadRounds = 5

    /// How many of many sizes and signs are looked at where those before had no values.
    static let mixedRounds = 16

    /// Signs of the variables in each round: all positive first, where most functions are defined.
    static let signs = [1, 1, 1, -1, 0, 1, -1, 0]

    /// How many points inequalities are looked at.
    static let inequalityRounds = 48

    /// Positive numbers of many sizes, mixed anew each round.
    static func spread(_ names: [Symbol], round: Int) -> SymbolMap<Rational> {
        var point = SymbolMap<Rational>()
        for (index, name) in names.enumerated() {
            let mixed = UInt64(31 * round + 17 * index + 7) &* 0x9E37_79B9_7F4A_7C15
            let size = sizes[Int(mixed >> 40) % sizes.count]
            point[name] = .small(size.0, size.1)
        }
        return point
    }

    /// Numbers of many sizes and both signs, mixed anew each round.
    static func mixed(_ names: [Symbol], round: Int) -> SymbolMap<Rational> {
        var point = SymbolMap<Rational>()
        for (index, name) in names.enumerated() {
            let mixed = UInt64(37 * round + 19 * index + 11) &* 0x9E37_79B9_7F4A_7C15
            let size = sizes[Int(mixed >> 40) % sizes.count]
            point[name] = .small(mixed >> 33 & 1 == 0 ? size.0 : -size.0, size.1)
        }
        return point
    }

    private static let sizes: [(Int128, Int128)] = [
        (1, 3), (11, 7), (2, 101), (23, 6), (5, 9), (47, 4), (9, 8), (203, 10), (3, 50), (7, 3), (31, 37),
    ]
    private static let primes: [Int128] = [101, 103, 107, 109, 113, 127, 131, 137]

    static func point(_ names: [Symbol], round: Int, sign: Int) -> SymbolMap<Rational> {
        var point = SymbolMap<Rational>()
        for (index, name) in names.enumerated() {
            let numerator = Int128(37 + 29 * index + 53 * round)
            let isNegative = sign < 0 || (sign == 0 && (index + round) % 2 == 1)
            // Rounds alternate between below one and above it, for roots and inverse functions of both.
            let denominator = round % 2 == 0 ? primes[index % 8] * 4 : primes[index % 8] / 3
            point[name] = .small(isNegative ? -numerator : numerator, denominator)
        }
        return point
    }
}
