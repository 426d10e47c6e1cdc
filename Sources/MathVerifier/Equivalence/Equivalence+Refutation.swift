import AdjudgeBase

/// Equations that are shown to be different by a solution of one that is none of the other.
extension Equivalence {
    /// `different` when a point that satisfies the first equation does not satisfy the second, or the other way round;
    /// nil when no such point was found. Both are equations.
    func refuteEquations(_ a: NodeID, _ b: NodeID) -> Judgement? {
        for (first, second) in [(a, b), (b, a)] {
            if let judgement = refute(first, second) { return judgement }
        }
        return nil
    }

    /// `different` for `f(2t) = t` beside a reference `f(t) = t`, which makes it 2t; nil where nothing is proved.
    func refuteHeads(_ reference: Unwrapped, _ answer: Unwrapped) -> Judgement? {
        guard let value = substituted(reference, answer) else { return nil }
        let judgement = compareScalars(value, answer.value)
        return judgement.verdict == .different ? judgement : nil
    }

    /// True when the answer gives the reference's function of other arguments, and what the reference makes of them.
    func isSubstituted(_ reference: Unwrapped, _ answer: Unwrapped) -> Bool {
        substituted(reference, answer).map { compareScalars($0, answer.value).isEqual } ?? false
    }

    /// The reference's value with the answer's arguments in it; nil where they are no arguments of the same function.
    private func substituted(_ reference: Unwrapped, _ answer: Unwrapped) -> NodeID? {
        guard let mine = reference.head, let theirs = answer.head, tree.kind(mine) == .application,
            tree.kind(theirs) == .application, tree.symbol(mine) == tree.symbol(theirs),
            tree.count(mine) == tree.count(theirs), reference.others.isEmpty, answer.others.isEmpty
        else { return nil }
        var arguments: [Symbol: NodeID] = [:]
        for (name, argument) in zip(tree.children(mine), tree.children(theirs)) {
            guard tree.kind(name) == .symbol, arguments[tree.symbol(name)] == nil, isScalar(argument) else {
                return nil
            }
            arguments[tree.symbol(name)] = argument
        }
        let value = tree.replacing(in: reference.value) { node in
            self.tree.kind(node) == .symbol ? arguments[self.tree.symbol(node)] : nil
        }
        return value != reference.value && isScalar(value) && isScalar(answer.value) ? value : nil
    }

    /// `different` when at some point one inequality surely holds and the other surely does not; nil where none was
    /// found. Both have two sides and no other variables than the scalars' own.
    func refuteInequalities(_ a: NodeID, _ b: NodeID) -> Judgement? {
        var symbols = SymbolSet()
        for id in [a, b] {
            for side in tree.children(id) where !tree.collectSymbols(side, &symbols) { return nil }
        }
        guard !symbols.isEmpty, symbols.count <= SamplePoints.maxNames else { return nil }
        let names = symbols.sorted
        for round in 0..<SamplePoints.inequalityRounds {
            let point = SamplePoints.spread(names, round: round)
            guard let left = holds(a, at: point), let right = holds(b, at: point), left != right else { continue }
            counterexample = point
            return .different(.differentPoint)
        }
        return nil
    }

    /// Whether an inequality holds at a point; nil where that is not certain.
    private func holds(_ id: NodeID, at point: SymbolMap<Rational>) -> Bool? {
        guard let sign = order(of: tree.child(id, 0), tree.child(id, 1), at: point) else { return nil }
        switch tree.relation(id, 0) {
        case .greater, .greaterOrEqual: return sign == 1
        case .less, .lessOrEqual: return sign == -1
        default: return nil
        }
    }

    /// 1 where the first value is surely the greater one, -1 where it is the smaller one; nil where neither is certain.
    private func order(of left: NodeID, _ right: NodeID, at point: SymbolMap<Rational>) -> Int? {
        let floats = FloatEvaluator(tree, budget, at: point, logBase: logBase)
        if let first = floats.value(left), let second = floats.value(right), first.isDisjoint(from: second) {
            return first.lower > second.upper ? 1 : -1
        }
        intervals.restart(precision: 128)
        var evaluator = IntervalEvaluator(tree, intervals, budget, at: point)
        evaluator.logBase = logBase
        guard let first = evaluator.value(left), let second = evaluator.value(right), first.imaginary == nil,
            second.imaginary == nil
        else { return nil }
        let sign = intervals.sign(intervals.subtract(first.real, second.real))
        return sign == 0 ? nil : sign
    }

