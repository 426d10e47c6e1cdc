import AdjudgeBase

/// Brackets: grouping, tuples and intervals, sets, bars, floors, matrices, sums.
extension Reader {
    /// TeX braces that are no argument: they group, and print nothing; `{1,2,3}` is the list in them.
    mutating func braced() -> NodeID? {
        guard take(.openBrace) else { return fail() }
        if take(.closeBrace) { return fail() }
        let pipes = openPipes
        openPipes = 0
        defer { openPipes = pipes }
        guard let inner = list(until: .closeBrace), take(.closeBrace) else { return fail() }
        return inner
    }

    mutating func bracketed() -> NodeID? { deeper { $0.readBracketed() } }

    private mutating func readBracketed() -> NodeID? {
        let first = at
        let open = peek.kind
        at += 1
        let pipes = openPipes
        let wasInSet = isInSet
        openPipes = 0
        isInSet = open == .openSet
        defer {
            openPipes = pipes
            isInSet = wasInSet
        }
        if open == .openSet { return set(first) }
        if peek.kind == .closeParen { return fail() }
        guard let inner = list(until: open == .openAngle ? .token(.closeAngle) : .anyBracket) else {
            return nil
        }
        let close = peek.kind
        guard close == .closeParen || close == .closeBracket || close == .closeAngle || close == .openBracket else {
            return fail()
        }
        at += 1
        var brackets: Brackets = []
        if open == .openAngle { brackets.insert(.angle) }
        if open == .openBracket { brackets.insert(.closedLeft) }
        if close == .closeBracket { brackets.insert(.closedRight) }
        guard tree.kind(inner) == .list, tree[inner].detail == 0 || tree[inner].detail == Joiner.semicolon.rawValue
        else {
            let matches =
                (open == .openParen && close == .closeParen) || (open == .openBracket && close == .closeBracket)
            guard matches || tree.kind(inner) == .list else { return fail() }
            return choice(inner, open, first) ?? inner
        }
        return tree.add(.tuple, childrenOf: inner, detail: brackets.rawValue, span: span(from: first))
    }

    /// `(B)`, alone or before the text that it stands for, is a choice.
    private mutating func choice(_ inner: NodeID, _ open: TokenKind, _ first: Int) -> NodeID? {
        guard open == .openParen, tree.kind(inner) == .symbol,
            first == 0 || tokens.prefix(first).allSatisfy({ $0.kind == .openBrace })
        else { return nil }
        let name = text[tree[inner].span.range]
        guard name.count == 1, isChoiceLetter(name[0]), peek.kind != .relation, !startsProductAfterChoice
        else { return nil }
        return lettered(name[0], first)
    }

    /// `E: a long sentence`: a letter and the words of its option.
    mutating func lettered() -> NodeID? {
        let name = bytes(tokens[0])
        guard tokens[0].kind == .letter, tokens[1].kind == .colon, name.count == 1, isChoiceLetter(name[0]) else {
            return nil
        }
        at = 1
        return lettered(name[0], 0)
    }

    /// `A) 5`, `b) 6`: a letter and what it stands for.
    mutating func barelyLettered() -> NodeID? {
        let name = bytes(tokens[0])
        guard tokens[0].kind == .letter, tokens[1].kind == .closeParen, name.count == 1, isChoiceLetter(name[0]) else {
            return nil
        }
        at = 2
        return lettered(name[0], 0)
    }

