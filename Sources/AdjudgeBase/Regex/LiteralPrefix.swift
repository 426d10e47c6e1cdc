/// Finds the literal that every match of a pattern must begin with, so that the SIMD kernels can look for it first.
enum LiteralPrefix {
    /// The literal prefix, or "" when there is none or it is uncertain.
    ///
    /// Reads characters up to the first metacharacter, without a character that a quantifier makes optional. A pattern
    /// with an alternation anywhere outside an escape has no certain prefix, nor has one that begins with `(*`, which
    /// can set options.
    static func of(_ pattern: String) -> String {
        let text = Array(pattern.unicodeScalars)
        guard !hasAlternation(text), !pattern.hasPrefix("(*") else { return "" }
        var literal = String.UnicodeScalarView()
        var index = 0
        while index < text.count {
            var scalar = text[index]
            if "[](){}.*+?^$|".unicodeScalars.contains(scalar) { break }
            if scalar == "\\" {
                guard index + 1 < text.count, text[index + 1].isASCII,
                    !text[index + 1].properties.isAlphabetic, text[index + 1].properties.numericType == nil
                else { break }
                index += 1
                scalar = text[index]
            }
            index += 1
            if index < text.count, "*?{".unicodeScalars.contains(text[index]) { break }
            literal.append(scalar)
            if index < text.count, text[index] == "+" { break }
        }
        return literal.count >= 2 ? String(literal) : ""
    }

    private static func hasAlternation(_ text: [Unicode.Scalar]) -> Bool {
        var index = 0
        while index < text.count {
            if text[index] == "\\" { index += 1 } else if text[index] == "|" { return true }
            index += 1
        }
        return false
    }
}
