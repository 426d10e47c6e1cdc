import AdjudgeBase

/// Literals of Java and JavaScript that arguments of those languages are: numbers, truth values and texts; collections of
/// them as far as they are plain. What is none stays a text, as the leaderboard has it.
struct BFCLLiterals {
    private let language: BFCLLanguage
    private let scratch: Scratch

    init(_ language: BFCLLanguage, _ scratch: Scratch) {
        self.language = language
        self.scratch = scratch
    }

    private static let integer = try! RegexPattern(#"^-?\d+$"#)
    private static let float = try! RegexPattern(#"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"#)
    private static let array = try! RegexPattern(#"new\s+\w+\[\]\s*\{(.*?)\}"#)
    private static let asList = try! RegexPattern(#"new\s+ArrayList<\w*>\(Arrays\.asList\((.+?)\)\)"#)
    private static let emptyList = try! RegexPattern(#"new\s+ArrayList<\w*>\(\)"#)
    private static let plainList = try! RegexPattern(#"^(?:\[([^\[\]{}]*)\]|new\s+Array\(([^\[\]{}]*)\))"#)

    /// The value that a text is for a type.
    func converted(_ value: JSONValue, _ type: Bytes, _ details: JSONValue) -> JSONValue? {
        var writer = ByteWriter(capacity: 64)
        let nested = details.member("items")?.member("type").map { $0.string(into: scratch.arena) ?? $0.raw }
        write(value.string(into: scratch.arena)!, type.string, nested?.string, to: &writer)
        return try? scratch.json.parse(scratch.arena.copy(writer.bytes))
    }

    private func write(_ text: Bytes, _ type: String, _ nested: String?, to writer: inout ByteWriter) {
        switch (language, type) {
        case (.java, "byte"), (.java, "short"), (.java, "integer"), (.javascript, "integer"):
            number(text, text, BFCLLiterals.integer, to: &writer)
        case (.java, "long"): number(text, cut(text, "lL"), BFCLLiterals.integer, to: &writer)
        case (.javascript, "Bigint"): number(text, cut(text, "n"), BFCLLiterals.integer, to: &writer)
        case (.java, "float"): float(text, cut(text, "fF"), to: &writer)
        case (.java, "double"), (.javascript, "float"): float(text, text, to: &writer)
        case (.java, "boolean"), (.javascript, "Boolean"):
            if text.equals("true") || text.equals("false") {
                writer.append(text)
            } else {
                writer.appendJSONString(text)
            }
        case (.javascript, "String"): writer.appendJSONString(unquoted(text))
        case (.java, "Array"):
            list(text, [BFCLLiterals.array], nested, to: &writer)
        case (.java, "ArrayList"):
            if case .found = match(BFCLLiterals.emptyList, text) {
                writer.append("[]")
            } else {
                list(text, [BFCLLiterals.asList], nested, to: &writer)
            }
        case (.javascript, "array"): list(text.trimmed, [BFCLLiterals.plainList], nested, to: &writer)
        default: writer.appendJSONString(text)
        }
    }

    private func match(_ pattern: RegexPattern, _ text: Bytes) -> RegexMatch {
        guard let valid = scratch.validText(text) else { return .none }
        return pattern.match(valid, scratch: scratch.regex)
    }

    /// A text without the letter that ends it; nil without one.
    private func cut(_ text: Bytes, _ letters: StaticString) -> Bytes? {
        guard text.count > 1, Bytes(letters).find(text.suffix(from: text.count - 1)) != nil else { return nil }
        return text[0..<text.count - 1]
    }

    private func number(_ text: Bytes, _ digits: Bytes?, _ pattern: RegexPattern, to writer: inout ByteWriter) {
        guard let digits, case .found = match(pattern, digits) else {
            writer.appendJSONString(text)
            return
        }
        // Zeros before a number are no JSON.
        var at = digits[0] == UInt8(ascii: "-") ? 1 : 0
        let sign = at
        while at + 1 < digits.count, digits[at] == 0x30, digits[at + 1].isASCIIDigit { at += 1 }
        writer.append(digits[0..<sign])
        writer.append(digits.suffix(from: at))
    }

    private func float(_ text: Bytes, _ digits: Bytes?, to writer: inout ByteWriter) {
        number(text, digits, BFCLLiterals.float, to: &writer)
        guard let digits, case .found = match(BFCLLiterals.float, digits) else { return }
        if digits.findFirst(in: ByteSet(".eE")) == nil { writer.append(".0") }
    }

    private func unquoted(_ text: Bytes) -> Bytes {
        let isQuoted =
            text.count >= 2 && text[0] == text[text.count - 1]
            && (text[0] == UInt8(ascii: "\"") || text[0] == UInt8(ascii: "'"))
        return isQuoted ? text[1..<text.count - 1] : text
    }

    private func list(_ text: Bytes, _ patterns: [RegexPattern], _ nested: String?, to writer: inout ByteWriter) {
        for pattern in patterns {
            guard case .found(let groups) = match(pattern, text) else { continue }
            let inner = (groups.range(1) ?? groups.range(2)).map { text[$0] } ?? .empty
            writer.append("[")
            var start = 0
            var isFirst = true
            for at in 0...inner.count where at == inner.count || inner[at] == UInt8(ascii: ",") {
                let element = inner[start..<at].trimmed
                start = at + 1
                if element.isEmpty { continue }
                if !isFirst { writer.append(",") }
                isFirst = false
                if let nested { write(element, nested, nil, to: &writer) } else { plain(element, to: &writer) }
            }
            writer.append("]")
            return
        }
        writer.appendJSONString(text)
    }

    /// A value without a type.
    private func plain(_ text: Bytes, to writer: inout ByteWriter) {
        if text.equals("true") || text.equals("false") {
            writer.append(text)
        } else if case .found = match(BFCLLiterals.float, text) {
            writer.append(text)
        } else {
            writer.appendJSONString(unquoted(text))
        }
    }
}
