import AdjudgeBase

/// Lists that are no sets: truth values and opposites, one for each thing that was asked, and names joined by "or".
extension Equivalence {
    /// What lists of names are that say the same names otherwise: joined by "and" and by "or", or one for one in another
    /// order where each says something of its own; nil for all other lists.
    func compareSequences(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.kind(a) == .list, tree.kind(b) == .list else { return nil }
        if haveOtherConjunction(a, b) { return .undecided(.differentKind) }
        let or = Reader.Joiner.or.rawValue
        guard tree[a].detail != or, tree[b].detail != or else { return nil }
        let areTruths = isSequence(a, of: Sequences.truths) && isSequence(b, of: Sequences.truths)
        guard areTruths || isSequence(a, of: Sequences.opposites) && isSequence(b, of: Sequences.opposites) else {
            return nil
        }
        if areTruths { return compareTruths(a, b) }
        let inOrder = compareInOrder(tree.children(a), tree.children(b))
        return inOrder.isEqual ? inOrder : .undecided(.differentHead)
    }

    /// `T, F` beside `True, False`: whichever word or letter says it.
    private func compareTruths(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.count(a) == tree.count(b) else { return .different(.differentArity) }
        let isTrue = { (id: NodeID) in
            self.name(id).map { name in Sequences.truths[0][0].contains { Symbol($0) == name } }
        }
        return zip(tree.children(a), tree.children(b)).allSatisfy { isTrue($0) == isTrue($1) }
            ? .equal(.equalText) : .different(.differentText)
    }

    /// `2, 8, 1`: electrons by shell, which have an order. In another one they are left open, since the numbers may be just
    /// numbers; nil for all other lists.
    func compareShells(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.kind(a) == .list, tree.kind(b) == .list, tree.count(a) >= 3, tree.count(a) == tree.count(b),
            isFilledFromWithin(a)
        else { return nil }
        let inOrder = compareInOrder(tree.children(a), tree.children(b))
        return inOrder.isEqual ? inOrder : compareUnordered(a, b).isEqual ? .undecided(.differentKind) : nil
    }

    /// 2 and 8 first, then what fits into a shell, and no row of rising numbers.
    private func isFilledFromWithin(_ id: NodeID) -> Bool {
        let counts = tree.children(id).map { tree.number($0)?.machineInteger ?? 0 }
        return counts[0] == 2 && counts[1] == 8 && counts.allSatisfy { $0 >= 1 && $0 <= 32 } && counts.count <= 8
            && zip(counts, counts.dropFirst()).contains { $0 >= $1 }
    }

    /// `p and q` beside `p or q`. Numbers are listed by either word.
    private func haveOtherConjunction(_ a: NodeID, _ b: NodeID) -> Bool {
        let (or, and) = (Reader.Joiner.or.rawValue, Reader.Joiner.and.rawValue)
        let joiners = (tree[a].detail, tree[b].detail)
        guard joiners == (or, and) || joiners == (and, or) else { return false }
        return tree.children(a).allSatisfy { name($0) != nil }
    }

    private func name(_ id: NodeID) -> Symbol? {
        switch tree.kind(id) {
        case .symbol: tree.symbol(id)
        case .words: Symbol(tree.text(id)[0..<min(tree.text(id).count, Symbol.maxBytes)])
        case .imaginary: Symbol("i")
        default: nil
        }
    }

    /// True where every item is one of two words that exclude each other, the same two for all.
    private func isSequence(_ id: NodeID, of pairs: [[[StaticString]]]) -> Bool {
        let names = tree.children(id).map { name($0) }
        return pairs.contains { pair in
            names.allSatisfy { name in
                guard let name else { return false }
                return pair.contains { $0.contains { Symbol($0) == name } }
            }
        }
    }
}

private enum Sequences {
    static let truths: [[[StaticString]]] = [
        [["true", "yes", "correct", "T", "Y"], ["false", "no", "incorrect", "F", "N"]]
    ]
    static let opposites: [[[StaticString]]] = [
        [["increasing", "increases", "increase"], ["decreasing", "decreases", "decrease"]], [["left"], ["right"]],
        [["oxidized", "oxidation"], ["reduced", "reduction"]], [["up"], ["down"]], [["higher"], ["lower"]],
        [["convergent", "converges"], ["divergent", "diverges"]], [["odd"], ["even"]], [["positive"], ["negative"]],
        [["rational"], ["irrational"]], [["finite"], ["infinite"]],
    ]
}