    /// `s = f` solved for a variable that `f` has not: what is left of the other equation when f stands for s holds
    /// everywhere, or the point at which it does not is a solution of the first and none of the second.
    private func refute(_ solved: NodeID, _ other: NodeID) -> Judgement? {
        for side in 0...1 {
            let (head, value) = (tree.child(solved, side), tree.child(solved, 1 - side))
            // Another name for the same thing is no other equation.
            if tree.kind(head) == .symbol, !contains(tree.symbol(head), value), contains(tree.symbol(head), other) {
                let name = tree.symbol(head)
                func substituted(_ id: NodeID) -> NodeID {
                    tree.replacing(in: id) { node in
                        self.tree.kind(node) == .symbol && self.tree.symbol(node) == name ? value : nil
                    }
                }
                let (left, right) = (substituted(tree.child(other, 0)), substituted(tree.child(other, 1)))
                guard isScalar(left), isScalar(right) else { continue }
                let judgement = compareScalars(left, right)
                if judgement.verdict == .different { return .different(.differentPoint) }
            }
            // `y^2 = f` and `y^2 = g`: where f is positive there is such a y.
            guard let name = base(ofEvenPower: head), !contains(name, value),
                let same = (0...1).first(where: { tree.haveSameShape(head, tree.child(other, $0)) }),
                !contains(name, tree.child(other, 1 - same))
            else { continue }
            counterexample = nil
            let judgement = compareScalars(value, tree.child(other, 1 - same))
            guard judgement.verdict == .different else { continue }
            if isPositiveSomewhere(value, unlike: tree.child(other, 1 - same)) { return .different(.differentPoint) }
        }
        return nil
    }

    private func isScalar(_ id: NodeID) -> Bool {
        var symbols = SymbolSet()
        return tree.collectSymbols(id, &symbols)
    }

    /// True when the variable stands in an expression, or in a side of an equation; also where that is not known.
    private func contains(_ name: Symbol, _ id: NodeID) -> Bool {
        if tree.kind(id) == .relation { return tree.children(id).contains { contains(name, $0) } }
        var symbols = SymbolSet()
        return !tree.collectSymbols(id, &symbols) || symbols.contains(name)
    }

    /// The variable of `y^2` or another even power.
    private func base(ofEvenPower id: NodeID) -> Symbol? {
        guard tree.kind(id) == .power, tree.kind(tree.child(id, 0)) == .symbol,
            let exponent = tree.number(tree.child(id, 1))?.machineInteger, exponent > 0, exponent % 2 == 0
        else { return nil }
        return tree.symbol(tree.child(id, 0))
    }

    /// True when at some point the first value is surely positive and not the second.
    private func isPositiveSomewhere(_ a: NodeID, unlike b: NodeID) -> Bool {
        var symbols = SymbolSet()
        guard tree.collectSymbols(a, &symbols), tree.collectSymbols(b, &symbols), symbols.count <= SamplePoints.maxNames
        else { return false }
        let names = symbols.sorted
        for round in 0..<2 * SamplePoints.signs.count {
            let index = round / 2
            // Which letter is the greatest matters where a difference has to be positive.
            let order = round % 2 == 0 ? names : names.reversed()
            let point = SamplePoints.point(order, round: index, sign: SamplePoints.signs[index])
            let doubles = FloatEvaluator(tree, budget, at: point, logBase: logBase)
            if let left = doubles.value(a) {
                guard left.upper > 0 else { continue }
                if left.lower > 0, let right = doubles.value(b), left.isDisjoint(from: right) {
                    counterexample = point
                    return true
                }
            }
            intervals.restart(precision: 128)
            var evaluator = IntervalEvaluator(tree, intervals, budget, at: point)
            evaluator.logBase = logBase
            guard let left = evaluator.value(a), let right = evaluator.value(b), left.imaginary == nil,
                intervals.sign(left.real) == 1, evaluator.areDisjoint(left, right)
            else { continue }
            counterexample = point
            return true
        }
        return false
    }
}
