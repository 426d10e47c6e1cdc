import AdjudgeBase

/// Words: units behind a value, names, labels, plain answers.
extension Reader {
    /// A word where an operand is expected.
    mutating func word() -> NodeID? {
        let first = at
        let token = peek
        let name = bytes(token)
        if !token.isText, let split = attempt({ $0.gluedName() }) { return split }
        if name.equals("factorial"), peek(1).kind == .openParen {
            at += 1
            guard let argument = factor() else { return nil }
            return tree.add(.factorial, [argument], span: span(from: first))
        }
        // Number words before anything else: `four`, `two hundred four`, `three fourths`.
        if let value = numberWords() { return tree.number(value, span: span(from: first)) }
        if !token.isText, isProductOfLetters(name) { return letters(first) }
        while peek.kind == .word || (peek.kind == .letter && (peek.isSpaced || peek.isText))
            || (peek.kind == .minus && !peek.isSpaced && peek(1).kind == .word)
        {
            at += 1
        }
        let phrase = Phrase.normalized(text[span(from: first).range], in: tree)
        return Phrase.meaning(phrase, in: tree, span(from: first)) ?? tree.words(phrase, span: span(from: first))
    }

    /// `sqrt2`, `sinx`, `lnx`: a known name that a longer run begins with.
    private mutating func gluedName() -> NodeID? {
        let token = peek
        let name = bytes(token)
        guard peek(1).kind == .openParen || name.count <= 5 else { return nil }
        for (prefix, function) in Reader.gluedNames
        where name.count > prefix.utf8CodeUnitCount && name.hasPrefix(prefix) {
            let rest = name.suffix(from: prefix.utf8CodeUnitCount)
            guard rest.count == 1, let variable = Symbol(rest) else { continue }
            let first = at
            at += 1
            let argument = tree.symbol(variable, span: span(from: first))
            return tree.function(function, [argument], span: span(from: first))
        }
        return nil
    }

    private static let gluedNames: [(StaticString, MathFunction)] = [
        ("sin", .sin), ("cos", .cos), ("tan", .tan), ("ln", .ln),
    ]

    /// Short runs of lower-case letters inside a formula are products of variables.
    private func isProductOfLetters(_ name: Bytes) -> Bool {
        if name.count > 4 || Phrase.isCommonWord(name) { return false }
        // Alone they are a word: `no`, `TEA`.
        let isAlone = (at == 0 || isOpening(tokens[at - 1].kind)) && isClosing(peek(1).kind)
        return !isAlone || name.count == 2 && !isUpper(name)
    }

    private func isUpper(_ name: Bytes) -> Bool { name[0] < 0x60 }

    private func isOpening(_ kind: TokenKind) -> Bool {
        switch kind {
        case .openBrace, .openParen, .comma, .openSet, .and, .or, .relation: true
        default: false
        }
    }

    private func isClosing(_ kind: TokenKind) -> Bool {
        switch kind {
        case .end, .closeBrace, .closeParen, .comma, .stop, .closeSet, .and, .or, .relation, .word: true
        default: false
        }
    }

    private mutating func letters(_ first: Int) -> NodeID? {
        let token = peek
        var factors: [NodeID] = []
        for offset in 0..<Int(token.end - token.start) {
            let at = Int(token.start) + offset
            let letter = text[at..<at + 1]
            let span = Span(start: at, count: 1)
            if letter.equals("e") {
                factors.append(tree.leaf(.euler, span: span))
            } else if letter.equals("i") {
                factors.append(tree.leaf(.imaginary, span: span))
            } else {
                factors.append(tree.symbol(Symbol(letter) ?? .none, span: span))
            }
        }
        at += 1
        // An exponent or subscript belongs to the last letter.
        if peek.kind == .caret || peek.kind == .underscore || peek.kind == .bang {
            guard let last = postfix(of: factors.removeLast(), first) else { return nil }
            factors.append(last)
        }
        return tree.add(.product, children: factors, span: span(from: first))
    }

