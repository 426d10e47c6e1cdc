import AdjudgeBase

/// Values with names: `x = 1, y = 2` against the like, against a tuple, against a list.
extension Equivalence {
    private struct Components {
        var parts: [(name: Symbol, value: NodeID)]
        /// One of them holds, not all.
        var isAlternative: Bool
        /// The names stand in a tuple, in its order.
        var isOrdered = false

        var names: Set<Symbol> { Set(parts.map(\.name)) }
        /// Every name has one value.
        var isDistinct: Bool { names.count == parts.count }
        /// `x_1, x_2`: names of the values of one variable.
        var isNumbered: Bool {
            Set(parts.map { $0.name.base }).count == 1 && parts.allSatisfy { $0.name != $0.name.base }
        }
    }

    /// The values with their names; nil when the node is no list of assignments.
    private func components(_ id: NodeID) -> Components? {
        switch tree.kind(id) {
        case .list, .set, .tuple:
            guard tree.kind(id) != .list || tree[id].detail != Reader.Joiner.semicolon.rawValue else { return nil }
            var parts: [(name: Symbol, value: NodeID)] = []
            for item in tree.children(id) {
                guard let pair = assignment(item) else { return nil }
                parts.append(pair)
            }
            let isAlternative = tree.kind(id) == .list && tree[id].detail == Reader.Joiner.or.rawValue
            return parts.isEmpty ? nil : Components(parts: parts, isAlternative: isAlternative)
        case .relation:
            if tree.count(id) == 2 { return tupleComponents(id) }
            // `x = y = 3`
            let operands = tree.children(id)
            guard (0..<operands.count - 1).allSatisfy({ tree.relation(id, $0) == .equal }),
                operands.dropLast().allSatisfy({ tree.kind($0) == .symbol }), let value = operands.last,
                tree.kind(value) != .symbol
            else { return nil }
            let components = Components(
                parts: operands.dropLast().map { (tree.symbol($0), value) }, isAlternative: false)
            return components.isDistinct ? components : nil
        default: return nil
        }
    }

    /// `(x, y) = (1, 2)`
    private func tupleComponents(_ id: NodeID) -> Components? {
        guard let parts = headed(tuples: id), parts.allSatisfy({ tree.kind($0.head) == .symbol }) else { return nil }
        return Components(
            parts: parts.map { (tree.symbol($0.head), $0.value) }, isAlternative: false, isOrdered: true)
    }

    private func assignment(_ id: NodeID) -> (name: Symbol, value: NodeID)? {
        guard let (head, value) = headed(id) else { return nil }
        switch tree.kind(head) {
        case .symbol: return (tree.symbol(head), value)
        // `f(x) = x`: the whole, so that the bound variable is known.
        case .application where tree.children(head).allSatisfy({ tree.kind($0) == .symbol }):
            return (tree.symbol(head), id)
        default: return nil
        }
    }

    /// Compares by name where both sides have names, in alphabetical order where the other is a tuple; nil where values
    /// alone are to be compared.
    func compareComponents(_ a: NodeID, _ b: NodeID) -> Judgement? {
        switch (components(a), components(b)) {
        case (let left?, let right?): return compareNamed(left, right)
        // One of several names is not all of them.
        case (let left?, nil) where left.parts.count > 1 && left.isDistinct && assignment(b) != nil:
            return .different(.differentArity)
        case (nil, let right?) where right.parts.count > 1 && right.isDistinct && assignment(a) != nil:
            return .different(.differentArity)
        case (let left?, nil) where left.isDistinct && !left.isAlternative && isOrdered(b):
            return compareInOrder(ordered(left), tree.children(b))
        case (nil, let right?) where right.isDistinct && !right.isAlternative && isOrdered(a):
            return compareInOrder(tree.children(a), ordered(right))
        case (let left?, nil) where haveJointSigns(left) && left.isDistinct && tree.kind(b) == .list:
            return compare(expanded(tree.add(.tuple, children: ordered(left))), b)
        case (nil, let right?) where haveJointSigns(right) && right.isDistinct && tree.kind(a) == .list:
            return compare(a, expanded(tree.add(.tuple, children: ordered(right))))
        // A reference's names say which value is which.
        case (let left?, nil)
        where left.isDistinct && !left.isAlternative && tree.kind(b) == .list && isPlain(b)
            && tree.count(b) == left.parts.count:
            isOneSided = true
            let values = Array(tree.children(b))
            let written = compareInOrder(left.parts.map(\.value), values)
            if written.isEqual { return written }
            let sorted = compareInOrder(ordered(left), values)
            return sorted.isEqual ? sorted : .undecided(.differentHead)
        default: return nil
        }
    }

    /// A tuple, which `(1, 2]` is not, or a vector as a column.
    private func isOrdered(_ id: NodeID) -> Bool {
        tree.kind(id) == .tuple && !isHalfOpen(id) || tree.kind(id) == .matrix && tree[id].detail == 1
    }

    private func compareNamed(_ left: Components, _ right: Components) -> Judgement? {
        guard left.isDistinct, right.isDistinct else {
            // Values of one variable: the same one, or one of them numbered.
            if left.names == right.names || left.isNumbered || right.isNumbered || strictness.isLenient { return nil }
            return .undecided(.differentHead)
        }
        guard left.parts.count == right.parts.count else { return .different(.differentArity) }
        guard left.isAlternative == right.isAlternative, left.names == right.names else {
            return .undecided(.differentHead)
        }
        let values = Dictionary(right.parts.map { ($0.name, $0.value) }) { first, _ in first }
        if haveJointSigns(left) || haveJointSigns(right) {
            // `x = \pm 1, y = \mp 2`: the signs of both go together.
            let mine = tree.add(.tuple, children: left.parts.map(\.value))
            let theirs = tree.add(.tuple, children: left.parts.map { values[$0.name]! })
            return compare(expanded(mine), expanded(theirs))
        }
        return compareTogether(left.parts.map(\.value), left.parts.map { values[$0.name]! })
    }

    private func haveJointSigns(_ components: Components) -> Bool {
        tree.has(.plusMinus) && components.parts.count(where: { containsPlusMinus($0.value) }) > 1
            && !components.parts.contains { tree.kind($0.value) == .relation }
    }

    private func ordered(_ components: Components) -> [NodeID] {
        components.isOrdered
            ? components.parts.map(\.value)
            : components.parts.sorted { $0.name.alphabetical < $1.name.alphabetical }.map(\.value)
    }
}

extension Symbol {
    /// The first letter and what follows, so that names sort as in a dictionary.
    fileprivate var alphabetical: UInt128 { bits.byteSwapped }
}
