import AdjudgeBase

/// `strip_string` of Qwen2.5-Math's evaluation.
enum QwenText {
    /// The stripped text. O(answer × units).
    static func stripped(_ text: Bytes, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(text.pythonStripped, arena: arena)
        buffer.replace("\n", with: "")
        buffer.keep(withoutLastPoints(buffer.bytes))
        buffer.replace("\\!", with: "")
        if buffer.bytes.contains("\\begin{array}{") { beginMatrix(&buffer) }
        for (old, new) in spellings { buffer.replace(old, with: new) }
        // `\text{…}` up to the end goes, unless nothing would be left.
        if buffer.bytes.hasSuffix("}"), let unit = buffer.bytes.find(Bytes("\\text{")) {
            let rest = buffer.bytes[0..<unit].pythonStripped
            if !rest.isEmpty { buffer.keep(rest) }
        }
        QwenUnits.cut(&buffer)
        for sign in ["^{\\circ}", "^\\circ", "\\$", "$", "\\(", "\\)"] as [StaticString] {
            buffer.replace(sign, with: "")
        }
        if let number = EnglishNumber.read(buffer.bytes, arena) { buffer.keep(number) }
        unwrapText(&buffer)
        for key in labels { buffer.replace(key, with: "") }
        for (old, new) in values { buffer.replace(old, with: new) }
        if !buffer.bytes.contains("\\infty") { buffer.replace("inf", with: "\\infty") }
        for (old, new) in [("+\\inity", "\\infty"), ("and", ""), ("\\mathbf", "")] as [(StaticString, StaticString)] {
            buffer.replace(old, with: new)
        }
        cutBoxes(&buffer)
        if buffer.bytes.contains("j"), !buffer.bytes.contains("i") { buffer.replace("j", with: "i") }
        if buffer.bytes.contains(".") { cutZeroDecimals(&buffer) }
        if buffer.bytes.isEmpty { return buffer.bytes }
        if buffer.bytes[0] == UInt8(ascii: ".") {
            buffer.substitute(growth: 2) { text, at in at == 0 ? (1, Bytes("0.")) : nil }
        }
        dropShortLeftSide(&buffer)
        braceRoots(&buffer)
        buffer.replace(" ", with: "")
        let whole = buffer.bytes
        if !StripString.fixFractions(&buffer) { buffer.keep(whole) }
        fixSlash(&buffer)
        return buffer.bytes
    }

    private static let spellings: [(StaticString, StaticString)] = [
        ("\\end{array}", "\\end{pmatrix}"), ("bmatrix", "pmatrix"), ("tfrac", "frac"), ("dfrac", "frac"),
        ("\\neq", "\\ne"), ("\\leq", "\\le"), ("\\geq", "\\ge"), ("\\left", ""), ("\\right", ""), ("\\{", "{"),
        ("\\}", "}"),
    ]

    private static let labels: [StaticString] = [
        "x=", "y=", "z=", "x\\in", "y\\in", "z\\in", "x\\to", "y\\to", "z\\to",
    ]

    private static let values: [(StaticString, StaticString)] = [
        ("\\emptyset", "{}"), ("(-\\infty,\\infty)", "\\mathbb{R}"), ("\\%", ""), ("%", ""), (" .", " 0."),
        ("{.", "{0."), ("infinity", "\\infty"),
    ]

    private static func withoutLastPoints(_ text: Bytes) -> Bytes {
        var end = text.count
        while end > 0, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return text[0..<end]
    }

    /// `\begin{array}{…}` becomes `\begin{pmatrix}`.
    private static func beginMatrix(_ buffer: inout EditBuffer) {
        guard let last = buffer.bytes.findLast(Bytes("}")) else { return }
        buffer.substitute(growth: 2) { text, at in
            guard at + 14 <= last, text.suffix(from: at).hasPrefix("\\begin{array}{"),
                let close = text.suffix(from: at + 14).find(Bytes("}"))
            else { return nil }
            return (at + 15 + close, Bytes("\\begin{pmatrix}"))
        }
    }

