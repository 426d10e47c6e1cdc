import AdjudgeBase

/// Words behind a number that make another one of it: `5 factorial`, `5 squared`, `5 thousandths`, `12 remainder 5`.
extension Reader {
    /// `left` with the word that follows applied to it; nil where the word changes nothing.
    mutating func wordedValue(_ left: NodeID, _ first: Int) -> NodeID? {
        let name = bytes(peek)
        if Reader.isRemainder(name) { return remainder(of: left, first) }
        let next = peek(1).kind
        guard tree.isClosed(left) || tree.kind(left) == .symbol else { return nil }
        if name.equals("factorial"), next != .openParen {
            at += 1
            return tree.add(.factorial, [left], span: span(from: first))
        }
        guard endsValue(next) else { return nil }
        if name.equals("squared") || name.equals("cubed") {
            at += 1
            return tree.add(.power, [left, tree.integer(name.equals("squared") ? 2 : 3)], span: span(from: first))
        }
        // Quarters may be coins.
        guard let part = NumberWords.part(name), part != 4 || !name.hasPrefix("q"), let count = tree.number(left),
            count.isInteger, name.hasSuffix("s") || count == .one
        else { return nil }
        at += 1
        return tree.add(.quotient, [left, tree.integer(part)], span: span(from: first))
    }

    /// `1 out of 5`
    mutating func share(_ left: NodeID, _ first: Int) -> NodeID? {
        guard bytes(peek).equals("out"), peek(1).kind == .word, bytes(peek(1)).equals("of"), tree.number(left) != nil
        else { return nil }
        at += 2
        guard let whole = factor(), let count = tree.number(whole), count.sign > 0, endsValue(peek.kind) else {
            return nil
        }
        return tree.add(.quotient, [left, whole], span: span(from: first))
    }

    private func endsValue(_ kind: TokenKind) -> Bool {
        switch kind {
        case .end, .comma, .semicolon, .stop, .and, .or, .closeBrace, .closeParen, .relation, .newline, .plus, .minus:
            true
        default: false
        }
    }

    // MARK: Division with a remainder

    private static func isRemainder(_ name: Bytes) -> Bool {
        name.equals("remainder") || name.equals("rem") || name.equals("Remainder")
    }

    /// `12 R 5`, `12R5`: the letter between two whole numbers that end the item.
    mutating func letteredRemainder(of left: NodeID, _ first: Int) -> NodeID? {
        guard bytes(peek).equals("R") || bytes(peek).equals("r") else { return nil }
        return remainder(of: left, first)
    }

    /// Quotient and remainder, each in its place: no product.
    private mutating func remainder(of left: NodeID, _ first: Int) -> NodeID? {
        guard let quotient = tree.number(left), quotient.isInteger else { return nil }
        at += 1
        if peek.kind == .word, bytes(peek).equals("of") { at += 1 }
        let start = at
        guard peek.kind == .number, let rest = number(), tree.number(rest)?.isInteger ?? false else { return nil }
        guard isItemEnd(0) || peek.kind == .closeBrace || peek.kind == .closeParen, at > start else { return nil }
        return tree.application(Symbol("remainder"), [left, rest], span: span(from: first))
    }

    // MARK: Sizes

    /// `5 \times 3` before a word that has rows and columns: no product, and its sides keep their order.
    func size(_ left: NodeID, of noun: Bytes) -> NodeID {
        guard tree.kind(left) == .product, tree.count(left) >= 2, Reader.hasSides(noun),
            tree.children(left).allSatisfy({ tree.kind($0) == .number || tree.kind($0) == .symbol })
        else { return left }
        return tree.application(Symbol("size"), Array(tree.children(left)), span: tree[left].span)
    }

    private static func hasSides(_ noun: Bytes) -> Bool {
        var start = 0
        for at in 0...noun.count where at == noun.count || noun[at] == 0x20 {
            let word = noun[start..<at]
            start = at + 1
            if sided.contains(where: { word.equals($0) }) { return true }
        }
        return false
    }

    private static let sided: [StaticString] = [
        "matrix", "matrices", "grid", "grids", "board", "boards", "array", "arrays", "table", "tables", "rectangle",
        "rectangles", "chessboard", "checkerboard", "determinant", "system", "tensor", "image", "block", "box",
        "lattice",
    ]
}
