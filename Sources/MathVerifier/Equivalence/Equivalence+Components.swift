import AdjudgeBase

/// Values with names: `x = 1, y = 2` against the like, against a tuple, against a list.
extension Equivalence {
    /// The values by name; nil when the node is no list of assignments to different variables.
    private func components(_ id: NodeID) -> [(name: Symbol, value: NodeID)]? {
        switch tree.kind(id) {
        case .list:
            guard tree[id].detail != Reader.Joiner.or.rawValue, tree[id].detail != Reader.Joiner.semicolon.rawValue
            else { return nil }
            var result: [(name: Symbol, value: NodeID)] = []
            for item in tree.children(id) {
                guard let pair = assignment(item) else { return nil }
                result.append(pair)
            }
            return Set(result.map(\.name)).count == result.count ? result : nil
        case .relation:
            // `x = y = 3`
            let operands = Array(tree.children(id))
            guard operands.count > 2, (0..<operands.count - 1).allSatisfy({ tree.relation(id, $0) == .equal }),
                operands.dropLast().allSatisfy({ tree.kind($0) == .symbol }), let value = operands.last
            else { return nil }
            return operands.dropLast().map { (tree.symbol($0), value) }
        default: return nil
        }
    }

    private func assignment(_ id: NodeID) -> (name: Symbol, value: NodeID)? {
        guard tree.kind(id) == .relation, tree.count(id) == 2, tree.relation(id, 0) == .equal,
            tree.kind(tree.child(id, 0)) == .symbol
        else { return nil }
        return (tree.symbol(tree.child(id, 0)), tree.child(id, 1))
    }

    /// Compares by name where both sides have names, in alphabetical order where the other is a tuple; nil when neither
    /// is a list of assignments, or the other is an unordered list.
    func compareComponents(_ a: NodeID, _ b: NodeID) -> Judgement? {
        let (left, right) = (components(a), components(b))
        if let left, let right {
            guard left.count == right.count else { return .different(.differentArity) }
            let values = Dictionary(uniqueKeysWithValues: right.map { ($0.name, $0.value) })
            guard left.allSatisfy({ values[$0.name] != nil }) else { return .undecided(.differentHead) }
            return left.reduce(.equal(.equalNumber)) { $0.and(compare($1.value, values[$1.name]!)) }
        }
        if let left, tree.kind(left.count > 1 ? b : a) == .tuple, tree.kind(a) == .list {
            return compareInOrder(ordered(left), Array(tree.children(b)))
        }
        if let right, tree.kind(a) == .tuple, tree.kind(b) == .list {
            return compareInOrder(Array(tree.children(a)), ordered(right))
        }
        return nil
    }

    private func ordered(_ components: [(name: Symbol, value: NodeID)]) -> [NodeID] {
        components.sorted { $0.name.alphabetical < $1.name.alphabetical }.map(\.value)
    }
}

extension Symbol {
    /// The first letter and what follows, so that names sort as in a dictionary.
    fileprivate var alphabetical: UInt128 { bits.byteSwapped }
}
