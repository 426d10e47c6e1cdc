import AdjudgeBase

/// Lists and what separates them: `1, 2 and 3`; `p=5, q=2; p=7, q=2`; `x<1 or x>2`.
extension Reader {
    /// How the items of a list are joined; a list node's `detail`.
    enum Joiner: UInt8 {
        case comma = 0
        case or = 1
        case and = 2
        case semicolon = 3
    }

    /// One item, or a list of several, up to a token of kind `end`, which is not taken.
    mutating func list(until end: TokenKind) -> NodeID? {
        deeper { $0.items(until: end) }
    }

    private mutating func items(until end: TokenKind) -> NodeID? {
        let first = at
        var groups: [NodeID] = []
        var items: [NodeID] = []
        var joiner = Joiner.comma
        while true {
            guard let item = item() else { return nil }
            items.append(item)
            skipQualifier()
            if peek.kind == end { break }
            guard let next = separator() else { return stopped(end) ? close(&groups, items, joiner, first) : fail() }
            if peek.kind == end { break }
            if next == .semicolon {
                groups.append(join(items, joiner, first))
                items = []
                joiner = .comma
            } else if next != .comma {
                joiner = next
            }
        }
        return close(&groups, items, joiner, first)
    }

    private func stopped(_ end: TokenKind) -> Bool {
        end == .end && (peek.kind == .end || peek.kind == .stop && peek(1).kind == .end)
    }

    private func close(_ groups: inout [NodeID], _ items: [NodeID], _ joiner: Joiner, _ first: Int) -> NodeID {
        guard !groups.isEmpty else { return join(items, joiner, first) }
        groups.append(join(items, joiner, first))
        return tree.add(.list, groups, detail: Joiner.semicolon.rawValue, span: span(from: first))
    }

    private func join(_ items: [NodeID], _ joiner: Joiner, _ first: Int) -> NodeID {
        items.count == 1 ? items[0] : tree.add(.list, items, detail: joiner.rawValue, span: span(from: first))
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
            case .union where isInWords: found = .or
            case .stop where found != nil: break
            default:
                // `\boxed{1}\quad\boxed{2}`: items side by side that only space sets apart.
                return found
            }
            at += 1
        }
    }

    private var isInWords: Bool { false }

    /// One item of a list: a labelled value, a relation, an expression.
    private mutating func item() -> NodeID? {
        skipFiller()
        if peek.kind == .circled { return circledItems() }
        if let labelled = attempt({ $0.labelledItem() }) { return labelled }
        return relation()
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

    /// `Paolo: 18`, `Sequence 1: -2`: words, perhaps a number, a colon, a value.
    private mutating func labelledItem() -> NodeID? {
        let first = at
        guard peek.kind == .word || peek.isText || (peek.kind == .letter && peek(1).kind == .colon) else { return nil }
        var words = 0
        while peek.kind == .word || peek.kind == .letter || (words > 0 && peek.kind == .number) {
            words += 1
            at += 1
        }
        guard words > 0, words < 12 else { return nil }
        let label = span(from: first)
        guard take(.colon), peek.kind != .end else { return nil }
        guard let value = relation() else { return nil }
        return tree.labelled(
            Phrase.normalized(text[label.range], in: tree), value, span: span(from: first))
    }

    /// Words that say nothing about the value: `only x = 0`, `approximately 5`.
    private mutating func skipFiller() {
        while peek.kind == .word, Phrase.isFiller(bytes(peek)), peek(1).kind != .end, peek(1).kind != .comma { at += 1 }
    }

    /// `for all x in Z`, `where k is an integer`: what it holds for, up to the next separator of the same level.
    private mutating func skipQualifier() {
        guard peek.kind == .word, Phrase.isQualifier(bytes(peek)) || peek.kind == .opaque else { return }
        var level = 0
        while peek.kind != .end {
            if level == 0, peek.kind == .semicolon || (peek.kind == .comma && startsAnother(1)) || peek.kind == .or {
                return
            }
            if level == 0, peek.kind == .and, startsAnother(1) { return }
            switch peek.kind {
            case .openParen, .openBracket, .openBrace, .openSet: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet:
                if level == 0 { return }
                level -= 1
            default: break
            }
            at += 1
        }
    }

    /// True when what follows the separator is another equation, not more of the qualifier.
    private func startsAnother(_ ahead: Int) -> Bool {
        var index = at + ahead
        if tokens[min(index, tokens.count - 1)].kind == .and { index += 1 }
        var level = 0
        while index < tokens.count {
            let token = tokens[index]
            switch token.kind {
            case .openParen, .openBracket, .openBrace, .openSet: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet: level -= 1
            case .relation where level == 0: return token.detail == RelationOperator.equal.rawValue
            case .comma, .semicolon, .and, .or, .end, .word:
                if level <= 0 { return false }
            default: break
            }
            if level < 0 { return false }
            index += 1
        }
        return false
    }
}
