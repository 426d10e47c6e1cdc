import AdjudgeBase

/// Solutions that a parameter runs through: `\frac{\pi}{6} + 2k\pi` for every integer k, `(t, 2t)` for every real t.
extension Equivalence {
    /// Compares two families that are linear in one integer each; nil when they are not.
    func compareFamilies(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard let p = parameter(of: [a]), let q = parameter(of: [b]), integers.contains(p), integers.contains(q) else {
            return nil
        }
        return compareTogether([a], p, [b], q)
    }

    /// Compares values in order. Where one declared parameter runs through each side, it stands for the same number in all
    /// of them: one substitution, t to αt + β, must take the whole family to the other.
    func compareTogether(
        _ a: some RandomAccessCollection<NodeID>, _ b: some RandomAccessCollection<NodeID>
    ) -> Judgement {
        guard !(integers.isEmpty && parameters.isEmpty), a.count == b.count, a.count > 1,
            let p = parameter(of: Array(a)), let q = parameter(of: Array(b))
        else { return compareInOrder(a, b) }
        return bound {
            let renamed = p == q ? Array(b) : b.map { tree.renaming([q: p], in: $0) }
            let plain = compareInOrder(a, renamed)
            if plain.isEqual { return plain }
            return compareTogether(Array(a), p, Array(b), q) ?? .undecided(.notComputed)
        }
    }

    /// Runs `body` with parameters that are letters like others.
    private func bound(_ body: () -> Judgement) -> Judgement {
        let (whole, real) = (integers, parameters)
        isFamily = true
        integers = SymbolSet()
        parameters = SymbolSet()
        defer {
            integers = whole
            parameters = real
            isFamily = false
        }
        freeIntegers = whole
        return body()
    }

    /// The declared parameter that occurs in the values, when there is just one.
    private func parameter(of values: [NodeID]) -> Symbol? {
        var names = SymbolSet()
        for value in values { collectAll(value, &names) }
        var found: Symbol?
        for name in names.sorted where integers.contains(name) || parameters.contains(name) {
            guard found == nil else { return nil }
            found = name
        }
        return found
    }

    /// Values that are linear in `p` against values that are linear in `q`; nil when they are not.
    private func compareTogether(_ a: [NodeID], _ p: Symbol, _ b: [NodeID], _ q: Symbol) -> Judgement? {
        let isWhole = isFamily ? freeIntegers.contains(p) || freeIntegers.contains(q) : true
        let isNatural = isHalfLine(domains.reference[p]) || isHalfLine(domains.answer[q])
        var left: [Line] = []
        var right: [Line] = []
        for (first, second) in zip(a, b) {
            guard let mine = line(first, p), let theirs = line(second, q) else { return nil }
            left.append(mine)
            right.append(theirs)
        }
        guard let pivot = left.firstIndex(where: { !isZero($0.step) }), !isZero(right[pivot].step) else {
            return .different(.differentValue)
        }
        // t = αs + β
        let scale = quotient(right[pivot].step, left[pivot].step)
        let shift = quotient(difference(right[pivot].start, left[pivot].start), left[pivot].step)
        if isWhole || isNatural {
            let form = Canonicalizer(tree, intervals, budget, logBase: logBase)
            guard let turns = form.fraction(shift)?.constant, let turn = form.fraction(scale)?.constant else {
                return .undecided(.notComputed)
            }
            guard turns.isInteger, Rational.compare(turn.magnitude, .one) == 0 else {
                return .different(.differentValue)
            }
            if isNatural, turn.sign < 0 || turns.sign != 0 { return .undecided(.differentValue) }
        }
        var judgement = Judgement.equal(.equalCanonical)
        for (mine, theirs) in zip(left, right) {
            let step = tree.add(.product, [mine.step, scale])
            let start = tree.add(.sum, [mine.start, tree.add(.product, [mine.step, shift])])
            judgement = judgement.and(compareScalars(step, theirs.step)).and(compareScalars(start, theirs.start))
        }
        return judgement.isEqual ? .equal(.equalCanonical) : judgement
    }

    /// True for sets of numbers that a shift leaves: the naturals, with or without 0, the positive integers.
    private func isHalfLine(_ domain: Symbol?) -> Bool {
        guard let domain else { return false }
        return !["Z", "R", "Q", "C"].contains { Symbol($0) == domain }
    }

    /// A value that is `start + step t`.
    private struct Line {
        let start: NodeID
        let step: NodeID
    }

    private func line(_ id: NodeID, _ name: Symbol) -> Line? {
        var symbols = SymbolSet()
        guard tree.collectSymbols(id, &symbols) else { return nil }
        func value(_ n: Int) -> NodeID {
            tree.replacing(in: id) {
                self.tree.kind($0) == .symbol && self.tree.symbol($0) == name ? self.tree.integer(n) : nil
            }
        }
        let (start, next, second) = (value(0), value(1), value(2))
        let step = difference(next, start)
        let other = difference(second, next)
        guard compareScalars(step, other).isEqual else { return nil }
        // Three points on a line are not yet a line: a fourth far away.
        let far = difference(value(11), value(10))
        return compareScalars(step, far).isEqual ? Line(start: start, step: step) : nil
    }

    private func difference(_ a: NodeID, _ b: NodeID) -> NodeID { tree.add(.sum, [a, tree.add(.negative, [b])]) }

    private func quotient(_ a: NodeID, _ b: NodeID) -> NodeID { tree.add(.quotient, [a, b]) }

    private func isZero(_ id: NodeID) -> Bool { compareScalars(id, tree.integer(0)).isEqual }
}
