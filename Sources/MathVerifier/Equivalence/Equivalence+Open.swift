import AdjudgeBase

/// Expressions with variables.
extension Equivalence {
    func compareOpen(_ a: NodeID, _ b: NodeID, _ symbols: SymbolSet) -> Judgement {
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
    func hasNoValues(_ id: NodeID) -> Bool {
        guard tree.has(.application) else { return false }
        switch tree.kind(id) {
        case .application where tree.count(id) != 1 || !SpecialFunction.isComputed(tree.symbol(id)): return true
        // One without terms has a value, whatever its terms are.
        case .series, .seriesProduct: return false
        default: return tree.children(id).contains { hasNoValues($0) }
        }
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
