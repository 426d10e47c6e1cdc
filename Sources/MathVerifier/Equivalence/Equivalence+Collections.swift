import AdjudgeBase

/// Lists, sets, tuples and matrices.
extension Equivalence {
    func isCollection(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .list, .set, .tuple, .matrix, .emptySet, .setBuilder, .union, .intersection, .difference, .namedSet: true
        default: false
        }
    }

    func compareCollections(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (tree.kind(a), tree.kind(b))
        switch (left, right) {
        case (.matrix, .matrix): return compareMatrices(a, b)
        case (.matrix, _), (_, .matrix): return compareVector(a, b)
        case (.tuple, .tuple): return compareTuples(a, b)
        // A tuple is ordered; a list beside it is then read in order too.
        case (.tuple, .list), (.list, .tuple): return compareInOrder(tree.children(a), tree.children(b))
        case (.tuple, .set), (.set, .tuple): return .undecided(.differentKind)
        case (.list, .list) where hasCases(a) || hasCases(b):
            caseLists += [a, b]
            return compareCases(a, b)
        case (.list, .list), (.list, .set), (.set, .list), (.set, .set):
            return compareSequences(a, b) ?? compareShells(a, b) ?? compareCounted(a, b) ?? compareInTurn(a, b)
                ?? compareUnordered(a, b)
        case (.emptySet, .emptySet): return .equal(.equalText)
        case (.namedSet, .namedSet):
            return tree.symbol(a) == tree.symbol(b) ? .equal(.equalText) : .different(.differentText)
        case (.emptySet, _), (_, .emptySet): return .different(.differentArity)
        case (.setBuilder, .setBuilder): return compareSetBuilders(a, b)
        case (.union, .union), (.intersection, .intersection):
            return areSameOperands(a, b) ? .equal(.equalCanonical) : .undecided(.differentKind)
        default: break
        }
        // One value against several: an answer that hedges is no answer.
        let collection = isCollection(a) ? a : b
        switch tree.kind(collection) {
        case .list, .set, .tuple:
            if tree.count(collection) == 1 {
                return collection == a ? compare(tree.child(a, 0), b) : compare(a, tree.child(b, 0))
            }
            return .different(.differentArity)
        default: return .undecided(.differentKind)
        }
    }

    /// True for unions, or intersections, of the same sets in any order and any brackets: `A \cup B` and `B \cup A`.
    private func areSameOperands(_ a: NodeID, _ b: NodeID) -> Bool {
        let left = operands(a, tree.kind(a))
        var right = operands(b, tree.kind(b))
        guard left.count == right.count, left.count <= 24, tree[a].detail == tree[b].detail else { return false }
        // `dx \wedge dy` may be a product that changes its sign.
        if tree.kind(a) == .intersection, tree[a].detail == CommandTable.logical, !saysAnd {
            return zip(left, right).allSatisfy { compare($0, $1).isEqual }
        }
        for operand in left {
            guard
                let index = right.firstIndex(where: { tree.haveSameShape(operand, $0) || compare(operand, $0).isEqual })
            else { return false }
            right.remove(at: index)
        }
        return true
    }

    private func operands(_ id: NodeID, _ kind: NodeKind) -> [NodeID] {
        tree.kind(id) == kind ? tree.children(id).flatMap { operands($0, kind) } : [id]
    }

    /// True when the reference has several values in no order.
    func isSeveral(_ reading: Reader.Reading) -> Bool {
        guard case .answer(let id) = reading else { return false }
        let value = unwrapped(expanded(id)).value
        return tree.kind(value) == .list || tree.kind(value) == .set && tree.count(value) > 1
    }

    /// True when the reference is a tuple.
    func isTuple(_ reading: Reader.Reading) -> Bool {
        guard case .answer(let id) = reading else { return false }
        return tree.kind(unwrapped(id).value) == .tuple
    }

    // MARK: Ordered

    private func compareTuples(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.count(a) == tree.count(b) else { return .different(.differentArity) }
        let judgement = compareTogether(tree.children(a), tree.children(b))
        // `(1, 2]` and `(1, 2)` differ in an end; a tuple in square brackets is a tuple.
        guard judgement.isEqual, tree.count(a) == 2, isHalfOpen(a) || isHalfOpen(b) || tree[a].detail != tree[b].detail
        else { return judgement }
        return tree[a].detail == tree[b].detail || tree.brackets(a).contains(.angle)
            || tree.brackets(b).contains(.angle)
            ? judgement : .different(.differentValue)
    }

    func isHalfOpen(_ id: NodeID) -> Bool {
        let brackets = tree.brackets(id)
        return brackets.contains(.closedLeft) != brackets.contains(.closedRight)
    }

    func compareInOrder(_ a: some RandomAccessCollection<NodeID>, _ b: some RandomAccessCollection<NodeID>) -> Judgement
    {
        guard a.count == b.count else { return .different(.differentArity) }
        var judgement = Judgement.equal(.equalNumber)
        for (left, right) in zip(a, b) { judgement = judgement.and(compare(left, right)) }
        return judgement
    }

    private func compareMatrices(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree[a].detail == tree[b].detail else { return .different(.differentArity) }
        return compareTogether(tree.children(a), tree.children(b))
    }

    private func isVector(_ id: NodeID) -> Bool { tree[id].detail == 1 || Int(tree[id].detail) == tree.count(id) }

    private func compareVector(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (matrix, other) = tree.kind(a) == .matrix ? (a, b) : (b, a)
        guard tree.kind(other) == .tuple || tree.kind(other) == .list, isVector(matrix) else {
            return .different(.differentKind)
        }
        return compareTogether(tree.children(a), tree.children(b))
    }

    // MARK: Unordered

    /// Multiset matching: equality is transitive, so the first match of an item is as good as any. Sets forget repeats.
    func compareUnordered(_ a: NodeID, _ b: NodeID) -> Judgement {
        if haveOtherJoiners(a, b) { return .undecided(.differentKind) }
        var left = flattened(a)
        var right = flattened(b)
        if areSets(left), areSets(right) { return compareSets(left, right) }
        if left.contains(where: { tree.kind($0) == .ellipsis }) || right.contains(where: { tree.kind($0) == .ellipsis })
        {
            return compareInOrder(left, right)
        }
        if tree.kind(a) == .set || tree.kind(b) == .set {
            left = distinct(left)
            right = distinct(right)
        }
        // An answer that gives a solution twice gives the same solutions.
        if strictness.isLenient, right.count > left.count, distinct(left).count == left.count {
            isOneSided = true
            right = distinct(right)
        }
        guard left.count == right.count else { return .different(.differentArity) }
        if left.count > 24, let sorted = compareSorted(left, right) { return sorted }
        var judgement = Judgement.equal(.equalNumber)
        for item in left {
            var undecided: Judgement?
            var found: Int?
            for (index, candidate) in right.enumerated() {
                // A set in a set is one element.
                if (tree.kind(item) == .set) != (tree.kind(candidate) == .set) { continue }
                let result = compare(item, candidate)
                if result.isEqual {
                    found = index
                    if result.reason == .equalNumeric || judgement.reason == .equalNumber { judgement = result }
                    break
                }
                if result.verdict == .undecided { undecided = result }
            }
            guard let found else { return undecided ?? .different(.differentValue) }
            right.remove(at: found)
        }
        return judgement
    }

    /// `3 and 4 respectively`: each for another thing, in the order of the question; nil where no text says so.
    private func compareInTurn(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard saysRespectively, tree.kind(a) == .list, tree.kind(b) == .list else { return nil }
        let inOrder = compareInOrder(tree.children(a), tree.children(b))
        return inOrder.isEqual || !compareUnordered(a, b).isEqual ? inOrder : .undecided(.differentHead)
    }

    /// Conditions of which both must hold beside such of which one does: `x < 2 and x > 3`.
    private func haveOtherJoiners(_ a: NodeID, _ b: NodeID) -> Bool {
        let (or, and) = (Reader.Joiner.or.rawValue, Reader.Joiner.and.rawValue)
        let joiners = (tree[a].detail, tree[b].detail)
        guard joiners == (or, and) || joiners == (and, or), tree.kind(a) == .list, tree.kind(b) == .list else {
            return false
        }
        return tree.children(a).contains { tree.kind($0) == .relation && tree.relation($0, 0).isOrder }
    }

    /// `2 boys, 3 girls` beside `2, 3`: what is counted says which value is which, so that the other side's stand in
    /// order; nil for other lists.
    private func compareCounted(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.has(.quantity) else { return nil }
        if isCounted(a), isCounted(b) { return compareByNoun(Array(tree.children(a)), Array(tree.children(b))) }
        guard isCounted(a) != isCounted(b), tree.kind(a) == .list, tree.kind(b) == .list,
            (isCounted(a) ? tree.children(b) : tree.children(a)).allSatisfy({ tree.kind($0) != .quantity })
        else { return nil }
        let inOrder = compareInOrder(tree.children(a), tree.children(b))
        guard !inOrder.isEqual, compareUnordered(a, b).isEqual else { return inOrder }
        return .undecided(.differentHead)
    }

    /// `12 apples and 15 pears` beside the like: each number with its own noun; nil where the nouns are not the same.
    private func compareByNoun(_ left: [NodeID], _ right: [NodeID]) -> Judgement? {
        guard left.count == right.count else { return nil }
        var judgement = Judgement.equal(.equalNumber)
        for item in left {
            guard let noun = tree.unit(item).noun,
                let other = right.first(where: { tree.unit($0).noun.map { Noun.areSame(noun, $0) } ?? false })
            else { return nil }
            judgement = judgement.and(compareQuantities(item, other))
        }
        return judgement
    }

    /// True for quantities each of which is of something else.
    private func isCounted(_ id: NodeID) -> Bool {
        let items = tree.children(id)
        guard items.count > 1, items.allSatisfy({ tree.kind($0) == .quantity }) else { return false }
        for (index, item) in items.enumerated() {
            let unit = tree.unit(item)
            for other in items.dropFirst(index + 1) {
                let isSame =
                    unit.noun.map { noun in tree.unit(other).noun.map { Noun.areSame(noun, $0) } ?? false }
                    ?? unit.isCommensurable(tree.unit(other))
                if isSame { return false }
            }
        }
        return true
    }

    private func areSets(_ items: [NodeID]) -> Bool {
        items.count > 1
            && items.allSatisfy { isSetLike($0) && tree.kind($0) != .relation || tree.kind($0) == .namedSet }
    }

    /// Sets side by side, such as a domain and a range: element by element. In another order they are the same sets, and
    /// may say something else.
    private func compareSets(_ left: [NodeID], _ right: [NodeID]) -> Judgement {
        let inOrder = compareInOrder(left, right)
        guard !inOrder.isEqual, left.count == right.count else { return inOrder }
        let isPermuted = left.allSatisfy { item in right.contains { compare(item, $0).isEqual } }
        return isPermuted ? .undecided(.differentHead) : inOrder
    }

    /// Long lists of numbers: sorted, then side by side.
    private func compareSorted(_ a: [NodeID], _ b: [NodeID]) -> Judgement? {
        var exact = ExactEvaluator(tree, budget)
        let left = a.compactMap { exact.value($0) }
        let right = b.compactMap { exact.value($0) }
        guard left.count == a.count, right.count == b.count else { return nil }
        let order: (Rational, Rational) -> Bool = { Rational.compare($0, $1) < 0 }
        return left.sorted(by: order) == right.sorted(by: order) ? .equal(.equalNumber) : .different(.differentNumber)
    }

    /// The items, with lists of lists and labelled lists opened.
    private func flattened(_ id: NodeID) -> [NodeID] {
        tree.children(id).flatMap { item -> [NodeID] in
            let value = unwrapped(item).value
            return tree.kind(value) == .list && tree[id].detail != Reader.Joiner.semicolon.rawValue
                ? Array(tree.children(value)) : [item]
        }
    }

    private func distinct(_ items: [NodeID]) -> [NodeID] {
        guard items.count <= 24 else { return items }
        var kept: [NodeID] = []
        for item in items where !kept.contains(where: { compare($0, item).isEqual }) { kept.append(item) }
        return kept
    }

    /// Element and condition, up to the name of the variable that the condition binds.
    private func compareSetBuilders(_ a: NodeID, _ b: NodeID) -> Judgement {
        var names: [Symbol: Symbol] = [:]
        if let mine = boundVariable(a), let theirs = boundVariable(b) {
            if mine != theirs { names[theirs] = mine }
            if let domain = boundDomain(a), domain == Symbol("Z"), boundDomain(b) == domain { integers.insert(mine) }
        }
        func renamed(_ index: Int) -> NodeID { tree.renaming(names, in: tree.child(b, index)) }
        let elements = compareQuantities(tree.child(a, 0), renamed(0))
        let conditions = compare(tree.child(a, 1), renamed(1))
        if tree.kind(tree.child(a, 0)) == .tuple { return compare(tree.child(a, 0), renamed(0)).and(conditions) }
        return conditions.isEqual ? elements : .undecided(.notComputed)
    }

    private func boundDomain(_ id: NodeID) -> Symbol? {
        let domain = tree.child(tree.child(id, 1), 1)
        return tree.kind(domain) == .namedSet ? tree.symbol(domain) : nil
    }

    private func boundVariable(_ id: NodeID) -> Symbol? {
        let condition = tree.child(id, 1)
        guard tree.kind(condition) == .relation, tree.relation(condition, 0) == .element,
            tree.kind(tree.child(condition, 0)) == .symbol
        else { return nil }
        return tree.symbol(tree.child(condition, 0))
    }
}

