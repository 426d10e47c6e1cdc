import AdjudgeBase

/// Where StructEval's harness (as in NeMo-Gym) takes a document from in a response: the first fenced block, else what
/// stands between `<|BEGIN_CODE|>` and `<|END_CODE|>`, else the whole.
///
/// Before it looks it undoes escapes in the whole text, as Python's `unicode_escape` does: bytes beyond ASCII become the
/// characters of Latin-1 with their numbers, so that names beyond ASCII are never found, and `\n` within a string becomes
/// a line's end, which no JSON has there. Both are part of the rule.
enum StructEvalCode {
    enum Found {
        case code(Bytes)
        /// The peer itself fails: an empty block between its marks.
        case nothing
        /// An escape that names a character, for which the peer asks Python's tables.
        case namedCharacter
    }

    static func find(in response: Bytes, _ arena: Arena) -> Found {
        let plain = replaced(response, arena)
        let text: Bytes
        switch unescaped(plain, arena) {
        case .text(let decoded): text = decoded
        case .failed: text = plain
        case .namedCharacter: return .namedCharacter
        }
        if let fence = text.find(Bytes("```")), let line = text.suffix(from: fence + 3).find(Bytes("\n")) {
            let content = text.suffix(from: fence + 3 + line + 1)
            return .code(content.part(from: 0, to: content.find(Bytes("```")) ?? content.count).pythonStripped)
        }
        guard let begin = text.findMark("<|begin_code|>") else { return .code(text.pythonStripped) }
        var content = text.suffix(from: begin + 14)
        while content.hasPrefix(" ") || content.hasPrefix("\t") { content = content.suffix(from: 1) }
        if content.hasPrefix("\n") { content = content.suffix(from: 1) }
        let code = content.part(from: 0, to: content.findMark("<|end_code|>") ?? content.count)
        return code.isEmpty || code.equals("\n") && code.count == content.count ? .nothing : .code(code.pythonStripped)
    }

    /// `&lt;` and `&gt;`, and empty reasoning.
    private static func replaced(_ text: Bytes, _ arena: Arena) -> Bytes {
        let empty: StaticString = "<think>\n\n</think>\n\n"
        guard text.find(Bytes("&lt;")) != nil || text.find(Bytes("&gt;")) != nil || text.find(Bytes(empty)) != nil
        else {
            return text
        }
        func without(_ text: Bytes, _ mark: StaticString, _ other: StaticString) -> Bytes {
            var writer = ByteWriter(capacity: text.count)
            var rest = text
            while let found = rest.find(Bytes(mark)) {
                writer.append(rest[0..<found])
                writer.append(other)
                rest = rest.suffix(from: found + mark.utf8CodeUnitCount)
            }
            writer.append(rest)
            return arena.copy(writer.bytes)
        }
        return without(without(without(text, "&lt;", "<"), "&gt;", ">"), empty, "")
    }

    private enum Unescaped {
        case text(Bytes)
        case failed
        case namedCharacter
    }

    private static func unescaped(_ text: Bytes, _ arena: Arena) -> Unescaped {
        if text.isASCII, text.find(Bytes("\\")) == nil { return .text(text) }
        var writer = ByteWriter(capacity: 2 * text.count)
        var at = 0
        while at < text.count {
            let byte = text[at]
            at += 1
            guard byte == UInt8(ascii: "\\") else {
                writer.append(scalar: UnicodeScalar(byte))
                continue
            }
            guard at < text.count else { return .failed }
            let letter = text[at]
            at += 1
            switch letter {
            case 0x0A: break
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): writer.append(letter)
            case UInt8(ascii: "a"): writer.append(0x07)
            case UInt8(ascii: "b"): writer.append(0x08)
            case UInt8(ascii: "f"): writer.append(0x0C)
            case UInt8(ascii: "n"): writer.append(0x0A)
            case UInt8(ascii: "r"): writer.append(0x0D)
            case UInt8(ascii: "t"): writer.append(0x09)
            case UInt8(ascii: "v"): writer.append(0x0B)
            case 0x30...0x37:
                var value = UInt32(letter - 0x30)
                for _ in 0..<2 where at < text.count && 0x30...0x37 ~= text[at] {
                    value = value * 8 + UInt32(text[at] - 0x30)
                    at += 1
                }
                writer.append(scalar: UnicodeScalar(value) ?? "\u{FFFD}")
            case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
                let digits = letter == UInt8(ascii: "x") ? 2 : letter == UInt8(ascii: "u") ? 4 : 8
                guard let value = text.hexValue(at: at, digits: digits), value <= 0x10FFFF else { return .failed }
                writer.append(scalar: UnicodeScalar(value) ?? "\u{FFFD}")
                at += digits
            case UInt8(ascii: "N"): return .namedCharacter
            default:
                writer.append(UInt8(ascii: "\\"))
                at -= 1
            }
        }
        return .text(arena.copy(writer.bytes))
    }
}

extension Bytes {
    /// Where a mark stands, in letters of any case; the mark is in lower case. O(text).
    fileprivate func findMark(_ mark: StaticString) -> Int? {
        let mark = Bytes(mark)
        var from = 0
        while let found = suffix(from: from).find(Bytes("<|")) {
            let place = from + found
            if place + mark.count <= count,
                (0..<mark.count).allSatisfy({
                    let byte = self[place + $0]
                    return (0x41...0x5A ~= byte ? byte | 0x20 : byte) == mark[$0]
                })
            {
                return place
            }
            from = place + 1
        }
        return nil
    }
}

extension JSONValue {
    /// Whether Python takes the value for true.
    var isPythonTrue: Bool {
        switch kind {
        case .null: false
        case .bool: boolValue!
        case .number: raw.findFirst(in: JSONValue.significantDigits).map { !(raw[$0] | 0x20 == 0x65) } ?? false
        case .string: raw.count > 2
        case .array, .object: count > 0
        }
    }

    /// The first of these in a number is a digit of its value, or the mark before its exponent.
    private static let significantDigits = ByteSet("123456789eE")
}

extension Double {
    /// The number of hundredths nearest to this one, halves to even, as Python's `round(x, 2)`: by its exact value.
    var roundedToHundredths: Double {
        let scaled = self * 100
        let error = (-scaled).addingProduct(self, 100)
        var whole = scaled.rounded(.down)
        let rest = scaled - whole
        if rest > 0.5 || rest == 0.5 && (error > 0 || error == 0 && whole.truncatingRemainder(dividingBy: 2) == 1) {
            whole += 1
        }
        return whole / 100
    }
}
