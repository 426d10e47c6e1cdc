/// Reads calls in Python's syntax, `f(a=1)` or `[f(a=1), g()]`, and writes them as JSON. Nothing is run: values are
/// literals, and what is none is refused, or with ``isBFCL`` is what the Berkeley leaderboard makes of it.
///
/// Linear in the text; nesting is bounded.
struct PythonCallReader {
    private static let maxDepth = 64

    private let text: Bytes
    private let scratch: Scratch
    private var at = 0
    private var depth = 0
    /// Whether positional arguments are dropped, names are texts, and signs and sums are taken as bfcl-eval takes them.
    private let isBFCL: Bool

    init(_ text: Bytes, _ scratch: Scratch, isBFCL: Bool = false) {
        self.text = text
        self.scratch = scratch
        self.isBFCL = isBFCL
    }

    /// Writes a list of `{"name": …, "arguments": {…}}`; nil where the text is not calls and nothing else.
    mutating func calls(into writer: inout ByteWriter) -> Int? {
        writer.append("[")
        skipSpace()
        var count = 0
        let close: UInt8? =
            text[at] == UInt8(ascii: "[") ? UInt8(ascii: "]") : text[at] == UInt8(ascii: "(") ? UInt8(ascii: ")") : nil
        if close != nil {
            at += 1
            skipSpace()
        }
        while at < text.count, text[at] != close {
            if count > 0 { writer.append(",") }
            guard call(into: &writer, isNested: false) else { return nil }
            count += 1
            skipSpace()
            guard text[at] == UInt8(ascii: ",") else { break }
            at += 1
            skipSpace()
        }
        if let close {
            guard text[at] == close else { return nil }
            at += 1
            skipSpace()
        } else if count == 0 {
            return nil
        }
        writer.append("]")
        return at == text.count ? count : nil
    }

    // MARK: Calls

    private mutating func call(into writer: inout ByteWriter, isNested: Bool) -> Bool {
        guard let name = dottedName() else { return false }
        guard text[at] == UInt8(ascii: "(") else { return false }
        return arguments(of: name, into: &writer, isNested: isNested) != nil
    }

    /// What stands in the parentheses of a call; the number of named arguments.
    private mutating func arguments(of name: Bytes, into writer: inout ByteWriter, isNested: Bool) -> Int? {
        guard enter() else { return nil }
        defer { depth -= 1 }
        at += 1
        writer.append(isNested ? "{" : "{\"name\":")
        writer.appendJSONString(name)
        writer.append(isNested ? ":{" : ",\"arguments\":{")
        var names: [Bytes] = []
        skipSpace()
        while text[at] != UInt8(ascii: ")") {
            let start = at
            if let key = identifier(), peekAssignment() {
                guard !names.contains(key), names.count < 1_000, !isBFCL || !PythonCallReader.isKeyword(key) else {
                    return nil
                }
                at += 1
                writer.append(names.isEmpty ? "" : ",")
                writer.appendJSONString(key)
                writer.append(":")
                names.append(key)
                skipSpace()
                guard value(into: &writer) else { return nil }
            } else {
                // A value without a name says nothing of the parameter that it is for.
                guard isBFCL, names.isEmpty else { return nil }
                at = start
                var ignored = ByteWriter()
                guard value(into: &ignored) else { return nil }
            }
            skipSpace()
            guard text[at] == UInt8(ascii: ",") else { break }
            at += 1
            skipSpace()
        }
        guard text[at] == UInt8(ascii: ")") else { return nil }
        at += 1
        writer.append("}}")
        return names.count
    }

    /// Whether `=` comes next, and no `==`.
    private mutating func peekAssignment() -> Bool {
        skipSpace()
        return text[at] == UInt8(ascii: "=") && text[at + 1] != UInt8(ascii: "=")
    }

    private mutating func identifier() -> Bytes? {
        let start = at
        while text[at] == UInt8(ascii: "_") || text[at].isASCIIAlphanumeric || text[at] >= 0x80 { at += 1 }
        return at > start && !text[start].isASCIIDigit ? text[start..<at] : nil
    }

    private mutating func dottedName(allowingConstants: Bool = false) -> Bytes? {
        let start = at
        guard identifier() != nil else { return nil }
        while text[at] == UInt8(ascii: ".") {
            at += 1
            guard identifier() != nil else { return nil }
        }
        let name = text[start..<at]
        let isConstant = name.equals("True") || name.equals("False") || name.equals("None")
        return PythonCallReader.isKeyword(name) && !(allowingConstants && isConstant) ? nil : name
    }

    // MARK: Values

    private mutating func value(into writer: inout ByteWriter) -> Bool {
        guard enter() else { return false }
        defer { depth -= 1 }
        if isBFCL, let sum = PythonSum(text, at: at) {
            at = sum.end
            sum.write(to: &writer)
            return true
        }
        return operand(into: &writer)
    }

