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
        if let call = attempt({ $0.capitalizedCall(name) }) { return call }
        if !token.isText, isProductOfLetters(name) { return letters(first) }
        if token.isText, let upright = uprightName(name) { return upright }
        while peek.kind == .word || (peek.kind == .letter && (peek.isSpaced || peek.isText))
            || (peek.kind == .minus && !peek.isSpaced && peek(1).kind == .word)
        {
            at += 1
        }
        let phrase = Phrase.normalized(text[span(from: first).range], in: tree)
        if let meaning = Phrase.meaning(phrase, in: tree, span(from: first)) { return meaning }
        let isRun = at == first + 1 && !token.isText
        guard isRun else { return tree.words(phrase, span: span(from: first)) }
        let figure = figureSign(before: first)
        let run = figure == .angle ? angleName(name) ?? name : name
        let isSide = peek.kind == .relation || first > 0 && tokens[first - 1].kind == .relation
        return tree.words(
            run == name ? phrase : Phrase.normalized(run, in: tree), run: run,
            figure: figure == .angle ? .angle : figure != nil || isSide ? .figure : .none, span: span(from: first))
    }

    /// `\mathrm{GMm}` and `\operatorname{foo}(x)` in a formula: one name, of a variable or of a function.
    private mutating func uprightName(_ name: Bytes) -> NodeID? {
        let first = at
        guard !Phrase.isCommonWord(name), !isAmongWords(name), let symbol = Symbol(name) else { return nil }
        if peek(1).kind == .openParen, !peek(1).isSpaced {
            return attempt { reader in
                reader.at += 1
                return reader.application(symbol, first)
            }
        }
        guard !isAlone else { return nil }
        at += 1
        return tree.symbol(symbol, span: span(from: first))
    }

    /// `Var(X)`: a word with a capital right before brackets names a function.
    private mutating func capitalizedCall(_ name: Bytes) -> NodeID? {
        guard name.count > 2, isUpper(name), !isUpper(name.suffix(from: 1)), LetterRun.isWordLike(name),
            peek(1).kind == .openParen, !peek(1).isSpaced, !Phrase.isConnective(name), let symbol = Symbol(name)
        else { return nil }
        let first = at
        at += 1
        return application(symbol, first)
    }

    private enum FigureSign { case angle, triangle }

    /// The sign of a figure that stands before the token at `first`.
    private func figureSign(before first: Int) -> FigureSign? {
        var before = text[0..<Int(tokens[first].start)].trimmed
        while before.hasSuffix("{") { before = before[0..<before.count - 1].trimmed }
        if before.hasSuffix("\\angle") || before.hasSuffix("∠") { return .angle }
        return before.hasSuffix("\\triangle") || before.hasSuffix("△") ? .triangle : nil
    }

    /// The name of `\angle CBA` with its arms in the order of the alphabet; nil for another name, or one in that order.
    private func angleName(_ name: Bytes) -> Bytes? {
        guard name.count == 3, name[0] > name[2], (0..<3).allSatisfy({ name[$0] < 0x60 }) else { return nil }
        return tree.store(3) { to in
            (to[0], to[1], to[2]) = (name[2], name[1], name[0])
            return 3
        }
    }

    /// True when nothing of a formula stands beside the word: it is the item of a list, or a side of a relation.
    private var isAlone: Bool {
        var before = at - 1
        while before >= 0, tokens[before].kind == .openBrace || tokens[before].kind == .openParen || isFiller(before) {
            before -= 1
        }
        guard before < 0 || isOpening(tokens[before].kind) else { return false }
        var ahead = 1
        while peek(ahead).kind == .closeBrace || peek(ahead).kind == .closeParen { ahead += 1 }
        return isClosing(peek(ahead).kind)
    }

    /// A word that says nothing of what follows it: `the user`.
    private func isFiller(_ index: Int) -> Bool {
        tokens[index].kind == .word && Phrase.isFiller(bytes(tokens[index]))
    }

    /// True when the run is one of several words: beside another word, a slash or a hyphen between them (`win/lose`), or
    /// a number that ends the item (`type 1`).
    private func isAmongWords(_ name: Bytes) -> Bool {
        let next = peek(1)
        if next.kind == .word, next.isSpaced, !next.isText {
            let other = bytes(next)
            return !Phrase.isConnective(other) && UnitLexicon.unit(other) == nil
        }
        guard isPlainWord(at) else { return false }
        if isJoint(at + 1) { return isPlainWord(at + 2) }
        if at > 1, isJoint(at - 1) { return isPlainWord(at - 2) }
        return name.count >= 3 && next.kind == .number && next.isSpaced && next.isText == peek.isText && isItemEnd(2)
            && (at == 0 || isOpening(tokens[at - 1].kind) || isFiller(at - 1))
    }

    /// A slash or a hyphen with no space on either side of it.
    private func isJoint(_ index: Int) -> Bool {
        let kind = tokens[index].kind
        return (kind == .slash || kind == .minus) && !tokens[index].isSpaced && !tokens[index + 1].isSpaced
    }

    /// A run that is spelled as words are, or known as one, and no function with its letter.
    private func isPlainWord(_ index: Int) -> Bool {
        guard tokens[index].kind == .word else { return false }
        let name = bytes(tokens[index])
        if name.findFirst(in: Reader.apostrophe) != nil { return true }
        if Reader.isGlued(name) { return Reader.isGluedWord(name) }
        return LetterRun.isKnownWord(name) || Phrase.isShortWord(name)
            || name.count >= 3 && LetterRun.isWordLike(name) && !LetterRun.isUsualProduct(name)
    }

    /// `sqrt2`, `sinx`, `lnx`: a known name that a longer run begins with.
    private mutating func gluedName() -> NodeID? {
        let token = peek
        let name = bytes(token)
        guard peek(1).kind == .openParen || name.count <= 5 else { return nil }
        for (prefix, function) in Reader.gluedNames
        where name.count > prefix.utf8CodeUnitCount && name.hasPrefix(prefix) {
            let rest = name.suffix(from: prefix.utf8CodeUnitCount)
            if Reader.isGluedWord(name), isAlone || isAmongWords(name) { return nil }
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

    private static func isGlued(_ name: Bytes) -> Bool {
        gluedNames.contains { name.hasPrefix($0.0) && name.count == $0.0.utf8CodeUnitCount + 1 }
    }

    /// True for a word that a function and a letter spell as well.
    private static func isGluedWord(_ name: Bytes) -> Bool { gluedWords.contains { name.equals($0) } }

    private static let gluedWords: [StaticString] = [
        "cost", "cosy", "sine", "sing", "sink", "sins", "tang", "tank", "tans",
    ]

    /// Short runs of lower-case letters inside a formula are products of variables.
    private func isProductOfLetters(_ name: Bytes) -> Bool {
        guard name.isASCII, name.findFirst(in: Reader.apostrophe) == nil, !isAmongWords(name) else { return false }
        if isAlone {
            // Alone most are words: `no`, `TEA`.
            if LetterRun.isUsualProduct(name), !Phrase.isConnective(name) { return true }
            return name.count == 2 && !isUpper(name) && !Phrase.isCommonWord(name)
        }
        if name.count > 4 { return name.count <= 6 && LetterRun.isUsualProduct(name) }
        // A unit stands behind a number; here it would be letters.
        return !Phrase.isConnective(name) && !(Phrase.isShortWord(name) && peek.isSpaced && peek(1).isSpaced)
    }

    private static let apostrophe = ByteSet("'")

    private func isUpper(_ name: Bytes) -> Bool { name[0] < 0x60 }

    private func isOpening(_ kind: TokenKind) -> Bool {
        switch kind {
        case .comma, .openSet, .and, .or, .relation, .semicolon, .colon, .newline, .ampersand: true
        default: false
        }
    }

    private func isClosing(_ kind: TokenKind) -> Bool {
        switch kind {
        case .end, .comma, .stop, .closeSet, .and, .or, .relation, .word, .semicolon, .colon, .newline, .ampersand:
            true
        default: false
        }
    }

    private mutating func letters(_ first: Int) -> NodeID? {
        let token = peek
        var factors = tree.letters(text[Int(token.start)..<Int(token.end)], at: Int(token.start))
        at += 1
        // An exponent or subscript belongs to the last letter.
        if peek.kind == .caret || peek.kind == .underscore || peek.kind == .bang {
            guard let last = postfix(of: factors.removeLast(), first) else { return nil }
            factors.append(last)
        }
        while peek.kind == .prime, let last = factors.last, tree.kind(last) == .symbol,
            let name = tree.symbol(last).marked(.prime)
        {
            at += 1
            factors[factors.count - 1] = tree.symbol(name, span: tree[last].span)
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
        } else if peek.kind == .and, bytes(peek(1)).equals("a"), peek(2).kind == .word,
            let part = NumberWords.part(bytes(peek(2)))
        {
            // `two and a half`
            value = value + .small(1, Int128(part))
            at += 3
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
                return .some(ordinalName(of: left, first) ?? left)
            }
            return nil
        }
        if let scale = NumberWords.scale(name), tree.kind(left) == .number || tree.kind(left) == .quantity {
            at += 1
            return .some(scaled(left, scale, first))
        }
        if let value = attempt({ $0.wordedValue(left, first) ?? $0.share(left, first) }) { return .some(value) }
        if let quantity = attempt({ $0.quantity(left, first) }) { return .some(quantity) }
        // `2 boys 3 girls`: a word apart from both numbers.
        if token.isSpaced, peek(1).isSpaced, name.count > 2, LetterRun.isWordLike(name),
            !LetterRun.isUsualProduct(name)
        {
            return .some(fail())
        }
        if !token.isText, isProductOfLetters(name) || !token.isSpaced && name.count <= 4 && name.isASCII {
            guard let right = letters(at) else { return .some(nil) }
            return .some(tree.add(.product, [left, right], span: span(from: first)))
        }
        return .some(fail())
    }

    /// `2nd law`: an ordinal and the words that it counts, which are a name and no count.
    mutating func ordinalName(of number: NodeID, _ first: Int) -> NodeID? {
        guard peek.kind == .word, !Phrase.isConnective(bytes(peek)) else { return nil }
        let start = at
        while peek.kind == .word, !Phrase.isConnective(bytes(peek)) { at += 1 }
        let unit = Unit(noun: Phrase.normalized(text[span(from: start).range], in: tree), isOrdinal: true)
        return tree.quantity(number, unit, span: span(from: first))
    }

    private func isOrdinalSuffix(_ name: Bytes) -> Bool {
        name.equals("th") || name.equals("st") || name.equals("nd") || name.equals("rd")
    }

    private func scaled(_ left: NodeID, _ scale: Int, _ first: Int) -> NodeID {
        if tree.kind(left) == .quantity {
            var unit = tree.unit(left)
            unit.product = unit.product.map { tree.add(.product, [$0, tree.integer(scale)]) }
            let value = tree.add(.product, [tree.child(left, 0), tree.integer(scale)])
            return tree.quantity(value, unit, span: span(from: first))
        }
        return tree.add(.product, [left, tree.integer(scale)], span: span(from: first))
    }
}
