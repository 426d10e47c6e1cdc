import AdjudgeBase

/// What a token is. A token's meaning beyond its kind is in `detail`.
enum TokenKind: UInt8, Sendable {
    case end
    /// Digits with their separators and point.
    case number
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
    /// a.m. and p.m.; `detail` 1 for the latter.
    case meridiem
    /// A circled number; `detail` is its value.
    case circled
    /// What cannot be part of an answer.
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