    /// The choice of that letter, with the option's text where it follows; nil where more than one option does.
    private mutating func lettered(_ letter: UInt8, _ first: Int) -> NodeID? {
        let payload = Int32(letter & 0xDF)
        switch peek.kind {
        case .end, .closeBrace, .comma, .and, .or:
            return tree.add(.choice, [], payload: payload, span: span(from: first))
        default: break
        }
        let mark = at
        if peek.kind == .colon || peek.kind == .stop { at += 1 }
        let start = at
        guard depth <= 8 else { return nil }
        // A brace that was opened before the letter ends its text.
        var level = 0
        while peek.kind != .end, peek.kind != .closeBrace || level > 0 {
            if peek.kind == .openBrace { level += 1 }
            if peek.kind == .closeBrace { level -= 1 }
            at += 1
        }
        let stop = at
        guard stop > start else { return tree.add(.choice, [], payload: payload, span: span(from: first)) }
        guard isOneOption(start, stop) else {
            at = mark
            return nil
        }
        at = start
        let said = reading(until: stop) { $0.list(until: .end) }
        let bytes = text[Int(tokens[start].start)..<Int(tokens[stop - 1].end)]
        let option =
            said
            ?? tree.words(
                Phrase.normalized(bytes, in: tree), span: Span(start: Int(tokens[start].start), count: bytes.count))
        at = stop
        return tree.add(.choice, [option], payload: payload, span: span(from: first))
    }

    /// True when the tokens are the text of one option: no second label, no bar between options, no verb that says
    /// something of the letter.
    private func isOneOption(_ start: Int, _ stop: Int) -> Bool {
        if tokens[start].kind == .word, Phrase.saysOfChoice(bytes(tokens[start])) { return false }
        for index in start..<stop {
            switch tokens[index].kind {
            case .pipe, .mid, .doublePipe: return false
            case .letter:
                // `(B)`, `B)`: but `f(x)` and `(x)` are formulas.
                let isLabel =
                    tokens[index + 1].kind == .closeParen && index + 1 < stop && text[Int(tokens[index].start)] < 0x60
                    && tokens[index].detail == 0
                let isFree =
                    index == start || tokens[index - 1].kind != .openParen || tokens[index - 1].isSpaced
                    || index == start + 1 || tokens[index - 1].isText
                if isLabel, isFree { return false }
            default: break
            }
        }
        return true
    }

