import AdjudgeBase

/// Reads an answer into a ``MathTree``: LaTeX with its usual damage, ASCII mathematics, Unicode signs, and the words
/// that answers are wrapped in.
///
/// Recursive descent under a depth budget, which bounds the stack; linear in the tokens but for bounded looks ahead.
struct Reader {
    /// Answers longer than this are not read.
    static let maxBytes = 4096
    /// Deeper nesting than this is not read.
    static let maxDepth = 64

    let text: Bytes
    let tree: MathTree
    private(set) var tokens: Tokens
    var at = 0
    var depth = 0
    /// How many `|` are open, so that the next one closes.
    var openPipes = 0
    /// The relation that is being read is a congruence, so that `mod` ends it.
    var isInCongruence = false
    /// The argument of a function without brackets is being read: brackets behind a name in it are no argument.
    var isInBareArgument = false
    /// The brackets behind a name are being read, where an arrow says what an argument goes to: `u(x, t \to \infty)`.
    var isInArgument = false
    /// How many brackets of functions such as `\cos(` are open: two letters in them are a product, `2\pi ft`.
    var openArguments = 0
    /// A subscript without braces is one letter, as TeX has it; otherwise the word that writers mean.
    var splitsSubscripts = false
    /// Braces of a set that is being read, where `|` begins its conditions.
    var isInSet = false
    /// Tokens that lost their first digit to an argument without braces, and where they began: `\frac12`.
    private var splits: [(token: Int, start: Int32)] = []
    /// Steps taken, over all attempts: whatever is tried twice is still bounded.
    private var steps = 0
    static let maxSteps = 20_000
    /// The furthest token that could not be read.
    private(set) var failedAt = 0

    private init(_ text: Bytes, _ tokens: Tokens, _ tree: MathTree) {
        self.text = text
        self.tokens = tokens
        self.tree = tree
    }

    /// The result of reading.
    enum Reading {
        case answer(NodeID)
        /// The offset of the first byte that makes no sense.
        case unreadable(at: Int)
    }

    /// Reads the whole of `text`, which has been folded for mathematics.
    static func read(
        _ text: Bytes, into tree: MathTree, _ tokens: inout Tokens, commasSeparate: Bool = false,
        splitsSubscripts: Bool = false
    ) -> Reading {
        if let plain = PlainDecimal(text), let start = plain.text.offset(in: text) {
            let span = Span(start: start, count: plain.text.count)
            return .answer(tree.decimal(plain.value, places: plain.places, span: span))
        }
        if let value = Numeral.hexadecimal(text) {
            return .answer(tree.based(value, tree.integer(16), span: Span(start: 0, count: text.count)))
        }
        guard text.count <= maxBytes, Lexer.run(text, into: &tokens, commasSeparate: commasSeparate) else {
            return .unreadable(at: min(text.count, maxBytes))
        }
        var reader = Reader(text, tokens, tree)
        reader.splitsSubscripts = splitsSubscripts
        let first = reader.whole()
        if let first { return .answer(first) }
        if let words = reader.allWords() { return .answer(words) }
        return .unreadable(at: Int(reader.tokens[reader.failedAt].start))
    }

    private mutating func whole() -> NodeID? {
        // `B)`
        if tokens.count == 3, tokens[0].kind == .letter, tokens[1].kind == .closeParen { at = 0; return letterAlone() }
        if let parts = parts() { return parts }
        if let choice = attempt({ $0.barelyLettered() }) { return choice }
        at = 0
        guard let answer = list(until: .end) else { return lettered() }
        while peek.kind == .stop || peek.kind == .comma || peek.kind == .semicolon || peek.kind == .newline { at += 1 }
        return peek.kind == .end ? answer : fail()
    }

    private func letterAlone() -> NodeID? {
        Symbol(bytes(tokens[0])).map { tree.symbol($0, span: Span(start: Int(tokens[0].start), count: 1)) }
    }

