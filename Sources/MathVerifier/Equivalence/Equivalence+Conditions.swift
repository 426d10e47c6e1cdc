import AdjudgeBase

/// Values that hold under conditions: cases, domains, what a letter stands for.
extension Equivalence {
    /// The value without clauses that only say what its letters are; nil where nothing is to be taken off.
    ///
    /// Definitions (`where k = 2`) are put in; declarations (`k \in \mathbb{Z}`, `C is a constant`) are noted.
    func withoutDeclarations(_ id: NodeID) -> NodeID? {
        guard tree.kind(id) == .conditioned else { return nil }
        let (value, condition) = (tree.child(id, 0), tree.child(id, 1))
        if tree[id].detail == Reader.Clause.otherwise.rawValue { return nil }
        if tree.kind(condition) == .words {
            guard ConditionText.isDeclaration(tree.text(condition)) else { return nil }
            if let domain = ConditionText.domain(tree.text(condition)) {
                for letter in ConditionText.letters(tree.text(condition)) { declare(letter, in: domain) }
            }
            return value
        }
        let parts = tree.kind(condition) == .list ? Array(tree.children(condition)) : [condition]
        if areMemberships(parts) {
            noteMemberships(parts)
            return value
        }
        guard tree[id].detail == Reader.Clause.definition.rawValue, let names = definitions(parts) else { return nil }
        let inside = tree.replacing(in: value) { node in
            self.tree.kind(node) == .symbol ? names[self.tree.symbol(node)] : nil
        }
        return inside == value ? nil : inside
    }

    /// `k \in \mathbb{Z}`, `a, b \in \mathbb{R}`.
    private func areMemberships(_ parts: [NodeID]) -> Bool {
        var isOpen = false
        for part in parts {
            if tree.kind(part) == .symbol {
                isOpen = true
            } else if isMembership(part) {
                isOpen = false
            } else {
                return false
            }
        }
        return !parts.isEmpty && !isOpen
    }

    func isMembership(_ id: NodeID) -> Bool {
        tree.kind(id) == .relation && tree.count(id) == 2 && tree.relation(id, 0) == .element
            && tree.kind(tree.child(id, 0)) == .symbol && tree.kind(tree.child(id, 1)) == .namedSet
    }

    private func noteMemberships(_ parts: [NodeID]) {
        var names: [Symbol] = []
        for part in parts {
            if tree.kind(part) == .symbol {
                names.append(tree.symbol(part))
            } else {
                names.append(tree.symbol(tree.child(part, 0)))
                for name in names { declare(name, in: tree.symbol(tree.child(part, 1))) }
                names = []
            }
        }
    }

    /// Notes the set that a letter of the side that is being looked at is in.
    func declare(_ name: Symbol, in domain: Symbol) {
        if domain == Symbol("R") || domain == Symbol("C") || domain == Symbol("Q") {
            parameters.insert(name)
        } else {
            integers.insert(name)
        }
        if looksAtReference { domains.reference[name] = domain } else { domains.answer[name] = domain }
    }

    /// True when both sides say of a letter that it is in one set, and the sets differ.
    var haveOtherDomains: Bool {
        let (mine, theirs) = domains
        guard !mine.isEmpty, !theirs.isEmpty else { return false }
        var hasCommon = false
        for (name, domain) in mine {
            guard let other = theirs[name] else { continue }
            hasCommon = true
            if other != domain { return true }
        }
        guard !hasCommon, mine.count == 1, theirs.count == 1 else { return false }
        return mine.first?.value != theirs.first?.value
    }

    /// `a = 1, b = 2`: the letters and what they stand for; nil for other relations.
    private func definitions(_ parts: [NodeID]) -> [Symbol: NodeID]? {
        var names: [Symbol: NodeID] = [:]
        for part in parts {
            guard tree.kind(part) == .relation, tree.count(part) == 2, tree.relation(part, 0) == .equal,
                tree.kind(tree.child(part, 0)) == .symbol
            else { return nil }
            let name = tree.symbol(tree.child(part, 0))
            var inner = SymbolSet()
            guard names[name] == nil, tree.collectSymbols(tree.child(part, 1), &inner), !inner.contains(name) else {
                return nil
            }
            names[name] = tree.child(part, 1)
        }
        return names
    }

    // MARK: Comparing