    /// `\text{content}` to its content, up to the first `}`.
    private static func unwrapText(_ buffer: inout EditBuffer) {
        guard buffer.bytes.contains("\\text{"), let last = buffer.bytes.findLast(Bytes("}")) else { return }
        buffer.substitute { text, at in
            guard at < last, text.suffix(from: at).hasPrefix("\\text{"),
                let close = text.suffix(from: at + 6).find(Bytes("}"))
            else { return nil }
            return (at + 7 + close, text[at + 6..<at + 6 + close])
        }
    }

    private static func cutBoxes(_ buffer: inout EditBuffer) {
        guard buffer.bytes.contains("\\mbox{"), let last = buffer.bytes.findLast(Bytes("}")) else { return }
        buffer.cut { text, at in
            guard at < last, text.suffix(from: at).hasPrefix("\\mbox{") else { return nil }
            return text.suffix(from: at + 6).find(Bytes("}")).map { at + 7 + $0 }
        }
    }

    /// `3.00` is `3`: the point and the zeros go where no other digit follows.
    private static func cutZeroDecimals(_ buffer: inout EditBuffer) {
        for atEnd in [false, true] {
            buffer.rewrite { text, to in
                var count = 0
                var at = 0
                // The character that ended a match is no digit of the next.
                var free = 0
                while at < text.count {
                    if text[at] == UInt8(ascii: "."), at > free, text[at - 1].isASCIIDigit {
                        var end = at + 1
                        while end < text.count, text[end] == 0x30 { end += 1 }
                        if end == text.count ? atEnd : !atEnd && !text[end].isASCIIDigit {
                            guard end < text.count else { return count }
                            let length = min(text.codePointLength(at: end), text.count - end)
                            (to + count).update(from: text.start + end, count: length)
                            count += length
                            at = end + length
                            free = at
                            continue
                        }
                    }
                    to[count] = text[at]
                    count += 1
                    at += 1
                }
                return count
            }
        }
    }

    private static func dropShortLeftSide(_ buffer: inout EditBuffer) {
        let text = buffer.bytes
        guard text.occurrences(of: UInt8(ascii: "=")) == 1, let equals = text.find(Bytes("=")) else { return }
        if text[0..<equals].lastCodePoints(2).count == equals { buffer.keep(text.suffix(from: equals + 1)) }
    }

    /// `\sqrt` and the letters and digits behind it: they get braces.
    private static func braceRoots(_ buffer: inout EditBuffer) {
        guard buffer.bytes.contains("\\sqrt") else { return }
        buffer.rewrite(growth: 2) { text, to in
            var count = 0
            var at = 0
            func put(_ part: Bytes) {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            while let found = text.suffix(from: at).find(Bytes("\\sqrt")) {
                let open = at + found + 5
                put(text[at..<open])
                var end = open
                while end < text.count, text.isPythonWord(at: end) {
                    end = min(end + text.codePointLength(at: end), text.count)
                }
                if end > open {
                    put(Bytes("{"))
                    put(text[open..<end])
                    put(Bytes("}"))
                }
                at = end
            }
            put(text.suffix(from: at))
            return count
        }
    }

    /// `a/b` of plain integers, or of anything with a root, becomes `\frac{a}{b}`.
    private static func fixSlash(_ buffer: inout EditBuffer) {
        let text = buffer.bytes
        guard text.occurrences(of: UInt8(ascii: "/")) == 1, let slash = text.find(Bytes("/")) else { return }
        let above = text[0..<slash]
        let below = text.suffix(from: slash + 1)
        guard above.contains("sqrt") || StripString.isPlainInteger(above),
            below.contains("sqrt") || StripString.isPlainInteger(below)
        else { return }
        buffer.rewrite { text, to in
            var count = 0
            for part in [Bytes("\\frac{"), above, Bytes("}{"), below, Bytes("}")] {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            return count
        }
    }
}
