import AdjudgeBase

/// What conditions are about: the variables and the values of functions that they bound.
extension Equivalence {
    /// True for a list of which one part holds.
    func isChoice(_ id: NodeID) -> Bool {
        tree.kind(id) == .list && tree[id].detail == Reader.Joiner.or.rawValue
    }

    /// True for a list of bounds of different variables, which hold together unless the text says otherwise.
    func isOfSeveral(_ id: NodeID) -> Bool {
        guard tree.kind(id) == .list else { return false }
        let bounded = subjects(id)
        return bounded.count > 1 && bounded.dropFirst().contains { !tree.haveSameShape($0, bounded[0]) }
    }

    /// False where relations bound values of functions and these are not the same: `f(1) < 3` and `f(2) < 3`.
    func areOfSameValues(_ a: NodeID, _ b: NodeID) -> Bool {
        guard tree.has(.application) else { return true }
        let (mine, theirs) = (subjects(a), subjects(b))
        guard !mine.isEmpty, !theirs.isEmpty,
            (mine + theirs).contains(where: { tree.kind($0) == .application })
        else { return true }
        return theirs.allSatisfy { subject in mine.contains { haveSameHead($0, subject) } }
            && mine.allSatisfy { subject in theirs.contains { haveSameHead(subject, $0) } }
    }

    /// The variables and the values of functions that are a side of a relation.
    private func subjects(_ id: NodeID) -> [NodeID] {
        switch tree.kind(id) {
        case .relation: tree.children(id).filter { isSubject($0) }
        case .list, .union, .intersection, .difference: tree.children(id).flatMap { subjects($0) }
        default: []
        }
    }
}
