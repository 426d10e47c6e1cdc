import AdjudgeBase

/// Digits and what groups, divides and scales them. Their value is read later.
extension Lexer {
    /// Digits, thousands separators, a decimal point, an exponent. The value is read later.
    mutating func number() {
        let start = at
        var end = at
        while end < text.count, text[end].isASCIIDigit { end += 1 }
        if let code = codeEnd(end) {
            emit(.code, code - start)
            return
        }
        if let base = basedEnd(end) {
            emit(.basedDigits, base - start)
            return
        }
        if let european = europeanEnd(end) {
            emit(.number, 1, european - start)
            return
        }
        if end > start, end - start <= 3, text[start] != UInt8(ascii: "0") { end = thousands(end) }
        if end < text.count, text[end] == UInt8(ascii: "."),
            !(end + 1 < text.count && text[end + 1] == UInt8(ascii: "."))
        {
            var fraction = end + 1
            while fraction < text.count, text[fraction].isASCIIDigit { fraction += 1 }
            if fraction > end + 1 || startsPeriod(fraction) || depth > 0 && end > start && endsElement(fraction) {
                end = fraction
            }
        } else if text.suffix(from: end).hasPrefix("{.}"), end + 3 < text.count, text[end + 3].isASCIIDigit {
            end += 3
            while end < text.count, text[end].isASCIIDigit { end += 1 }
        }
        if end < text.count, text[end] | 0x20 == UInt8(ascii: "e") {
            var exponent = end + 1
            if exponent < text.count, text[exponent] == UInt8(ascii: "-") || text[exponent] == UInt8(ascii: "+") {
                exponent += 1
            }
            let digits = exponent
            while exponent < text.count, text[exponent].isASCIIDigit { exponent += 1 }
            if exponent > digits { end = exponent }
        }
        emit(.number, 0, end - start)
    }

    /// `(0., 2.41)`: a decimal whose places were left out.
    private func endsElement(_ at: Int) -> Bool {
        text[at] == UInt8(ascii: ",") || text[at] == UInt8(ascii: ")") || text[at] == UInt8(ascii: "]")
    }

    /// `0.\overline{3}`, `0.(3)`: a period right behind the point. Any other point without digits ends a sentence.
    func startsPeriod(_ at: Int) -> Bool {
        let rest = text.suffix(from: at)
        if rest.hasPrefix("\\overline") || rest.hasPrefix("\\bar") { return true }
        if rest.hasPrefix("\\dot") { return !rest[4].isASCIILetter }
        return rest.count > 2 && rest[0] == UInt8(ascii: "(") && rest[1].isASCIIDigit
    }

    private func thousands(_ first: Int) -> Int {
        var end = first
        var groups = 0
        let isBracketed = depth > 0
        while end < text.count {
            let rest = text.suffix(from: end)
            var width = 0
            if rest.hasPrefix("{,}") {
                width = 3
            } else if rest.hasPrefix(",\\!") {
                width = 3
                while width < rest.count, rest[width] == 0x20 { width += 1 }
            } else if rest.hasPrefix("\\!,\\!") {
                width = 5
            } else if rest.hasPrefix("\\ ") {
                width = 2
            } else if rest.hasPrefix("\\!") || (rest.hasPrefix("\\,") && !isBracketed) {
                width = rest.hasPrefix("\\!:") ? 0 : 2
            } else if rest[0] == UInt8(ascii: ","), !isBracketed, !commasSeparate {
                width = 1
            } else if rest[0] == 0x20, isThousandsBySpace(end, first) {
                width = 1
            }
            guard width > 0, end + width + 3 <= text.count else { break }
            let group = end + width
            guard text[group].isASCIIDigit, text[group + 1].isASCIIDigit, text[group + 2].isASCIIDigit,
                group + 3 >= text.count || !text[group + 3].isASCIIDigit
            else { break }
            groups += 1
            end = group + 3
        }
        return groups > Lexer.maxGroups && text[first] == UInt8(ascii: ",") ? first : end
    }

    /// More groups of three digits than this are a list of numbers.
    private static let maxGroups = 6

    /// `1 234 567`: groups of exactly three digits; `1 234/5` is a mixed number.
    private func isThousandsBySpace(_ end: Int, _ first: Int) -> Bool {
        var at = end
        while at + 3 < text.count, text[at] == 0x20, text[at + 1].isASCIIDigit, text[at + 2].isASCIIDigit,
            text[at + 3].isASCIIDigit
        {
            at += 4
            if at < text.count, text[at].isASCIIDigit { return false }
        }
        return at > end && !(at < text.count && text[at] == UInt8(ascii: "/"))
    }

    /// The end of `1.234,56`, where the point groups and the comma is decimal.
    private func europeanEnd(_ first: Int) -> Int? {
        // `(1.005,2.01)` is a tuple of decimals.
        guard depth == 0, first - at >= 1, first - at <= 3 else { return nil }
        var end = first
        while end + 3 < text.count, text[end] == UInt8(ascii: "."), text[end + 1].isASCIIDigit,
            text[end + 2].isASCIIDigit,
            text[end + 3].isASCIIDigit
        { end += 4 }
        guard end > first, end + 1 < text.count, text[end] == UInt8(ascii: ","), text[end + 1].isASCIIDigit else {
            return nil
        }
        end += 1
        while end < text.count, text[end].isASCIIDigit { end += 1 }
        return end
    }

    /// The end of digits such as `152A` that a base follows: `152A_{12}`.
    private func basedEnd(_ digits: Int) -> Int? {
        guard digits < text.count, text[digits].isASCIILetter else { return nil }
        return upperDigitsEnd()
    }

    mutating func dots() {
        var end = at
        while end < text.count, text[end] == UInt8(ascii: ".") { end += 1 }
        if end - at >= 2 { emit(.ellipsis, end - at) } else { emit(.stop, 1) }
    }
}
