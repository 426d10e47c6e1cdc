import AdjudgeBase

/// Powers, postfixes and what they stand on.
extension Reader {
    /// A primary with its exponents, subscripts, factorials, primes, degree and percent signs.
    mutating func factor() -> NodeID? { deeper { $0.postfixed() } }

    private mutating func postfixed() -> NodeID? {
        let first = at
        guard var node = primary() else { return nil }
        var marks = 0
        while true {
            // As deep as so many brackets, and no answer: each level is computed for each above it.
            marks += 1
            guard marks <= Reader.maxDepth else { return fail() }
            switch peek.kind {
            case .caret:
                guard let raised = raised(node, first) else { return nil }
                node = raised
            case .underscore:
                guard let marked = subscripted(node, first) else { return nil }
                node = marked
            case .bang:
                at += 1
                let double = take(.bang)
                node = tree.add(double ? .doubleFactorial : .factorial, [node], span: span(from: first))
            case .percent:
                at += 1
                node = tree.add(.percent, [node], span: span(from: first))
            case .degree:
                if temperatureScale(1) != nil { return node }
                at += 1
                node = tree.add(.degrees, [node], span: span(from: first))
            case .prime:
                guard let derived = primed(node, first) else { return node }
                node = derived
            case .openParen:
                guard let applied = looselyApplied(node, first) else { return node }
                node = applied
            default: return node
            }
        }
    }

    private mutating func raised(_ base: NodeID, _ first: Int) -> NodeID? {
        at += 1
        if peek.kind == .degree || peek.kind == .openBrace && peek(1).kind == .degree && peek(2).kind == .closeBrace {
            let length = peek.kind == .degree ? 1 : 3
            at += length
            guard let scale = temperatureScale(0) else { return tree.add(.degrees, [base], span: span(from: first)) }
            at += 1
            return tree.quantity(base, scale, span: span(from: first))
        }
        if peek.kind == .prime { return primed(base, first) ?? fail() }
        if peek.kind == .openBrace {
            if peek(1).kind == .prime {
                at += 1
                guard let derived = primed(base, first), take(.closeBrace) else { return fail() }
                return derived
            }
            // `12^{\mathrm{th}}`: an ordinal says the same number.
            if isOrdinal(1), peek(2).kind == .closeBrace {
                at += 3
                return ordinalName(of: base, first) ?? base
            }
            if peek(1).kind == .closeBrace {
                at += 2
                return base
            }
        }
        if isOrdinal(0) {
            at += 1
            return ordinalName(of: base, first) ?? base
        }
        if let accent = superscriptMark() { return adjoint(base, accent, first) }
        guard let exponent = script() else { return nil }
        return combinations(base, exponent, first) ?? tree.add(.power, [base, exponent], span: span(from: first))
    }

    /// `^\dagger`, `^{*}`: taken, and the mark that it is of a name.
    private mutating func superscriptMark() -> Accent? {
        // The commonest exponents, which are no marks.
        if peek.kind == .number || peek.kind == .minus { return nil }
        let isBraced = peek.kind == .openBrace
        if isBraced, peek(2).kind != .closeBrace { return nil }
        let sign = bytes(peek(isBraced ? 1 : 0))
        let accent: Accent
        if sign.equals("\\dagger") || sign.equals("†") {
            accent = .dagger
        } else if sign.equals("*") || sign.equals("\\ast") {
            accent = .bar
        } else {
            return nil
        }
        at += isBraced ? 3 : 1
        return accent
    }

    private func adjoint(_ base: NodeID, _ accent: Accent, _ first: Int) -> NodeID? {
        if tree.kind(base) == .symbol, let name = tree.symbol(base).marked(accent) {
            return tree.symbol(name, span: span(from: first))
        }
        return tree.application(accent.name, [base], span: span(from: first))
    }

