import AdjudgeBase

/// Values of named functions that have a closed form: Γ of whole and half numbers, ζ of even ones.
extension Reader {
    /// The closed form, or nil.
    func closedForm(_ name: Symbol, _ arguments: [NodeID], _ span: Span) -> NodeID? {
        guard arguments.count == 1, name == Symbol("Gamma") || name == Symbol("zeta"),
            let value = printedRational(arguments[0])
        else { return nil }
        return name == Symbol("Gamma") ? gamma(value, span) : zeta(value, span)
    }

    /// A number, or a fraction of numbers.
    private func printedRational(_ id: NodeID) -> Rational? {
        if let value = tree.number(id) { return value }
        guard tree.kind(id) == .quotient, let above = tree.number(tree.child(id, 0)),
            let below = tree.number(tree.child(id, 1))
        else { return nil }
        return Rational.quotient(above, below)
    }

    private func gamma(_ value: Rational, _ span: Span) -> NodeID? {
        if let n = value.machineInteger {
            guard n >= 1, n <= 1_000 else { return nil }
            return tree.add(.factorial, [tree.integer(n - 1)], span: span)
        }
        // Γ(n + 1/2) = (2n - 1)!! √π / 2^n
        guard let twice = (value * .integer(2)).machineInteger, twice > 0, twice < 200 else { return nil }
        var factor = Rational.one
        var step = 1
        while step < twice {
            factor = factor * .small(Int128(step), 2)
            step += 2
        }
        let root = tree.add(.root, [tree.integer(2), tree.leaf(.pi)])
        return tree.add(.product, [tree.number(factor), root], span: span)
    }

    /// ζ(2n) for the first few n (Euler, 1735).
    private func zeta(_ value: Rational, _ span: Span) -> NodeID? {
        let factors: [Int: Rational] = [
            2: .small(1, 6), 4: .small(1, 90), 6: .small(1, 945), 8: .small(1, 9450), 10: .small(1, 93_555),
            12: .small(691, 638_512_875),
        ]
        guard let n = value.machineInteger, let factor = factors[n] else { return nil }
        let power = tree.add(.power, [tree.leaf(.pi), tree.integer(n)])
        return tree.add(.product, [tree.number(factor), power], span: span)
    }
}
