import AdjudgeBase
import AdjudgeProse

/// How citations are written: eleven forms, as NeMo-Gym's `citation_if` names them.
struct CitationGrammar: Sendable {
    let name: String
    private let open: String
    private let close: String
    private let isList: Bool
    /// Whether the cited claim stands inside.
    let wrapsClaim: Bool
    /// Whether the form is a `cite` tag, which must be balanced.
    var isTag: Bool { name == "cite_xml" || wrapsClaim }

    private init(_ name: String, _ open: String, _ close: String, isList: Bool = false, wrapsClaim: Bool = false) {
        self.name = name
        self.open = open
        self.close = close
        self.isList = isList
        self.wrapsClaim = wrapsClaim
    }

    static let all = [
        CitationGrammar("cite_xml", "<cite>", "</cite>", isList: true),
        CitationGrammar("ascii_brackets", "\\[", "\\](?!\\()"),
        CitationGrammar("claim_wrap_xml", "<cite index=\"", "\">((?s).*?)</cite>", isList: true, wrapsClaim: true),
        CitationGrammar("fullwidth_brackets", "【", "】"),
        CitationGrammar("ref_colon", "\\[ref:", "\\]"),
        CitationGrammar("double_angle", "<<", ">>"),
        CitationGrammar("web_brackets", "\\[web:", "\\]"),
        CitationGrammar("paren_part", "\\(", "\\)"),
        CitationGrammar("markdown_footnote", "\\[\\^", "\\]"),
        CitationGrammar("curly_double", "\\{\\{", "\\}\\}"),
        CitationGrammar("angle_pipe", "<ref\\|", ">"),
    ]

    /// The pattern of a citation whose identifiers match `id`; group 1 is the identifiers, group 2 the claim.
    func pattern(id: String) throws(RegexError) -> RegexPattern {
        let one = "(?:\(id))"
        return try RegexPattern("\(open)(\(isList ? "\(one)(?:,\(one))*" : one))\(close)")
    }

    /// One citation in a text.
    struct Citation {
        let range: Range<Int>
        let ids: [Bytes]
        let claim: Range<Int>?
    }

    /// The citations of a text, none of them around an empty claim; nil where a limit of work was reached.
    func citations(in text: ValidText, _ pattern: RegexPattern, _ scratch: RegexScratch) -> [Citation]? {
        var searched = text
        if wrapsClaim {
            // What no tag closes would be searched to the end for each that opens.
            guard let last = text.bytes.findLast(Bytes("</cite>")), let part = ValidText(text.bytes[0..<last + 7])
            else {
                return []
            }
            searched = part
        }
        var citations: [Citation] = []
        let isDone = pattern.forEachMatch(in: searched, scratch: scratch) { groups in
            let claim = wrapsClaim ? groups.range(2) : nil
            if wrapsClaim, claim.map({ searched.bytes[$0].pythonStripped.isEmpty }) ?? true { return }
            citations.append(
                Citation(
                    range: groups.range(0)!, ids: CitationGrammar.split(searched.bytes[groups.range(1)!]), claim: claim)
            )
        }
        return isDone ? citations : nil
    }

    private static func split(_ list: Bytes) -> [Bytes] {
        var parts: [Bytes] = []
        var rest = list
        while let comma = rest.find(Bytes(",")) {
            parts.append(rest[0..<comma])
            rest = rest.suffix(from: comma + 1)
        }
        return parts + [rest]
    }

    // MARK: What looks like a citation

    /// The offset behind an identifier of any kind at or behind `from`: `citation_` in any case and what belongs to it.
    static func attempt(in text: Bytes, from: Int) -> Int? {
        var at = from
        while at + 9 < text.count {
            let isHere =
                text[at] | 0x20 == 0x63 && text[at..<at + 8].isWord("citation") && text[at + 8] == 0x5F
                && isIDByte(text[at + 9])
            if isHere {
                at += 10
                while at < text.count, isIDByte(text[at]) { at += 1 }
                return at
            }
            at += 1
        }
        return nil
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == 0x5F || byte == 0x3A
    }

    /// How many `<cite` open and `</cite>` close in a text.
    static func tags(in text: Bytes) -> (open: Int, close: Int) {
        var (open, close) = (0, 0)
        for at in 0..<text.count where text[at] == 0x3C {
            if text[at + 1..<at + 5].isWord("cite"), !text[at + 5].continuesWord { open += 1 }
            guard text[at + 1] == 0x2F, text[at + 2..<at + 6].isWord("cite") else { continue }
            var end = at + 6
            while text.pythonSpaceLength(at: end) > 0 { end += text.pythonSpaceLength(at: end) }
            if text[end] == 0x3E { close += 1 }
        }
        return (open, close)
    }
}
