import AdjudgeBase

/// Cuts an answer into tokens: TeX, ASCII mathematics, Unicode signs and words alike.
///
/// Linear in the text. Commands that only set spacing or style yield nothing; `\text{…}` yields the tokens inside it,
/// marked as text.
struct Lexer {
    let text: Bytes
    var at = 0
    var isSpaced = false
    /// Ends of the text commands that are open, innermost last.
    var textEnds: ContiguousArray<Int> = []
    /// Dollar signs set formulas apart when they come in pairs, and are currency otherwise.
    let dollarsArePairs: Bool
    var tokens: Tokens
    /// How many brackets that can hold lists are open: there a comma separates.
    var depth = 0
    /// Commas never group digits: another reading of `60,120`.
    let commasSeparate: Bool

    /// Cuts `text` into tokens, reusing `tokens`' memory; nil when there are more than the budget allows.
    static func run(_ text: Bytes, into tokens: inout Tokens, commasSeparate: Bool = false) -> Bool {
        var lexer = Lexer(text, tokens, commasSeparate)
        lexer.tokens.removeAll()
        defer { tokens = lexer.tokens }
        return lexer.run()
    }

    static let maxTokens = 4_000
    /// What the step that reaches ``maxTokens`` may still emit, and the end.
    static let tokenCapacity = maxTokens + 64

    private init(_ text: Bytes, _ tokens: Tokens, _ commasSeparate: Bool) {
        self.text = text
        self.tokens = tokens
        self.commasSeparate = commasSeparate
        dollarsArePairs = Lexer.dollars(text) % 2 == 0
    }

    /// How many dollar signs there are that are no `\$`.
    private static func dollars(_ text: Bytes) -> Int {
        guard text.findFirst(in: dollar) != nil, var index = text.findFirst(in: dollarOrBackslash) else { return 0 }
        var dollars = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if text[index] == UInt8(ascii: "$") { dollars += 1 }
            index += 1
        }
        return dollars
    }

    private static let dollar = ByteSet("$")
    private static let dollarOrBackslash = ByteSet("\\$")

    private mutating func run() -> Bool {
        while at < text.count {
            guard tokens.count < Lexer.maxTokens else { return false }
            if let end = textEnds.last, at >= end {
                textEnds.removeLast()
                at = end + 1
                isSpaced = true
                continue
            }
            step()
        }
        tokens.append(Token(kind: .end, isSpaced: true, start: Int32(text.count), end: Int32(text.count)))
        return true
    }

    mutating func emit(_ kind: TokenKind, _ length: Int) { emit(kind, 0, length) }

    mutating func emit(_ kind: TokenKind, _ detail: UInt8, _ length: Int) {
        tokens.append(
            Token(
                kind: kind, detail: detail, isSpaced: isSpaced, isText: !textEnds.isEmpty, start: Int32(at),
                end: Int32(at + length)))
        isSpaced = false
        at += length
        if Lexer.opensList(kind) { depth += 1 } else if Lexer.closesList(kind) { depth = max(0, depth - 1) }
    }

    mutating func skip(_ length: Int) {
        at += length
        isSpaced = true
    }

    private mutating func step() {
        let byte = text[at]
        switch byte {
        case 0x30...0x39: number()
        case UInt8(ascii: "."):
            if at + 1 < text.count, text[at + 1].isASCIIDigit || startsPeriod(at + 1) { number() } else { dots() }
        case 0x41...0x5A, 0x61...0x7A: letters()
        case UInt8(ascii: "\\"): command()
        case 0x09, 0x0C, 0x08, 0x0D, 0x0B: brokenCommand()
        case 0x00...0x20: skip(1)
        case 0x80...0xFF: character()
        default: sign(byte)
        }
    }

    private static func opensList(_ kind: TokenKind) -> Bool {
        switch kind {
        case .openParen, .openBracket, .openSet, .openAngle: true
        default: false
        }
    }

    private static func closesList(_ kind: TokenKind) -> Bool {
        switch kind {
        case .closeParen, .closeBracket, .closeSet, .closeAngle: true
        default: false
        }
    }

}