    /// `C_5^2`, as Chinese, Russian and French texts write the number of ways to choose 2 of 5.
    private func combinations(_ base: NodeID, _ exponent: NodeID, _ first: Int) -> NodeID? {
        guard tree.kind(base) == .symbol, tree.symbol(base).base == Symbol("C"),
            case .small(let chosen, 1)? = tree.number(exponent), let all = tree.symbol(base).numberSubscript, all >= 3,
            chosen >= 0, chosen <= Int128(all)
        else { return nil }
        return tree.function(.binomial, [tree.integer(all), exponent], span: span(from: first))
    }

    /// `y'`, `f''(x)`, `y^{\prime}`: primes belong to a name; behind a number they are minutes or feet.
    private mutating func primed(_ base: NodeID, _ first: Int) -> NodeID? {
        switch tree.kind(base) {
        case .symbol:
            var name = tree.symbol(base)
            while peek.kind == .prime {
                guard let longer = name.marked(.prime) else { return nil }
                name = longer
                at += 1
            }
            guard peek.kind == .openParen, !peek.isSpaced else { return tree.symbol(name, span: span(from: first)) }
            return application(name, first)
        case .number, .degrees, .quantity:
            // Behind a caret the mark says nothing more than a sign of minutes does.
            guard tokens[at - 1].kind == .caret || tokens[at - 1].kind == .openBrace else {
                return tree.kind(base) == .number ? attempt { $0.feet(base, first) } : nil
            }
            while take(.prime) {}
            return base
        default:
            var node = base
            while take(.prime) {
                node = tree.application(Accent.prime.name, [node], span: span(from: first))
            }
            return node
        }
    }

    /// `6'`, `5'6''`: feet and inches.
    private mutating func feet(_ base: NodeID, _ first: Int) -> NodeID? {
        guard take(.prime) else { return nil }
        let isInches = take(.prime)
        let isFollowed = !isInches && peek.kind == .number && peek(1).kind == .prime && peek(2).kind == .prime
        guard isItemEnd(0) || isFollowed, let unit = UnitLexicon.unit(isInches ? Bytes("in") : Bytes("ft")) else {
            return nil
        }
        return tree.quantity(base, unit, span: span(from: first))
    }

    private func isOrdinal(_ ahead: Int) -> Bool {
        let token = peek(ahead)
        guard token.kind == .word, token.end - token.start == 2 else { return false }
        let word = bytes(token)
        return word.equals("th") || word.equals("st") || word.equals("nd") || word.equals("rd")
    }

    /// The script behind `^` or `_`: a group, or one factor with its sign.
    mutating func script() -> NodeID? {
        let first = at
        if peek.kind == .openBrace { return group() }
        if take(.minus) {
            guard let node = script() else { return nil }
            return negated(node, first)
        }
        if take(.plus) { return script() }
        return deeper { $0.scriptPrimary(first) }
    }

    private mutating func scriptPrimary(_ first: Int) -> NodeID? {
        guard let node = primary() else { return nil }
        // Exponents bind to the right: `9^9^9`.
        if peek.kind == .caret { return raised(node, first) }
        return node
    }

    /// `{…}`.
    mutating func group() -> NodeID? {
        guard take(.openBrace) else { return fail() }
        guard let inner = list(until: .closeBrace) else { return nil }
        return take(.closeBrace) ? inner : fail()
    }

    /// A subscript: part of a name, the base of a numeral, or nothing that changes a value.
    private mutating func subscripted(_ node: NodeID, _ first: Int) -> NodeID? {
        at += 1
        let start = at
        if let name = attempt({ $0.nameSubscript(node, first) }) { return name }
        at = start
        // `v^2_0`: the subscript belongs to the letter.
        if tree.kind(node) == .power, tree.kind(tree.child(node, 0)) == .symbol,
            let name = attempt({ $0.nameSubscript($0.tree.child(node, 0), first) })
        {
            return tree.add(.power, [name, tree.child(node, 1)], span: span(from: first))
        }
        guard let mark = script() else { return nil }
        switch tree.kind(node) {
        case .number where tree.kind(mark) == .number:
            return based(tree[node].span, mark, first)
        case .number where tree.kind(mark) == .words:
            guard let base = NumberWords.value(tree.text(mark)) else { return fail() }
            return based(tree[node].span, tree.integer(base), first)
        case .symbol:
            let part = bytes(from: start)
            guard let name = tree.symbol(node).subscripted(Phrase.compact(part, in: tree)) else { return fail() }
            return tree.symbol(name, span: span(from: first))
        default: return fail()
        }
    }

