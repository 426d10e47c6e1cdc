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
        if let value = ForeignNumbers.value(of: name) {
            at += 1
            return tree.integer(value, span: span(from: first))
        }
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
        if name.count > 4 || !name.isASCII || Phrase.isCommonWord(name) { return false }
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
        if !token.isText, isProductOfLetters(name) || !token.isSpaced && name.count <= 4 && name.isASCII {
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
}
