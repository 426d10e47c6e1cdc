import AdjudgeBase

/// The part of a program that runs only as a script: the block under `if __name__ == "__main__":`.
enum MainGuard {
    /// The program as an import would run it, for tests that call its functions: a comparison of `__name__` with
    /// `"__main__"`, wherever it stands outside of strings and comments, is its value in an imported module. Nothing else of
    /// the text changes, nor do lines and columns. O(bytes).
    static func disarmed(_ program: OwnedBytes) -> OwnedBytes {
        let text = program.view
        guard text.find(Bytes("__main__")) != nil else { return program }
        defer { withExtendedLifetime(program) {} }
        var scanner = PythonTokens(text)
        var last: (PythonTokens.Token, PythonTokens.Token)?
        var writer = ByteWriter(capacity: text.count)
        var written = 0
        while let token = scanner.next() {
            if let (left, comparison) = last, let holds = value(of: comparison, text),
                isName(left, token, text) || isName(token, left, text)
            {
                let word = holds ? "True" : "False"
                writer.append(text[written..<left.start])
                writer.append(word)
                for _ in word.utf8.count..<max(word.utf8.count, token.end - left.start) {
                    writer.append(UInt8(ascii: " "))
                }
                written = token.end
            }
            last = last.map { ($0.1, token) } ?? (token, token)
        }
        writer.append(text.suffix(from: written))
        return OwnedBytes(writer.bytes)
    }

    /// The value of the comparison of `__name__` with `"__main__"` in a module; nil for another token.
    private static func value(of token: PythonTokens.Token, _ text: Bytes) -> Bool? {
        let operation = text[token.start..<token.end]
        return operation == Bytes("==") ? false : operation == Bytes("!=") ? true : nil
    }

    private static func isName(_ name: PythonTokens.Token, _ literal: PythonTokens.Token, _ text: Bytes) -> Bool {
        let quoted = text[literal.start..<literal.end]
        return text[name.start..<name.end] == Bytes("__name__")
            && (quoted == Bytes("\"__main__\"") || quoted == Bytes("'__main__'"))
    }
}

/// The tokens of a Python program, as far as strings, comments, names and two-character operators go.
struct PythonTokens {
    /// Where a token stands.
    struct Token {
        let start: Int
        let end: Int
    }

    private let text: Bytes
    private var at = 0

    /// Reads `text`, a view that outlives the tokens.
    init(_ text: Bytes) { self.text = text }

    /// The next token; nil at the end. Never traps on any text.
    mutating func next() -> Token? {
        while at < text.count, text[at] <= 0x20 || text[at] == UInt8(ascii: "#") || text[at] == UInt8(ascii: "\\") {
            if text[at] == UInt8(ascii: "#") {
                at += text.suffix(from: at).find(Bytes("\n")) ?? text.count - at
            } else {
                at += 1
            }
        }
        guard at < text.count else { return nil }
        let start = at
        while at < text.count, isNamePart(text[at]) { at += 1 }
        if at < text.count, isQuote(text[at]), isPrefix(text[start..<at]) {
            skipString()
        } else if at == start {
            at += at + 1 < text.count && text[at + 1] == UInt8(ascii: "=") ? 2 : 1
        }
        return Token(start: start, end: min(at, text.count))
    }

    private func isNamePart(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    /// Letters that may stand before a string.
    private func isPrefix(_ word: Bytes) -> Bool {
        word.count <= 2 && (0..<word.count).allSatisfy { "rRbBuUfF".utf8.contains(word[$0]) }
    }

    private mutating func skipString() {
        let quote = text[at]
        let isTriple = at + 2 < text.count && text[at + 1] == quote && text[at + 2] == quote
        at += isTriple ? 3 : 1
        while at < text.count {
            // A raw string too does not end at a quote after a backslash.
            if text[at] == UInt8(ascii: "\\") {
                at += 2
            } else if text[at] == quote, !isTriple {
                at += 1
                return
            } else if isTriple, text[at] == quote, at + 2 < text.count, text[at + 1] == quote, text[at + 2] == quote {
                at += 3
                return
            } else if text[at] == 0x0A, !isTriple {
                return
            } else {
                at += 1
            }
        }
    }
}
