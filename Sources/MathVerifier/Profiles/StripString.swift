import AdjudgeBase

/// `strip_string` of the Hendrycks MATH grader.
enum StripString {
    /// The stripped text, or nil where the original raises an exception; it then compares the texts as they are.
    static func apply(_ text: Bytes, _ arena: Arena) -> Bytes? {
        var buffer = EditBuffer(text, arena: arena)
        buffer.replace("\n", with: "")
        buffer.replace("\\!", with: "")
        buffer.replace("\\\\", with: "\\")
        buffer.replace("tfrac", with: "frac")
        buffer.replace("dfrac", with: "frac")
        buffer.replace("\\left", with: "")
        buffer.replace("\\right", with: "")
        buffer.replace("^{\\circ}", with: "")
        buffer.replace("^\\circ", with: "")
        buffer.replace("\\$", with: "")
        if let unit = buffer.bytes.find(Bytes("\\text{ ")) {
            guard buffer.bytes.suffix(from: unit + 7).find(Bytes("\\text{ ")) == nil else { return nil }
            buffer.keep(buffer.bytes[0..<unit])
        }
        buffer.replace("\\\\%", with: "")
        buffer.replace("\\%", with: "")
        buffer.replace(" .", with: " 0.")
        buffer.replace("{.", with: "{0.")
        if buffer.bytes.isEmpty { return buffer.bytes }
        if buffer.bytes[0] == UInt8(ascii: ".") {
            buffer.rewrite { text, to in
                to[0] = UInt8(ascii: "0")
                (to + 1).update(from: text.start, count: text.count)
                return text.count + 1
            }
        }
        dropShortLeftSide(&buffer)
        guard braceArgument(of: "\\sqrt", in: &buffer) else { return nil }
        buffer.replace(" ", with: "")
        guard fixFractions(&buffer) else { return nil }
        if buffer.bytes.equals("0.5") { return Bytes("\\frac{1}{2}") }
        fixSlash(&buffer)
        return buffer.bytes
    }

    /// `k = 5` becomes ` 5`: with exactly one `=`, a left side of at most two characters goes.
    private static func dropShortLeftSide(_ buffer: inout EditBuffer) {
        let text = buffer.bytes
        guard let equals = text.find(Bytes("=")), text.suffix(from: equals + 1).find(Bytes("=")) == nil else { return }
        if text[0..<equals].lastCodePoints(2).count == equals { buffer.keep(text.suffix(from: equals + 1)) }
    }

    /// `\sqrt3` becomes `\sqrt{3}`. False when the command ends the text, where the original fails.
    private static func braceArgument(of command: StaticString, in buffer: inout EditBuffer) -> Bool {
        let command = Bytes(command)
        guard buffer.bytes.find(command) != nil else { return true }
        var complete = true
        buffer.rewrite(growth: 3) { text, to in
            var count = 0
            var at = 0
            while let found = text.suffix(from: at).find(command) {
                let end = at + found + command.count
                (to + count).update(from: text.start + at, count: end - at)
                count += end - at
                at = end
                // A command that follows at once leaves the original nothing to read.
                guard at < text.count, !text.suffix(from: at).starts(with: command) else {
                    complete = false
                    return count
                }
                if text[at] != UInt8(ascii: "{") {
                    let length = text.codePointLength(at: at)
                    to[count] = UInt8(ascii: "{")
                    (to + count + 1).update(from: text.start + at, count: length)
                    to[count + 1 + length] = UInt8(ascii: "}")
                    count += length + 2
                    at += length
                }
            }
            (to + count).update(from: text.start + at, count: text.count - at)
            return count + text.count - at
        }
        return complete
    }

    /// `\frac12` becomes `\frac{1}{2}`. False when a `\frac` has nothing behind it, where the original fails.
    static func fixFractions(_ buffer: inout EditBuffer) -> Bool {
        let command = Bytes("\\frac")
        let original = buffer.bytes
        guard original.find(command) != nil else { return true }
        var outcome = Outcome.fixed
        buffer.rewrite(growth: 4) { text, to in
            var count = 0
            func put(_ part: Bytes) {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            var at = 0
            while let found = text.suffix(from: at).find(command) {
                put(text[at..<at + found + command.count])
                at += found + command.count
                let next = text.suffix(from: at).find(command).map { at + $0 } ?? text.count
                let piece = text[at..<next]
                guard !piece.isEmpty else {
                    outcome = .failed
                    return count
                }
                if piece[0] == UInt8(ascii: "{") { continue }
                let first = piece.codePointLength(at: 0)
                guard piece.count > first else {
                    outcome = .unchanged
                    return count
                }
                put(Bytes("{"))
                put(piece[0..<first])
                put(Bytes("}"))
                at += first
                if piece[first] != UInt8(ascii: "{") {
                    let second = piece.codePointLength(at: first)
                    put(Bytes("{"))
                    put(piece[first..<first + second])
                    put(Bytes("}"))
                    at += second
                }
            }
            put(text.suffix(from: at))
            return count
        }
        if outcome == .unchanged { buffer.keep(original) }
        return outcome != .failed
    }

    private enum Outcome {
        case fixed, unchanged, failed
    }

    /// `a/b` of two plain integers becomes `\frac{a}{b}`.
    private static func fixSlash(_ buffer: inout EditBuffer) {
        let text = buffer.bytes
        guard let slash = text.find(Bytes("/")), isPlainInteger(text[0..<slash]),
            isPlainInteger(text.suffix(from: slash + 1))
        else { return }
        buffer.rewrite { text, to in
            var count = 0
            for part in [Bytes("\\frac{"), text[0..<slash], Bytes("}{"), text.suffix(from: slash + 1), Bytes("}")] {
                (to + count).update(from: part.start, count: part.count)
                count += part.count
            }
            return count
        }
    }

    /// An integer as Python prints it.
    static func isPlainInteger(_ text: Bytes) -> Bool {
        let digits = text.hasPrefix("-") ? text.suffix(from: 1) : text
        guard digits.count > 0, digits.count <= 4300, digits[0] != UInt8(ascii: "0") || text.equals("0") else {
            return false
        }
        return (0..<digits.count).allSatisfy { digits[$0].isASCIIDigit }
    }
}

extension Bytes {
    fileprivate func starts(with prefix: Bytes) -> Bool { count >= prefix.count && self[0..<prefix.count] == prefix }
}
