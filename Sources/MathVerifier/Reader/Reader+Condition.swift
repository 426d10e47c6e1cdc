import AdjudgeBase

/// Conditions: `n^2 \text{ if } n \text{ is odd}`, `C e^x, where C is a constant`, `otherwise 2`.
extension Reader {
    /// How a clause begins; the `detail` of a conditioned node.
    enum Clause: UInt8 {
        /// `if`, `when`, `for`, …: the value holds under it.
        case condition = 0
        /// `where`: it says what letters in the value are.
        case definition
        case otherwise
    }

    /// The value with the clauses that follow it.
    mutating func conditioned(_ value: NodeID, until end: End, hasLed: Bool = false) -> NodeID? {
        var node = value
        for _ in 0..<4 {
            guard let start = clauseStart(hasLed) else { return node }
            let first = tokens[start]
            at = start
            if isOtherwise(first) {
                at += 1
                node = tree.add(
                    .conditioned, [node, tree.words(Bytes("otherwise"), span: span(from: start))],
                    detail: Clause.otherwise.rawValue, span: Span(joining: tree[node].span, span(from: start)))
                continue
            }
            guard let condition = clause(until: end) else { return fail() }
            let kind = isDefinition(first) ? Clause.definition : .condition
            node = tree.add(
                .conditioned, [node, condition], detail: kind.rawValue,
                span: Span(joining: tree[node].span, span(from: start)))
        }
        return node
    }

    /// Where a clause begins: here, or behind a comma. Behind a condition that led its value a comma ends the case.
    private func clauseStart(_ hasLed: Bool) -> Int? {
        switch peek.kind {
        case .word, .opaque, .comma: break
        default: return nil
        }
        if beginsClause(peek) { return at }
        guard !hasLed, peek.kind == .comma, beginsClause(peek(1)) else { return nil }
        // `0, otherwise 2`: the next case.
        if isOtherwise(peek(1)), !isCaseEnd(peek(2).kind) { return nil }
        return leadsCase(at + 1) ? nil : at + 1
    }

    private func beginsClause(_ token: Token) -> Bool {
        if token.kind == .opaque { return bytes(token).equals("\\forall") || bytes(token).equals("∀") }
        return token.kind == .word && (Phrase.isQualifier(bytes(token)) || isOtherwise(token))
    }

    private func isOtherwise(_ token: Token) -> Bool {
        token.kind == .word
            && (bytes(token).equals("otherwise") || bytes(token).equals("else") || bytes(token).equals("Otherwise"))
    }

    private func isDefinition(_ token: Token) -> Bool {
        token.kind == .word
            && (bytes(token).equals("where") || bytes(token).equals("with") || bytes(token).equals("Where"))
    }

    private func isCaseEnd(_ kind: TokenKind) -> Bool {
        switch kind {
        case .end, .comma, .semicolon, .newline, .stop, .and, .or, .closeBrace, .closeSet, .closeParen, .closeBracket,
            .endEnvironment:
            true
        default: false
        }
    }

    /// The clause whose first word stands here: relations where it can be read, its words otherwise.
    private mutating func clause(until end: End) -> NodeID? {
        let isNegated = bytes(peek).equals("unless") || bytes(peek).equals("except")
        let start = at
        if !isNegated { at += 1 }
        // `for all`, `such that`, `for which`
        let wordStart = at
        while peek.kind == .word, isLinkWord(bytes(peek)) { at += 1 }
        let stop = clauseEnd(end)
        guard stop > at || stop > wordStart else { return nil }
        if !isNegated, stop > at, let relations = reading(until: stop, { $0.list(until: .end) }), isCondition(relations)
        {
            at = stop
            return relations
        }
        let from = isNegated ? start : wordStart
        at = stop
        let bytes = text[Int(tokens[from].start)..<Int(tokens[stop - 1].end)]
        return tree.words(
            Phrase.exact(bytes, in: tree), span: Span(start: Int(tokens[from].start), count: bytes.count))
    }

    private func isLinkWord(_ word: Bytes) -> Bool {
        word.equals("all") || word.equals("that") || word.equals("which") || word.equals("every") || word.equals("any")
            || word.equals("each") || word.equals("and") || word.equals("only") || word.equals("if")
    }

