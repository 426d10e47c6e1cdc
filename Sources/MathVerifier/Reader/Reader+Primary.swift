import AdjudgeBase

/// What an expression is made of: numbers, names, fractions, roots, functions, brackets.
extension Reader {
    mutating func primary() -> NodeID? {
        let first = at
        let token = peek
        switch token.kind {
        case .number: return number()
        case .basedDigits: return basedDigits()
        case .letter: return letter()
        case .word: return word()
        case .pi:
            at += 1
            return tree.leaf(.pi, span: span(from: first))
        case .infinity:
            at += 1
            return tree.leaf(.infinity, span: span(from: first))
        case .emptySet:
            at += 1
            return tree.leaf(.emptySet, span: span(from: first))
        case .ellipsis:
            at += 1
            return tree.leaf(.ellipsis, span: span(from: first))
        case .namedSet: return namedSet()
        case .fraction:
            at += 1
            guard let above = argument(), let below = argument() else { return nil }
            // `\\frac{dy}{dx}` is no fraction.
            if isDifferential(below),
                isDifferential(above) || tree.kind(above) == .symbol && tree.symbol(above) == Symbol("d")
            {
                return tree.opaque(derivativeText(above, below), span: span(from: first))
            }
            return tree.add(.quotient, [above, below], span: span(from: first))
        case .binomial: return binomial()
        case .squareRoot, .cubeRoot: return root()
        case .function: return functionCall()
        case .currency:
            at += 1
            guard let value = factor() else { return nil }
            return tree.quantity(value, UnitLexicon.currency(token.detail), span: span(from: first))
        case .openBrace: return braced()
        case .openParen, .openBracket, .closeBracket, .openSet, .openAngle: return bracketed()
        case .pipe, .openPipe, .doublePipe: return absolute()
        case .openFloor: return rounded(.floor, .closeFloor)
        case .openCeiling: return rounded(.ceiling, .closeCeiling)
        case .begin: return environment()
        case .sum, .product: return series()
        case .overline: return overlined()
        case .opaque: return opaque()
        case .plusMinus, .minusPlus:
            at += 1
            guard let value = factor() else { return nil }
            return tree.add(.plusMinus, [value], detail: token.kind == .plusMinus ? 0 : 1, span: span(from: first))
        default: return fail()
        }
    }

    // MARK: Numbers and names

    private mutating func number() -> NodeID? {
        let first = at
        let token = peek
        let literal = bytes(token)
        guard let decimal = Decimal(literal, isEuropean: token.detail == 1) else { return fail() }
        at += 1
        if let repeating = repeatingTail(decimal, literal, first) { return repeating }
        return tree.decimal(decimal, span: span(from: first))
    }

    /// `0.1\overline{6}`, `0.333…`, `0.(3)`.
    private mutating func repeatingTail(_ decimal: Decimal, _ literal: Bytes, _ first: Int) -> NodeID? {
        guard literal.findFirst(in: Reader.point) != nil else { return nil }
        if peek.kind == .overline
            || (peek.kind == .openParen && !peek.isSpaced && peek(1).kind == .number && peek(2).kind == .closeParen)
        {
            return attempt { reader in
                let isOverline = reader.peek.kind == .overline
                reader.at += 1
                let isBraced = isOverline ? reader.take(.openBrace) : true
                guard reader.peek.kind == .number else { return nil }
                let digits = reader.bytes(reader.peek)
                reader.at += 1
                if isBraced, !(isOverline ? reader.take(.closeBrace) : reader.take(.closeParen)) { return nil }
                return reader.repeating(decimal, digits, first)
            }
        }
        guard peek.kind == .ellipsis, decimal.places >= 3 else { return nil }
        // Only a tail of one digit, or of two or three, that is repeated in print says how it goes on.
        for period in 1...3 where decimal.places >= max(3, 2 * period) {
            let digits = literal.suffix(from: literal.count - period)
            var repeats = 1
            while (repeats + 1) * period <= decimal.places,
                literal[literal.count - (repeats + 1) * period..<literal.count - repeats * period] == digits
            { repeats += 1 }
            guard repeats * period >= max(3, 2 * period) else { continue }
            at += 1
            return repeating(decimal, digits, first)
        }
        return nil
    }

    private func repeating(_ decimal: Decimal, _ period: Bytes, _ first: Int) -> NodeID? {
        guard period.count <= 64, (0..<period.count).allSatisfy({ period[$0] >= 0x30 && period[$0] <= 0x39 }) else {
            return nil
        }
        let digits = NumberReader.number(period, Bytes.empty)
        let nines = NumberReader.tenTo(period.count) - .integer(1)
        guard let tail = Rational.quotient(digits, nines * NumberReader.tenTo(decimal.places)) else { return nil }
        return tree.number(decimal.value + tail, span: span(from: first))
    }

