import AdjudgeBase

/// Numbers of choices as schools write them: `{}^nC_k`, `{}_nC_k`, `10C3`; `P` for those in an order.
extension Reader {
    /// A script before the letter, with or without braces that hold nothing.
    mutating func chosenBehindScript() -> NodeID? {
        let first = at
        if take(.openBrace), !take(.closeBrace) { return fail() }
        guard take(.caret) || take(.underscore), let all = scriptBeforeLetter() else { return fail() }
        guard let isOrdered = choosingLetter() else { return fail() }
        at += 1
        guard take(.underscore) || take(.caret), let chosen = script() else { return fail() }
        return chosenOf(all, chosen, isOrdered, first)
    }

    /// `10C3` behind its first number.
    mutating func chosen(behind all: NodeID, _ first: Int) -> NodeID? {
        // `V2P2` is a product, or a name.
        let before = first > 0 ? tokens[first - 1].kind : .end
        guard before != .letter && before != .word || tokens[first].isSpaced, let isOrdered = choosingLetter(),
            !peek.isSpaced, !peek(1).isSpaced, tree.number(all)?.isInteger ?? false,
            tree[all].detail == 0
        else { return nil }
        at += 1
        guard let chosen = number(), let count = tree.number(chosen), count.isInteger,
            isItemEnd(0) || endsFactor
        else { return nil }
        return chosenOf(all, chosen, isOrdered, first)
    }

    /// True for what ends a factor that stands in a sum or a product: `10C3+1`, `\frac{10C3}{2}`.
    private var endsFactor: Bool {
        switch peek.kind {
        case .relation, .plus, .minus, .times, .slash, .closeBrace, .closeParen, .closeBracket, .openParen: true
        default: false
        }
    }

    /// A script, of which `nC` holds the first letter.
    private mutating func scriptBeforeLetter() -> NodeID? {
        guard peek.kind == .word, bytes(peek).count == 2, let name = Symbol(bytes(peek)[0..<1]) else { return script() }
        let letter = tree.symbol(name, span: Span(start: Int(peek.start), count: 1))
        dropFirstDigit()
        return letter
    }

    private func choosingLetter() -> Bool? {
        guard peek.kind == .letter || peek.kind == .word, peek.detail == 0 else { return nil }
        if bytes(peek).equals("C") { return false }
        return bytes(peek).equals("P") ? true : nil
    }

    private func chosenOf(_ all: NodeID, _ chosen: NodeID, _ isOrdered: Bool, _ first: Int) -> NodeID {
        let ways = tree.function(.binomial, [all, chosen], span: span(from: first))
        guard isOrdered else { return ways }
        return tree.add(.product, [ways, tree.add(.factorial, [chosen])], span: span(from: first))
    }
}
