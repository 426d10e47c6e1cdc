import AdjudgeBase

/// Sums and products, written and implied.
extension Reader {
    mutating func sum() -> NodeID? {
        deeper { reader in
            let first = reader.at
            return reader.terms().flatMap { reader.splitSum($0, first) }
        }
    }

    /// The sum whose first term has been read, which began at `first`.
    mutating func sum(from term: NodeID, _ first: Int) -> NodeID? {
        deeper { reader in reader.terms(behind: term, first).flatMap { reader.splitSum($0, first) } }
    }

    /// `a \over b` and `n \choose k` split all that stands before them.
    private mutating func splitSum(_ left: NodeID, _ first: Int) -> NodeID? {
        guard peek.kind == .over || peek.kind == .choose else { return left }
        let isFraction = peek.kind == .over
        at += 1
        guard let right = terms() else { return nil }
        return isFraction
            ? tree.add(.quotient, [left, right], span: span(from: first))
            : tree.function(.binomial, [left, right], span: span(from: first))
    }

    private mutating func terms() -> NodeID? {
        let first = at
        return leadingTerm().flatMap { terms(behind: $0, first) }
    }

    private mutating func terms(behind leading: NodeID, _ first: Int) -> NodeID? {
        switch peek.kind {
        case .plus, .minus, .plusMinus, .minusPlus: return terms(after: leading, first)
        default: return leading
        }
    }

    private mutating func leadingTerm() -> NodeID? {
        guard peek.kind == .plusMinus || peek.kind == .minusPlus else { return signedTerm() }
        let first = at
        let detail: UInt8 = peek.kind == .plusMinus ? 0 : 1
        at += 1
        guard let term = product() else { return nil }
        return tree.add(.plusMinus, [term], detail: detail, span: span(from: first))
    }

    private mutating func terms(after leading: NodeID, _ first: Int) -> NodeID? {
        var terms = [leading]
        while true {
            switch peek.kind {
            case .plus:
                at += 1
                skipAmpersand()
                if peek.kind == .ellipsis { continue }
                guard let term = signedTerm() else { return nil }
                terms.append(term)
            case .minus where terms.count == 1 && startsCompound(behind: leading):
                return compound(leading, first)
            case .minus:
                guard let term = signedTerm() else { return nil }
                terms.append(term)
            case .plusMinus, .minusPlus:
                let detail: UInt8 = peek.kind == .plusMinus ? 0 : 1
                at += 1
                guard let term = product() else { return nil }
                let left = total(terms, first)
                terms = [tree.add(.plusMinus, [left, term], detail: detail, span: span(from: first))]
            case .ellipsis where terms.count > 1 && (peek(1).kind == .plus || peek(1).kind == .minus):
                // `a_1 + a_2 + \cdots + a_n`: only its text can be compared.
                terms.append(tree.leaf(.ellipsis, span: span(from: at)))
                at += 1
            default: return total(terms, first)
            }
        }
    }

    /// `2-fold`, `12\text{-sided}`: a hyphen and a word right behind a number.
    private func startsCompound(behind left: NodeID) -> Bool {
        let word = peek(1)
        guard tree.kind(left) == .number, word.kind == .word, !word.isSpaced, peek.isText || !peek.isSpaced,
            isItemEnd(2) || peek(2).kind == .closeBrace
        else { return false }
        let name = bytes(word)
        return name.isASCII && name.count >= 4 && LetterRun.isWordLike(name) && !NumberWords.isNumber(name)
            && !Phrase.changesValue(name)
    }

    private mutating func compound(_ left: NodeID, _ first: Int) -> NodeID? {
        let name = bytes(peek(1))
        at += 2
        let unit = UnitLexicon.unit(name) ?? Unit(noun: Phrase.normalized(name, in: tree))
        return tree.quantity(left, unit, span: span(from: first))
    }

    private func total(_ terms: [NodeID], _ first: Int) -> NodeID {
        if terms.count == 1 { return terms[0] }
        if terms.count == 2, tree.kind(terms[1]) == .negative, isSet(terms[0]) {
            return tree.add(.difference, [terms[0], tree.child(terms[1], 0)], span: span(from: first))
        }
        return tree.add(.sum, children: terms, span: span(from: first))
    }

    private func isSet(_ node: NodeID) -> Bool {
        switch tree.kind(node) {
        case .set, .setBuilder, .union, .namedSet, .intersection: true
        default: false
        }
    }