    private static let point = ByteSet(".")

    private mutating func basedDigits() -> NodeID? {
        let first = at
        let digits = Span(start: Int(peek.start), count: Int(peek.end - peek.start))
        at += 1
        guard take(.underscore), let base = script(), case .small(let radix, 1)? = tree.number(base), radix >= 2,
            radix <= 36, let value = Numeral.value(text[digits.range], base: Int(radix))
        else { return fail() }
        return tree.based(value, base, digits: text[digits.range], span: span(from: first))
    }

    private mutating func letter() -> NodeID? {
        let first = at
        let token = peek
        at += 1
        let name = token.detail == 0 ? Symbol(bytes(token))! : CommandTable.greekName(token.detail)
        if let inverse = attempt({ $0.inverseApplication(name, first) }) { return inverse }
        if peek.kind == .openParen, !peek.isSpaced {
            if isFunctionName(name) { return application(name, first) }
            // `P(1, 2)`: a point and its name.
            if name.bits >= 0x41, name.bits <= 0x5A, holdsSeveral {
                guard let point = bracketed() else { return nil }
                return tree.labelled(bytes(token), point, span: span(from: first))
            }
        }
        if token.detail == 0, peek.kind != .underscore {
            if bytes(token).equals("e") { return tree.leaf(.euler, span: span(from: first)) }
            if bytes(token).equals("i") { return tree.leaf(.imaginary, span: span(from: first)) }
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

    /// True when the brackets that open here hold a comma of their own.
    private var holdsSeveral: Bool {
        var level = 0
        for token in tokens[at...] {
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

    /// Letters that name functions when brackets follow; other letters are factors. At the head of an equation, where
    /// `W(n) = …`, any letter does.
    private func isFunctionName(_ name: Symbol) -> Bool {
        if name == Symbol("f") || name == Symbol("g") || name == Symbol("h") || name == Symbol("F")
            || name == Symbol("G")
            || name == Symbol("phi") || name == Symbol("psi")
        {
            return true
        }
        return isEquationHead
    }

    /// True when the brackets that open here close right before an equals sign and hold names or numbers only.
    private var isEquationHead: Bool {
        var index = at + 1
        while index < tokens.count {
            switch tokens[index].kind {
            case .closeParen:
                return index + 1 < tokens.count && tokens[index + 1].kind == .relation
                    && tokens[index + 1].detail == RelationOperator.equal.rawValue
            case .letter, .number, .comma: index += 1
            default: return false
            }
        }
        return false
    }

    mutating func application(_ name: Symbol, _ first: Int) -> NodeID? {
        guard take(.openParen), let inner = list(until: .closeParen), take(.closeParen) else { return nil }
        let arguments = tree.kind(inner) == .list ? Array(tree.children(inner)) : [inner]
        return tree.application(name, arguments, span: span(from: first))
    }

    private mutating func namedSet() -> NodeID? {
        let first = at
        var name = Symbol(setName(peek.detail))
        at += 1
        // `\mathbb{N}_0`, `\mathbb{R}^+`
        if peek.kind == .underscore || peek.kind == .caret, peek(1).kind != .end {
            let mark = at
            at += 1
            let start = at
            if peek.kind == .openBrace {
                while peek.kind != .closeBrace, peek.kind != .end { at += 1 }
            }
            if peek.kind == .number || peek.kind == .letter, tokens[mark].kind == .caret, start == at {
                at = mark
                return tree.namedSet(name, span: span(from: first))
            }
            at += 1
            name =
                name.subscripted(Phrase.compact(text[Int(tokens[start].start)..<Int(tokens[at - 1].end)], in: tree))
                ?? name
        }
        return tree.namedSet(name, span: span(from: first))
    }

    private func setName(_ letter: UInt8) -> StaticString {
        switch letter {
        case UInt8(ascii: "R"): "R"
        case UInt8(ascii: "Z"): "Z"
        case UInt8(ascii: "N"): "N"
        case UInt8(ascii: "Q"): "Q"
        case UInt8(ascii: "C"): "C"
        default: "S"
        }
    }

    // MARK: Fractions, roots, functions

    /// An argument of a command: a group, or one token, of a number only its first digit.
    mutating func argument() -> NodeID? {
        if peek.kind == .openBrace { return group() }
        if peek.kind == .number, peek.end - peek.start > 1 { return splitDigit() }
        if peek.kind == .minus { return fail() }
        return primary()
    }

    /// The first digit of a number token; the rest of it stays.
    private mutating func splitDigit() -> NodeID? {
        let token = peek
        let digit = text[Int(token.start)]
        guard digit >= 0x30, digit <= 0x39 else { return fail() }
        let span = Span(start: Int(token.start), count: 1)
        dropFirstDigit()
        return tree.integer(Int(digit - 0x30), span: span)
    }

    private mutating func binomial() -> NodeID? {
        let first = at
        at += 1
        guard let above = argument(), let below = argument() else { return nil }
        return tree.function(.binomial, [above, below], span: span(from: first))
    }

    private mutating func root() -> NodeID? {
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

    private mutating func functionCall() -> NodeID? {
        let first = at
        var function = MathFunction(rawValue: peek.detail)!
        let isDecimalLog = bytes(peek).hasSuffix("lg")
        at += 1
        var exponent: NodeID?
        var base: NodeID? = isDecimalLog ? tree.integer(10) : nil
        while peek.kind == .caret || peek.kind == .underscore {
            let isExponent = peek.kind == .caret
            at += 1
            guard let mark = script() else { return nil }
            if isExponent { exponent = mark } else { base = mark }
        }
        if isDecimalLog { function = .logBase }
        if function == .cis { return cis(exponent, first) }
        guard let arguments = arguments(of: function) else { return nil }
        if let inverse = function.inverse, let power = exponent, let value = tree.number(power),
            Rational.compare(value, .integer(-1)) == 0
        {
            function = inverse
            exponent = nil
        }
        let call: NodeID
        if function == .log || function == .logBase {
            guard arguments.count == 1 else { return fail() }
            call =
                base.map { tree.function(.logBase, [$0, arguments[0]], span: span(from: first)) }
                ?? tree.function(.log, arguments, span: span(from: first))
        } else {
            guard base == nil || function == .max || function == .min, isArity(arguments.count, of: function) else {
                return fail()
            }
            call = tree.function(function, arguments, span: span(from: first))
        }
        guard let exponent else { return call }
        return tree.add(.power, [call, exponent], span: span(from: first))
    }

    /// `cis θ` is `cos θ + i sin θ`.
    private mutating func cis(_ exponent: NodeID?, _ first: Int) -> NodeID? {
        guard let arguments = arguments(of: .cis), arguments.count == 1 else { return fail() }
        let imaginary = tree.add(.product, [tree.leaf(.imaginary), tree.function(.sin, arguments)])
        let sum = tree.add(.sum, [tree.function(.cos, arguments), imaginary], span: span(from: first))
        return exponent.map { tree.add(.power, [sum, $0], span: span(from: first)) } ?? sum
    }

    private func isArity(_ count: Int, of function: MathFunction) -> Bool {
        switch function {
        case .max, .min, .gcd, .lcm: count >= 1
        case .binomial, .modulo: count == 2
        default: count == 1
        }
    }

    private mutating func arguments(of function: MathFunction) -> [NodeID]? {
        if peek.kind == .openParen || peek.kind == .openBrace
            || (peek.kind == .openBracket && function.takesBareArgument)
            || peek.kind == .openSet && !function.takesBareArgument
        {
            let close: TokenKind =
                switch peek.kind {
                case .openParen: .closeParen
                case .openBrace: .closeBrace
                case .openSet: .closeSet
                default: .closeBracket
                }
            at += 1
            let pipes = openPipes
            openPipes = 0
            defer { openPipes = pipes }
            guard let inner = list(until: close), take(close) else { return nil }
            return tree.kind(inner) == .list ? Array(tree.children(inner)) : [inner]
        }
        guard function.takesBareArgument else { return nil }
        return bareFunctionArgument(function).map { [$0] }
    }

    /// `\sin 2x`, `\ln 3`, `\cos \pi t`: factors side by side up to a sign or another function.
    private mutating func bareFunctionArgument(_ function: MathFunction) -> NodeID? {
        let first = at
        let isNegative = take(.minus)
        guard var node = factor() else { return nil }
        while startsFactor(peek), peek.kind != .function, peek.kind != .openParen, peek.kind != .openBracket,
            peek.kind != .begin
        {
            guard let next = factor() else { return nil }
            node = tree.add(.product, [node, next], span: span(from: first))
        }
        // `\sin \pi/6` means the sine of a sixth of π.
        if peek.kind == .slash, function.isCircular, contains(node, .pi), peek(1).kind == .number {
            at += 1
            guard let below = factor() else { return nil }
            node = tree.add(.quotient, [node, below], span: span(from: first))
        }
        return isNegative ? negated(node, first) : node
    }

    private func contains(_ node: NodeID, _ kind: NodeKind) -> Bool {
        tree.kind(node) == kind || tree.children(node).contains { contains($0, kind) }
    }

    /// `\overline{AB}`, `\bar{x}`: what is under the line; the conjugate of a complex number.
    private mutating func overlined() -> NodeID? {
        let first = at
        at += 1
        guard let inner = argument() else { return nil }
        return contains(inner, .imaginary) ? tree.function(.conjugate, [inner], span: span(from: first)) : inner
    }
}
