import AdjudgeBase

/// A text that was read as one number.
enum NumberReading: Sendable {
    case number(Rational, isPercent: Bool)
    /// The text is no number; the offset is where reading stopped.
    case unreadable(at: Int)
    /// A number beyond the budget of digits.
    case tooLarge

    /// The value: a percentage is a hundredth.
    @inline(__always)
    var value: Rational? {
        guard case .number(let value, let isPercent) = self else { return nil }
        return isPercent ? Rational.quotient(value, .integer(100)) : value
    }
}

/// Reads a whole text as one exact number: integers, decimals, fractions `a/b` and `\frac{a}{b}`, mixed numbers,
/// percentages, scientific notation, thousands in groups of three, currency signs, and LaTeX's wrappers around them.
///
/// Linear in the text. Numbers beyond `maxDigits` digits or an exponent of that size are `tooLarge`.
struct NumberReader {
    /// About 2^16 bits.
    static let maxDigits = 19_000
    /// Longer texts are no numbers.
    static let maxBytes = 1 << 16

    private let text: Bytes
    private var at = 0
    private var end: Int
    private var tooLarge = false

    private init(_ text: Bytes) {
        self.text = text
        end = text.count
    }

    /// Reads `text`, which has been folded to ASCII where it had other forms of digits and signs.
    static func read(_ text: Bytes) -> NumberReading {
        if let plain = PlainDecimal(text) { return .number(plain.value, isPercent: false) }
        return readDressed(text)
    }

    /// Reads `text`, which is no ``PlainDecimal``.
    static func readDressed(_ text: Bytes) -> NumberReading {
        let trimmed = text.trimmed
        guard NumberReader(trimmed).mayBegin else { return .unreadable(at: 0) }
        guard trimmed.count <= maxBytes else {
            return trimmed.findFirst(in: notDigits) == nil ? .tooLarge : .unreadable(at: 0)
        }
        var reader = NumberReader(trimmed)
        return reader.whole()
    }

    private static let notDigits = ByteSet("0123456789").inverted

