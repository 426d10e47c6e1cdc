import AdjudgeBase

/// Fractions and roots, and the arguments of commands.
extension Reader {
    mutating func fraction() -> NodeID? {
        let first = at
        at += 1
        guard let above = narrowArgument(), let below = narrowArgument() else { return nil }
        // `\\frac{dy}{dx}` is no fraction.
        if isDifferential(below),
            isDifferential(above) || tree.kind(above) == .symbol && tree.symbol(above) == Symbol("d")
        {
            return tree.opaque(derivativeText(above, below), span: span(from: first))
        }
        return tree.add(.quotient, [above, below], span: span(from: first))
    }

    /// The text of a derivative without what only sets it: `dy/dx`.
    private func derivativeText(_ above: NodeID, _ below: NodeID) -> Bytes {
        let top = Phrase.compact(text[tree[above].span.range], in: tree)
        let bottom = Phrase.compact(text[tree[below].span.range], in: tree)
        return tree.store(top.count + bottom.count + 1) { to in
            to.update(from: top.start, count: top.count)
            to[top.count] = UInt8(ascii: "/")
            (to + top.count + 1).update(from: bottom.start, count: bottom.count)
            return top.count + bottom.count + 1
        }
    }

    /// `dx`, `d^2y`: a product that begins with the letter d.
    private func isDifferential(_ id: NodeID) -> Bool {
        guard tree.kind(id) == .product, tree.count(id) >= 2 else { return false }
        let first = tree.child(id, 0)
        let base = tree.kind(first) == .power ? tree.child(first, 0) : first
        return tree.kind(base) == .symbol && tree.symbol(base) == Symbol("d") && tree.kind(tree.child(id, 1)) != .number
    }

    /// An argument of a command: a group, or one token, of a number only its first digit.
    mutating func argument() -> NodeID? {
        if peek.kind == .openBrace { return group() }
        if peek.kind == .number, peek.end - peek.start > 1 { return splitDigit() }
        if peek.kind == .minus { return fail() }
        return primary()
    }

    /// An argument of a command that takes two: of letters only the first, as in `\binom nk`.
    private mutating func narrowArgument() -> NodeID? {
        guard peek.kind == .word, !peek.isText, bytes(peek).isASCII, bytes(peek).count <= 2 else { return argument() }
        let token = peek
        let letter = tree.letters(bytes(token)[0..<1], at: Int(token.start))[0]
        if token.end - token.start > 1 { dropFirstDigit() } else { at += 1 }
        return letter
    }

    /// The first digit of a number token; the rest of it stays.
    private mutating func splitDigit() -> NodeID? {
        let token = peek
        let digit = text[Int(token.start)]
        guard digit.isASCIIDigit else { return fail() }
        let span = Span(start: Int(token.start), count: 1)
        dropFirstDigit()
        return tree.integer(Int(digit - 0x30), span: span)
    }

    mutating func binomial() -> NodeID? {
        let first = at
        at += 1
        guard let above = narrowArgument(), let below = narrowArgument() else { return nil }
        return tree.function(.binomial, [above, below], span: span(from: first))
    }

    mutating func root() -> NodeID? {
        let first = at
        let isCube = peek.kind == .cubeRoot
        let isCommand = text[Int(peek.start)] == UInt8(ascii: "\\")
        at += 1
        var index = tree.integer(isCube ? 3 : 2)
        if isCommand, peek.kind == .openBracket {
            at += 1
            guard let named = list(until: .closeBracket), take(.closeBracket) else { return fail() }
            index = named
        }
        // `\sqrt(2)`: TeX would take the bracket alone, and nobody means that.
        let radicand = isCommand && peek.kind != .openParen ? argument() : bareArgument()
        guard let radicand else { return nil }
        return tree.add(.root, [index, radicand], span: span(from: first))
    }

    /// The radicand of √ or sqrt: a bracket, a number, a name.
    private mutating func bareArgument() -> NodeID? {
        if peek.kind == .openBrace { return group() }
        return deeper { $0.primary() }
    }

    /// A line over a number that is no period: the conjugate of a complex one.
    mutating func overlined() -> NodeID? {
        let first = at
        at += 1
        guard let inner = argument() else { return nil }
        if contains(inner, .imaginary) { return tree.function(.conjugate, [inner], span: span(from: first)) }
        // `\overline{5}` is no 5: a negative digit, a period that lost its beginning.
        guard tree.kind(inner) != .number else {
            return tree.application(Accent.bar.name, [inner], span: span(from: first))
        }
        return inner
    }
}
