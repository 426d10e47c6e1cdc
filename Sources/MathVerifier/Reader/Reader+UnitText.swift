import AdjudgeBase

/// Units in fractions and brackets, nouns in the place of units, and where both end.
extension Reader {
    /// `5\frac{\mathrm{m}}{\mathrm{s}}`
    mutating func fractionUnit(behind left: NodeID, _ first: Int) -> NodeID? {
        guard peek(1).kind == .openBrace, tree.isClosed(left) else { return nil }
        at += 2
        guard peek.isText else { return bareFractionUnit(behind: left, first) }
        guard let above = unit(), take(.closeBrace), take(.openBrace), peek.isText, let below = unit(),
            take(.closeBrace), let inverse = below.raised(to: -1)
        else { return nil }
        return tree.quantity(left, above * inverse, span: span(from: first))
    }

    /// `5\frac{mol}{L}`, `8\frac{J}{mol\cdot K}`: symbols of units without a font, one of which is a word and no letter.
    private mutating func bareFractionUnit(behind left: NodeID, _ first: Int) -> NodeID? {
        guard let (above, hasWord) = bareUnits(), take(.openBrace), let (below, hasOther) = bareUnits(),
            hasWord || hasOther, isItemEnd(0), let inverse = below.raised(to: -1)
        else { return nil }
        return tree.quantity(left, above * inverse, span: span(from: first))
    }

    /// Symbols of units up to a closing brace, and whether one is a word that is nothing else.
    private mutating func bareUnits() -> (unit: Unit, hasWord: Bool)? {
        var product: Unit?
        var hasWord = false
        while !take(.closeBrace) {
            if peek.kind == .times, product != nil { at += 1 }
            guard peek.kind == .word || peek.kind == .letter, let unit = UnitLexicon.unit(bytes(peek)) else {
                return nil
            }
            hasWord = hasWord || peek.kind == .word && UnitLexicon.isName(bytes(peek))
            at += 1
            product = product.map { $0 * unit } ?? unit
        }
        return product.map { ($0, hasWord) }
    }

    /// `5 (\text{m/s})`
    mutating func bracketedQuantity(_ left: NodeID, _ first: Int) -> NodeID? {
        guard peek(1).isText || peek(1).kind == .word, tree.isClosed(left) else { return nil }
        at += 1
        guard let unit = bracketedNoun(behind: left) ?? unit().flatMap({ $0.noun == nil ? $0 : nil }),
            take(.closeParen),
            isItemEnd(0)
        else { return nil }
        return tree.quantity(left, unit, span: span(from: first))
    }

    /// `(ways)` behind a number: several of what one word names. `(maximum)` says more of the number.
    private mutating func bracketedNoun(behind left: NodeID) -> Unit? {
        guard tree.kind(left) == .number, peek.kind == .word, peek(1).kind == .closeParen else { return nil }
        let name = bytes(peek)
        guard name.isASCII, name.count >= 4, isPlural(name), UnitLexicon.unit(name) == nil,
            LetterRun.isWordLike(name),
            !NumberWords.isNumber(name), NumberWords.scale(name) == nil, !Phrase.changesValue(name),
            !Phrase.changesValueAtEnd(name)
        else { return nil }
        at += 1
        return Unit(noun: Phrase.normalized(name, in: tree))
    }

    /// `ways`, but not `extraneous` and `less`.
    private func isPlural(_ name: Bytes) -> Bool {
        name.hasSuffix("s") && !name.hasSuffix("ss") && !name.hasSuffix("us") && !name.hasSuffix("is")
    }

    // MARK: Ends and nouns

    func isItemEnd(_ ahead: Int) -> Bool {
        switch peek(ahead).kind {
        case .end, .comma, .semicolon, .and, .or, .stop: true
        default: false
        }
    }

    /// `3 inches` behind `5 feet`: a number that stands apart, and letters behind it.
    func startsQuantity(_ ahead: Int) -> Bool {
        let unit = peek(ahead + 1).kind
        return peek(ahead).kind == .number && (peek(ahead).isSpaced || peek(ahead).isText)
            && (unit == .word || unit == .letter)
    }

    func isUnitEnd(_ ahead: Int) -> Bool {
        switch peek(ahead).kind {
        case .end, .closeBrace, .comma, .semicolon, .and, .or, .stop, .slash, .caret, .word, .closeParen, .relation,
            .newline, .letter, .times:
            true
        default: false
        }
    }

    /// Up to six plain words that name what is counted, none of which changes the value.
    mutating func noun() -> Unit? {
        let first = at
        while peek.kind == .word || (peek.kind == .letter && peek.isSpaced && at > first)
            || (peek.kind == .minus && peek(1).kind == .word && at > first)
        {
            guard peek.kind != .word || !Phrase.changesValue(bytes(peek)) && bytes(peek).isASCII else {
                at = first
                return nil
            }
            at += 1
        }
        let length = at - first
        guard length > 0, length <= 6, !Phrase.changesValueAtEnd(bytes(tokens[at - 1])),
            tokens[first].isText || tokens[first].isSpaced,
            peek.kind == .end || isUnitEnd(0), tokens[first].end - tokens[first].start >= 3
        else {
            at = first
            return nil
        }
        if peek.kind == .stop { at += 1 }
        return Unit(noun: Phrase.normalized(text[span(from: first).range], in: tree))
    }
}
