import AdjudgeBase

/// Values with signs of percent and degree, bases, ratios and times; then the scalars under them.
extension Equivalence {
    func compareQuantities(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (tree.kind(a), tree.kind(b))
        if left == .quantity || right == .quantity { return compareUnits(a, b) }
        if left == .based || right == .based { return compareBases(a, b) }
        if left == .time || right == .time { return compareTimes(a, b) }
        if left == .ratio || right == .ratio { return compareRatios(a, b) }
        if left == .congruence || right == .congruence { return compareCongruences(a, b) }
        if left == .percent || right == .percent { return comparePercents(a, b) }
        if left == .degrees || right == .degrees { return compareDegrees(a, b) }
        return compareRounded(a, b, compareScalars(a, b))
    }

    // MARK: Percent and degrees

    /// `40%` says 0.4; beside a number without the sign it may also mean 40, as in "how many percent".
    private func comparePercents(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (tree.kind(a), tree.kind(b))
        if left == .percent, right == .percent { return compareQuantities(tree.child(a, 0), tree.child(b, 0)) }
        // A share is no angle.
        if left == .degrees || right == .degrees { return .different(.differentUnit) }
        let (inner, other) = left == .percent ? (tree.child(a, 0), b) : (a, tree.child(b, 0))
        // The sign may be left out of a reference or an answer of one and more; below that it is taken at its word.
        let plain = compareQuantities(inner, other)
        var exact = ExactEvaluator(tree, budget)
        if plain.isEqual, let size = exact.value(inner)?.magnitude, Rational.compare(size, .one) >= 0 { return plain }
        let value = compareScalars(a, b)
        if value.isEqual || left != .percent {
            return value.isEqual ? value : plain.isEqual ? .different(.differentNumber) : value
        }
        // `6.67%` is printed to four digits of what it stands for.
        return compareRounded(inner, tree.add(.product, [other, tree.integer(100)]), value)
    }

    /// An angle in degrees equals the same number without the sign, or the same angle in radians.
    private func compareDegrees(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (tree.kind(a), tree.kind(b))
        if left == .degrees, right == .degrees { return compareQuantities(tree.child(a, 0), tree.child(b, 0)) }
        let (inner, other) = left == .degrees ? (tree.child(a, 0), b) : (a, tree.child(b, 0))
        let plain = compareQuantities(inner, other)
        if plain.isEqual { return plain }
        let radians = compareScalars(a, b)
        return radians.isEqual ? radians : plain
    }

    // MARK: Bases, ratios, times, congruences

    private func compareBases(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (tree.kind(a), tree.kind(b))
        if left == .based, right == .based {
            return compareScalars(tree.child(a, 0), tree.child(b, 0))
        }
        let (numeral, other) = left == .based ? (a, b) : (b, a)
        return compareScalars(tree.child(numeral, 0), other)
    }

    private func compareRatios(_ a: NodeID, _ b: NodeID) -> Judgement {
        let judgement = compareRatioValues(a, b)
        // `12:45` as a reference may be a time.
        guard judgement.isEqual, tree.kind(a) == .ratio, tree[a].detail == 1 else {
            if judgement.isEqual, tree.kind(b) == .ratio, tree[b].detail == 1 { isOneSided = true }
            return judgement
        }
        isOneSided = true
        let isSame =
            tree.kind(b) == .ratio && zip(tree.children(a), tree.children(b)).allSatisfy { tree.haveSameShape($0, $1) }
        return isSame ? judgement : .undecided(.differentKind)
    }