    /// The whole text as words, when that is what it mostly is.
    private func allWords() -> NodeID? {
        var letters = 0
        var digits = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte.isASCIILetter || byte >= 0x80 { letters += 1 }
            if byte.isASCIIDigit { digits += 1 }
        }
        guard letters > 2, digits * 4 <= letters,
            tokens.suffix(from: 0).contains(where: { $0.kind == .word || $0.isText })
        else { return nil }
        let phrase = Phrase.normalized(text, in: tree)
        let span = Span(start: 0, count: text.count)
        if let seconds = ClockTime.fullHours(phrase) {
            return tree.add(.time, [tree.integer(seconds)], detail: ClockTime.fullHour, span: span)
        }
        return Phrase.meaning(phrase, in: tree, span) ?? tree.words(phrase, span: span)
    }
}

// MARK: Cursor

extension Reader {
    @inline(__always)
    var peek: Token { tokens[at] }

    @inline(__always)
    func peek(_ ahead: Int) -> Token { tokens[at + ahead] }

    mutating func take(_ kind: TokenKind) -> Bool {
        guard peek.kind == kind else { return false }
        at += 1
        return true
    }

    mutating func fail() -> NodeID? {
        failedAt = max(failedAt, at)
        return nil
    }

    /// The text of a token.
    func bytes(_ token: Token) -> Bytes { text.part(from: Int(token.start), to: Int(token.end)) }

    /// The text from the beginning of the token at `first` to the end of the one before the cursor.
    func bytes(from first: Int) -> Bytes { text[span(from: first).range] }

    /// From the beginning of the token at `first` to the end of the one before the cursor.
    func span(from first: Int) -> Span {
        let start = Int(tokens[first].start)
        let end = at > first ? Int(tokens[at - 1].end) : start
        return Span(start: start, count: max(0, end - start))
    }

    /// Lets the current token begin one digit, or letter, later.
    mutating func dropFirstDigit() {
        splits.append((at, peek.start))
        tokens.begin(at, at: peek.start + 1)
    }

    /// Runs `body` one level deeper; nil when that is too deep or the tree is full.
    mutating func deeper(_ body: (inout Reader) -> NodeID?) -> NodeID? {
        steps += 1
        guard depth < Reader.maxDepth, steps < Reader.maxSteps, !tree.isFull else { return fail() }
        depth += 1
        defer { depth -= 1 }
        return body(&self)
    }

    /// A number or a letter with nothing beside it, the commonest item: read without asking each level of the grammar,
    /// which would find nothing of its own. Nil for all else.
    mutating func loneToken() -> NodeID? {
        guard peek.kind == .number || peek.kind == .letter, endsItem(peek(1).kind) else { return nil }
        // As many levels as it would be asked at.
        guard depth + 2 < Reader.maxDepth, steps + 2 < Reader.maxSteps, !tree.isFull else { return nil }
        let mark = at
        guard let node = peek.kind == .number ? number() : letter() else {
            at = mark
            return nil
        }
        steps += 2
        return node
    }

    /// True for what ends an item of a list, whatever stands before it.
    func endsItem(_ kind: TokenKind) -> Bool {
        switch kind {
        case .end, .comma, .semicolon, .closeParen, .closeBracket, .closeBrace, .closeSet, .and, .or: true
        default: false
        }
    }

    /// Runs `body` on the tokens before `stop`; nil, and back to where it was, when that does not read all of them.
    mutating func reading(until stop: Int, _ body: (inout Reader) -> NodeID?) -> NodeID? {
        attempt { reader in
            let outer = reader.tokens.stop(at: stop)
            defer { _ = reader.tokens.stop(at: outer) }
            guard let node = reader.deeper(body), reader.at == stop else { return nil }
            return node
        }
    }

    /// Runs `body`; goes back to where it was when that gives nothing.
    mutating func attempt(_ body: (inout Reader) -> NodeID?) -> NodeID? {
        let mark = at
        let splitCount = splits.count
        if let node = body(&self) { return node }
        while splits.count > splitCount {
            let split = splits.removeLast()
            tokens.begin(split.token, at: split.start)
        }
        at = mark
        return nil
    }
}
