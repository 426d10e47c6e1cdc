import AdjudgeBase

/// TeX commands, whole and damaged.
extension Lexer {
    mutating func command() {
        guard at + 1 < text.count else { return skip(1) }
        var end = at + 1
        while end < text.count, text[end].isASCIILetter { end += 1 }
        if end == at + 1 { return signCommand(text[at + 1]) }
        named(text[at + 1..<end], from: end)
    }

    private mutating func named(_ name: Bytes, from end: Int) {
        guard let symbol = Symbol(name) else { return emit(.unknown, end - at) }
        switch CommandTable.actions[symbol] {
        case .openText: openText(end)
        case .style: styled(symbol, end)
        case .space: spacing(end)
        case .blackboard: blackboard(end)
        case .negation: negated(end)
        case .accent(let accent): accented(accent, symbol, end)
        case .token(let meaning): emit(meaning.kind, meaning.detail, end - at)
        case nil where name.equals("AA"): emit(.word, end - at)
        case nil where name.equals("ohm"): emit(.word, end - at)
        case nil: glued(end)
        }
    }

    /// A command name run into what follows it, as in `\pir` or `\cdotx`: the longest known beginning is meant.
    private mutating func glued(_ end: Int) {
        var length = end - at - 2
        while length >= 2 {
            if let name = Symbol(text[at + 1..<at + 1 + length]) {
                if let meaning = CommandTable.commands[name] { return emit(meaning.kind, meaning.detail, length + 1) }
                if CommandTable.space.contains(name) { return skip(length + 1) }
            }
            length -= 1
        }
        emit(.unknown, end - at)
    }

    private mutating func styled(_ name: Symbol, _ end: Int) {
        // `\left.` and `\right.` are invisible; `\left|` says which side the bar is on.
        if name == Symbol("left") || name == Symbol("right") {
            var next = end
            while next < text.count, text[next] == 0x20 { next += 1 }
            if next < text.count, text[next] == UInt8(ascii: ".") { return skip(next + 1 - at) }
            if next < text.count, text[next] == UInt8(ascii: "|") {
                return emit(name == Symbol("left") ? .openPipe : .closePipe, next + 1 - at)
            }
        }
        let spaced = isSpaced
        skip(end - at)
        isSpaced = spaced
    }

    /// A mark. Over digits a bar or a dot is a period; bold and script type matter on lone letters only.
    private mutating func accented(_ accent: Accent, _ name: Symbol, _ end: Int) {
        var next = end
        while text[next] == UInt8(ascii: "{") || text[next] == 0x20 { next += 1 }
        if accent == .bar || accent == .dot, text[next].isASCIIDigit { return emit(.overline, end - at) }
        let isArrow = name == Symbol("vec") || name == Symbol("overrightarrow")
        if accent.isStyle, !isArrow, !holdsLetter(end) { return styled(name, end) }
        emit(.accent, accent.rawValue, end - at)
    }

    /// True when one letter, Latin or Greek, stands at `start`, alone in its braces or without any.
    private func holdsLetter(_ start: Int) -> Bool {
        var next = start
        while text[next] == 0x20 { next += 1 }
        let isBraced = text[next] == UInt8(ascii: "{")
        if isBraced { next += 1 }
        while text[next] == 0x20 { next += 1 }
        if text[next] == UInt8(ascii: "\\") {
            var stop = next + 1
            while text[stop].isASCIILetter { stop += 1 }
            guard let name = Symbol(text[next + 1..<stop]), CommandTable.commands[name]?.kind == .letter else {
                return false
            }
            next = stop
        } else {
            guard text[next].isASCIILetter else { return false }
            next += 1
        }
        while isBraced, text[next] == 0x20 { next += 1 }
        return isBraced ? text[next] == UInt8(ascii: "}") || text[next] == UInt8(ascii: "_") : true
    }

    private mutating func spacing(_ end: Int) {
        var after = end
        if after < text.count, text[after] == UInt8(ascii: "{"), let close = text.matchingBrace(open: after) {
            after = close + 1
        }
        skip(after - at)
    }

