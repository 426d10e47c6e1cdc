import AdjudgeBase

/// Minerva's normalisation of a final answer, as verl's `math_dapo` and open-instruct have it.
enum MinervaText {
    private static let substitutions: [(StaticString, StaticString)] = [
        ("an ", ""), ("a ", ""), (".$", "$"), ("\\$", ""), ("\\ ", ""), (" ", ""), ("mbox", "text"),
        (",\\text{and}", ","), ("\\text{and}", ","), ("\\text{m}", "\\text{}"),
    ]

    private static let removedFirst: [StaticString] = ["square", "ways", "integers", "dollars", "mph", "inches"]

    private static let removed: [StaticString] = [
        "hours", "km", "units", "\\ldots", "sue", "points",
        "feet", "minutes", "digits", "cents", "degrees", "cm", "gm", "pounds", "meters", "meals", "edges", "students",
        "childrentickets", "multiples", "\\text{s}", "\\text{.}", "\\text{\ns}", "\\text{}^2", "\\text{}^3",
        "\\text{\n}", "\\text{}", "\\mathrm{th}", "^\\circ", "^{\\circ}", "\\;", ",\\!", "{,}", "\"", "\\dots",
    ]

    /// The normal form; open-instruct's takes `ft` for a unit too and leaves white space at the ends. O(answer).
    static func normalized(_ text: Bytes, _ arena: Arena, openInstruct: Bool = false) -> Bytes {
        var buffer = EditBuffer(text, arena: arena)
        if let equals = text.findLast(Bytes("=")) { buffer.keep(text.suffix(from: equals + 1)) }
        for (old, new) in substitutions { buffer.replace(old, with: new) }
        for expression in removedFirst { buffer.replace(expression, with: "") }
        if openInstruct { buffer.replace("ft", with: "") }
        for expression in removed { buffer.replace(expression, with: "") }
        if buffer.bytes.find(Bytes("$")) != nil { buffer.rewrite(firstFormulaOfEachLine) }
        if buffer.bytes.find(Bytes("{")) != nil {
            unwrap("\\text{", &buffer)
            unwrap("\\textbf{", &buffer)
            unwrap("\\overline{", &buffer)
            if buffer.bytes.find(Bytes("\\boxed{")) != nil { buffer.rewrite(unwrapBoxed) }
        }
        if buffer.bytes.find(Bytes("frac")) != nil { buffer.rewrite(growth: 3) { braceArguments("frac", 2, $0, $1) } }
        if buffer.bytes.find(Bytes("sqrt")) != nil { buffer.rewrite(growth: 3) { braceArguments("sqrt", 1, $0, $1) } }
        buffer.replace("$", with: "")
        if buffer.bytes.isPythonDigitsBesideCommas { buffer.replace(",", with: "") }
        return openInstruct ? buffer.bytes : buffer.bytes.pythonStripped
    }

    /// `(.*?)\$(.*?)\$(.*)` to `$\2$`, a line at a time.
    private static func firstFormulaOfEachLine(_ text: Bytes, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        var at = 0
        while at <= text.count {
            let line = text.suffix(from: at).firstLine
            var kept = line
            if let open = line.find(Bytes("$")), let close = line.suffix(from: open + 1).find(Bytes("$")) {
                kept = line[open..<open + close + 2]
            }
            (to + count).update(from: kept.start, count: kept.count)
            count += kept.count
            at += line.count + 1
            if at <= text.count {
                to[count] = 0x0A
                count += 1
            }
        }
        return count
    }

    /// `command{content}` to `content`, up to the first `}` of the line.
    private static func unwrap(_ command: StaticString, _ buffer: inout EditBuffer) {
        let command = Bytes(command)
        guard buffer.bytes.find(command) != nil else { return }
        buffer.rewrite { text, to in
            var count = 0
            var at = 0
            func put(_ part: Bytes) {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            while let found = text.suffix(from: at).find(command) {
                let open = at + found + command.count
                // Without a brace to the end of its line no command of that line is closed, and none of the last line.
                guard let stop = text.suffix(from: open).findFirst(in: lineEndOrBrace) else { break }
                guard text[open + stop] == UInt8(ascii: "}") else {
                    put(text[at..<open + stop])
                    at = open + stop
                    continue
                }
                put(text[at..<at + found])
                put(text[open..<open + stop])
                at = open + stop + 1
            }
            put(text.suffix(from: at))
            return count
        }
    }

    private static let lineEndOrBrace = ByteSet("}\n")

    /// `\boxed{content}` to `content`, up to the last `}` of the line.
    private static func unwrapBoxed(_ text: Bytes, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        let command = Bytes("\\boxed{")
        var count = 0
        var at = 0
        func put(_ part: Bytes) {
            (to + count).update(from: part.start, count: part.count)
            count += part.count
        }
        while let found = text.suffix(from: at).find(command) {
            let open = at + found + command.count
            let line = text.suffix(from: open).firstLine
            guard let close = line.findLast(Bytes("}")) else {
                put(text[at..<open + line.count])
                at = open + line.count
                continue
            }
            put(text[at..<at + found])
            put(line[0..<close])
            at = open + close + 1
        }
        put(text.suffix(from: at))
        return count
    }

    /// `frac` and `sqrt` without braces get them: `(frac)([^{])(.)`, `(sqrt)([^{])`.
    private static func braceArguments(
        _ word: StaticString, _ arguments: Int, _ text: Bytes, _ to: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let word = Bytes(word)
        var count = 0
        var at = 0
        func put(_ part: Bytes) {
            (to + count).update(from: part.start, count: part.count)
            count += part.count
        }
        while let found = text.suffix(from: at).find(word) {
            let end = at + found + word.count
            put(text[at..<end])
            at = end
            guard at < text.count, text[at] != UInt8(ascii: "{") else { continue }
            let first = text.codePointLength(at: at)
            if arguments == 2 {
                let second = at + first
                guard second < text.count, text[second] != 0x0A else { continue }
                let length = text.codePointLength(at: second)
                for part in [Bytes("{"), text[at..<second], Bytes("}{"), text[second..<second + length], Bytes("}")] {
                    put(part)
                }
                at = second + length
            } else {
                for part in [Bytes("{"), text[at..<at + first], Bytes("}")] { put(part) }
                at += first
            }
        }
        put(text.suffix(from: at))
        return count
    }
}
