import AdjudgeBase

/// `AND_2`, `\beta^+`, `2^+`: text that is no formula which can be computed, but says one thing when it is repeated.
enum ScriptedName {
    /// True when the text is letters and digits, or one command, and what stands below and above them. O(text).
    static func isAll(of text: Bytes) -> Bool {
        guard text.count <= 32 else { return false }
        var at = 0
        if at < text.count, text[at] == UInt8(ascii: "\\") { at += 1 }
        let start = at
        while at < text.count, text[at].isASCIIAlphanumeric { at += 1 }
        guard at > start, at < text.count else { return false }
        while at < text.count {
            guard text[at] == UInt8(ascii: "_") || text[at] == UInt8(ascii: "^"), let end = scriptEnd(text, at + 1)
            else { return false }
            at = end
        }
        return true
    }

    private static func scriptEnd(_ text: Bytes, _ start: Int) -> Int? {
        guard start < text.count else { return nil }
        guard text[start] == UInt8(ascii: "{") else { return isPlain(text[start]) ? start + 1 : nil }
        var at = start + 1
        while at < text.count, isPlain(text[at]) { at += 1 }
        return at > start + 1 && at < text.count && text[at] == UInt8(ascii: "}") ? at + 1 : nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*")
    }
}
