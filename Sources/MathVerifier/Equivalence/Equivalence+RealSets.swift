import AdjudgeBase

/// Intervals, inequalities in one variable, set-builders and their unions, as sets of reals.
extension Equivalence {
    /// True for what can only be a set of reals: an inequality, a union, a set-builder, an interval with a square bracket
    /// or an infinite end.
    func isSetLike(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .setBuilder, .union, .intersection, .difference: return true
        case .namedSet: return namedReals(tree.symbol(id)) != nil
        case .tuple:
            guard tree.count(id) == 2 else { return false }
            let brackets = tree.brackets(id)
            return brackets.contains(.closedLeft) || brackets.contains(.closedRight)
                || isInfinite(tree.child(id, 0)) || isInfinite(tree.child(id, 1))
        case .relation:
            return (0..<tree.count(id) - 1).contains {
                tree.relation(id, $0).isOrder || tree.relation(id, $0) == .notEqual || tree.relation(id, $0) == .element
                    || tree.relation(id, $0) == .notElement
            }
        case .list: return tree.children(id).contains { isSetLike($0) && tree.kind($0) != .tuple }
        default: return false
        }
    }

    private func isInfinite(_ id: NodeID) -> Bool {
        tree.kind(id) == .infinity
            || tree.count(id) == 1 && tree.kind(id) == .negative && tree.kind(tree.child(id, 0)) == .infinity
    }

    /// The variables of a relation of two sides, where there are several; nil for all else.
    private func variables(_ id: NodeID) -> SymbolSet? {
        guard tree.kind(id) == .relation, tree.count(id) == 2 else { return nil }
        var names = SymbolSet()
        return tree.children(id).allSatisfy({ tree.collectSymbols($0, &names) }) && names.count > 1 ? names : nil
    }

    /// Compares two sets of reals; nil when one of them is none.
    func compareRealSets(_ a: NodeID, _ b: NodeID) -> Judgement? {
        var left = SymbolSet()
        var right = SymbolSet()
        if isChoice(a) != isChoice(b), isOfSeveral(a), isOfSeveral(b) { return .undecided(.differentKind) }
        if tree.haveSameShape(a, b) { return .equal(.equalText) }
        readsReference = true
        hasEmptyReference = false
        let reference = realSet(a, &left) ?? point(a)
        readsReference = false
        if hasEmptyReference {
            isOneSided = true
            return .undecided(.differentKind)
        }
        guard let mine = reference, let theirs = realSet(b, &right) ?? point(b) else { return nil }
        // Conditions on several variables are no set of reals.
        guard left.count <= 1, right.count <= 1 else { return nil }
        // Inequalities in different variables say different things; an interval says nothing of its variable.
        if let x = left.first, let y = right.first, left.count == 1, right.count == 1, x != y, x != Symbol.implied,
            y != Symbol.implied
        {
            // `x > y` is no half-line of x alone.
            if let mine = variables(a), let theirs = variables(b), !strictness.isLenient || mine == theirs {
                return nil
            }
            return .different(.differentHead)
        }
        guard areOfSameValues(a, b) else { return .undecided(.differentHead) }
        let isIntegral = left == right && !left.isEmpty && left.isSubset(of: self.integers)
        let (first, second) = (
            merged(isIntegral ? integral(mine) : mine), merged(isIntegral ? integral(theirs) : theirs)
        )
        guard first.pieces.count == second.pieces.count else { return .different(.differentArity) }
        var rest = second.pieces
        var judgement = Judgement.equal(.equalNumber)
        for piece in first.pieces {
            var undecided: Judgement?
            var found: Int?
            for (index, other) in rest.enumerated() {
                let result = compare(piece, other)
                if result.isEqual {
                    found = index
                    judgement = judgement.and(result)
                    break
                }
                if result.verdict == .undecided { undecided = result }
            }
            guard let found else { return undecided ?? .different(.differentValue) }
            rest.remove(at: found)
        }
        return judgement
    }

    private func compare(_ a: RealSet.Piece, _ b: RealSet.Piece) -> Judgement {
        compare(a.lower, b.lower).and(compare(a.upper, b.upper))
    }

    private func compare(_ a: RealSet.End, _ b: RealSet.End) -> Judgement {
        guard let x = a.value, let y = b.value else {
            return (a.value == nil) == (b.value == nil) ? .equal(.equalNumber) : .different(.differentValue)
        }
        guard a.isClosed == b.isClosed else { return .different(.differentValue) }
        return compareQuantities(x, y)
    }

    /// A number beside a set of reals is the set of that number.
    private func point(_ id: NodeID) -> RealSet? {
        !isCollection(id) && tree.isClosed(id) ? RealSet(pieces: [.point(id)]) : nil
    }

    /// For a variable that is an integer: open ends at whole numbers become the next whole numbers.
    private func integral(_ set: RealSet) -> RealSet {
        func closed(_ end: RealSet.End, by step: Int) -> RealSet.End {
            var exact = ExactEvaluator(tree, budget)
            guard !end.isClosed, let whole = end.value.flatMap({ exact.value($0) })?.machineInteger else { return end }
            return RealSet.End(value: tree.integer(whole + step), isClosed: true)
        }
        return RealSet(
            pieces: set.pieces.map { .init(lower: closed($0.lower, by: 1), upper: closed($0.upper, by: -1)) })
    }

    // MARK: Reading

    /// The set that a node describes, and the variables that it is about.
    private func realSet(_ id: NodeID, _ variables: inout SymbolSet) -> RealSet? {
        switch tree.kind(id) {
        case .tuple: return interval(id)
        case .set:
            guard tree.children(id).allSatisfy({ isScalar($0) }) else { return nil }
            return RealSet(pieces: tree.children(id).map { .point($0) })
        case .emptySet: return RealSet(pieces: [])
        case .namedSet: return namedReals(tree.symbol(id))
        case .relation: return relationSet(id, &variables)
        case .union, .intersection, .difference:
            guard let left = realSet(tree.child(id, 0), &variables), let right = realSet(tree.child(id, 1), &variables)
            else { return nil }
            switch tree.kind(id) {
            case .union: return RealSet(pieces: left.pieces + right.pieces)
            case .intersection: return intersection(left, right)
            default: return complement(right).flatMap { intersection(left, $0) }
            }
        case .list: return listSet(id, &variables)
        case .setBuilder: return builderSet(id, &variables)
        case .labelled: return realSet(tree.child(id, 0), &variables)
        case .conditioned: return nil
        default: return nil
        }
    }

    private func isScalar(_ id: NodeID) -> Bool {
        var symbols = SymbolSet()
        return tree.collectSymbols(id, &symbols)
    }

    private func interval(_ id: NodeID) -> RealSet? {
        guard tree.count(id) == 2 else { return nil }
        let brackets = tree.brackets(id)
        guard !brackets.contains(.angle) else { return nil }
        let (lower, upper) = (tree.child(id, 0), tree.child(id, 1))
        guard tree.kind(lower) != .infinity,
            !isInfinite(upper) || tree.kind(upper) == .infinity
        else { return nil }
        guard isInfinite(lower) || isScalar(lower), isInfinite(upper) || isScalar(upper) else { return nil }
        return RealSet(pieces: [
            RealSet.Piece(
                lower: .init(value: isInfinite(lower) ? nil : lower, isClosed: brackets.contains(.closedLeft)),
                upper: .init(value: isInfinite(upper) ? nil : upper, isClosed: brackets.contains(.closedRight)))
        ])
    }

    /// Conditions joined by `and` hold together; by `or`, or by commas between intervals, each is enough.
    private func listSet(_ id: NodeID, _ variables: inout SymbolSet, isTogether: Bool = false) -> RealSet? {
        let joiner: Reader.Joiner = isTogether ? .and : Reader.Joiner(rawValue: tree[id].detail) ?? .comma
        let areSets = tree.children(id).contains { tree.kind($0) != .relation && isSetLike($0) }
        let conditions = tree.children(id).contains { tree.kind($0) == .relation && tree.relation($0, 0) != .equal }
        var total: RealSet?
        for item in tree.children(id) {
            guard let next = realSet(item, &variables) ?? listedNumber(item, in: id) else { return nil }
            guard let left = total else {
                total = next
                continue
            }
            let isTogether = joiner == .and && conditions || joiner == .comma && conditions && isExclusion(next)
            if isTogether {
                guard let both = intersection(left, next) else { return nil }
                // References write `x < -2 and x > 2` for both parts, and mean what they do not say.
                if both.pieces.isEmpty, readsReference {
                    hasEmptyReference = true
                    return nil
                }
                total = both
            } else if joiner == .comma, conditions, isBound(item), let both = intersection(left, next),
                !both.pieces.isEmpty
            {
                // `x > 0, x < 5` holds together; `x < 0, x > 5` can only be either.
                total = both
            } else {
                total = RealSet(pieces: left.pieces + next.pieces)
            }
        }
        // Sets that touch or overlap are listed for themselves: a domain and a range, two solutions.
        if areSets, joiner != .or, let total, merged(total).pieces.count < total.pieces.count { return nil }
        return total
    }

    private func isBound(_ item: NodeID) -> Bool { tree.kind(item) == .relation && tree.relation(item, 0).isOrder }

    /// A number among conditions: another point that is left out, as in `x \\ne 1, 2`, or one that is in.
    private func listedNumber(_ item: NodeID, in list: NodeID) -> RealSet? {
        guard isScalar(item), let first = tree.children(list).first else { return nil }
        guard tree.kind(first) == .relation else { return RealSet(pieces: [.point(item)]) }
        switch tree.relation(first, 0) {
        case .notEqual: return halfLine(.notEqual, item)
        case .equal: return RealSet(pieces: [.point(item)])
        default: return tree[list].detail == Reader.Joiner.or.rawValue ? RealSet(pieces: [.point(item)]) : nil
        }
    }

    /// All reals but points: the condition `x ≠ 2`.
    private func isExclusion(_ set: RealSet) -> Bool {
        set.pieces.count > 1 && set.pieces.first?.lower.value == nil && set.pieces.last?.upper.value == nil
    }

    private func builderSet(_ id: NodeID, _ variables: inout SymbolSet) -> RealSet? {
        var element = tree.child(id, 0)
        var domain: RealSet?
        var isInteger = false
        if tree.kind(element) == .relation, tree.relation(element, 0) == .element {
            let name = tree.child(element, 1)
            isInteger =
                tree.kind(name) == .namedSet && (tree.symbol(name) == Symbol("Z") || tree.symbol(name) == Symbol("N"))
            if !isInteger {
                domain = realSet(name, &variables)
                guard domain != nil else { return nil }
            }
            element = tree.child(element, 0)
        }
        let condition = tree.child(id, 1)
        // Conditions that commas separate all hold.
        let isTogether = tree.kind(condition) == .list && tree[condition].detail == 0
        guard tree.kind(element) == .symbol,
            let set = isTogether ? listSet(condition, &variables, isTogether: true) : realSet(condition, &variables)
        else { return nil }
        variables = SymbolSet()
        if isInteger { return integers(in: set) }
        return domain.map { intersection($0, set) } ?? set
    }

    /// The whole numbers in a bounded set, as points.
    private func integers(in set: RealSet) -> RealSet? {
        var exact = ExactEvaluator(tree, budget)
        var points: [RealSet.Piece] = []
        for piece in merged(set).pieces {
            guard let low = piece.lower.value.flatMap({ exact.value($0) }),
                let high = piece.upper.value.flatMap({ exact.value($0) }),
                var first = (-(-low).floor).machineInteger, var last = high.floor.machineInteger, last - first < 1_000
            else { return nil }
            if !piece.lower.isClosed, low == .integer(Int128(first)) { first += 1 }
            if !piece.upper.isClosed, high == .integer(Int128(last)) { last -= 1 }
            guard first <= last else { continue }
            points += (first...last).map { .point(tree.integer($0)) }
        }
        return points.count <= 200 ? RealSet(pieces: points) : nil
    }

    // MARK: Inequalities

    private func relationSet(_ id: NodeID, _ variables: inout SymbolSet) -> RealSet? {
        let count = tree.count(id)
        if count == 2 { return simpleRelation(tree.child(id, 0), tree.relation(id, 0), tree.child(id, 1), &variables) }
        guard count == 3 else { return nil }
        let (first, second) = (tree.relation(id, 0), tree.relation(id, 1))
        let middle = tree.child(id, 1)
        guard first.isOrder, second.isOrder, isRising(first) == isRising(second) else { return nil }
        guard isSubject(middle) else {
            guard let left = simpleRelation(tree.child(id, 0), first, middle, &variables),
                let right = simpleRelation(middle, second, tree.child(id, 2), &variables)
            else { return nil }
            return intersection(left, right)
        }
        note(middle, &variables)
        let (low, high) = isRising(first) ? (0, 2) : (2, 0)
        let (lowOperator, highOperator) = isRising(first) ? (first, second) : (second, first)
        func end(_ index: Int, _ operation: RelationOperator) -> RealSet.End? {
            let value = tree.child(id, index)
            if isInfinite(value) { return .init(value: nil, isClosed: false) }
            return isScalar(value)
                ? .init(value: value, isClosed: operation == .lessOrEqual || operation == .greaterOrEqual) : nil
        }
        guard let lower = end(low, lowOperator), let upper = end(high, highOperator) else { return nil }
        return RealSet(pieces: [.init(lower: lower, upper: upper)])
    }

    private func isRising(_ operation: RelationOperator) -> Bool { operation == .less || operation == .lessOrEqual }

    func isSubject(_ id: NodeID) -> Bool { tree.kind(id) == .symbol || tree.kind(id) == .application }

    private func note(_ subject: NodeID, _ variables: inout SymbolSet) {
        if tree.kind(subject) == .symbol { variables.insert(tree.symbol(subject)) }
    }

    private func simpleRelation(
        _ left: NodeID, _ operation: RelationOperator, _ right: NodeID, _ variables: inout SymbolSet
    ) -> RealSet? {
        if operation == .element || operation == .notElement {
            guard isSubject(left), let set = realSet(right, &variables) else { return nil }
            note(left, &variables)
            return operation == .element ? set : complement(set)
        }
        if isSubject(left), isScalar(right), !occurs(left, in: right) {
            note(left, &variables)
            return halfLine(operation, right)
        }
        if isSubject(right), isScalar(left), !occurs(right, in: left), let flipped = operation.flipped {
            note(right, &variables)
            return halfLine(flipped, left)
        }
        if let distance = absoluteRelation(left, operation, right, &variables) { return distance }
        if let flipped = operation.flipped, let distance = absoluteRelation(right, flipped, left, &variables) {
            return distance
        }
        return linear(left, operation, right, &variables)
    }

    private func occurs(_ subject: NodeID, in id: NodeID) -> Bool {
        guard tree.kind(subject) == .symbol else { return false }
        var symbols = SymbolSet()
        _ = tree.collectSymbols(id, &symbols)
        return symbols.contains(tree.symbol(subject))
    }

    private func halfLine(_ operation: RelationOperator, _ value: NodeID) -> RealSet? {
        let none = RealSet.End(value: nil, isClosed: false)
        switch operation {
        case .less, .lessOrEqual:
            return RealSet(pieces: [.init(lower: none, upper: .init(value: value, isClosed: operation == .lessOrEqual))]
            )
        case .greater, .greaterOrEqual:
            return RealSet(pieces: [
                .init(lower: .init(value: value, isClosed: operation == .greaterOrEqual), upper: none)
            ])
        case .notEqual:
            let end = RealSet.End(value: value, isClosed: false)
            return RealSet(pieces: [.init(lower: none, upper: end), .init(lower: end, upper: none)])
        case .equal: return RealSet(pieces: [.point(value)])
        default: return nil
        }
    }

    /// `|x| < 3`, `|x - 1| \ge 2`.
    private func absoluteRelation(
        _ left: NodeID, _ operation: RelationOperator, _ right: NodeID, _ variables: inout SymbolSet
    ) -> RealSet? {
        guard tree.kind(left) == .function, tree.function(left) == .abs, operation.isOrder, tree.isClosed(right) else {
            return nil
        }
        let inner = tree.child(left, 0)
        let opposite = tree.add(.negative, [right])
        guard let upper = simpleRelation(inner, operation, right, &variables), let flipped = operation.flipped,
            let lower = simpleRelation(inner, flipped, opposite, &variables)
        else { return nil }
        return isRising(operation) ? intersection(lower, upper) : RealSet(pieces: lower.pieces + upper.pieces)
    }

    /// `2x - 1 < 5`: linear in its one variable, with rational coefficients.
    private func linear(_ left: NodeID, _ operation: RelationOperator, _ right: NodeID, _ variables: inout SymbolSet)
        -> RealSet?
    {
        var symbols = SymbolSet()
        guard tree.collectSymbols(left, &symbols), tree.collectSymbols(right, &symbols), symbols.count == 1,
            let name = symbols.first
        else { return nil }
        let zero = tree.renamingToValue(name, .zero)
        let one = tree.renamingToValue(name, .one)
        let two = tree.renamingToValue(name, .integer(2))
        func value(_ replace: (NodeID) -> NodeID) -> Rational? {
            var exact = ExactEvaluator(tree, budget)
            guard let a = exact.value(replace(left)), let b = exact.value(replace(right)) else { return nil }
            return a - b
        }
        guard let at0 = value(zero), let at1 = value(one), let at2 = value(two) else { return nil }
        let slope = at1 - at0
        let form = Canonicalizer(tree, intervals, budget, logBase: logBase)
        guard slope.sign != 0, Rational.compare(at2 - at1, slope) == 0, let root = Rational.quotient(-at0, slope),
            let difference = form.fraction(left).flatMap({ l in form.fraction(right).flatMap { form.subtract(l, $0) } }
            ), difference.isPolynomial,
            difference.numerator.terms.allSatisfy({
                $0.monomial.isOne || $0.monomial.powers.count == 1 && $0.monomial.powers[0].exponent == .one
            })
        else { return nil }
        variables.insert(name)
        guard let directed = slope.sign > 0 ? operation : operation.flipped else { return nil }
        return halfLine(directed, tree.number(root))
    }
}

extension MathTree {
    /// Puts a number in a variable's place.
    fileprivate func renamingToValue(_ name: Symbol, _ value: Rational) -> (NodeID) -> NodeID {
        { id in
            self.replacing(in: id) { self.kind($0) == .symbol && self.symbol($0) == name ? self.number(value) : nil }
        }
    }
}