    /// A list of one value and its condition beside what has neither: `\frac1x, x \ne 0` and `\frac1x`; nil for all else.
    func compareConditionedList(_ a: NodeID, _ b: NodeID) -> Judgement? {
        let (left, right) = (tree.kind(a) == .list, tree.kind(b) == .list)
        guard left != right, !isCollection(left ? b : a) else { return nil }
        if left { return conditionedList(a).map { compareConditioned($0, b) } }
        return conditionedList(b).map { compareConditioned(a, $0) }
    }

    /// `n, n \ge 3`: a value and an inequality of a letter in it, which is its condition; nil for other lists.
    private func conditionedList(_ id: NodeID) -> NodeID? {
        guard tree.count(id) == 2, tree[id].detail == Reader.Joiner.comma.rawValue else { return nil }
        let (value, condition) = (tree.child(id, 0), tree.child(id, 1))
        var (inside, letters) = (SymbolSet(), SymbolSet())
        guard tree.kind(condition) == .relation, tree.count(condition) == 2,
            tree.relation(condition, 0).isOrder || tree.relation(condition, 0) == .notEqual, isValueOrEquation(value),
            tree.collectSymbols(tree.child(condition, 0), &letters),
            tree.collectSymbols(tree.child(condition, 1), &letters), letters.count == 1
        else { return nil }
        collectAll(value, &inside)
        guard letters.isSubset(of: inside) else { return nil }
        return tree.add(
            .conditioned, [value, condition], detail: Reader.Clause.condition.rawValue, span: tree[id].span)
    }

    private func isValueOrEquation(_ id: NodeID) -> Bool {
        tree.kind(id) == .relation ? tree.count(id) == 2 && tree.relation(id, 0) == .equal : !isCollection(id)
    }

    /// A value under a condition against another, or against a value without one.
    func compareConditioned(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.kind(a) == .conditioned, tree.kind(b) == .conditioned else {
            let (conditioned, other) = tree.kind(a) == .conditioned ? (a, b) : (b, a)
            if tree.kind(other) == .list {
                guard let stated = conditionedList(other) else { return .different(.differentArity) }
                return conditioned == a ? compareConditioned(a, stated) : compareConditioned(stated, b)
            }
            let value = tree.child(conditioned, 0)
            let judgement = conditioned == a ? compare(value, b) : compare(a, value)
            guard judgement.isEqual else { return judgement }
            return isNaturalDomain(conditioned) ? judgement : .undecided(.differentKind)
        }
        let values = compare(tree.child(a, 0), tree.child(b, 0))
        return values.and(compareConditions(a, b))
    }

    /// `n \ge 1`, `x > 0`: what goes without saying of a letter in the value.
    private func isNaturalDomain(_ id: NodeID) -> Bool {
        let condition = tree.child(id, 1)
        guard tree.kind(condition) == .relation, tree.count(condition) == 2,
            tree.kind(tree.child(condition, 0)) == .symbol, let bound = tree.number(tree.child(condition, 1))
        else { return false }
        var inside = SymbolSet()
        collectAll(tree.child(id, 0), &inside)
        // A constant that may be any number is no such letter.
        let name = tree.symbol(tree.child(condition, 0))
        guard inside.contains(name), !isUsual(name) else { return false }
        // What is said to be any integer, or any number, is bounded by a condition.
        guard !integers.contains(name), !parameters.contains(name) else { return false }
        switch tree.relation(condition, 0) {
        case .greater: return bound.sign == 0
        case .greaterOrEqual: return bound.sign == 0 || Rational.compare(bound, .one) == 0
        case .notEqual: return isUndefined(tree.child(id, 0), where: name, bound)
        default: return false
        }
    }

    /// True where the value, or the right side of an equation, is no number at a point.
    private func isUndefined(_ id: NodeID, where name: Symbol, _ point: Rational) -> Bool {
        let value = tree.kind(id) == .relation ? tree.child(id, 1) : id
        let there = tree.replacing(in: value) { node in
            self.tree.kind(node) == .symbol && self.tree.symbol(node) == name ? self.tree.number(point) : nil
        }
        var exact = ExactEvaluator(tree, budget)
        return exact.value(there) == nil && exact.isUndefined
    }

    func collectAll(_ id: NodeID, _ names: inout SymbolSet) {
        if tree.kind(id) == .symbol { names.insert(tree.symbol(id)) }
        for child in tree.children(id) { collectAll(child, &names) }
    }

    private func isOtherwise(_ id: NodeID) -> Bool { tree[id].detail == Reader.Clause.otherwise.rawValue }

