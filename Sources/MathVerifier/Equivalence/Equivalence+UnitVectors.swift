import AdjudgeBase

/// Vectors as sums of unit vectors: `3\hat i + 4\hat j` is `(3, 4)`.
extension Equivalence {
    /// A sum of unit vectors beside a tuple, or a matrix of one row or column; nil where there is nothing of the kind.
    func compareUnitVectors(_ a: NodeID, _ b: NodeID) -> Judgement? {
        if isComponents(b), let components = components(of: a, count: tree.count(b)) {
            return compareInOrder(components, Array(tree.children(b)))
        }
        if isComponents(a), let components = components(of: b, count: tree.count(a)) {
            return compareInOrder(Array(tree.children(a)), components)
        }
        return nil
    }

    /// Sums of unit vectors with other marks, `3\hat i + 4\hat j` and `3\mathbf{i} + 4\mathbf{j}`, by their components; nil
    /// where one side has none, or both have the same.
    func compareUnitSums(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.hasOperators, let mine = axes(of: a), let theirs = axes(of: b), mine != theirs else { return nil }
        guard let left = components(of: a, count: 3), let right = components(of: b, count: 3) else { return nil }
        return compareInOrder(left, right)
    }

    private func axes(of id: NodeID) -> Axes? {
        let standing = standing(in: id)
        return Axes.allCases.first { standing & $0.bits != 0 }
    }

    private func isComponents(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .tuple: true
        case .matrix: tree[id].detail == 1 || Int(tree[id].detail) == tree.count(id)
        default: false
        }
    }

    /// The names of the unit vectors along the axes.
    private enum Axes: UInt16, CaseIterable {
        case hats = 0, positions = 3, letters = 6

        var names: [StaticString] {
            switch self {
            case .hats, .letters: ["i", "j", "k"]
            case .positions: ["x", "y", "z"]
            }
        }

        /// The bit of one of them.
        func bit(_ index: Int) -> UInt16 { 1 << (rawValue + UInt16(index)) }
        var bits: UInt16 { 0b111 << rawValue }
    }

    /// The components of a sum that is linear in unit vectors; nil where it is none, or has more than `count`.
    private func components(of id: NodeID, count: Int) -> [NodeID]? {
        guard count == 2 || count == 3, tree.has(.symbol) else { return nil }
        switch tree.kind(id) {
        case .sum, .product, .negative, .symbol, .quotient: break
        default: return nil
        }
        let standing = standing(in: id)
        guard let axes = Axes.allCases.first(where: { standing & $0.bits != 0 }),
            axes != .letters || standing & (axes.bit(1) | axes.bit(2)) != 0,
            count == 3 || standing & axes.bit(2) == 0
        else { return nil }
        func value(_ x: Int, _ y: Int, _ z: Int) -> NodeID {
            tree.replacing(in: id) { node in
                for (index, size) in [x, y, z].enumerated() where self.isAxis(index, of: axes, node) {
                    return self.tree.integer(size)
                }
                return nil
            }
        }
        let parts = [value(1, 0, 0), value(0, 1, 0), value(0, 0, 1)]
        // Linear, so that the components are all that the sum says.
        let weighed = zip(parts, [2, 3, 5]).map { tree.add(.product, [$0, tree.integer($1)]) }
        guard compareScalars(value(0, 0, 0), tree.integer(0)).isEqual,
            compareScalars(value(2, 3, 5), tree.add(.sum, children: weighed)).isEqual
        else { return nil }
        return Array(parts.prefix(count))
    }

    /// The unit vectors that stand in an expression, as bits.
    private func standing(in id: NodeID) -> UInt16 {
        var standing: UInt16 = 0
        switch tree.kind(id) {
        case .imaginary: standing = Axes.letters.bit(0)
        case .symbol:
            let name = tree.symbol(id).unstyled.bits
            // A letter alone, or with a hat.
            guard name <= 0xFF || name >> 8 == UInt128(Accent.hat.rawValue) else { break }
            for axes in Axes.allCases {
                for index in 0..<3 where isAxis(index, of: axes, id) { standing |= axes.bit(index) }
            }
        default: break
        }
        for child in tree.children(id) { standing |= self.standing(in: child) }
        return standing
    }

    private func isAxis(_ index: Int, of axes: Axes, _ id: NodeID) -> Bool {
        if axes == .letters, index == 0, tree.kind(id) == .imaginary { return true }
        guard tree.kind(id) == .symbol else { return false }
        let letter = Symbol(axes.names[index])
        if axes == .letters { return tree.symbol(id).unstyled == letter }
        return letter.marked(.hat).map { tree.symbol(id).unstyled == $0 } ?? false
    }
}
