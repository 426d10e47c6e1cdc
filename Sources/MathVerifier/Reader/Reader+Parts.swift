import AdjudgeBase

/// Answers in parts: `(a) 5 (b) 6`, `(i) … (ii) …`, `1) … 2) …`, `Part A: …`.
extension Reader {
    private struct PartLabel {
        /// The first token of the label and the first behind it.
        let start: Int
        var end: Int
        /// Its place by letters and by Roman numerals; numbers have both alike.
        let letter: Int?
        let roman: Int?
        /// Only a colon or a point tells it from a name or a number.
        var isMarked = false
    }

    /// The parts as a list of labelled values; nil where the text has not two labels, the first of them at
    /// its beginning.
    mutating func parts() -> NodeID? {
        guard mayHaveParts else { return nil }
        let labels = partLabels()
        guard labels.count >= 2, labels[0].start == 0, let places = places(of: labels) else { return nil }
        guard !labels.contains(where: \.isMarked) || places.sorted() == Array(1...places.count) else { return nil }
        var items: [NodeID] = []
        for (index, label) in labels.enumerated() {
            let end = index + 1 < labels.count ? labels[index + 1].start : tokens.count - 1
            guard let value = part(from: label.end, to: end) else { return nil }
            let name = tree.store(24) { to in
                let text = "part \(places[index])"
                for (place, byte) in text.utf8.enumerated() { to[place] = byte }
                return text.utf8.count
            }
            items.append(tree.labelled(name, value, span: tree[value].span))
        }
        at = tokens.count - 1
        return tree.add(.list, children: items, detail: Joiner.parts.rawValue, span: span(from: 0))
    }

    private var mayHaveParts: Bool {
        switch tokens[1].kind {
        case .closeParen, .colon, .stop: true
        // A tuple has no bracket behind its first token.
        default: tokens[0].kind == .openParen ? tokens[2].kind == .closeParen : isPartWord(tokens[0])
        }
    }

    /// The value of a part, or else its words.
    private mutating func part(from start: Int, to end: Int) -> NodeID? {
        var last = end
        while last > start, isSeparator(tokens[last - 1].kind) { last -= 1 }
        guard last > start else { return nil }
        at = start
        if let value = reading(until: last, { $0.list(until: .end) }) { return value }
        let bytes = text[Int(tokens[start].start)..<Int(tokens[last - 1].end)]
        let words = Phrase.exact(bytes, in: tree)
        return tree.words(words, span: Span(start: Int(tokens[start].start), count: bytes.count))
    }

    private func isSeparator(_ kind: TokenKind) -> Bool {
        switch kind {
        case .comma, .semicolon, .newline, .and, .stop: true
        default: false
        }
    }

    // MARK: Labels

    private func partLabels() -> [PartLabel] {
        var labels: [PartLabel] = []
        var level = 0
        var index = 0
        while index < tokens.count, labels.count < 40 {
            if level == 0, let label = partLabel(at: index), canStart(index), isFollowed(label) {
                labels.append(label)
                index = label.end
                continue
            }
            switch tokens[index].kind {
            case .openParen, .openBracket, .openBrace, .openSet, .openAngle: level += 1
            case .closeParen, .closeBracket, .closeBrace, .closeSet, .closeAngle: level = max(0, level - 1)
            default: break
            }
            index += 1
        }
        return labels
    }

    private func partLabel(at index: Int) -> PartLabel? {
        var next = index
        let hasWord = isPartWord(tokens[next])
        if hasWord { next += 1 }
        let isOpen = tokens[next].kind == .openParen
        if isOpen { next += 1 }
        let name = tokens[next]
        let (letter, roman) = (letterPlace(name), romanPlace(name))
        guard letter != nil || roman != nil else { return nil }
        next += 1
        let isClosed = tokens[next].kind == .closeParen
        if isClosed { next += 1 }
        // `a: 5, b: 6` and `1. 5 2. 6`, where spaces follow; `3:4` is a ratio.
        let isMarked =
            tokens[next].kind == .colon && name.kind != .number || tokens[next].kind == .stop
        guard isClosed || hasWord || isMarked && tokens[next + 1].isSpaced, !isOpen || isClosed else { return nil }
        if isMarked, !isClosed, !hasWord {
            return PartLabel(start: index, end: next + 1, letter: letter, roman: roman, isMarked: true)
        }
        if tokens[next].kind == .colon || tokens[next].kind == .stop, hasWord || isClosed { next += 1 }
        return PartLabel(start: index, end: next, letter: letter, roman: roman)
    }

    private func isPartWord(_ token: Token) -> Bool {
        token.kind == .word
            && (bytes(token).equals("Part") || bytes(token).equals("part") || bytes(token).equals("PART"))
    }

    private func letterPlace(_ token: Token) -> Int? {
        switch token.kind {
        case .letter:
            guard token.detail == 0 else { return nil }
            return Int(text[Int(token.start)] | 0x20) - 0x60
        case .number:
            guard token.end - token.start <= 2 else { return nil }
            var value = 0
            for index in Int(token.start)..<Int(token.end) {
                guard text[index].isASCIIDigit else { return nil }
                value = value * 10 + Int(text[index] - 0x30)
            }
            return value
        default: return nil
        }
    }

    private func romanPlace(_ token: Token) -> Int? {
        if token.kind == .number { return letterPlace(token) }
        guard token.kind == .word || token.kind == .letter, token.detail == 0 else { return nil }
        let word = bytes(token)
        return Reader.romans.firstIndex { word.count == $0.utf8CodeUnitCount && word.equalsIgnoringCase($0) }
            .map { $0 + 1 }
    }

    private static let romans: [StaticString] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ]

    /// A label begins the text, or stands apart from what is before it.
    private func canStart(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        return tokens[index].isSpaced || isSeparator(tokens[index - 1].kind) || tokens[index].isText
    }

    /// A value stands behind the label, nothing that makes a factor or a side of it.
    private func isFollowed(_ label: PartLabel) -> Bool {
        let next = tokens[label.end]
        switch next.kind {
        case .end, .plus, .times, .slash, .caret, .underscore, .relation, .closeParen, .closeBracket, .closeBrace,
            .closeSet, .comma, .semicolon, .and, .or, .prime, .bang, .pipe, .percent, .degree, .union, .intersection:
            return false
        // `(2)(3)` is a product.
        case .openParen, .minus, .openBracket, .number:
            return next.isSpaced || next.isText || label.letter == nil
                || tokens[label.end - 2].kind == .letter && next.kind == .number
        default: return true
        }
    }

    /// The places of the labels by letters or by numerals, none left out; nil when they are no places.
    private func places(of labels: [PartLabel]) -> [Int]? {
        func run(_ places: [Int?]) -> [Int]? {
            let known = places.compactMap { $0 }
            guard known.count == places.count, let first = known.min(), first >= 1, first <= 20 else { return nil }
            for (index, place) in known.sorted().enumerated() where place != first + index { return nil }
            return known
        }
        return run(labels.map(\.roman)) ?? run(labels.map(\.letter))
    }
}
