import AdjudgeBase

/// The kind of a token; its meaning beyond that is in `detail`.
enum TokenKind: UInt8, Sendable {
    case end
    /// Digits with their separators and point.
    case number
    /// A date, a telephone number: digits that are not to be computed.
    case code
    /// Digits of a base above ten, before `_`.
    case basedDigits
    /// One letter, or a Greek one spelled out as a command.
    case letter
    /// Several letters that are no known name.
    case word
    /// A ``MathFunction``.
    case function
    case pi, infinity, emptySet, ellipsis
    /// A blackboard letter: `\mathbb{R}`.
    case namedSet
    case over, choose
    case fraction, squareRoot, cubeRoot, binomial
    case plus, minus, times, slash, plusMinus, minusPlus
    case caret, underscore, bang, prime, percent, degree
    /// A currency sign; `detail` numbers it.
    case currency
    case comma, semicolon, colon, ampersand, newline, and, or, stop
    case openParen, closeParen, openBracket, closeBracket
    /// TeX's grouping braces.
    case openBrace, closeBrace
    /// `\{` and `\}`.
    case openSet, closeSet
    case openAngle, closeAngle, openFloor, closeFloor, openCeiling, closeCeiling
    case pipe, openPipe, closePipe, doublePipe, mid
    /// A ``RelationOperator``.
    case relation
    case union, intersection, setMinus
    case begin, endEnvironment
    case sum, product
    /// Integrals, limits, derivatives, quantifiers: read, never computed.
    case opaque
    /// `\pmod`, `\bmod`, `\mod`.
    case modulo
    case overline
    /// A mark over what follows; `detail` is an ``Accent``.
    case accent
    /// A name of ``SpecialFunction``.
    case namedFunction
    /// a.m. and p.m.; `detail` 1 for the latter.
    case meridiem
    /// A circled number; `detail` is its value.
    case circled
    /// A sign that cannot be part of an answer.
    case unknown
}

/// A piece of an answer: what it is and where it lies in the text.
struct Token: Sendable {
    var kind: TokenKind
    var detail: UInt8 = 0
    /// White space stands before it.
    var isSpaced = false
    /// It stands in `\text{…}` or the like.
    var isText = false
    var start: Int32
    var end: Int32
}

/// The tokens of an answer, the last of which says that it ends.
///
/// Reading is total: whatever lies beyond is that end again, so that no reader can run past it, however its text was cut
/// off.
///
/// A handle on memory of its own, as a ``Pile`` is one, which its owner gives back by ``free()``.
struct Tokens {
    private let items: UnsafeMutablePointer<Token>
    private let capacity: Int

    /// How many there are, with the end.
    private(set) var count = 0

    /// Room for as many tokens as a text may have; more than that trap.
    init(capacity: Int = Lexer.tokenCapacity) {
        items = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    /// Gives the memory back; the tokens are used no more.
    func free() { items.deallocate() }

    /// The token at `index`; the end beyond it.
    @inline(__always)
    subscript(_ index: Int) -> Token {
        UInt(bitPattern: index) < UInt(bitPattern: limit) ? items[index] : beyond(index)
    }

    @inline(never)
    private func beyond(_ index: Int) -> Token {
        guard count > 0 else { return Token(kind: .end, start: 0, end: 0) }
        guard index >= limit else { return items[0] }
        guard limit < count else { return items[count - 1] }
        let start = items[limit].start
        return Token(kind: .end, isSpaced: true, start: start, end: start)
    }

    /// Where reading stops: what is there and beyond it is an end. The number of tokens, unless a part is being read.
    private(set) var limit = 0

    /// Lets reading stop at `index`; returns where it stopped before.
    mutating func stop(at index: Int) -> Int {
        defer { limit = min(index, count) }
        return limit
    }

    /// The newest one, nil when there is none yet.
    var last: Token? { count > 0 ? items[count - 1] : nil }

    /// The tokens before `index`, as they lie in this memory.
    func prefix(_ index: Int) -> UnsafeBufferPointer<Token> { part(from: 0, to: index) }

    /// The tokens from `index` on, of which there are none beyond the end.
    func suffix(from index: Int) -> UnsafeBufferPointer<Token> { part(from: index, to: limit) }

    private func part(from first: Int, to end: Int) -> UnsafeBufferPointer<Token> {
        let end = min(max(end, 0), count)
        let first = min(max(first, 0), end)
        return UnsafeBufferPointer(start: items + first, count: end - first)
    }

    /// True when there is a token of that kind.
    func contains(_ kind: TokenKind) -> Bool { prefix(count).contains { $0.kind == kind } }

    @inline(__always)
    mutating func append(_ token: Token) {
        precondition(count < capacity)
        items[count] = token
        count += 1
        limit = count
    }

    mutating func removeAll() {
        count = 0
        limit = 0
    }

    /// Sets the newest token upright.
    func markLastAsText() {
        if count > 0 { items[count - 1].isText = true }
    }

    /// Lets the newest token end at another byte.
    func endLast(at end: Int) {
        if count > 0 { items[count - 1].end = Int32(end) }
    }

    /// Lets the token at `index` begin at another byte.
    func begin(_ index: Int, at start: Int32) {
        if index >= 0, index < count { items[index].start = start }
    }
}
