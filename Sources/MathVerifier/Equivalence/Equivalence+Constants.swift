import AdjudgeBase

/// Letters for constants that writers choose: the constant of an integration, Planck's constant by either letter.
extension Equivalence {
    /// The comparison with one side's constants in the other's letters; nil where that says nothing, or not more.
    func compareWithConstants(_ a: NodeID, _ b: NodeID) -> Judgement? {
        guard tree.has(.symbol) else { return nil }
        var (mine, theirs) = (SymbolSet(), SymbolSet())
        collectAll(a, &mine)
        collectAll(b, &theirs)
        let isLetter = { self.isConstantName($0) || $0 == Symbol("hbar") }
        guard mine.contains(where: isLetter) || theirs.contains(where: isLetter) else { return nil }
        let (left, right) = (mine.subtracting(theirs), theirs.subtracting(mine))
        if let general = compareGeneral(a, mine.sorted, b, theirs.sorted) { return general }
        guard !left.isEmpty || !right.isEmpty else { return nil }
        if let planck = comparePlanck(a, left, b, right) { return planck }
        return compareIntegrated(a, left.sorted, b, right.sorted)
    }

    // MARK: Planck's constant

    /// `\hbar` is `\frac{h}{2\pi}`, where one side has the one and the other the other.
    private func comparePlanck(_ a: NodeID, _ left: SymbolSet, _ b: NodeID, _ right: SymbolSet) -> Judgement? {
        let (plain, reduced) = (Symbol("h"), Symbol("hbar"))
        let isReducedLeft = left.contains(reduced) && right.contains(plain)
        guard isReducedLeft || left.contains(plain) && right.contains(reduced) else { return nil }
        let written = tree.replacing(in: isReducedLeft ? a : b) { node in
            guard self.tree.kind(node) == .symbol, self.tree.symbol(node) == reduced else { return nil }
            let turn = self.tree.add(.product, [self.tree.integer(2), self.tree.leaf(.pi)])
            return self.tree.add(.quotient, [self.tree.symbol(plain), turn], span: self.tree[node].span)
        }
        let judgement = isReducedLeft ? compareQuantities(written, b) : compareQuantities(a, written)
        return judgement.isEqual ? judgement : nil
    }

    // MARK: Constants of integration

    /// More constants than this are not told apart.
    private static let mostConstants = 3

    private func compareIntegrated(_ a: NodeID, _ left: [Symbol], _ b: NodeID, _ right: [Symbol]) -> Judgement? {
        guard left.count == right.count, left.count <= Equivalence.mostConstants,
            zip(left, right).allSatisfy({ mayRename($0, $1) }), right.allSatisfy(isConstantName),
            left.allSatisfy({ isArbitrary($0, in: a) })
        else { return nil }
        for order in orders(of: left) {
            let names = Dictionary(uniqueKeysWithValues: zip(right, order))
            let judgement = compareQuantities(a, tree.renaming(names, in: b))
            if judgement.isEqual { return judgement }
        }
        return nil
    }

    /// General solutions of one variable, `c_1e^x + c_2e^{-x}` and `(c_1 + c_2x)e^x`, by other names or signs of their
    /// constants; nil where the sides are none.
    private func compareGeneral(_ a: NodeID, _ mine: [Symbol], _ b: NodeID, _ theirs: [Symbol]) -> Judgement? {
        guard let left = solutionConstants(mine, in: a), let right = solutionConstants(theirs, in: b),
            left.count == right.count, left.contains(where: isUsual) || right.contains(where: isUsual),
            mine.filter({ !left.contains($0) }) == theirs.filter({ !right.contains($0) })
        else { return nil }
        for order in orders(of: left) {
            for signs in 0..<(1 << right.count) {
                let renamed = tree.replacing(in: b) { node in
                    guard self.tree.kind(node) == .symbol, let place = right.firstIndex(of: self.tree.symbol(node))
                    else { return nil }
                    let name = self.tree.symbol(order[place], span: self.tree[node].span)
                    return signs >> place & 1 == 0 ? name : self.tree.add(.negative, [name])
                }
                if compareQuantities(a, renamed).isEqual { return .equal(.equalCanonical) }
            }
        }
        return nil
    }

