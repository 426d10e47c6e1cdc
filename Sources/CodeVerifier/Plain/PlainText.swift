import AdjudgeBase

/// Plain data as Python would show it, for evidence.
enum PlainText {
    /// At most about `limit` bytes of the value's repr.
    static func describe(_ value: PlainData, limit: Int = 400) -> String {
        // Each level of a value is read anew, so a huge one is not shown.
        if value.content.count > 1 << 16, value.count > 0 { return "\(value.kind) of \(value.count)" }
        var text = ""
        write(value, to: &text, limit: limit)
        return text
    }

    private static func write(_ value: PlainData, to text: inout String, limit: Int) {
        guard text.utf8.count < limit else {
            if !text.hasSuffix("…") { text += "…" }
            return
        }
        switch value.kind {
        case .none: text += "None"
        case .isTrue: text += "True"
        case .isFalse: text += "False"
        case .integer: text += String(value.integer)
        case .largeInteger: text += "0x" + value.content[0..<min(value.content.count, limit)].string
        case .float: text += "\(value.float)"
        case .complex: text += "complex"
        case .string: text += quoted(value.content[0..<min(value.content.count, limit)])
        case .bytes, .byteArray: text += "b" + quoted(value.content[0..<min(value.content.count, limit)])
        case .list: sequence(value, "[", "]", to: &text, limit: limit)
        case .tuple: sequence(value, "(", value.count == 1 ? ",)" : ")", to: &text, limit: limit)
        case .set, .frozenSet: sequence(value, "{", "}", to: &text, limit: limit)
        case .linkedList: sequence(value, "ListNode[", "]", to: &text, limit: limit)
        case .tree: sequence(value, "TreeNode[", "]", to: &text, limit: limit)
        case .dict: dict(value, to: &text, limit: limit)
        case .wrapped: sequence(value, "", "", to: &text, limit: limit)
        case .opaque: text += "<\(value.content[0..<min(value.content.count, 100)].string)>"
        }
    }

    private static func sequence(
        _ value: PlainData, _ open: String, _ close: String, to text: inout String, limit: Int
    ) {
        text += open
        var at = 0
        var isFirst = true
        while at < value.content.count, text.utf8.count < limit, let element = PlainData.read(value.content, at: &at) {
            if !isFirst { text += ", " }
            isFirst = false
            write(element, to: &text, limit: limit)
        }
        text += at < value.content.count ? "…" : close
    }

    private static func dict(_ value: PlainData, to text: inout String, limit: Int) {
        text += "{"
        var at = 0
        var isKey = true
        while at < value.content.count, text.utf8.count < limit, let element = PlainData.read(value.content, at: &at) {
            if !isKey { text += ": " } else if text.last != "{" { text += ", " }
            isKey.toggle()
            write(element, to: &text, limit: limit)
        }
        text += at < value.content.count ? "…" : "}"
    }

    private static func quoted(_ bytes: Bytes) -> String {
        var text = "'"
        for character in bytes.string {
            switch character {
            case "\n": text += "\\n"
            case "'": text += "\\'"
            case "\\": text += "\\\\"
            default: text.append(character)
            }
        }
        return text + "'"
    }
}
