import AdjudgeBase

/// The `main` of a C or C++ test script, turned into a function that another `main` calls. Found among the tokens outside of
/// all braces: the word in comments, strings, names, macros and lambdas is none.
struct TestMain {
    /// The script with the function renamed, and ended by `return 0` where it returns a value, as `main` may do without.
    let source: String
    /// The call of it from a `main` that has `count` and `words`.
    let call: String

    /// Reads a script; nil when it has no `main`. O(bytes).
    init?(_ script: String, renamedTo name: String) {
        let text = OwnedBytes(script)
        defer { withExtendedLifetime(text) {} }
        let bytes = text.view
        var tokens = CTokens(bytes)
        var all: [Range<Int>] = []
        while let token = tokens.next() { all.append(token) }
        func word(_ index: Int) -> String { all.indices.contains(index) ? bytes[all[index]].string : "" }
        var depth = 0
        var found: Int?
        for index in all.indices where found == nil {
            switch word(index) {
            case "{": depth += 1
            case "}": depth -= 1
            case "main" where depth == 0 && word(index + 1) == "(" && index > 0:
                if TestMain.opensBody(after: index + 1, all.count, word) { found = index }
            default: break
            }
        }
        guard let main = found, let (parameters, body) = TestMain.parts(after: main + 1, all.count, word) else {
            return nil
        }
        var end = body
        depth = 0
        repeat {
            if word(end) == "{" { depth += 1 } else if word(end) == "}" { depth -= 1 }
            end += 1
        } while depth > 0 && end < all.count
        guard depth == 0 else { return nil }
        let isVoid = word(main - 1) == "void"
        source =
            bytes[0..<all[main].lowerBound].string + name
            + bytes[all[main].upperBound..<all[end - 1].lowerBound].string + (isVoid ? "" : "\nreturn 0;\n")
            + bytes.suffix(from: all[end - 1].lowerBound).string
        let arguments = parameters.isEmpty || parameters == ["void"] ? "" : "count, words"
        call = isVoid ? "\(name)(\(arguments)); int status = 0;" : "int status = \(name)(\(arguments));"
    }

    private static func opensBody(after open: Int, _ count: Int, _ word: (Int) -> String) -> Bool {
        parts(after: open, count, word) != nil
    }

    /// The parameters between the parentheses at `open`, and where the body begins: a prototype has none.
    private static func parts(
        after open: Int, _ count: Int, _ word: (Int) -> String
    ) -> (parameters: [String], body: Int)? {
        var (at, depth) = (open, 0)
        var parameters: [String] = []
        repeat {
            if word(at) == "(" {
                depth += 1
            } else if word(at) == ")" {
                depth -= 1
            } else {
                parameters.append(word(at))
            }
            at += 1
        } while depth > 0 && at < count
        while at < count, word(at) != "{" {
            if word(at) == ";" || word(at) == "=" { return nil }
            at += 1
        }
        return at < count ? (parameters, at) : nil
    }
}

/// The tokens of C and C++, as far as names, comments, strings, directives and single characters go.
private struct CTokens {
    private let text: Bytes
    private var at = 0

    init(_ text: Bytes) { self.text = text }

    mutating func next() -> Range<Int>? {
        while at < text.count {
            let byte = text[at]
            let rest = text.suffix(from: at)
            if byte <= 0x20 {
                at += 1
            } else if rest.hasPrefix("//") {
                at += rest.find(Bytes("\n")) ?? rest.count
            } else if rest.hasPrefix("/*") {
                at += 2 + (rest.suffix(from: 2).find(Bytes("*/")).map { $0 + 2 } ?? rest.count)
            } else if byte == UInt8(ascii: "#") {
                skipDirective()
            } else if rest.hasPrefix("R\"") {
                skipRawString()
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                skipLiteral(byte)
            } else {
                let start = at
                // A quote inside a number only parts its digits.
                let isNumber = byte.isASCIIDigit
                while at < text.count, isNamePart(text[at]) || (isNumber && text[at] == UInt8(ascii: "'")) { at += 1 }
                if at == start { at += 1 }
                return start..<min(at, text.count)
            }
            at = min(at, text.count)
        }
        return nil
    }

    /// A line that begins with `#`, with those that it goes on in.
    private mutating func skipDirective() {
        while at < text.count, text[at] != 0x0A { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
    }

    private mutating func skipRawString() {
        let start = text.suffix(from: at + 2)
        guard let open = start.find(Bytes("(")) else { return at += 2 }
        let end = OwnedBytes(")" + start[0..<open].string + "\"")
        defer { withExtendedLifetime(end) {} }
        at += 2 + open + (start.suffix(from: open).find(end.view).map { $0 + end.view.count } ?? text.count)
    }

    private mutating func skipLiteral(_ quote: UInt8) {
        at += 1
        while at < text.count, text[at] != quote, text[at] != 0x0A { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
        at += 1
    }

    private func isNamePart(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}