    private mutating func postfix(of node: NodeID, _ first: Int) -> NodeID? {
        let kind = peek.kind
        at += 1
        switch kind {
        case .bang: return tree.add(.factorial, [node], span: span(from: first))
        case .caret:
            guard let exponent = script() else { return nil }
            return tree.add(.power, [node, exponent], span: span(from: first))
        default:
            let start = at
            guard script() != nil, tree.kind(node) == .symbol,
                let name = tree.symbol(node).subscripted(Phrase.compact(text[span(from: start).range], in: tree))
            else { return fail() }
            return tree.symbol(name, span: span(from: first))
        }
    }

    private mutating func numberWords() -> Rational? {
        let first = at
        let isNegative = bytes(peek).equals("negative") || bytes(peek).equals("minus")
        if isNegative { at += 1 }
        let start = at
        while peek.kind == .word || peek.kind == .minus && peek(1).kind == .word
            || peek.kind == .and && peek(1).kind == .word && NumberWords.isNumber(bytes(peek(1)))
        {
            if peek.kind == .word, !NumberWords.isNumber(bytes(peek)) { break }
            at += 1
        }
        guard at > start, let count = NumberWords.value(Phrase.normalized(text[span(from: start).range], in: tree))
        else {
            at = first
            return nil
        }
        var value = Rational.integer(Int128(count))
        if peek.kind == .word, let part = NumberWords.part(bytes(peek)),
            let fraction = Rational.quotient(value, .integer(Int128(part)))
        {
            value = fraction
            at += 1
        }
        return isNegative ? -value : value
    }

    // MARK: Behind a value

    /// A word behind `left`: a unit, a scale, a noun; or letters that multiply. Outer nil: the value ends here.
    mutating func word(after left: NodeID, _ first: Int) -> NodeID?? {
        let token = peek
        let name = bytes(token)
        if name.equals("to") { return nil }
        if name.equals("radians") || name.equals("radian") || name.equals("rad") {
            at += 1
            return .some(left)
        }
        if Phrase.isQualifier(name) || isOrdinalSuffix(name) {
            if isOrdinalSuffix(name), tree.kind(left) == .number, !token.isSpaced || token.isText {
                at += 1
                return .some(left)
            }
            return nil
        }
        if let scale = NumberWords.scale(name), tree.kind(left) == .number || tree.kind(left) == .quantity {
            at += 1
            return .some(scaled(left, scale, first))
        }
        if let quantity = attempt({ $0.quantity(left, first) }) { return .some(quantity) }
        if !token.isText, isProductOfLetters(name) || !token.isSpaced && name.count <= 4 {
            guard let right = letters(at) else { return .some(nil) }
            return .some(tree.add(.product, [left, right], span: span(from: first)))
        }
        return .some(fail())
    }

    private func isOrdinalSuffix(_ name: Bytes) -> Bool {
        name.equals("th") || name.equals("st") || name.equals("nd") || name.equals("rd")
    }

    private func scaled(_ left: NodeID, _ scale: Int, _ first: Int) -> NodeID {
        if tree.kind(left) == .quantity {
            let value = tree.add(.product, [tree.child(left, 0), tree.integer(scale)])
            return tree.quantity(value, tree.unit(left), span: span(from: first))
        }
        return tree.add(.product, [left, tree.integer(scale)], span: span(from: first))
    }

    /// `left` with the unit that follows it.
    mutating func quantity(_ left: NodeID, _ first: Int) -> NodeID? {
        switch tree.kind(left) {
        case .symbol, .words, .tuple, .list, .set: return nil
        default: break
        }
        guard let unit = unit() else { return nil }
        if tree.kind(left) == .quantity {
            let old = tree.unit(left)
            // `$5 USD`, `4 square units`
            return tree.quantity(
                tree.child(left, 0), old.currency != 0 && unit.currency != 0 ? unit : old * unit,
                span: span(from: first))
        }
        return tree.quantity(left, unit, span: span(from: first))
    }

