import AdjudgeBase

/// Expressions that are written alike but for the order of their terms and factors: equal by what they say, before any
/// form of them is made.
extension Equivalence {
    /// More pairs of parts than this are not looked at.
    private static let mostReordered = 200

    /// True when the trees are the same but for the order in sums and products.
    func areReordered(_ a: NodeID, _ b: NodeID) -> Bool {
        var left = Equivalence.mostReordered
        return areReordered(a, b, &left)
    }

    private func areReordered(_ a: NodeID, _ b: NodeID, _ left: inout Int) -> Bool {
        let (kind, count) = (tree.kind(a), tree.count(a))
        left -= 1
        guard left > 0, kind == tree.kind(b), count == tree.count(b), budget.spend(1) else { return false }
        switch kind {
        case .sum, .product:
            guard count <= 16 else { return tree.haveSameShape(a, b) }
            var taken: UInt32 = 0
            for child in tree.children(a) {
                // Being alike is transitive, so that any free part that is alike will do.
                let place = (0..<count).first {
                    taken >> UInt32($0) & 1 == 0 && areReordered(child, tree.child(b, $0), &left)
                }
                guard let place else { return false }
                taken |= 1 << UInt32(place)
            }
            return true
        case .quotient, .negative, .power, .root, .function, .factorial, .degrees, .percent:
            guard tree[a].detail == tree[b].detail else { return false }
            return zip(tree.children(a), tree.children(b)).allSatisfy { areReordered($0, $1, &left) }
        default: return tree.haveSameShape(a, b)
        }
    }
}
