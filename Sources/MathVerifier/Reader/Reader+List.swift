import AdjudgeBase

/// Lists and what separates them: `1, 2 and 3`; `p=5, q=2; p=7, q=2`; `x<1 or x>2`.
extension Reader {
    /// How the items of a list are joined; a list node's `detail`.
    enum Joiner: UInt8 {
        case comma = 0
        case or = 1
        case and = 2
        case semicolon = 3
        /// Parts with their labels.
        case parts = 4
    }

    /// The end of a list.
    enum End: Equatable {
        case token(TokenKind)
        /// Whichever bracket: `[0, 1)` and `]0, 1[` close as they like.
        case anyBracket

        func isReached(_ kind: TokenKind) -> Bool {
            switch self {
            case .token(let end): kind == end
            case .anyBracket: kind == .closeParen || kind == .closeBracket || kind == .openBracket
            }
        }
    }

    /// One item, or a list of several, up to a token of kind `end`, which is not taken.
    mutating func list(until end: TokenKind) -> NodeID? { list(until: .token(end)) }

    mutating func list(until end: End) -> NodeID? {
        deeper { $0.items(until: end) }
    }

    private mutating func items(until end: End) -> NodeID? {
        let first = at
        if end.isReached(peek(1).kind), let alone = loneToken() { return alone }
        guard let item = qualifiedItem(until: end) else { return nil }
        return end.isReached(peek.kind) ? item : items(after: item, until: end, first)
    }

    private mutating func qualifiedItem(until end: End) -> NodeID? {
        let led = ledCase()
        guard let value = led ?? item(), let item = conditioned(value, until: end, hasLed: led != nil) else {
            return nil
        }
        // A full stop inside the bracket that ends a sentence.
        if peek.kind == .stop, end.isReached(peek(1).kind) { at += 1 }
        return item
    }

    private mutating func items(after item: NodeID, until end: End, _ first: Int) -> NodeID? {
        var groups: [NodeID] = []
        var items: [NodeID] = []
        items.reserveCapacity(8)
        items.append(item)
        var joiner = Joiner.comma
        while !end.isReached(peek.kind) {
            guard let next = separator() else {
                return stopped(end) ? close(&groups, items, joiner, first) : fail()
            }
            if end.isReached(peek.kind) {
                // `45 or`: what else it may be was cut off.
                guard next != .or, next != .and else { return fail() }
                break
            }
            if next == .semicolon
                || (joiner == .comma && areDistinctEquations(items)
                    && (next == .or || next == .and && repeatsHead(of: items)))
            {
                groups.append(join(items, joiner, first))
                items = []
                joiner = .comma
            } else if next == .and, let last = items.last, tree.kind(last) == .quantity,
                let rest = attempt({ $0.smallerQuantity(than: last) })
            {
                // `1 hour and 30 minutes`
                items[items.count - 1] = joined(last, rest, first)
                if end.isReached(peek.kind) || stopped(end) { break }
                guard let following = separator() else { return fail() }
                if following != .comma { joiner = following }
            } else if next != .comma {
                joiner = next
            }
            guard let item = qualifiedItem(until: end) else { return nil }
            items.append(item)
        }
        return close(&groups, items, joiner, first)
    }

    private func stopped(_ end: End) -> Bool {
        if end == .token(.closeSet), isInSet, startsCondition { return true }
        if startsModulus { return true }
        return end == .token(.end) && (peek.kind == .end || peek.kind == .stop && peek(1).kind == .end)
    }

    /// The bar of a set-builder.
    private var startsCondition: Bool {
        switch peek.kind {
        case .pipe, .mid, .colon, .openPipe, .closePipe: true
        default: false
        }
    }

    /// The next item begins with a variable that has its value already: `p=5, q=2 and p=7, q=2`.
    private func repeatsHead(of items: [NodeID]) -> Bool {
        guard peek.kind == .letter, peek.detail == 0, let name = Symbol(bytes(peek)) else { return false }
        return items.contains { tree.symbol(tree.child($0, 0)) == name }
    }

    /// `x = 1, y = 2`: several equations of different variables, which hold together.
    private func areDistinctEquations(_ items: [NodeID]) -> Bool {
        guard items.count > 1,
            items.allSatisfy({ tree.kind($0) == .relation && tree.kind(tree.child($0, 0)) == .symbol })
        else {
            return false
        }
        return Set(items.map { tree.symbol(tree.child($0, 0)) }).count == items.count
    }

    private mutating func close(_ groups: inout [NodeID], _ items: [NodeID], _ joiner: Joiner, _ first: Int) -> NodeID?
    {
        guard !groups.isEmpty else {
            return startsModulus ? congruences(items, first) : join(items, joiner, first)
        }
        groups.append(join(items, joiner, first))
        return tree.add(.list, children: groups, detail: Joiner.semicolon.rawValue, span: span(from: first))
    }

    private func join(_ items: [NodeID], _ joiner: Joiner, _ first: Int) -> NodeID {
        items.count == 1 ? items[0] : tree.add(.list, children: items, detail: joiner.rawValue, span: span(from: first))
    }