extension MathTree {
    /// True for the same words; the case of letters counts in names, such as `Mg` and `MG`.
    func haveSameWords(_ a: NodeID, _ b: NodeID) -> Bool {
        let (left, right) = (letterRun(a), letterRun(b))
        return text(a) == text(b)
            && (left == right || left.isEmpty || right.isEmpty
                || LetterRun.isWordLike(left) && LetterRun.isWordLike(right)
                    // `Co` and `CO`, `BIL` and `bil`, but `no` and `No`.
                    && (Phrase.isShortWord(left) || left.count > 2 && isCapital(left) == isCapital(right)
                        || left.count > 3 || LetterRun.isChoices(left) || LetterRun.isChoices(right)))
    }

    /// Two capitals at the beginning, as only names and what is shouted have.
    private func isCapital(_ run: Bytes) -> Bool { run.count > 1 && run[0] < 0x60 && run[1] < 0x60 }

    /// True when words stand somewhere in the tree under `id`.
    func holdsWords(_ id: NodeID) -> Bool {
        has(.words) && (kind(id) == .words || children(id).contains { holdsWords($0) })
    }

    /// True when both trees are written alike, node for node.
    func haveSameShape(_ a: NodeID, _ b: NodeID) -> Bool {
        let (left, right) = (self[a], self[b])
        guard left.kind == right.kind, left.childCount == right.childCount,
            left.detail == right.detail || left.kind == .number || left.kind == .words
        else { return false }
        switch left.kind {
        case .number: guard Rational.compare(number(a)!, number(b)!) == 0 else { return false }
        case .symbol, .application, .namedSet: guard symbol(a) == symbol(b) else { return false }
        case .words: guard haveSameWords(a, b) else { return false }
        case .opaque, .labelled: guard text(a) == text(b) else { return false }
        case .choice: guard left.payload == right.payload else { return false }
        case .relation:
            for step in 0..<count(a) - 1 where relation(a, step) != relation(b, step) { return false }
        case .quantity: guard unit(a).isSame(as: unit(b)) else { return false }
        default: break
        }
        return zip(children(a), children(b)).allSatisfy { haveSameShape($0, $1) }
    }
}
