import AdjudgeBase

/// Parameters by other letters: `(t, 2t)` and `(s, 2s)`.
extension Equivalence {
    /// Answers of several values that were found different and are the same but for one small letter, the writer's choice
    /// where both sides say what it runs through, otherwise perhaps; nil for all others.
    func compareByOneLetter(_ a: NodeID, _ b: NodeID) -> Judgement? {
        switch tree.kind(a) {
        case .tuple, .list, .matrix, .set, .setBuilder, .conditioned: break
        default: return nil
        }
        var (mine, theirs) = (SymbolSet(), SymbolSet())
        collectAll(a, &mine)
        collectAll(b, &theirs)
        let (left, right) = (mine.subtracting(theirs), theirs.subtracting(mine))
        guard left.count == 1, right.count == 1, let old = right.first, let new = left.first, isSmallLetter(old),
            isSmallLetter(new), runsThrough(a, new), runsThrough(b, old)
        else { return nil }
        let isDeclared = domains.reference[new] != nil && domains.reference[new] == domains.answer[old]
        guard compare(a, tree.renaming([old: new], in: b)).isEqual else { return nil }
        return isDeclared ? .equal(.equalCanonical) : .undecided(.differentHead)
    }

    private func isSmallLetter(_ name: Symbol) -> Bool { name.bits >= 0x61 && name.bits <= 0x7A }

    /// True where the letter stands in two values at least, and no equation says what it is: alone it is a value.
    private func runsThrough(_ id: NodeID, _ name: Symbol) -> Bool {
        let holding = tree.children(id).count { child in
            var names = SymbolSet()
            collectAll(child, &names)
            return names.contains(name)
        }
        return holding > 1 && !isAssigned(name, in: id)
    }

    /// True where the letter is what an equation gives the value of.
    private func isAssigned(_ name: Symbol, in id: NodeID) -> Bool {
        if tree.kind(id) == .relation, tree.relation(id, 0) == .equal, tree.kind(tree.child(id, 0)) == .symbol,
            tree.symbol(tree.child(id, 0)) == name
        {
            return true
        }
        return tree.children(id).contains { isAssigned(name, in: $0) }
    }
}