    /// Takes separators up to the next item; `, and` is one.
    private mutating func separator() -> Joiner? {
        var found: Joiner?
        while true {
            switch peek.kind {
            case .comma: found = found ?? .comma
            case .semicolon: found = .semicolon
            case .newline: found = found ?? .comma
            case .and: found = .and
            case .or: found = .or
            // Left over by ``joinsRelations``.
            case .union where peek.detail == CommandTable.logical: found = .or
            case .intersection where peek.detail == CommandTable.logical: found = .and
            case .stop where found != nil: break
            default:
                // `\boxed{1}\quad\boxed{2}`: items side by side that only space sets apart.
                return found
            }
            at += 1
        }
    }

    /// `x \equiv 1, 4 \pmod 5`, `3 \pmod 7`: the modulus of all items before it.
    private mutating func congruences(_ items: [NodeID], _ first: Int) -> NodeID? {
        guard let modulus = modulus() else { return nil }
        var subject = tree.symbol(Symbol.implied)
        let all = items.map { item -> NodeID in
            var residue = item
            if tree.kind(item) == .relation, tree.count(item) == 2,
                tree.relation(item, 0) == .congruent || tree.relation(item, 0) == .equal
            {
                subject = tree.child(item, 0)
                residue = tree.child(item, 1)
            }
            return tree.kind(item) == .congruence
                ? item : tree.add(.congruence, [subject, residue, modulus], span: span(from: first))
        }
        return join(all, .comma, first)
    }

    /// One item of a list: a labelled value, a relation, an expression.
    mutating func item() -> NodeID? {
        if let alone = loneToken() { return alone }
        if startsTerm(peek.kind) { return itemFromTerm() }
        skipFiller()
        if peek.kind == .circled { return circledItems() }
        let first = at
        guard let label = label() else { return relation() }
        guard let value = relation() else { return nil }
        return tree.labelled(label, value, span: span(from: first))
    }

    /// True for what begins a term, and neither a label nor words.
    private func startsTerm(_ kind: TokenKind) -> Bool {
        switch kind {
        case .number, .fraction, .squareRoot, .minus, .pi: true
        default: false
        }
    }

    /// An item that begins with a term, and mostly is one: then no level of the grammar has anything to add.
    private mutating func itemFromTerm() -> NodeID? {
        let first = at
        guard let term = deeper({ $0.signedTerm() }) else { return nil }
        return endsItem(peek.kind) ? term : relation(from: term, first)
    }

    /// `②③`: circled numbers side by side are a list of them.
    private mutating func circledItems() -> NodeID? {
        let first = at
        var items: [NodeID] = []
        while peek.kind == .circled {
            items.append(tree.integer(Int(peek.detail), span: span(from: at)))
            at += 1
        }
        return join(items, .comma, first)
    }

    /// `Paolo:`, `Sequence 1:`: words, perhaps a number, a colon; taken only when a value can follow.
    private mutating func label() -> Bytes? {
        let first = at
        guard peek.kind == .word || peek.isText || (peek.kind == .letter && peek(1).kind == .colon && isCapital(peek))
        else { return nil }
        var words = 0
        while peek.kind == .word || peek.kind == .letter || (words > 0 && peek.kind == .number) {
            words += 1
            at += 1
        }
        let label = span(from: first)
        guard words > 0, words < 12, peek.kind == .colon, peek(1).kind != .end, !startsRatio(first, words) else {
            at = first
            return nil
        }
        // `the ratio 1:2`
        if tokens[at - 1].kind == .number, peek(1).kind == .number, namesRatio(first, at - 1) {
            at -= 1
            return nil
        }
        at += 1
        return Phrase.normalized(text[label.range], in: tree)
    }

    /// `AB : BC = 1 : 2`: a ratio of segments.
    private func startsRatio(_ first: Int, _ words: Int) -> Bool {
        let (name, other) = (bytes(tokens[first]), bytes(peek(1)))
        return words == 1 && !tokens[first].isText && peek(1).kind == .word && name.count <= 3
            && other.count == name.count
            && (0..<name.count).allSatisfy { name[$0] < 0x60 && other[$0] < 0x60 }
    }

    /// Words that say of the numbers behind them that they are a ratio: `the ratio is`, `scale`, `odds of`.
    private func namesRatio(_ first: Int, _ end: Int) -> Bool {
        var isNamed = false
        for index in first..<end {
            let word = bytes(tokens[index])
            if ["ratio", "Ratio", "scale", "Scale", "odds", "Odds", "proportion"].contains(where: { word.equals($0) }) {
                isNamed = true
            } else if !["a", "the", "The", "is", "are", "of", "in"].contains(where: { word.equals($0) }) {
                return false
            }
        }
        return isNamed
    }

    private func isCapital(_ token: Token) -> Bool { text[Int(token.start)] < 0x60 }

    /// Words that say nothing about the value: `only x = 0`, `approximately 5`.
    private mutating func skipFiller() {
        while peek.kind == .word, Phrase.isFiller(bytes(peek)), peek(1).kind != .end, peek(1).kind != .comma { at += 1 }
    }
}
