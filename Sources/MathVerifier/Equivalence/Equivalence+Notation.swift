import AdjudgeBase

/// Notations that only the other side tells apart.
extension Equivalence {
    /// `C(5, 2)` beside a number or a binomial is one; elsewhere it is the point C. Nil for all else.
    func compareCombination(_ a: NodeID, _ b: NodeID) -> Judgement? {
        if let binomial = combination(a), mayCount(b, beside: a) { return compareWays(binomial, b) }
        if let binomial = combination(b), mayCount(a, beside: b) { return compareWays(a, binomial) }
        if let ways = arrangements(a), mayCount(b, beside: a) { return compareScalars(ways, b) }
        if let ways = arrangements(b), mayCount(a, beside: b) { return compareScalars(a, ways) }
        return nil
    }

    /// `P(5, 2)` beside a number: the ways to choose two of five in order.
    private func arrangements(_ id: NodeID) -> NodeID? {
        guard tree.kind(id) == .labelled, tree.text(id).equals("p") || tree.text(id).equals("P") else { return nil }
        let pair = tree.child(id, 0)
        guard tree.kind(pair) == .tuple, tree.count(pair) == 2,
            let all = tree.number(tree.child(pair, 0))?.machineInteger,
            let chosen = tree.number(tree.child(pair, 1))?.machineInteger, chosen >= 0, chosen <= all, all <= 1000
        else { return nil }
        return tree.add(
            .quotient,
            [
                tree.add(.factorial, [tree.integer(all)]), tree.add(.factorial, [tree.integer(all - chosen)]),
            ], span: tree[id].span)
    }

    private func compareWays(_ a: NodeID, _ b: NodeID) -> Judgement {
        tree.haveSameShape(a, b) ? .equal(.equalCanonical) : compareScalars(a, b)
    }

    /// A number beside the numbers of a combination; beside its letters a binomial, or factorials.
    private func mayCount(_ id: NodeID, beside combination: NodeID) -> Bool {
        let isPlain = tree.children(tree.child(combination, 0)).allSatisfy { tree.number($0)?.isInteger ?? false }
        return isPlain ? isScalarKind(id) : holdsWays(id)
    }

    private func holdsWays(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .factorial: true
        case .function where tree.function(id) == .binomial: true
        case .product, .quotient, .sum, .negative: tree.children(id).contains { holdsWays($0) }
        default: false
        }
    }

    private func combination(_ id: NodeID) -> NodeID? {
        guard tree.kind(id) == .labelled, tree.text(id).equals("c") || tree.text(id).equals("C") else { return nil }
        let pair = tree.child(id, 0)
        guard tree.kind(pair) == .tuple, tree.count(pair) == 2 else { return nil }
        return tree.function(.binomial, [tree.child(pair, 0), tree.child(pair, 1)], span: tree[id].span)
    }

    private func isScalarKind(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .number, .function, .quotient, .factorial, .product, .sum, .negative: tree.isClosed(id)
        default: false
        }
    }
}

/// Formulas of substances: `H_2O`, `H2O`, `\ce{H2O}`.
enum ChemicalFormula {
    /// True when both texts are formulas of the same substance, written with or without subscripts. Only symbols of
    /// elements and at least two of them, so that no product of variables is one by chance.
    static func areSame(_ a: Bytes, _ b: Bytes, _ arena: Arena) -> Bool {
        guard a.count <= 80, b.count <= 160, let left = plain(a, arena), let right = plain(b, arena) else {
            return false
        }
        return left == right && isFormula(left, elements: 2)
    }

    /// `2H_2O` without TeX: a whole count, then a formula of known elements; nil for all else.
    static func term(_ text: Bytes, _ arena: Arena) -> [UInt8]? {
        guard text.count <= 80, let plain = plain(text, arena) else { return nil }
        var digits = 0
        while digits < plain.count, plain[digits].isASCIIDigit { digits += 1 }
        guard isFormula(plain.suffix(from: digits), elements: 1) else { return nil }
        return (0..<plain.count).map { plain[$0] }
    }

    /// The formula without TeX; nil where there are other commands.
    private static func plain(_ text: Bytes, _ arena: Arena) -> Bytes? {
        let memory = arena.allocate(text.count + 1)
        var count = 0
        var at = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\\"):
                var end = at + 1
                while end < text.count, text[end].isASCIILetter { end += 1 }
                let name = text[at + 1..<end]
                guard name.equals("ce") || name.equals("mathrm") || name.equals("text") || name.equals("rm") else {
                    return nil
                }
                at = end
                continue
            case UInt8(ascii: "_"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"), 0x20: break
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "("), UInt8(ascii: ")"):
                memory[count] = text[at]
                count += 1
            default: return nil
            }
            at += 1
        }
        return Bytes(UnsafeBufferPointer(start: memory, count: count))
    }

    /// Symbols of elements, counts and parentheses; where two elements are asked for, some count as well.
    private static func isFormula(_ text: Bytes, elements least: Int) -> Bool {
        var elements = 0
        var hasDigit = false
        var at = 0
        while at < text.count {
            if text[at] >= 0x41, text[at] <= 0x5A {
                let two = text[at..<min(at + 2, text.count)]
                if two.count == 2, two[1] >= 0x61, symbols.contains(where: { two.equals($0) }) {
                    at += 2
                } else if symbols.contains(where: { text[at..<at + 1].equals($0) }) {
                    at += 1
                } else {
                    return false
                }
                elements += 1
            } else if text[at].isASCIIDigit {
                // No coefficient before it.
                guard elements > 0 else { return false }
                hasDigit = true
                at += 1
            } else if text[at] == UInt8(ascii: "(") || text[at] == UInt8(ascii: ")") {
                at += 1
            } else {
                return false
            }
        }
        return elements >= least && (hasDigit || least == 1)
    }

    /// The elements of common substances.
    private static let symbols: [StaticString] = [
        "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "Ar", "K", "Ca",
        "Ti",
        "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Br", "Ag", "Cd", "Sn", "I", "Xe", "Ba", "W", "Pt", "Au", "Hg",
        "Pb",
        "U", "As", "Se", "Sr", "Zr", "Mo",
    ]
}