    /// True where a number, with its wrappers and signs, may begin.
    private var mayBegin: Bool {
        guard at < end else { return false }
        switch text[at] {
        case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "$"),
            UInt8(ascii: "{"), 0x20, 0x80...0xFF:
            return true
        case UInt8(ascii: "\\"):
            guard at + 1 < end else { return false }
            // Fractions, wrappers, spaces, `\\$`.
            switch text[at + 1] {
            case UInt8(ascii: "d"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "m"), UInt8(ascii: "("),
                UInt8(ascii: "["), UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: ","), UInt8(ascii: ";"), 0x20:
                return true
            default: return false
            }
        default: return false
        }
    }

    // MARK: Grammar

    private mutating func whole() -> NumberReading {
        unwrap()
        guard mayBegin else { return .unreadable(at: at) }
        let negative = sign()
        currency()
        let signedInside = !negative.seen ? sign() : (seen: false, negative: false)
        guard var value = magnitude() else { return tooLarge ? .tooLarge : .unreadable(at: at) }
        if negative.negative || signedInside.negative { value = -value }
        skipSpace()
        var percent = false
        if take("\\%") || take("%") { percent = true }
        skipSpace()
        if at < end, text[at] == UInt8(ascii: "."), at + 1 == end { at += 1 }
        return at == end ? .number(value, isPercent: percent) : .unreadable(at: at)
    }

    /// Takes away `$…$`, `\(…\)`, `\text{…}`, `\mathrm{…}`, `{…}` around the whole and a full stop behind it.
    private mutating func unwrap() {
        for _ in 0..<8 {
            let inner = rest.trimmed
            at = inner.offset(in: text) ?? at
            end = at + inner.count
            if end - at > 1, text[end - 1] == UInt8(ascii: "."), text[end - 2] == UInt8(ascii: "$") { end -= 1 }
            guard at < end, takeWrapper() else { return }
        }
    }

    /// Takes away one wrapper; false where there is none.
    private mutating func takeWrapper() -> Bool {
        switch text[at] {
        case UInt8(ascii: "$"): wrapped("$", "$")
        case UInt8(ascii: "{"): wrapped("{", "}")
        case UInt8(ascii: "\\"):
            switch text[at + 1] {
            case UInt8(ascii: "("): wrapped("\\(", "\\)")
            case UInt8(ascii: "["): wrapped("\\[", "\\]")
            case UInt8(ascii: "t"): wrapped("\\text{", "}")
            case UInt8(ascii: "m"): wrapped("\\mathrm{", "}") || wrapped("\\mathbf{", "}")
            default: false
            }
        default: false
        }
    }

    private mutating func wrapped(_ open: StaticString, _ close: StaticString) -> Bool {
        let inner = rest
        guard inner.count > open.utf8CodeUnitCount + close.utf8CodeUnitCount - 1, inner.hasPrefix(open),
            inner.hasSuffix(close)
        else { return false }
        if close.utf8Start[0] == UInt8(ascii: "}") {
            let brace = open.utf8CodeUnitCount - 1
            guard inner.matchingBrace(open: brace) == inner.count - 1 else { return false }
        } else if inner[open.utf8CodeUnitCount..<inner.count - close.utf8CodeUnitCount].find(Bytes(close)) != nil {
            return false
        }
        at += open.utf8CodeUnitCount
        end -= close.utf8CodeUnitCount
        return true
    }

    private mutating func sign() -> (seen: Bool, negative: Bool) {
        skipSpace()
        if take("-") { return (true, true) }
        return (take("+"), false)
    }

    private mutating func currency() {
        skipSpace()
        if take("\\$") || take("$") || take("€") || take("£") || take("¥") { skipSpace() }
    }

    /// A number without its sign: a fraction, a mixed number, or a decimal with what may follow it.
    private mutating func magnitude() -> Rational? {
        if let fraction = latexFraction() { return fraction }
        guard let number = decimal() else { return nil }
        if at == end || !mayGoOn { return number.value }
        if !number.isInteger { return scaled(number.value) }
        let mark = at
        skipSpace()
        if take("/") {
            skipSpace()
            guard let below = decimal(), below.isInteger else { return nil }
            return Rational.quotient(number.value, below.value)
        }
        if let part = latexFraction() ?? (at > mark ? slashFraction() : nil) {
            // A mixed number's part is a proper fraction: 4 10/3 is something else.
            return Rational.compare(part, .integer(1)) < 0 && part.sign > 0 ? number.value + part : nil
        }
        at = mark
        return scaled(number.value)
    }

    /// False where the digits that were read are all of the number, whatever follows.
    private var mayGoOn: Bool {
        switch text[at] {
        case UInt8(ascii: "\\"):
            // A fraction, a sign of multiplication, a space.
            switch text[at + 1] {
            case UInt8(ascii: "f"), UInt8(ascii: "d"), UInt8(ascii: "t"), UInt8(ascii: "c"), UInt8(ascii: " "),
                UInt8(ascii: "!"), UInt8(ascii: ","), UInt8(ascii: ";"):
                true
            default: false
            }
        case 0x00...0x20, UInt8(ascii: "/"), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "x"),
            UInt8(ascii: "*"), UInt8(ascii: "^"), 0x80...0xFF:
            true
        default: false
        }
    }

    /// `e12`, `\times 10^{12}`, `x 10^12`, or nothing.
    private mutating func scaled(_ value: Rational) -> Rational? {
        let mark = at
        if take("e") || take("E") { return exponent().flatMap { power(value, $0) } }
        skipSpace()
        guard take("\\times") || take("\\cdot") || take("x") || take("*") || take("×") else {
            if Rational.compare(value, .integer(10)) == 0, take("^") {
                return braced().flatMap { power(.integer(1), $0) }
            }
            at = mark
            return value
        }
        skipSpace()
        guard take("10"), take("^") else { return nil }
        return braced().flatMap { power(value, $0) }
    }

    private mutating func braced() -> Int? {
        guard take("{") else { return exponent() }
        guard let value = exponent(), take("}") else { return nil }
        return value
    }

    private mutating func exponent() -> Int? {
        skipSpace()
        let negative = take("-")
        if !negative { _ = take("+") }
        let start = at
        var value = 0
        while at < end, text[at].isASCIIDigit {
            value = min(value * 10 + Int(text[at] - 0x30), 1 << 30)
            at += 1
        }
        guard at > start else { return nil }
        skipSpace()
        if value > NumberReader.maxDigits { tooLarge = true }
        return negative ? -value : value
    }

    private mutating func power(_ value: Rational, _ exponent: Int) -> Rational? {
        guard !tooLarge else { return nil }
        let scale = NumberReader.tenTo(abs(exponent))
        return exponent < 0 ? Rational.quotient(value, scale) : value * scale
    }

    static func tenTo(_ exponent: Int) -> Rational {
        guard exponent <= 37 else { return .big(BigRational(tenTo: exponent)) }
        var value: Int128 = 1
        for _ in 0..<exponent { value *= 10 }
        return .small(value, 1)
    }

    // MARK: Parts

    /// `\frac{a}{b}`, `\dfrac`, `\tfrac`, `\frac12`.
    private mutating func latexFraction() -> Rational? {
        let mark = at
        guard at < end, text[at] == UInt8(ascii: "\\") else { return nil }
        guard take("\\frac") || take("\\dfrac") || take("\\tfrac") else { return nil }
        guard let above = argument(), let below = argument(), let value = Rational.quotient(above, below) else {
            at = mark
            return nil
        }
        return value
    }

    private mutating func argument() -> Rational? {
        skipSpace()
        guard take("{") else {
            guard at < end, text[at].isASCIIDigit else { return nil }
            at += 1
            return .integer(Int128(text[at - 1] - 0x30))
        }
        let negative = sign().negative
        guard let value = decimal()?.value else { return nil }
        skipSpace()
        return take("}") ? (negative ? -value : value) : nil
    }

    private mutating func slashFraction() -> Rational? {
        let mark = at
        guard let above = decimal(), above.isInteger, take("/"), let below = decimal(), below.isInteger,
            let value = Rational.quotient(above.value, below.value)
        else {
            at = mark
            return nil
        }
        return value
    }

    /// Digits with thousands separators and a decimal point.
    private mutating func decimal() -> (value: Rational, isInteger: Bool)? {
        let start = at
        var separator = false
        skipDigits()
        if at > start, at - start <= 3 {
            while let width = separatorWidth() {
                separator = true
                at += width + 3
            }
        }
        // A digit right after a group would make it one of four.
        if separator, at < end, text[at].isASCIIDigit { return nil }
        let integerEnd = at
        var fraction = at..<at
        if at < end, text[at] == UInt8(ascii: "."), at + 1 < end || at > start {
            at += 1
            let first = at
            skipDigits()
            fraction = first..<at
            if fraction.isEmpty, integerEnd == start { return nil }
        }
        guard integerEnd > start || !fraction.isEmpty else { return nil }
        let integer = start..<integerEnd
        guard integer.count + fraction.count <= NumberReader.maxDigits else {
            tooLarge = true
            return nil
        }
        let digits = NumberReader.number(text[integer], text[fraction])
        guard !fraction.isEmpty else { return (digits, true) }
        return Rational.quotient(digits, NumberReader.tenTo(fraction.count)).map { ($0, false) }
    }

    private mutating func skipDigits() {
        while at < end, text[at].isASCIIDigit { at += 1 }
    }

    /// The width of a thousands separator at the cursor that three digits follow, or nil.
    private func separatorWidth() -> Int? {
        guard at < end, text[at].isOne(of: "{\\, ") else { return nil }
        let rest = rest
        let width: Int
        if rest.hasPrefix("{,}") {
            width = 3
        } else if rest.hasPrefix("\\,") || rest.hasPrefix("\\!") {
            width = 2
        } else if rest.hasPrefix(",") || rest.hasPrefix(" ") {
            width = 1
        } else {
            return nil
        }
        let group = rest.count >= width + 3 && (0..<3).allSatisfy { rest[width + $0].isASCIIDigit }
        guard group else { return nil }
        // A space separates a group only when no fraction follows, as in 1 234: "1 234/5" is a mixed number.
        if rest[0] == 0x20, rest.count > width + 3, rest[width + 3] == UInt8(ascii: "/") || rest[width + 3].isASCIIDigit
        {
            return nil
        }
        return width
    }

    // MARK: Cursor

    /// The rest, which has not been read yet.
    private var rest: Bytes { text.part(from: at, to: end) }

    @inline(__always)
    private mutating func skipSpace() {
        if at < end, text[at] <= 0x20 || text[at] == UInt8(ascii: "\\") { skipSpaces() }
    }

    private mutating func skipSpaces() {
        while at < end {
            if text[at] <= 0x20 {
                at += 1
            } else if text[at] == UInt8(ascii: "\\"), at + 1 < end, text[at + 1].isOne(of: " !,;") {
                at += 2
            } else {
                return
            }
        }
    }

    @inline(__always)
    private mutating func take(_ token: StaticString) -> Bool {
        guard at < end, text[at] == token.utf8Start[0], rest.hasPrefix(token) else { return false }
        at += token.utf8CodeUnitCount
        return true
    }
}