    /// The conditions of two conditioned values.
    private func compareConditions(_ a: NodeID, _ b: NodeID) -> Judgement {
        if isOtherwise(a) || isOtherwise(b) {
            return isOtherwise(a) && isOtherwise(b) ? .equal(.equalText) : .undecided(.differentKind)
        }
        let (left, right) = (tree.child(a, 1), tree.child(b, 1))
        if tree.kind(left) == .words, tree.kind(right) == .words {
            let (mine, theirs) = (tree.text(left), tree.text(right))
            if ConditionText.words(mine) == ConditionText.words(theirs) { return .equal(.equalText) }
            return ConditionText.excludeEachOther(mine, theirs)
                ? .different(.differentText) : .undecided(.differentText)
        }
        guard tree.kind(left) != .words, tree.kind(right) != .words else { return .undecided(.differentKind) }
        return compare(left, right)
    }

    // MARK: Cases

    func hasCases(_ id: NodeID) -> Bool { tree.children(id).contains { tree.kind($0) == .conditioned } }

    /// Several cases: each value with its condition. Equal when each has its like; different only where the conditions
    /// are the same and a value is another.
    func compareCases(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (Array(tree.children(a)), Array(tree.children(b)))
        guard left.count == right.count, left.count <= 24 else { return .undecided(.differentArity) }
        var rest = right
        var unmatched: [NodeID] = []
        var judgement = Judgement.equal(.equalNumber)
        for item in left {
            if let index = rest.firstIndex(where: { isSameCase(item, $0, &judgement) }) {
                rest.remove(at: index)
            } else {
                unmatched.append(item)
            }
        }
        if unmatched.isEmpty { return judgement }
        if unmatched.count == 1 { return compareLast(unmatched[0], rest[0], judgement) }
        return .undecided(.differentValue)
    }

    private func isSameCase(_ a: NodeID, _ b: NodeID, _ total: inout Judgement) -> Bool {
        let judgement = compare(a, b)
        if judgement.isEqual { total = total.and(judgement) }
        return judgement.isEqual
    }

    /// The one case that has no like: the rest of all, said as `otherwise` or by its condition.
    private func compareLast(_ a: NodeID, _ b: NodeID, _ others: Judgement) -> Judgement {
        func value(_ id: NodeID) -> NodeID { tree.kind(id) == .conditioned ? tree.child(id, 0) : id }
        let values = compare(value(a), value(b))
        guard tree.kind(a) == .conditioned, tree.kind(b) == .conditioned else {
            return values.verdict == .different ? values : .undecided(.differentKind)
        }
        if isOtherwise(a) != isOtherwise(b) {
            return values.verdict == .different || isRest(a, b) ? values.and(others) : .undecided(.differentKind)
        }
        let conditions = compareConditions(a, b)
        return conditions.isEqual ? values.and(others) : .undecided(.differentValue)
    }

    /// True when the condition that stands beside `otherwise` is the other half of a pair: odd numbers beside even ones,
    /// `n \ne 1` beside `n = 1`.
    private func isRest(_ a: NodeID, _ b: NodeID) -> Bool {
        let condition = tree.child(isOtherwise(a) ? b : a, 1)
        let siblings = otherConditions(than: condition)
        guard siblings.count == 1, let other = siblings.first else { return false }
        if tree.kind(condition) == .words, tree.kind(other) == .words {
            return ConditionText.excludeEachOther(tree.text(condition), tree.text(other))
        }
        guard tree.kind(condition) == .relation, tree.kind(other) == .relation, tree.count(condition) == 2,
            tree.count(other) == 2, let opposite = tree.relation(other, 0).opposite
        else { return false }
        let negation = tree.relation([tree.child(other, 0), tree.child(other, 1)], [opposite])
        return compare(condition, negation).isEqual
    }

    /// The conditions that stand in the same list of cases.
    private func otherConditions(than condition: NodeID) -> [NodeID] {
        guard
            let list = caseLists.first(where: { list in
                tree.children(list).contains { tree.kind($0) == .conditioned && tree.child($0, 1) == condition }
            })
        else { return [] }
        return tree.children(list).compactMap {
            tree.kind($0) == .conditioned && tree.child($0, 1) != condition ? tree.child($0, 1) : nil
        }
    }
}

extension RelationOperator {
    /// The operator that holds just where this one does not.
    var opposite: RelationOperator? {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .element: .notElement
        case .notElement: .element
        default: nil
        }
    }
}
