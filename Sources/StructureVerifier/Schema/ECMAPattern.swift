import AdjudgeBase

/// Regular expressions of ECMA-262, which JSON Schema's `pattern` is, rewritten for PCRE2.
///
/// Escapes that ECMA-262 does not have are errors, and so are PCRE2's verbs, recursion and callouts. Python's named groups
/// and inline flags pass unless asked to be strict, because schemas that Python wrote have them.
enum ECMAPattern {
    /// Compiles a pattern; it matches anywhere in a text.
    static func compile(_ pattern: String, isStrict: Bool = false) throws(RegexError) -> RegexPattern {
        var rewriter = Rewriter(Array(pattern.unicodeScalars), isStrict: isStrict)
        guard let text = rewriter.rewritten() else {
            let read = String(String.UnicodeScalarView(rewriter.source[..<min(rewriter.at, rewriter.source.count)]))
            throw RegexError(
                pattern: pattern, byte: read.utf8.count, message: "\(rewriter.problem), which ECMA-262 does not have")
        }
        return try RegexPattern(text, options: .ecmaScript)
    }

    private struct Rewriter {
        let source: [Unicode.Scalar]
        let isStrict: Bool
        var at = 0
        var output = ""
        var problem = ""
        private var isInClass = false

        private static let spaces =
            "\\t\\n\\x0b\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"

        init(_ source: [Unicode.Scalar], isStrict: Bool) {
            self.source = source
            self.isStrict = isStrict
        }

        private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
            at + offset < source.count ? source[at + offset] : nil
        }

        /// The pattern for PCRE2; nil where it is none, with ``problem`` saying why.
        mutating func rewritten() -> String? {
            while let scalar = peek() {
                at += 1
                switch scalar {
                case "\\": if !escape() { return nil }
                case "[" where isInClass: output += "\\["
                case "[":
                    isInClass = true
                    output += "["
                    if peek() == "^" {
                        output += "^"
                        at += 1
                    }
                case "]":
                    isInClass = false
                    output += "]"
                case "." where !isInClass: output += "[^\\n\\r\\x{2028}\\x{2029}]"
                case "(" where !isInClass: if !group() { return nil }
                default: output.unicodeScalars.append(scalar)
                }
            }
            return output
        }

        private mutating func group() -> Bool {
            output += "("
            if peek() == "*" {
                problem = "(*"
                return false
            }
            guard peek() == "?" else { return true }
            switch peek(1) {
            case ":", "=", "!": return true
            case "<": return true
            case "P" where !isStrict && peek(2) == "<": return true
            default:
                var ahead = 1
                while let flag = peek(ahead), "imsx-".unicodeScalars.contains(flag) { ahead += 1 }
                if ahead > 1, !isStrict && peek(ahead) == ")" || peek(ahead) == ":" { return true }
                problem = "a group that begins with (?" + (peek(1).map { String($0) } ?? "")
                return false
            }
        }

        private mutating func escape() -> Bool {
            guard let scalar = peek() else {
                problem = "a backslash at the end"
                return false
            }
            at += 1
            switch scalar {
            case "d", "D", "w", "W", "b", "t", "n", "f", "r": output += "\\\(scalar)"
            case "B" where !isInClass: output += "\\B"
            case "s": output += isInClass ? Rewriter.spaces : "[\(Rewriter.spaces)]"
            case "S": output += isInClass ? "\\S" : "[^\(Rewriter.spaces)]"
            case "v": output += "\\x0b"
            case "c":
                guard let letter = peek(), letter.isASCII, letter.properties.isAlphabetic else {
                    problem = "\\c without a letter"
                    return false
                }
                at += 1
                output += "\\c\(letter)"
            case "0": output += "\\x00"
            case "1"..."9", "k": output += "\\\(scalar)"
            case "x": return code(digits: 2)
            case "u": return unicode()
            case "p", "P": return property(scalar)
            default:
                if scalar.isASCII, scalar.properties.isAlphabetic || scalar == "_" {
                    problem = "\\\(scalar)"
                    return false
                }
                output += scalar.isASCII ? "\\\(scalar)" : String(scalar)
            }
            return true
        }

        private mutating func hex(_ digits: Int) -> UInt32? {
            guard at + digits <= source.count else { return nil }
            let text = String(String.UnicodeScalarView(source[at..<at + digits]))
            guard text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x2B && $0 != 0x2D }), let value = UInt32(text, radix: 16)
            else {
                return nil
            }
            at += digits
            return value
        }

        private mutating func code(digits: Int) -> Bool {
            guard let value = hex(digits) else {
                problem = "an escape without its hexadecimal digits"
                return false
            }
            output += "\\x{\(String(value, radix: 16))}"
            return true
        }

        private mutating func unicode() -> Bool {
            if peek() == "{", let close = source[at...].firstIndex(of: "}") {
                at += 1
                let isRead = close > at && close - at <= 6 && code(digits: close - at)
                at = close + 1
                return isRead
            }
            let start = at
            if let high = hex(4), (0xD800..<0xDC00).contains(high), peek() == "\\", peek(1) == "u" {
                at += 2
                if let low = hex(4), (0xDC00..<0xE000).contains(low) {
                    output += "\\x{\(String(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), radix: 16))}"
                    return true
                }
            }
            at = start
            return code(digits: 4)
        }

        private mutating func property(_ letter: Unicode.Scalar) -> Bool {
            guard peek() == "{", let close = source[at...].firstIndex(of: "}") else {
                problem = "\\\(letter) without a property in braces"
                return false
            }
            var name = String(String.UnicodeScalarView(source[at + 1..<close]))
            at = close + 1
            for prefix in ["Script=", "sc=", "Script_Extensions=", "scx=", "General_Category=", "gc="]
            where name.hasPrefix(prefix) {
                name = String(name.dropFirst(prefix.count))
            }
            output += "\\\(letter){\(Rewriter.categories[name] ?? name)}"
            return true
        }

        /// The long names of the general categories, which PCRE2 knows by their short ones only.
        private static let categories: [String: String] = [
            "Letter": "L", "Cased_Letter": "L&", "LC": "L&", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
            "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M",
            "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
            "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
            "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd",
            "Open_Punctuation": "Ps", "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi",
            "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S", "Math_Symbol": "Sm",
            "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z",
            "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Other": "C",
            "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co", "Unassigned": "Cn",
        ]
    }
}
