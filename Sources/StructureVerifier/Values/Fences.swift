import AdjudgeBase
import AdjudgeFormats

/// What a text is when it is one fenced block.
enum Fences: Sendable {
    /// The text may be one fenced block, of which only the content counts.
    case allow
    /// The text itself must be of the format.
    case forbid

    /// The key `fences` of a node.
    static let key = VerifierKind.Key(
        "fences", "allow (default): the text may be one fenced block; forbid: a fence is an error of the format.")

    init(_ node: DocumentNode?) throws(DocumentError) {
        self = try node?.choice("a rule for fences", [("allow", .allow), ("forbid", .forbid)]) ?? .allow
    }

    /// The part of a text that counts. A fence counts only where it encloses the whole text: O(text).
    func content(of whole: Bytes) -> Bytes {
        let text = whole.trimmed
        guard self == .allow, text.hasPrefix("```"), text.hasSuffix("```"), text.count > 6,
            let line = text.find(Bytes("\n")), line < text.count - 3
        else { return Fences.withoutBlankLines(whole) }
        let info = text[3..<line]
        let inner = text[line + 1..<text.count - 3]
        // Another fence inside makes it several blocks.
        guard info.find(Bytes("`")) == nil, inner.isEmpty || inner[inner.count - 1] == 0x0A,
            !inner.hasPrefix("```"), inner.find(Bytes("\n```")) == nil
        else { return Fences.withoutBlankLines(whole) }
        return inner
    }

    /// The text from its first line on that is not blank. Its end stays, since a scalar of YAML's may end in the last line.
    private static func withoutBlankLines(_ text: Bytes) -> Bytes {
        var first = 0
        for offset in 0..<text.count {
            if text[offset] == 0x0A { first = offset + 1 }
            guard text[offset] <= 0x20 else { return text.suffix(from: first) }
        }
        return .empty
    }
}