    /// `x_1`, `a_{n}`, `m_{\max}`: short subscripts of names.
    private mutating func nameSubscript(_ node: NodeID, _ first: Int) -> NodeID? {
        guard tree.kind(node) == .symbol || tree.kind(node) == .euler || tree.kind(node) == .imaginary else {
            return nil
        }
        let isBraced = take(.openBrace)
        let start = at
        if isBraced {
            var level = 0
            while peek.kind != .end, level > 0 || peek.kind != .closeBrace {
                if peek.kind == .openBrace { level += 1 }
                if peek.kind == .closeBrace { level -= 1 }
                at += 1
            }
        } else {
            switch peek.kind {
            case .number, .letter, .word, .function, .doublePipe: break
            // `v_\perp`
            case .opaque where bytes(peek).equals("\\perp"): break
            default: return nil
            }
            // `a_kb_k`: the next name has its own subscript.
            if peek.kind == .word, !peek.isText,
                splitsSubscripts || peek.end - peek.start == 2 && peek(1).kind == .underscore
            {
                let letter = text[Int(peek.start)..<Int(peek.start) + 1]
                let base = tree.kind(node) == .symbol ? tree.symbol(node) : Symbol(text[tree[node].span.range])
                guard let name = base?.subscripted(letter) else { return nil }
                dropFirstDigit()
                return tree.symbol(name, span: tree[node].span)
            }
            at += 1
        }
        let part = bytes(from: start)
        if isBraced, !take(.closeBrace) { return nil }
        let base = tree.kind(node) == .symbol ? tree.symbol(node) : Symbol(text[tree[node].span.range])
        guard let name = base?.subscripted(Phrase.compact(part, in: tree)) else { return nil }
        return tree.symbol(name, span: span(from: first))
    }

    /// Digits in a base: `204_5`, `152A_{11}`.
    private mutating func based(_ digits: Span, _ base: NodeID, _ first: Int) -> NodeID? {
        guard case .small(let radix, 1)? = tree.number(base), radix >= 2, radix <= 36 else { return fail() }
        guard let value = Numeral.value(text[digits.range], base: Int(radix)) else { return fail() }
        return tree.based(value, base, span: span(from: first))
    }
}

/// Numerals in other bases than ten.
enum Numeral {
    /// The value of `0xFF`; nil for other texts.
    static func hexadecimal(_ text: Bytes) -> Rational? {
        guard text.count >= 4, text.count <= 18, text[0] == UInt8(ascii: "0"), text[1] | 0x20 == UInt8(ascii: "x"),
            text[2] != UInt8(ascii: ".")
        else { return nil }
        return value(text.suffix(from: 2), base: 16)
    }

    /// The value of digits `0…9A…Z` with an optional point in `base`; nil when a digit is not below it.
    static func value(_ digits: Bytes, base: Int) -> Rational? {
        guard digits.count <= 4096 else { return nil }
        var value = Rational.integer(0)
        var scale = Rational.integer(1)
        var isFraction = false
        let radix = Rational.integer(Int128(base))
        for index in 0..<digits.count {
            let byte = digits[index]
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
                continue
            }
            if byte == UInt8(ascii: ",") || byte == 0x20 { continue }
            let digit: Int
            switch byte {
            case 0x30...0x39: digit = Int(byte - 0x30)
            case 0x41...0x5A, 0x61...0x7A: digit = Int(byte & 0xDF) - 0x41 + 10
            default: return nil
            }
            guard digit < base else { return nil }
            value = value * radix + .integer(Int128(digit))
            if isFraction { scale = scale * radix }
        }
        return Rational.quotient(value, scale)
    }
}
