/// Expressions that are one formula here and another there.
enum PiecewiseForm {
    /// True when agreement at points proves nothing about other places: absolute values, floors, extremes and remainders
    /// of what depends on a variable. O(tree).
    static func isPiecewise(_ id: NodeID, in tree: MathTree) -> Bool {
        if tree.kind(id) == .function {
            switch tree.function(id) {
            case .abs, .floor, .ceiling, .max, .min, .gcd, .lcm, .modulo, .sign, .arcsin, .arccos, .arctan, .arccot,
                .argument:
                if !tree.isClosed(id) { return true }
            default: break
            }
        }
        return tree.children(id).contains { isPiecewise($0, in: tree) }
    }

    /// How many binary digits the largest number written in the expression has. O(tree).
    static func literalBits(_ id: NodeID, in tree: MathTree) -> Int {
        if let number = tree.number(id) { return number.bitCount }
        return tree.children(id).reduce(0) { max($0, literalBits($1, in: tree)) }
    }
}