    private mutating func operand(into writer: inout ByteWriter) -> Bool {
        let byte = text[at]
        switch byte {
        case UInt8(ascii: "["): return sequence(UInt8(ascii: "]"), into: &writer)
        case UInt8(ascii: "("): return parenthesised(into: &writer)
        case UInt8(ascii: "{"): return dictionary(into: &writer)
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            at += 1
            skipSpace()
            guard text[at].isASCIIDigit || text[at] == UInt8(ascii: ".") else { return false }
            // The leaderboard negates whatever the sign.
            if byte == UInt8(ascii: "-") || isBFCL { writer.append("-") }
            return number(into: &writer)
        case UInt8(ascii: "."):
            if isBFCL, text.suffix(from: at).hasPrefix("...") {
                at += 3
                writer.append("\"...\"")
                return true
            }
            return number(into: &writer)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number(into: &writer)
        default:
            if PythonText.begins(text, at: at) {
                guard let content = PythonText.read(text, at: &at, scratch) else { return false }
                writer.appendJSONString(content)
                return true
            }
            return name(into: &writer)
        }
    }

    private mutating func name(into writer: inout ByteWriter) -> Bool {
        let start = at
        guard let name = dottedName(allowingConstants: true) else { return false }
        for (constant, json) in [("True", "true"), ("False", "false"), ("None", "null")]
            as [(StaticString, StaticString)]
        where name.equals(constant) {
            writer.append(json)
            return true
        }
        if text[at] == UInt8(ascii: "(") || text[at] == UInt8(ascii: "["), isBFCL {
            return compound(from: start, name, into: &writer)
        }
        guard isBFCL else {
            // JSON's own names, which models write in Python too.
            for constant in ["true", "false", "null"] as [StaticString] where name.equals(constant) {
                writer.append(name)
                return true
            }
            return false
        }
        guard name.find(Bytes(".")) == nil else { return false }
        writer.appendJSONString(name)
        return true
    }

    /// A call or a subscript as a value: with named arguments a call of its own, else its text.
    private mutating func compound(from start: Int, _ name: Bytes, into writer: inout ByteWriter) -> Bool {
        if text[at] == UInt8(ascii: "(") {
            var inner = ByteWriter()
            guard let count = arguments(of: name, into: &inner, isNested: true) else { return false }
            if count > 0 {
                writer.append(inner.bytes)
            } else {
                writer.appendJSONString(text[start..<at])
            }
            return true
        }
        var ignored = ByteWriter()
        guard sequence(UInt8(ascii: "]"), into: &ignored) else { return false }
        writer.appendJSONString(text[start..<at])
        return true
    }

    private mutating func sequence(_ close: UInt8, into writer: inout ByteWriter) -> Bool {
        guard enter() else { return false }
        defer { depth -= 1 }
        at += 1
        writer.append("[")
        var isFirst = true
        skipSpace()
        while text[at] != close {
            if !isFirst { writer.append(",") }
            isFirst = false
            guard value(into: &writer) else { return false }
            skipSpace()
            guard text[at] == UInt8(ascii: ",") else { break }
            at += 1
            skipSpace()
        }
        guard text[at] == close else { return false }
        at += 1
        writer.append("]")
        return true
    }

    /// A tuple, or a value in parentheses.
    private mutating func parenthesised(into writer: inout ByteWriter) -> Bool {
        guard enter() else { return false }
        defer { depth -= 1 }
        let start = at
        at += 1
        skipSpace()
        var inner = ByteWriter()
        if text[at] != UInt8(ascii: ")"), value(into: &inner) {
            skipSpace()
            if text[at] == UInt8(ascii: ")") {
                at += 1
                writer.append(inner.bytes)
                return true
            }
        }
        at = start
        return sequence(UInt8(ascii: ")"), into: &writer)
    }

    private mutating func dictionary(into writer: inout ByteWriter) -> Bool {
        guard enter() else { return false }
        defer { depth -= 1 }
        at += 1
        writer.append("{")
        var isFirst = true
        skipSpace()
        while text[at] != UInt8(ascii: "}") {
            if !isFirst { writer.append(",") }
            isFirst = false
            var key = ByteWriter()
            guard value(into: &key) else { return false }
            // Keys that are no texts become texts, as in JSON that Python writes.
            if key.bytes[0] == UInt8(ascii: "\"") {
                writer.append(key.bytes)
            } else {
                writer.appendJSONString(key.bytes)
            }
            skipSpace()
            guard text[at] == UInt8(ascii: ":") else { return false }
            at += 1
            writer.append(":")
            skipSpace()
            guard value(into: &writer) else { return false }
            skipSpace()
            guard text[at] == UInt8(ascii: ",") else { break }
            at += 1
            skipSpace()
        }
        guard text[at] == UInt8(ascii: "}") else { return false }
        at += 1
        writer.append("}")
        return true
    }

    private mutating func number(into writer: inout ByteWriter) -> Bool {
        guard let number = PythonNumber(text, at: &at) else { return false }
        number.write(to: &writer)
        return true
    }

    // MARK: Reading on

    private mutating func enter() -> Bool {
        depth += 1
        return depth <= PythonCallReader.maxDepth
    }

    private mutating func skipSpace() {
        while at < text.count {
            if text[at] == UInt8(ascii: "#") {
                while at < text.count, text[at] != 0x0A { at += 1 }
            } else if text[at] == 0x20 || (0x09...0x0D).contains(text[at]) {
                at += 1
            } else {
                return
            }
        }
    }

    private static let keywords: [StaticString] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]

    private static func isKeyword(_ name: Bytes) -> Bool { keywords.contains { name.equals($0) } }
}
