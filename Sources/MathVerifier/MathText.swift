import AdjudgeBase

/// The normal form of a mathematical answer as text: what can be dropped without changing what it says.
enum MathText {
    /// Commands that only set spacing or size.
    private static let dropped: [StaticString] = ["left", "right", "displaystyle", "quad", "qquad"]

    /// True when nothing is left of a folded text in its normal form. O(text).
    static func isBlank(_ text: Bytes, _ arena: Arena) -> Bool {
        // No step touches a digit, nor a letter that the text begins with.
        if text[0].isASCIIAlphanumeric || text.findFirst(in: digits) != nil { return false }
        return normalized(text, arena).isEmpty
    }

    private static let digits = ByteSet("0123456789")

    /// The normal form of a folded text: `$` and spacing commands dropped, `\dfrac` and `\tfrac` as
    /// `\frac`, a full stop at the end and `\text{…}` or braces around the whole taken away, white space kept only
    /// between two letters or digits. O(text).
    static func normalized(_ text: Bytes, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(text.trimmed, arena: arena)
        if buffer.bytes.findFirst(in: special) == nil { return buffer.bytes }
        buffer.rewrite(commands)
        buffer.keep(unwrapped(buffer.bytes))
        buffer.rewrite(squeeze)
        return buffer.bytes
    }

    /// True when two folded texts have the same digits in the same order. No step of the normal form touches a digit, so
    /// that without it the normal forms differ. O(text).
    static func haveSameDigits(_ left: Bytes, _ right: Bytes) -> Bool {
        var (i, j) = (0, 0)
        while true {
            while i < left.count, !left[i].isASCIIDigit { i += 1 }
            while j < right.count, !right[j].isASCIIDigit { j += 1 }
            guard i < left.count, j < right.count else { return i == left.count && j == right.count }
            guard left[i] == right[j] else { return false }
            i += 1
            j += 1
        }
    }

    /// Reads command by command, so that the second backslash of `\\ ` begins none.
    private static func commands(_ text: Bytes, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        var at = 0
        func put(_ part: Bytes) {
            (to + count).update(from: part.start, count: part.count)
            count += part.count
        }
        while at < text.count {
            guard let stop = text.suffix(from: at).findFirst(in: commandStart) else {
                put(text.suffix(from: at))
                break
            }
            put(text[at..<at + stop])
            at += stop
            guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else {
                if text[at] != UInt8(ascii: "$") { put(text[at..<at + 1]) }
                at += 1
                continue
            }
            var end = at + 1
            while end < text.count, text[end].isASCIILetter { end += 1 }
            let name = text[at + 1..<end]
            if name.isEmpty {
                end += 1
                if "!,;: ".utf8.contains(text[at + 1]) {
                    put(Bytes(" "))
                } else if text[at + 1] != UInt8(ascii: "$") {
                    put(text[at..<end])
                }
            } else if name.equals("dfrac") || name.equals("tfrac") {
                put(Bytes("\\frac"))
            } else if dropped.contains(where: { name.equals($0) }) {
                put(Bytes(" "))
            } else {
                put(text[at..<end])
            }
            at = end
        }
        return count
    }

    private static let commandStart = ByteSet("\\$")

    private static let special = ByteSet("\\$ \t\n\r{}.")

    private static func unwrapped(_ text: Bytes) -> Bytes {
        var text = text.trimmed
        for _ in 0..<8 {
            if text.hasSuffix("."), text.count > 1 { text = text[0..<text.count - 1].trimmed }
            let inner =
                inside(text, "\\text{") ?? inside(text, "\\mathrm{") ?? inside(text, "\\textbf{") ?? inside(text, "{")
            guard let inner else { break }
            text = inner.trimmed
        }
        return text
    }

    private static func inside(_ text: Bytes, _ open: StaticString) -> Bytes? {
        guard text.hasPrefix(open) else { return nil }
        let brace = open.utf8CodeUnitCount - 1
        guard text.matchingBrace(open: brace) == text.count - 1 else { return nil }
        return text[brace + 1..<text.count - 1]
    }

    private static func squeeze(_ text: Bytes, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 0
        var at = 0
        while at < text.count {
            guard isSpace(text[at]) else {
                to[count] = text[at]
                count += 1
                at += 1
                continue
            }
            while at < text.count, isSpace(text[at]) { at += 1 }
            if count > 0, at < text.count, isWord(to[count - 1]), isWord(text[at]) {
                to[count] = 0x20
                count += 1
            }
        }
        return count
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte >= 0x80
    }
}