    mutating func signedTerm() -> NodeID? {
        let first = at
        var negative = false
        while peek.kind == .plus || peek.kind == .minus {
            if peek.kind == .minus { negative.toggle() }
            at += 1
            skipAmpersand()
        }
        guard let term = product() else { return nil }
        return negative ? negated(term, first) : term
    }

    func negated(_ node: NodeID, _ first: Int) -> NodeID {
        // `-5` is a number, so that its printed precision is kept.
        if let value = tree.number(node) {
            let id = tree.number(-value, span: span(from: first))
            return tree.copyDetail(of: node, to: id)
        }
        if tree.kind(node) == .quantity {
            var unit = tree.unit(node)
            unit.product = unit.product.map { negated($0, first) }
            return tree.quantity(negated(tree.child(node, 0), first), unit, span: span(from: first))
        }
        return tree.add(.negative, [node], span: span(from: first))
    }

    /// Factors, written with a sign or side by side.
    mutating func product() -> NodeID? {
        let first = at
        guard var left = factor() else { return nil }
        while true {
            switch peek.kind {
            case .times:
                at += 1
                if peek.kind == .ellipsis {
                    left = tree.add(.product, [left, tree.leaf(.ellipsis)], span: span(from: first))
                    at += 1
                    if peek.kind == .times { continue }
                    return left
                }
                let sign = bytes(tokens[at - 1])
                guard let right = signedFactor() else { return nil }
                left =
                    vectorProduct(left, right, isCross: sign.equals("\\times") || sign.equals("×"), first)
                    ?? tree.add(.product, [left, right], span: span(from: first))
            case .slash:
                guard let quotient = quotient(of: left, first) else { return nil }
                left = quotient
            case .modulo where !isInCongruence && isBinaryModulus:
                at += 1
                guard let right = signedFactor() else { return nil }
                left = tree.function(.modulo, [left, right], span: span(from: first))
            // The commonest ends of products.
            case .end, .plus, .minus, .comma, .relation, .closeBrace, .closeParen: return left
            default:
                guard let next = implied(after: left, first) else { return left }
                guard let next else { return nil }
                left = next
            }
        }
    }

    /// `17 \bmod 5`, `17 mod 5`: an operation, not the modulus of a congruence.
    private var isBinaryModulus: Bool {
        bytes(peek).equals("\\bmod") || bytes(peek).equals("mod") || bytes(peek).equals("\\mod")
    }

    private mutating func quotient(of left: NodeID, _ first: Int) -> NodeID? {
        let mark = at
        at += 1
        // `10 m / s`: a unit goes on.
        if tree.kind(left) == .quantity, let unit = unit() {
            guard let inverse = unit.raised(to: -1) else { return fail() }
            return tree.quantity(tree.child(left, 0), tree.unit(left) * inverse, span: span(from: first))
        }
        at = mark + 1
        guard let right = signedFactor() else { return nil }
        return tree.add(.quotient, [left, right], span: span(from: first))
    }

    private mutating func signedFactor() -> NodeID? {
        let first = at
        var negative = false
        while peek.kind == .plus || peek.kind == .minus {
            if peek.kind == .minus { negative.toggle() }
            at += 1
        }
        guard let node = factor() else { return nil }
        return negative ? negated(node, first) : node
    }