    /// A unit of one or several words: `cm`, `square inches`, `km/h`, `miles per hour`, or the noun of what is counted.
    mutating func unit() -> Unit? {
        var power = 1
        if peek.kind == .word || peek.kind == .letter, let prefix = Phrase.areaPrefix(bytes(peek)) {
            power = prefix
            at += 1
            _ = take(.stop)
        }
        guard var unit = simpleUnit(power) else { return noun() }
        while peek.kind == .slash || (peek.kind == .word && bytes(peek).equals("per")) {
            let mark = at
            at += 1
            guard let below = simpleUnit(1)?.raised(to: -1) else {
                at = mark
                break
            }
            unit = unit * below
        }
        return unit
    }

    private mutating func simpleUnit(_ power: Int) -> Unit? {
        guard peek.kind == .word || peek.kind == .letter || peek.kind == .degree,
            let unit = UnitLexicon.unit(bytes(peek))
        else { return nil }
        // One letter is a unit only where a variable would make no sense: set upright, or apart from its number.
        let isArea = peek.kind == .letter && !peek.isText && isPrintedArea
        if peek.kind == .letter, !peek.isText, !isArea, !(peek.isSpaced && isItemEnd(1)) { return nil }
        if peek.kind == .word, !peek.isText, !isUnitEnd(1) { return nil }
        at += 1
        if peek.kind == .stop, isUnitEnd(1) { at += 1 }
        var power = power
        if peek.kind == .caret {
            let mark = at
            at += 1
            if let exponent = script(), case .small(let value, 1)? = tree.number(exponent), value.magnitude <= 6 {
                power *= Int(value)
            } else {
                at = mark
            }
        }
        guard power != 1, var raised = unit.raised(to: power) else { return unit }
        if isArea { raised.letter = unit.letter }
        return raised
    }

    /// `5 m^2`, `2.5m³`: metres behind a number that is apart from them, or that no polynomial would have.
    private var isPrintedArea: Bool {
        guard at > 0, bytes(peek).equals("m"), peek(1).kind == .caret else { return false }
        let number = bytes(tokens[at - 1])
        guard peek.isSpaced || number.findFirst(in: Reader.pointOrComma) != nil else { return false }
        let isBraced = peek(2).kind == .openBrace
        let exponent = bytes(peek(isBraced ? 3 : 2))
        return exponent.equals("2") || exponent.equals("3") ? isItemEnd(isBraced ? 5 : 3) : false
    }

    static let pointOrComma = ByteSet(".,")

    private func isItemEnd(_ ahead: Int) -> Bool {
        switch peek(ahead).kind {
        case .end, .comma, .semicolon, .and, .or, .stop: true
        default: false
        }
    }

    private func isUnitEnd(_ ahead: Int) -> Bool {
        switch peek(ahead).kind {
        case .end, .closeBrace, .comma, .semicolon, .and, .or, .stop, .slash, .caret, .word, .closeParen, .relation,
            .newline,
            .letter:
            true
        default: false
        }
    }

    /// Up to six plain words that name what is counted, none of which changes the value.
    private mutating func noun() -> Unit? {
        let first = at
        while peek.kind == .word || (peek.kind == .letter && peek.isSpaced && at > first)
            || (peek.kind == .minus && peek(1).kind == .word && at > first)
        {
            guard peek.kind != .word || !Phrase.changesValue(bytes(peek)) else {
                at = first
                return nil
            }
            at += 1
        }
        let length = at - first
        guard length > 0, length <= 6, tokens[first].isText || tokens[first].isSpaced,
            peek.kind == .end || isUnitEnd(0), tokens[first].end - tokens[first].start >= 3
        else {
            at = first
            return nil
        }
        if peek.kind == .stop { at += 1 }
        return Unit(noun: Phrase.normalized(text[span(from: first).range], in: tree))
    }
}
