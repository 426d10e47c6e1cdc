import AdjudgeBase

/// Numbers: decimals, periods, numerals of other bases.
extension Reader {
    mutating func number() -> NodeID? {
        let first = at
        let token = peek
        let literal = bytes(token)
        if token.detail == 0, !mayRepeat(peek(1).kind), let plain = PlainDecimal(literal) {
            at += 1
            return tree.decimal(plain.value, places: plain.places, span: span(from: first))
        }
        guard let decimal = Decimal(literal, isEuropean: token.detail == 1) else { return fail() }
        at += 1
        if let repeating = repeatingTail(decimal, literal, first) { return repeating }
        return tree.decimal(decimal.value, places: decimal.places, span: span(from: first))
    }

    /// True for what the sign of a period begins with.
    private func mayRepeat(_ kind: TokenKind) -> Bool {
        switch kind {
        case .overline, .openParen, .ellipsis: true
        default: false
        }
    }

    /// `0.1\overline{6}`, `0.333…`, `0.(3)`.
    private mutating func repeatingTail(_ decimal: Decimal, _ literal: Bytes, _ first: Int) -> NodeID? {
        guard mayRepeat(peek.kind) else { return nil }
        guard literal.findFirst(in: Reader.point) != nil else { return nil }
        if peek.kind == .overline
            || (peek.kind == .openParen && !peek.isSpaced && peek(1).kind == .number && peek(2).kind == .closeParen)
        {
            return attempt { reader in
                let isOverline = reader.peek.kind == .overline
                reader.at += 1
                let isBraced = isOverline ? reader.take(.openBrace) : true
                guard reader.peek.kind == .number else { return nil }
                let digits = reader.bytes(reader.peek)
                reader.at += 1
                if isBraced, !(isOverline ? reader.take(.closeBrace) : reader.take(.closeParen)) { return nil }
                return reader.repeating(decimal, digits, first)
            }
        }
        guard peek.kind == .ellipsis, decimal.places >= 3 else { return nil }
        // Only a tail of one digit, or of two or three, that is repeated in print says how it goes on.
        for period in 1...3 where decimal.places >= max(3, 2 * period) {
            let digits = literal.suffix(from: literal.count - period)
            var repeats = 1
            while (repeats + 1) * period <= decimal.places,
                literal[literal.count - (repeats + 1) * period..<literal.count - repeats * period] == digits
            { repeats += 1 }
            guard repeats * period >= max(3, 2 * period) else { continue }
            at += 1
            return repeating(decimal, digits, first)
        }
        return nil
    }

    private func repeating(_ decimal: Decimal, _ period: Bytes, _ first: Int) -> NodeID? {
        guard period.count <= 64, (0..<period.count).allSatisfy({ period[$0].isASCIIDigit }) else {
            return nil
        }
        let digits = NumberReader.number(period, Bytes.empty)
        let nines = NumberReader.tenTo(period.count) - .integer(1)
        guard let tail = Rational.quotient(digits, nines * NumberReader.tenTo(decimal.places)) else { return nil }
        return tree.number(decimal.value + tail, span: span(from: first))
    }

    private static let point = ByteSet(".")

    mutating func basedDigits() -> NodeID? {
        let first = at
        let digits = Span(start: Int(peek.start), count: Int(peek.end - peek.start))
        at += 1
        guard take(.underscore), let base = script(), case .small(let radix, 1)? = tree.number(base), radix >= 2,
            radix <= 36, let value = Numeral.value(text[digits.range], base: Int(radix))
        else { return fail() }
        return tree.based(value, base, span: span(from: first))
    }
}