    /// The two or three constants of a general solution in one variable; nil for other expressions.
    private func solutionConstants(_ names: [Symbol], in id: NodeID) -> [Symbol]? {
        let constants = names.filter(isConstantName)
        guard constants.count >= 2, constants.count <= Equivalence.mostConstants, names.count == constants.count + 1,
            holdsTranscendental(id)
        else { return nil }
        return constants
    }

    private func holdsTranscendental(_ id: NodeID) -> Bool {
        isTranscendental(id) || tree.children(id).contains { holdsTranscendental($0) }
    }

    private func orders(of names: [Symbol]) -> [[Symbol]] {
        guard names.count > 1 else { return [names] }
        return names.indices.flatMap { index -> [[Symbol]] in
            var rest = names
            let first = rest.remove(at: index)
            return orders(of: rest).map { [first] + $0 }
        }
    }

    private func isConstantName(_ name: Symbol) -> Bool {
        Equivalence.constantNames.contains(name)
            || Equivalence.constantNames.contains(name.base) && name.numberSubscript != nil
    }

    /// One of both is written as such constants mostly are: `C`, `C_1`, `K`, `const`.
    private func mayRename(_ name: Symbol, _ other: Symbol) -> Bool {
        isConstantName(name) && (isUsual(name) || isUsual(other))
    }

    func isUsual(_ name: Symbol) -> Bool {
        name == Symbol("C") || name == Symbol("K") || name == Symbol("const") || name == Symbol("constant")
            || (name.base == Symbol("C") || name.base == Symbol("c")) && name.numberSubscript != nil
    }

    private static let constantNames = SymbolTable([
        "C", "c", "K", "k", "A", "B", "D", "const", "constant",
    ])

    /// True where the value is a sum in which `name` stands once, alone or before a function of what the answer is in:
    /// `x^2 + C`, `C_1e^x + C_2e^{-x}`, `Ce^x`. A letter that a problem gives seldom does.
    func isArbitrary(_ name: Symbol, in id: NodeID) -> Bool {
        let all = terms(id)
        let holding = all.filter { contains(name, $0) }
        guard holding.count == 1, let term = holding.first else { return false }
        let factors = factors(term)
        guard factors.count(where: { contains(name, $0) }) == 1,
            factors.contains(where: { tree.kind($0) == .symbol && tree.symbol($0) == name })
        else { return false }
        // Added alone, it has to be written as such constants are: of `A + B` neither letter is one.
        if factors.count == 1, !isUsual(name), name != Symbol("c"), name != Symbol("k") { return false }
        if factors.count == 1 { return all.contains { $0 != term && holdsVariable($0) && !isConstantAlone($0) } }
        return factors.contains { isTranscendental($0) }
    }

    /// `A` of `A + C`, which is a sum of two given letters.
    private func isConstantAlone(_ id: NodeID) -> Bool {
        tree.kind(id) == .symbol && isConstantName(tree.symbol(id))
    }

    private func terms(_ id: NodeID) -> [NodeID] {
        switch tree.kind(id) {
        case .sum: tree.children(id).flatMap { terms($0) }
        case .negative: terms(tree.child(id, 0))
        default: [id]
        }
    }

    private func factors(_ id: NodeID) -> [NodeID] {
        switch tree.kind(id) {
        case .product: tree.children(id).flatMap { factors($0) }
        case .negative: factors(tree.child(id, 0))
        default: [id]
        }
    }

    private func contains(_ name: Symbol, _ id: NodeID) -> Bool {
        if tree.kind(id) == .symbol { return tree.symbol(id) == name }
        return tree.children(id).contains { contains(name, $0) }
    }

    private func holdsVariable(_ id: NodeID) -> Bool {
        tree.kind(id) == .symbol || tree.children(id).contains { holdsVariable($0) }
    }

    /// An exponential or another function of a variable.
    private func isTranscendental(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .power: tree.isClosed(tree.child(id, 0)) && holdsVariable(tree.child(id, 1))
        case .function: tree.function(id) != .abs && holdsVariable(id)
        default: false
        }
    }
}
