import AdjudgeBase

/// Marks over letters and expressions: `\bar z`, `\dot x`, `\vec F`, `\overline{AB}`.
extension Reader {
    mutating func accented() -> NodeID? {
        let first = at
        guard let accent = Accent(rawValue: peek.detail) else { return fail() }
        at += 1
        let start = at
        guard let inner = deeper({ $0.argument() }) else { return nil }
        return marked(inner, accent, from: start, first)
    }

    /// A marked node: part of a name, the conjugate of a number, a function of an expression.
    private func marked(_ inner: NodeID, _ accent: Accent, from start: Int, _ first: Int) -> NodeID? {
        switch tree.kind(inner) {
        case .number where !accent.isStyle: break
        case .number, .tuple, .matrix, .words, .quantity: return inner
        case .symbol:
            guard let name = tree.symbol(inner).marked(accent) else { return inner }
            return tree.symbol(name, span: span(from: first))
        default: break
        }
        // `\overline{AB}` and `\vec{BA}` are names, and so is `\hat i`.
        let letters = accent == .bar ? segment(from: start) : Phrase.compact(text[span(from: start).range], in: tree)
        if areLetters(letters), let name = Symbol(letters)?.marked(accent), accent != .bar || letters.count > 1 {
            return tree.symbol(name, span: span(from: first))
        }
        if accent == .bar, contains(inner, .imaginary) {
            return tree.function(.conjugate, [inner], span: span(from: first))
        }
        return tree.application(accent.name, [inner], span: span(from: first))
    }

    /// `\overline{AB}` and `\overline{BA}` are one segment: its ends in the order of the alphabet.
    private func segment(from start: Int) -> Bytes {
        let name = Phrase.compact(text[span(from: start).range], in: tree)
        guard name.count == 2, (0..<2).allSatisfy({ name[$0] >= 0x41 && name[$0] <= 0x5A }), name[0] > name[1] else {
            return name
        }
        return tree.store(2) { to in
            (to[0], to[1]) = (name[1], name[0])
            return 2
        }
    }

    private func areLetters(_ text: Bytes) -> Bool {
        !text.isEmpty && (0..<text.count).allSatisfy { text[$0].isASCIILetter }
    }

    /// `erf(x)`, `\operatorname{Li}_2(x)`, `\sech^2 x`: a function that is known by its name.
    mutating func namedFunction() -> NodeID? {
        let first = at
        let token = peek
        var letters = bytes(token)
        let isCommand = letters.hasPrefix("\\")
        if isCommand { letters = letters.suffix(from: 1) }
        switch peek(1).kind {
        case .openParen, .openBracket, .caret, .underscore: break
        case _ where isCommand || token.isText && startsFactor(peek(1)): break
        default: return word()
        }
        at += 1
        guard var name = Symbol(letters) else { return fail() }
        var exponent: NodeID?
        while peek.kind == .caret || peek.kind == .underscore {
            let isExponent = peek.kind == .caret
            at += 1
            let start = at
            guard let mark = script() else { return nil }
            if isExponent {
                exponent = mark
            } else {
                let part = Phrase.compact(text[span(from: start).range], in: tree)
                guard let longer = name.subscripted(part) else { return fail() }
                name = longer
            }
        }
        guard let arguments = callArguments() else { return nil }
        let call = call(name, arguments, first)
        return exponent.map { tree.add(.power, [call, $0], span: span(from: first)) } ?? call
    }

    /// The arguments in the brackets behind a function's name, or the factor that follows without any.
    private mutating func callArguments() -> [NodeID]? {
        let isBracket = peek.kind == .openBracket
        guard peek.kind == .openParen || isBracket else { return factor().map { [$0] } }
        at += 1
        let close: TokenKind = isBracket ? .closeBracket : .closeParen
        guard let inner = list(until: close), take(close) else { return nil }
        return tree.kind(inner) == .list ? Array(tree.children(inner)) : [inner]
    }

    /// The functions that others can say are written out: sech x is 1/cosh x.
    private func call(_ name: Symbol, _ arguments: [NodeID], _ first: Int) -> NodeID {
        let span = span(from: first)
        guard arguments.count == 1 else { return tree.application(name, arguments, span: span) }
        switch name {
        case Symbol("sech"):
            return tree.add(.quotient, [tree.integer(1), tree.function(.cosh, [arguments[0]])], span: span)
        case Symbol("csch"):
            return tree.add(.quotient, [tree.integer(1), tree.function(.sinh, [arguments[0]])], span: span)
        default: return tree.application(name, arguments, span: span)
        }
    }
}