    /// `left` joined with the next token, with nothing written between them: a product, a mixed number, a quantity.
    /// Outer nil: it does not go on. Inner nil: it cannot be read.
    private mutating func implied(after left: NodeID, _ first: Int) -> NodeID?? {
        let token = peek
        switch token.kind {
        case .number, .basedDigits:
            if tree.kind(left) == .number || tree.kind(left) == .negative {
                let number = attempt({ $0.mixedNumber(left, first) }) ?? attempt({ $0.powerOfTen(behind: left, first) })
                return .some(number ?? attempt({ $0.digitsApart(left, first) }) ?? fail())
            }
            if tree.kind(left) == .degrees { return .some(degreeMinutes(left, first)) }
            if tree.kind(left) == .quantity { return compound(left, first) }
        case .fraction:
            if let quantity = attempt({ $0.fractionUnit(behind: left, first) }) { return .some(quantity) }
            return .some(fractionBehind(left, first))
        case .openParen:
            if let quantity = attempt({ $0.bracketedQuantity(left, first) }) { return .some(quantity) }
        case .percent:
            at += 1
            return .some(tree.add(.percent, [left], span: span(from: first)))
        case .currency:
            at += 1
            return .some(tree.quantity(left, UnitLexicon.currency(token.detail), span: span(from: first)))
        case .degree:
            at += 1
            // `20 ° C` is a temperature.
            if let scale = temperatureScale(0) {
                at += 1
                return .some(tree.quantity(left, scale, span: span(from: first)))
            }
            return .some(tree.add(.degrees, [left], span: span(from: first)))
        case .word:
            return word(after: left, first)
        case .letter where isUnionLetter(after: left): return nil
        case .letter where peek(1).kind == .number && tree.kind(left) == .number:
            if let division = attempt({ $0.letteredRemainder(of: left, first) }) { return .some(division) }
            if token.isText || token.isSpaced || mayBeUnit(token), let quantity = attempt({ $0.quantity(left, first) })
            {
                return .some(quantity)
            }
        case .letter where token.isText || token.isSpaced || mayBeUnit(token):
            if let quantity = attempt({ $0.quantity(left, first) }) { return .some(quantity) }
        default: break
        }
        guard startsFactor(token) else { return nil }
        guard let right = factor() else { return .some(nil) }
        return .some(
            matrixProduct(left, right, first) ?? tree.add(.product, [left, right], span: span(from: first)))
    }

    /// `2.5m^2`, `15m/s`, `4.7\Omega`, `4.7k\Omega`, `5\mu\mathrm{F}`.
    private func mayBeUnit(_ token: Token) -> Bool {
        if token.detail != 0 || peek(1).kind == .letter && peek(1).detail != 0 { return true }
        return bytes(token).equals("m") && (peek(1).kind == .caret || peek(1).kind == .slash)
    }

    /// True for a token that can begin a factor which is not written with a sign.
    func startsFactor(_ token: Token) -> Bool {
        switch token.kind {
        case .openParen: peek(1).kind != .modulo
        case .number, .basedDigits, .letter, .function, .pi, .infinity, .fraction, .squareRoot, .cubeRoot, .binomial,
            .openBrace, .openFloor, .openCeiling, .openPipe, .begin, .sum, .product, .overline, .accent, .namedFunction:
            true
        case .opaque: isIntegral(token)
        // `[5, \infty[` closes with it.
        case .openBracket: tokens.suffix(from: at).contains { $0.kind == .closeBracket }
        case .openAngle: true
        case .pipe: openPipes == 0 && !isInSet && !startsGiven
        default: false
        }
    }

    /// `2\int_0^1 f(x)\,dx`
    private func isIntegral(_ token: Token) -> Bool {
        bytes(token).hasPrefix("\\int") || bytes(token).equals("\\iint") || bytes(token).equals("\\oint")
            || bytes(token).equals("∫")
    }

    /// `°C`, `degrees Fahrenheit`: the scale that the token `ahead` names.
    func temperatureScale(_ ahead: Int) -> Unit? {
        let token = peek(ahead)
        guard token.kind == .letter || token.kind == .word else { return nil }
        let name = bytes(token)
        let isCelsius = name.equals("C") || name.equals("Celsius") || name.equals("celsius")
        guard isCelsius || name.equals("F") || name.equals("Fahrenheit") || name.equals("fahrenheit") else {
            return nil
        }
        return Unit(dimension: Unit.dimension(.temperature), scale: isCelsius ? .celsius : .fahrenheit)
    }

    // MARK: Numbers side by side

    /// `1 hour 30 minutes`: a quantity in two units of one kind.
    private mutating func compound(_ left: NodeID, _ first: Int) -> NodeID?? {
        guard let right = attempt({ $0.smallerQuantity(than: left) }) else { return .some(fail()) }
        return .some(joined(left, right, first))
    }

    mutating func smallerQuantity(than left: NodeID) -> NodeID? {
        let first = at
        guard peek.kind == .number, peek(1).kind == .word || peek(1).kind == .letter || peek(1).kind == .prime,
            let number = factor(), let right = tree.kind(number) == .quantity ? number : quantity(number, first)
        else { return nil }
        let (unit, other) = (tree.unit(left), tree.unit(right))
        guard unit.isCommensurable(other), Rational.compare(other.factor, unit.factor) < 0 else { return nil }
        return right
    }