    private func compareRatioValues(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.kind(a) == .ratio, tree.kind(b) == .ratio else {
            let ratio = tree.kind(a) == .ratio ? a : b
            guard tree.count(ratio) == 2 else { return .different(.differentArity) }
            let value = tree.add(.quotient, childrenOf: ratio, span: tree[ratio].span)
            return ratio == a ? compareQuantities(value, b) : compareQuantities(a, value)
        }
        guard tree.count(a) == tree.count(b) else { return .different(.differentArity) }
        let (left, right) = (Array(tree.children(a)), Array(tree.children(b)))
        // Cross products say nothing where a term is zero.
        var exact = ExactEvaluator(tree, budget)
        if (left + right).contains(where: { exact.value($0)?.sign == 0 }) {
            return zip(left, right).reduce(.equal(.equalNumber)) { $0.and(compareScalars($1.0, $1.1)) }
        }
        var judgement = Judgement.equal(.equalNumber)
        for index in 1..<left.count {
            let one = tree.add(.product, [left[index], right[0]])
            let two = tree.add(.product, [right[index], left[0]])
            judgement = judgement.and(compareScalars(one, two))
        }
        return judgement
    }

    private func compareTimes(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard let left = seconds(a, beside: b), let right = seconds(b, beside: a) else {
            return .different(.differentKind)
        }
        if left == right { return .equal(.equalNumber) }
        // A clock of twelve hours, where only one side says which half of the day.
        let isHalfKnown = saysHalf(a) && saysHalf(b)
        let twelve = 12 * 3600
        return !isHalfKnown && (saysHalf(a) || saysHalf(b)) && left % twelve == right % twelve
            && min(left, right) < twelve + 3600 && isTwelveHour(saysHalf(a) ? right : left)
            ? .equal(.equalNumber) : .different(.differentNumber)
    }

    /// Written with a.m. or p.m.
    private func saysHalf(_ id: NodeID) -> Bool { tree.kind(id) == .time && tree[id].detail == 1 }

    private func isTwelveHour(_ seconds: Int) -> Bool { seconds >= 3600 && seconds < 13 * 3600 }

    private func seconds(_ id: NodeID, beside other: NodeID) -> Int? {
        switch tree.kind(id) {
        // `7` beside `7 o'clock`
        case .number where tree.kind(other) == .time && tree[other].detail == ClockTime.fullHour:
            ClockTime.seconds([tree.number(id)], isAfternoon: nil)
        case .time: tree.number(tree.child(id, 0))?.machineInteger
        case .ratio: ClockTime.seconds(tree.children(id).map { tree.number($0) }, isAfternoon: nil)
        default: nil
        }
    }

    private func compareCongruences(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.kind(a) == .congruence, tree.kind(b) == .congruence else { return .undecided(.differentKind) }
        let moduli = compareScalars(tree.child(a, 2), tree.child(b, 2))
        guard moduli.isEqual else { return moduli }
        let subjects = compareScalars(tree.child(a, 0), tree.child(b, 0))
        let isImplied = [a, b].contains {
            tree.kind(tree.child($0, 0)) == .symbol && tree.symbol(tree.child($0, 0)) == Symbol.implied
        }
        guard subjects.isEqual || isImplied else { return .undecided(.differentHead) }
        var exact = ExactEvaluator(tree, budget)
        guard let left = exact.value(tree.child(a, 1)), let right = exact.value(tree.child(b, 1)),
            let modulus = exact.value(tree.child(a, 2)), let rest = Rational.modulo(left - right, modulus)
        else { return compareScalars(tree.child(a, 1), tree.child(b, 1)) }
        return rest.sign == 0 ? .equal(.equalNumber) : .different(.differentNumber)
    }
}

/// Nouns that are counted.
enum Noun {
    /// True for the same words, singular or plural.
    static func areSame(_ a: Bytes, _ b: Bytes) -> Bool { stem(a) == stem(b) }

    /// The size of one share in another, for nouns that are shares of a whole; nil for others, and for the same.
    static func ratio(of noun: Bytes, to other: Bytes) -> Rational? {
        guard let mine = share(noun), let theirs = share(other), mine != theirs else { return nil }
        return mine > theirs ? .integer(1000) : .small(1, 1000)
    }

    private static func share(_ noun: Bytes) -> Int? {
        noun.equals("ppm") ? -6 : noun.equals("ppb") ? -9 : nil
    }

    private static func stem(_ noun: Bytes) -> Bytes {
        noun.count > 3 && noun.hasSuffix("s") ? noun[0..<noun.count - 1] : noun
    }
}
