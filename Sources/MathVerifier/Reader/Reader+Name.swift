import AdjudgeBase

/// Names: variables, functions that are only names, points, sets of numbers.
extension Reader {
    mutating func letter() -> NodeID? {
        let first = at
        let token = peek
        at += 1
        guard let name = token.detail == 0 ? Symbol(bytes(token)) : CommandTable.greekName(token.detail) else {
            return fail()
        }
        if peek.kind == .caret, let inverse = attempt({ $0.inverseApplication(name, first) }) { return inverse }
        if peek.kind == .openParen, !peek.isSpaced {
            if isEquationHead { return application(name, first) }
            if isFunctionName(name) { return application(name, first, .function) }
            // `P(1, 2)`: a point and its name.
            if name.bits >= 0x41, name.bits <= 0x5A, holdsSeveral {
                guard let point = bracketed() else { return nil }
                return tree.labelled(bytes(token), point, span: span(from: first))
            }
        }
        if token.detail == 0, peek.kind != .underscore {
            if name == Symbol("e") { return tree.leaf(.euler, span: span(from: first)) }
            if name == Symbol("i") { return tree.leaf(.imaginary, span: span(from: first)) }
        }
        return tree.symbol(name, span: span(from: first))
    }

    /// `f^{-1}(x)`: the inverse of a function that is only a name.
    private mutating func inverseApplication(_ name: Symbol, _ first: Int) -> NodeID? {
        guard name == Symbol("f") || name == Symbol("g") || name == Symbol("h"), take(.caret), take(.openBrace),
            take(.minus),
            peek.kind == .number, bytes(peek).equals("1")
        else { return nil }
        at += 1
        guard take(.closeBrace), peek.kind == .openParen, let inverse = name.subscripted(Bytes("-1")) else {
            return nil
        }
        return application(inverse, first)
    }

    /// True when the brackets that open here hold a comma of their own.
    private var holdsSeveral: Bool {
        var level = 0
        for token in tokens.suffix(from: at) {
            switch token.kind {
            case .openParen, .openBracket, .openBrace, .openSet: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet:
                level -= 1
                if level == 0 { return false }
            case .comma where level == 1: return true
            default: break
            }
        }
        return false
    }

    /// Letters that name functions when brackets follow, unless one side also has them without.
    private func isFunctionName(_ name: Symbol) -> Bool {
        name == Symbol("f") || name == Symbol("g") || name == Symbol("h") || name == Symbol("F")
            || name == Symbol("G")
            || name == Symbol("phi") || name == Symbol("psi")
    }

    /// `u(x)`, `J_0(2x)`, `k(n + 1)`: brackets right behind a name. Whether it is a function or a factor is settled when
    /// both sides are known.
    mutating func looselyApplied(_ node: NodeID, _ first: Int) -> NodeID? {
        guard tree.kind(node) == .symbol, !peek.isSpaced, !isInBareArgument else { return nil }
        let name = tree.symbol(node)
        let isDivisor = first > 0 && tokens[first - 1].kind == .slash
        let reading: SpecialFunction.Reading =
            SpecialFunction.isAlways(name) || isEquationHead ? .certain : isDivisor ? .factorInDivisor : .factor
        return attempt { reader in
            guard let applied = reader.application(name, first, reading) else { return nil }
            // Lambert's function of a number; width times a sum is no such thing.
            guard name.base == Symbol("W"), reader.tree.count(applied) == 1,
                reader.tree.kind(reader.tree.child(applied, 0)) != .sum
            else { return applied }
            return reader.tree.application(
                name, Array(reader.tree.children(applied)), .certain, span: reader.span(from: first))
        }
    }

    /// True when the brackets that open here close right before an equals sign and hold names or numbers only: at the
    /// head of an equation, where `W(n) = …`, any letter names a function.
    private var isEquationHead: Bool {
        var index = at + 1
        while true {
            switch tokens[index].kind {
            case .closeParen:
                let next = tokens[index + 1]
                guard next.kind == .relation else { return false }
                switch RelationOperator(rawValue: next.detail) {
                case .equal, .approximately, .similar, .congruent, .proportional: return true
                default: return false
                }
            case .letter, .number, .comma: index += 1
            default: return false
            }
        }
    }

    mutating func application(_ name: Symbol, _ first: Int, _ reading: SpecialFunction.Reading = .certain) -> NodeID? {
        let (wasBare, wasArgument) = (isInBareArgument, isInArgument)
        isInBareArgument = false
        isInArgument = true
        defer { (isInBareArgument, isInArgument) = (wasBare, wasArgument) }
        guard take(.openParen), let inner = list(until: .closeParen), take(.closeParen) else { return nil }
        let arguments = tree.kind(inner) == .list ? Array(tree.children(inner)) : [inner]
        if reading == .certain, let closed = closedForm(name, arguments, span(from: first)) { return closed }
        return tree.application(name, arguments, reading, span: span(from: first))
    }

    mutating func namedSet() -> NodeID? {
        let first = at
        var name = setName(peek)
        at += 1
        if name == Symbol("E") || name == Symbol("P"), peek.kind == .openBracket || peek.kind == .openParen {
            return measure(name, first)
        }
        // `\mathbb{N}_0`, `\mathbb{R}^+`; but `\mathbb{Z}^2` is a power, and no `\mathbb{Z}_2`.
        if peek.kind == .underscore || peek.kind == .caret && isSign(peek(1).kind == .openBrace ? peek(2) : peek(1)),
            peek(1).kind != .end
        {
            at += 1
            let start = at
            if peek.kind == .openBrace {
                while peek.kind != .closeBrace, peek.kind != .end { at += 1 }
                guard peek.kind == .closeBrace else { return fail() }
            }
            at += 1
            name = name.subscripted(Phrase.compact(bytes(from: start), in: tree)) ?? name
        }
        return tree.namedSet(name, span: span(from: first))
    }

    /// `\mathbb{E}[X]`, `\mathbb{P}(A)`: functions, and no sets.
    private mutating func measure(_ name: Symbol, _ first: Int) -> NodeID? {
        let close: TokenKind = peek.kind == .openBracket ? .closeBracket : .closeParen
        at += 1
        guard let inner = list(until: close), take(close) else { return nil }
        return tree.application(name, [inner], span: span(from: first))
    }

    /// True for a sign that as a set's superscript chooses its members.
    private func isSign(_ token: Token) -> Bool {
        switch token.kind {
        case .plus, .minus, .times, .relation: true
        default: false
        }
    }

    private func setName(_ token: Token) -> Symbol {
        switch token.detail {
        case UInt8(ascii: "R"): return Symbol("R")
        case UInt8(ascii: "Z"): return Symbol("Z")
        case UInt8(ascii: "N"): return Symbol("N")
        case UInt8(ascii: "Q"): return Symbol("Q")
        case UInt8(ascii: "C"): return Symbol("C")
        default:
            let written = bytes(token)
            let place = (0..<written.count).last { written[$0] == token.detail } ?? 0
            return Symbol(written.part(from: place, to: place + 1)) ?? Symbol("S")
        }
    }
}