    func joined(_ left: NodeID, _ right: NodeID, _ first: Int) -> NodeID {
        var (unit, other) = (tree.unit(left), tree.unit(right))
        unit.product = nil
        let ratio = Rational.quotient(other.factor, unit.factor) ?? .one
        let converted = tree.add(.product, [tree.child(right, 0), tree.number(ratio)])
        return tree.quantity(tree.add(.sum, [tree.child(left, 0), converted]), unit, span: span(from: first))
    }

    /// `11 5/6`: an integer, then a proper fraction.
    private mutating func mixedNumber(_ left: NodeID, _ first: Int) -> NodeID? {
        guard case .small(let whole, 1)? = tree.number(left), tree[left].detail == 0, peek.isSpaced else { return nil }
        guard let above = plainInteger(), take(.slash), let below = plainInteger(), above < below, above > 0 else {
            return nil
        }
        return mixed(whole, above, below, first)
    }

    /// `1.07 10^{16}`: scientific notation without its sign.
    private mutating func powerOfTen(behind left: NodeID, _ first: Int) -> NodeID? {
        guard tree.kind(left) == .number, peek.isSpaced, bytes(peek).equals("10"), peek(1).kind == .caret,
            let power = factor(), tree.kind(power) == .power, let exponent = tree.number(tree.child(power, 1)),
            exponent.isInteger
        else { return nil }
        return tree.add(.product, [left, power], span: span(from: first))
    }

    /// `2 2\pi`: a product whose sign was forgotten, or one number with a gap in it. Read as the former, and the text
    /// is marked: such an answer is never taken for right.
    private mutating func digitsApart(_ left: NodeID, _ first: Int) -> NodeID? {
        guard tree.kind(left) == .number, peek.isSpaced, peek(1).kind == .letter || peek(1).kind == .pi,
            let right = factor()
        else { return nil }
        tree.noteDigitsApart()
        return tree.add(.product, [left, right], span: span(from: first))
    }

    /// `918\frac{1}{2}` is a mixed number, `x\frac{1}{2}` a product.
    private mutating func fractionBehind(_ left: NodeID, _ first: Int) -> NodeID? {
        guard let fraction = factor() else { return nil }
        if case .small(let whole, 1)? = tree.number(left), tree[left].detail == 0, tree.kind(fraction) == .quotient,
            case .small(let above, 1)? = tree.number(tree.child(fraction, 0)),
            case .small(let below, 1)? = tree.number(tree.child(fraction, 1)), above > 0, above < below,
            let number = mixed(whole, above, below, first)
        {
            return number
        }
        return tree.add(.product, [left, fraction], span: span(from: first))
    }

    private func mixed(_ whole: Int128, _ above: Int128, _ below: Int128, _ first: Int) -> NodeID? {
        guard whole.magnitude < 1 << 62, below < 1 << 62 else { return nil }
        let numerator = whole.magnitude * UInt128(below) + UInt128(above)
        return tree.number(.small(whole < 0 ? -Int128(numerator) : Int128(numerator), below), span: span(from: first))
    }

    private mutating func plainInteger() -> Int128? {
        guard peek.kind == .number, let value = Decimal(bytes(peek))?.value, case .small(let integer, 1) = value else {
            return nil
        }
        at += 1
        return integer
    }

    /// How many marks of minutes or seconds stand behind the number that follows; nil where none do.
    private func minutesLength() -> Int? {
        guard peek.kind == .number, peek(1).kind == .prime else { return nil }
        return peek(2).kind == .prime ? 2 : 1
    }

    /// `60° 42' 30''`.
    private mutating func degreeMinutes(_ left: NodeID, _ first: Int) -> NodeID? {
        var total = tree.child(left, 0)
        var scale = 60
        while let width = minutesLength(), scale <= 3600 {
            // Two marks are seconds, `5^\circ 30''`.
            let unit = width == 2 ? 3600 : scale
            guard unit >= scale, let minutes = Decimal(bytes(peek)) else { return fail() }
            at += 1 + width
            let part = tree.add(.quotient, [tree.number(minutes.value), tree.integer(unit)])
            total = tree.add(.sum, [total, part])
            scale = unit * 60
        }
        guard scale > 60 else { return fail() }
        return tree.add(.degrees, [total], span: span(from: first))
    }
}