    /// A condition in signs: a relation, several, a congruence.
    private func isCondition(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .relation, .congruence: true
        case .list: tree.children(id).contains { isCondition($0) }
        default: false
        }
    }

    /// Where the clause ends: at what separates it from another item, or at the bracket that it stands in.
    private func clauseEnd(_ end: End) -> Int {
        var index = at
        var level = 0
        while true {
            let token = tokens[index]
            switch token.kind {
            case .end: return index
            case .openParen, .openBracket, .openBrace, .openSet, .begin: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet, .endEnvironment:
                if level == 0 { return index }
                level -= 1
            case .semicolon, .newline: if level == 0 { return index }
            case .stop: if level == 0, tokens[index + 1].isSpaced || tokens[index + 1].kind == .end { return index }
            case .comma, .and, .or:
                if level == 0, leadsCase(index + 1) || beginsClause(tokens[index + 1]) { return index }
            default: break
            }
            index += 1
        }
    }

    /// True when another case follows the separator at `index`: a value with a clause of its own, or another equation.
    private func leadsCase(_ start: Int) -> Bool {
        var index = start
        if tokens[index].kind == .and || tokens[index].kind == .or { index += 1 }
        if isOtherwise(tokens[index]) { return true }
        var level = 0
        var isFirst = true
        while true {
            let token = tokens[index]
            switch token.kind {
            case .openParen, .openBracket, .openBrace, .openSet, .begin: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet, .endEnvironment: level -= 1
            case .relation
            where level == 0 && !isFirst && token.detail == RelationOperator.equal.rawValue
                && !hasWord(from: start, to: index):
                return true
            case .end: return false
            case .comma, .semicolon, .and, .or, .newline, .stop: if level <= 0 { return false }
            case .word where level == 0 && !isFirst && beginsClause(token): return true
            default: break
            }
            if level < 0 { return false }
            isFirst = false
            index += 1
        }
    }

    private func hasWord(from start: Int, to end: Int) -> Bool {
        (start..<end).contains { tokens[$0].kind == .word }
    }

    // MARK: Conditions before their values

    /// `otherwise 2`, `if n is even, 1`, `for n = 1: 5`; nil where no value follows.
    mutating func ledCase() -> NodeID? {
        guard peek.kind == .word, beginsClause(peek) else { return nil }
        return attempt { $0.readLedCase() }
    }

    private mutating func readLedCase() -> NodeID? {
        let first = at
        if isOtherwise(peek) {
            at += 1
            if peek.kind == .comma || peek.kind == .colon { at += 1 }
            guard let value = item() else { return nil }
            let words = tree.words(Bytes("otherwise"), span: Span(start: Int(tokens[first].start), count: 9))
            return tree.add(
                .conditioned, [value, words], detail: Clause.otherwise.rawValue, span: span(from: first))
        }
        guard let mark = leadEnd() else { return nil }
        let condition: NodeID? = reading(until: mark) { reader in
            reader.clause(until: .token(.end))
        }
        guard let condition else { return nil }
        at = mark + 1
        if peek.kind == .word, bytes(peek).equals("then") { at += 1 }
        guard let value = item() else { return nil }
        return tree.add(
            .conditioned, [value, condition], detail: Clause.condition.rawValue, span: span(from: first))
    }

    /// The comma, colon or `then` behind a condition that leads its value.
    private func leadEnd() -> Int? {
        var index = at + 1
        var level = 0
        while true {
            let token = tokens[index]
            switch token.kind {
            case .openParen, .openBracket, .openBrace, .openSet: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet: level -= 1
            case .comma, .colon: if level == 0 { return index > at + 1 ? index : nil }
            case .word where level == 0 && bytes(token).equals("then"): return index > at + 1 ? index : nil
            case .end, .semicolon: return nil
            default: break
            }
            if level < 0 { return nil }
            index += 1
        }
    }
}

extension Span {
    /// From the beginning of one to the end of the other, which lies behind it.
    fileprivate init(joining first: Span, _ last: Span) {
        let end = max(Int(first.start) + Int(first.count), Int(last.start) + Int(last.count))
        self.init(start: Int(first.start), count: end - Int(first.start))
    }
}
