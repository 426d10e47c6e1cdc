import AdjudgeBase

/// The normal form of a mathematical answer as text: what can be dropped without changing what it says.
enum MathText {
    private static let dropped: [StaticString] = [
        "\\left", "\\right", "\\displaystyle", "\\!", "\\,", "\\;", "\\:", "\\quad", "\\qquad", "\\ ",
    ]

    /// The normal form: compatibility characters folded, `$` and spacing commands dropped, `\dfrac` and `\tfrac` as
    /// `\frac`, a full stop at the end and `\text{…}` or braces around the whole taken away, white space kept only
    /// between two letters or digits. O(text).
    static func normalized(_ text: Bytes, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(text.folded(.math, into: arena).trimmed, arena: arena)
        if buffer.bytes.findFirst(in: special) == nil { return buffer.bytes }
        if buffer.bytes.find(Bytes("\\")) != nil {
            buffer.replace("\\dfrac", with: "\\frac")
            buffer.replace("\\tfrac", with: "\\frac")
            for command in dropped { buffer.replace(command, with: " ") }
        }
        buffer.replace("\\$", with: "$")
        buffer.replace("$", with: "")
        buffer.keep(unwrapped(buffer.bytes))
        buffer.rewrite(squeeze)
        return buffer.bytes
    }

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
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80
    }
}
