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
        let inOrder = compareInOrder(tree.children(a), tree.children(b))
        return inOrder.isEqual || areTruths ? inOrder : .undecided(.differentHead)
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