    /// Capitals, and the small letters that choices are also numbered with.
    private func isChoiceLetter(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x64)
    }

    /// `(A)(B)`, `(A)x`: a product after all.
    private var startsProductAfterChoice: Bool {
        switch peek.kind {
        case .openParen, .caret, .underscore, .times, .plus, .minus, .slash: true
        case .letter: !peek.isSpaced && !peek.isText
        default: false
        }
    }

    // MARK: Sets

    private mutating func set(_ first: Int) -> NodeID? {
        if take(.closeSet) { return tree.leaf(.emptySet, span: span(from: first)) }
        // The one brace of a system: `\left\{\begin{array}…\end{array}\right.`
        if peek.kind == .begin {
            guard let system = environment() else { return nil }
            return take(.closeSet) ? tree.add(.set, [system], span: span(from: first)) : system
        }
        guard let inner = list(until: .closeSet) else {
            return fail()
        }
        if peek.kind == .pipe || peek.kind == .mid || peek.kind == .colon || peek.kind == .openPipe
            || peek.kind == .closePipe
        {
            at += 1
            isInSet = false
            guard let condition = list(until: .closeSet), take(.closeSet) else { return fail() }
            return tree.add(.setBuilder, [inner, condition], span: span(from: first))
        }
        guard take(.closeSet) else { return fail() }
        if tree.kind(inner) == .list, tree[inner].detail != Joiner.semicolon.rawValue {
            return tree.add(.set, childrenOf: inner, span: span(from: first))
        }
        // `\{n \ge 13\}`: a condition alone.
        return tree.kind(inner) == .relation ? inner : tree.add(.set, [inner], span: span(from: first))
    }

    // MARK: Bars

    mutating func absolute() -> NodeID? {
        let first = at
        let open = peek.kind
        let close: TokenKind = open == .openPipe ? .closePipe : open
        at += 1
        openPipes += 1
        defer { openPipes -= 1 }
        guard let inner = deeper({ $0.relationInBars() }) else { return nil }
        guard
            peek.kind == close || (open == .pipe && peek.kind == .closePipe)
                || (open == .openPipe && peek.kind == .pipe)
        else {
            return fail()
        }
        at += 1
        if tree.kind(inner) == .matrix {
            return tree.function(.determinant, [inner], span: span(from: first))
        }
        return tree.function(.abs, [inner], span: span(from: first))
    }

    private mutating func relationInBars() -> NodeID? { sum() }

    mutating func rounded(_ function: MathFunction, _ close: TokenKind) -> NodeID? {
        let first = at
        at += 1
        guard let inner = sum(), take(close) else { return fail() }
        return tree.function(function, [inner], span: span(from: first))
    }

    // MARK: Environments

    mutating func environment() -> NodeID? { deeper { $0.readEnvironment() } }

    private mutating func readEnvironment() -> NodeID? {
        let first = at
        guard let name = environmentName() else { return fail() }
        let isMatrix = name.hasSuffix("matrix") || name.hasSuffix("matrix*") || name.equals("array")
        if name.equals("array"), peek.kind == .openBrace {
            while peek.kind != .closeBrace, peek.kind != .end { at += 1 }
            guard take(.closeBrace) else { return fail() }
        }
        var rows: [[NodeID]] = []
        var row: [NodeID] = []
        while peek.kind != .endEnvironment {
            if take(.newline) {
                if !row.isEmpty { rows.append(row) }
                row = []
                continue
            }
            if take(.ampersand) {
                // An empty cell has no value; between the columns of equations the sign only aligns.
                if isMatrix, row.isEmpty || endsCell(peek.kind) { return fail() }
                continue
            }
            if !isMatrix, take(.comma) || take(.and) || take(.semicolon) || take(.stop) { continue }
            if !isMatrix, row.count == 1, let condition = caseCondition() {
                row.append(condition)
                continue
            }
            guard var cell = relation() else { return nil }
            if !isMatrix {
                guard let qualified = conditioned(cell, until: .token(.endEnvironment)) else { return nil }
                cell = qualified
            }
            row.append(cell)
            if !isMatrix { skipToCellEnd() }
        }
        if !row.isEmpty { rows.append(row) }
        guard environmentName() != nil, let width = rows.first?.count else { return fail() }
        guard isMatrix, !rows.joined().contains(where: { tree.kind($0) == .relation }) else {
            // Columns of `aligned` are no conditions, as those of `cases` are: relations side by side all hold.
            if !isMatrix, !name.hasSuffix("cases"), rows.contains(where: { $0.count > 1 }) {
                guard rows.joined().allSatisfy({ tree.kind($0) == .relation }) else { return fail() }
                return system(rows.joined().map { [$0] }, first)
            }
            return rows.allSatisfy { $0.count <= 2 } ? system(rows, first) : fail()
        }
        guard width > 0, width < 256, rows.allSatisfy({ $0.count == width }) else { return fail() }
        let matrix = tree.add(.matrix, children: rows.flatMap { $0 }, detail: UInt8(width), span: span(from: first))
        return name.hasPrefix("v") ? tree.function(.determinant, [matrix], span: span(from: first)) : matrix
    }

    private func endsCell(_ kind: TokenKind) -> Bool {
        kind == .ampersand || kind == .newline || kind == .endEnvironment
    }

    /// The equations of `cases` or `aligned`, all of which hold.
    private func system(_ rows: [[NodeID]], _ first: Int) -> NodeID {
        let items = rows.map { row in
            row.count == 1
                ? row[0]
                : tree.add(
                    .conditioned, children: row.prefix(2), detail: isOtherwise(row[1]) ? Clause.otherwise.rawValue : 0,
                    span: tree[row[0]].span)
        }
        return items.count == 1
            ? items[0] : tree.add(.list, children: items, detail: Joiner.and.rawValue, span: span(from: first))
    }

    private func isOtherwise(_ id: NodeID) -> Bool {
        tree.kind(id) == .words && tree.text(id).equals("otherwise")
    }

    /// The condition in the second cell of a case: relations, or its words.
    private mutating func caseCondition() -> NodeID? {
        var stop = at
        var level = 0
        while level > 0 || !endsCell(tokens[stop].kind) {
            switch tokens[stop].kind {
            case .end: return nil
            case .openBrace, .begin: level += 1
            case .closeBrace, .endEnvironment: level -= 1
            default: break
            }
            stop += 1
        }
        var last = stop
        while last > at, tokens[last - 1].kind == .comma || tokens[last - 1].kind == .stop { last -= 1 }
        guard last > at else { return nil }
        let start = at
        while at < last - 1, peek.kind == .word, Phrase.isQualifier(bytes(peek)), !isOtherwiseWord { at += 1 }
        let condition = reading(until: last) { $0.list(until: .end) }
        let words = text[Int(tokens[at < last ? at : start].start)..<Int(tokens[last - 1].end)]
        at = stop
        if let condition, tree.kind(condition) != .words { return condition }
        let isRest = words.trimmed.equals("otherwise") || words.trimmed.equals("else")
        return tree.words(isRest ? Bytes("otherwise") : Phrase.exact(words, in: tree), span: span(from: start))
    }

    private var isOtherwiseWord: Bool { bytes(peek).equals("otherwise") || bytes(peek).equals("else") }

    private mutating func skipToCellEnd() {
        while peek.kind == .comma || peek.kind == .word || peek.kind == .stop { at += 1 }
    }

    /// Takes `\begin{name}` or `\end{name}`.
    private mutating func environmentName() -> Bytes? {
        at += 1
        guard take(.openBrace) else { return nil }
        let first = at
        while peek.kind != .closeBrace, peek.kind != .end { at += 1 }
        guard at > first, peek.kind == .closeBrace else { return nil }
        let name = bytes(from: first)
        at += 1
        return name
    }

    // MARK: Sums and products

    /// `\sum_{k=1}^{n} t`.
    mutating func series() -> NodeID? {
        let first = at
        let kind: NodeKind = peek.kind == .sum ? .series : .seriesProduct
        at += 1
        var lower: NodeID?
        var upper: NodeID?
        while peek.kind == .underscore || peek.kind == .caret {
            let isLower = peek.kind == .underscore
            at += 1
            guard let bound = script() else { return nil }
            if isLower { lower = bound } else { upper = bound }
        }
        guard let term = product() else { return nil }
        guard let lower, let upper, tree.kind(lower) == .relation, tree.count(lower) == 2 else {
            return tree.opaque(Phrase.compact(text[span(from: first).range], in: tree), span: span(from: first))
        }
        var variable = tree.child(lower, 0)
        if tree.kind(variable) == .imaginary { variable = tree.symbol(Symbol("i"), span: tree[variable].span) }
        guard tree.kind(variable) == .symbol else { return fail() }
        let body = tree.symbol(variable) == Symbol("i") ? renamingImaginary(term) : term
        return tree.add(kind, [variable, tree.child(lower, 1), upper, body], span: span(from: first))
    }

    /// `i` as an index is a variable.
    private func renamingImaginary(_ node: NodeID) -> NodeID {
        if tree.kind(node) == .imaginary { return tree.symbol(Symbol("i"), span: tree[node].span) }
        guard tree.count(node) > 0 else { return node }
        return tree.copy(node, children: tree.children(node).map { renamingImaginary($0) })
    }

    /// Integrals, limits, arrows: kept as text to the end of the item.
    mutating func opaque() -> NodeID? {
        let first = at
        var level = 0
        while peek.kind != .end {
            switch peek.kind {
            case .openParen, .openBracket, .openBrace, .openSet, .begin: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet, .endEnvironment:
                if level == 0 { return closeOpaque(first) }
                level -= 1
            case .comma, .semicolon, .and, .or, .relation, .newline:
                if level == 0 { return closeOpaque(first) }
            default: break
            }
            at += 1
        }
        return closeOpaque(first)
    }

    private mutating func closeOpaque(_ first: Int) -> NodeID? {
        guard at > first + 1 else { return fail() }
        return tree.opaque(Phrase.compact(text[span(from: first).range], in: tree), span: span(from: first))
    }
}