    private mutating func blackboard(_ end: Int) {
        var letter = end
        var open = 0
        while text[letter] == UInt8(ascii: "{") || text[letter] == 0x20 {
            if text[letter] == UInt8(ascii: "{") { open += 1 }
            letter += 1
        }
        guard text[letter].isASCIILetter else { return emit(.unknown, end - at) }
        var after = letter + 1
        // Only the braces that opened here close here: those of `2^{\mathbb N}` are others'.
        while open > 0, text[after] == UInt8(ascii: "}") {
            open -= 1
            after += 1
        }
        emit(.namedSet, text[letter], after - at)
    }

    private mutating func negated(_ end: Int) {
        var next = end
        while next < text.count, text[next] == 0x20 { next += 1 }
        let rest = text.suffix(from: next)
        if rest.hasPrefix("=") { return emit(.relation, RelationOperator.notEqual.rawValue, next + 1 - at) }
        if rest.hasPrefix("\\in") { return emit(.relation, RelationOperator.notElement.rawValue, next + 3 - at) }
        emit(.unknown, end - at)
    }

    private mutating func openText(_ end: Int) {
        var open = end
        while open < text.count, text[open] == 0x20 { open += 1 }
        guard open < text.count, text[open] == UInt8(ascii: "{"), let close = text.matchingBrace(open: open) else {
            return skip(end - at)
        }
        // One letter is set upright, not said: `\mathrm{e}`.
        let isLetter = text[open + 1..<close].trimmed.count == 1
        skip(open + 1 - at)
        if isLetter {
            while text[at] == 0x20 { at += 1 }
            if at < close, text[at].isASCIILetter {
                emit(.letter, 0, 1)
                tokens.markLastAsText()
                at = close + 1
                return
            }
        }
        textEnds.append(close)
    }

    private mutating func signCommand(_ sign: UInt8) {
        switch sign {
        case UInt8(ascii: "{"): emit(.openSet, 2)
        case UInt8(ascii: "}"): emit(.closeSet, 2)
        case UInt8(ascii: "$"): emit(.currency, 2)
        case UInt8(ascii: "%"): emit(.percent, 2)
        case UInt8(ascii: "|"): emit(.doublePipe, 2)
        case UInt8(ascii: "\\"):
            // `\\frac` is a command whose backslash was doubled, unless rows of a matrix are being told apart.
            if at + 2 < text.count, text[at + 2].isASCIILetter, !isInEnvironment {
                at += 1
                return
            }
            emit(.newline, 2)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "!"),
            UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ">"), 0x20, 0x0A, 0x09,
            UInt8(ascii: "/"):
            skip(2)
        case UInt8(ascii: "&"): emit(.and, 2)
        case UInt8(ascii: "-") where isInEnvironment, 0x30...0x39 where isInEnvironment:
            // A row's end that lost one of its backslashes.
            emit(.newline, 1)
        default: skip(1)
        }
    }

    private var isInEnvironment: Bool { tokens.contains(.begin) }

    /// `\text` whose backslash and `t` became a TAB, and its kin with form feed, backspace, return and vertical tab.
    mutating func brokenCommand() {
        let lost: UInt8 =
            switch text[at] {
            case 0x09: UInt8(ascii: "t")
            case 0x0C: UInt8(ascii: "f")
            case 0x08: UInt8(ascii: "b")
            case 0x0D: UInt8(ascii: "r")
            default: UInt8(ascii: "v")
            }
        var end = at + 1
        while end < text.count, text[end].isASCIILetter { end += 1 }
        guard end - at >= 2, end - at <= Symbol.maxBytes else { return skip(1) }
        var bytes: [UInt8] = [lost]
        for index in at + 1..<end { bytes.append(text[index]) }
        let name = bytes.withUnsafeBufferPointer { Symbol(Bytes($0)) }
        guard let name else { return skip(1) }
        if CommandTable.text.contains(name) { return openText(end) }
        // A circle sign that lost its caret's command: `^\textcirc` is one.
        if name == Symbol("textcirc") { return emit(.degree, end - at) }
        guard let meaning = CommandTable.commands[name] else { return skip(1) }
        emit(meaning.kind, meaning.detail, end - at)
    }
}
