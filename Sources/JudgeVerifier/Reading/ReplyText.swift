import AdjudgeBase

/// A reply as a text that may be a verdict: its object, or its last line.
///
/// A verdict counts only where it stands as one. Searching a reply for words that look like one finds "CORRECT" in
/// "INCORRECT", and the label that the reply quotes from the answer.
struct ReplyText {
    /// The reply without the model's thoughts.
    let text: Substring
    private static let longest = 1 << 20

    init(_ reply: String) {
        var rest = Substring(reply)
        for mark in ["</think>", "</thinking>", "</reasoning>"] {
            if let end = ReplyText.end(ofLast: mark, in: rest) { rest = rest[end...] }
        }
        // A thought that is never closed says nothing yet, whatever it ends with.
        let isOpen = ["<think", "<reasoning"].contains { rest.firstRange(of: $0) != nil }
        text = isOpen ? "" : ReplyText.trimmed(rest)
    }

    /// The JSON that is the whole reply, or all of the fenced block that ends it.
    var json: Substring? {
        guard text.utf8.count <= ReplyText.longest else { return nil }
        if text.hasPrefix("{"), text.hasSuffix("}") { return text }
        guard text.hasSuffix("```") else { return nil }
        let block = text.dropLast(3)
        guard let opening = ReplyText.end(ofLast: "```", in: block) else { return nil }
        var body = block[opening...]
        if body.hasPrefix("json") || body.hasPrefix("JSON") { body = body.dropFirst(4) }
        body = ReplyText.trimmed(body)
        return body.hasPrefix("{") && body.hasSuffix("}") ? body : nil
    }

    /// The lines that are not blank, without marks of Markdown around them.
    var lines: [Substring] { rawLines.map(ReplyText.plain).filter { !$0.isEmpty } }

    /// The lines under the only heading of this name, up to the next heading or the report's end, `=== … ===`; nil where there
    /// is none, or several.
    func section(_ name: String) -> [Substring]? {
        let (lines, wanted) = (rawLines.map(ReplyText.trimmed), name.lowercased())
        func isHeading(_ line: Substring) -> Bool { line.first == "#" }
        let places = lines.indices.filter { ReplyText.plain(lines[$0]).lowercased() == wanted }
        guard places.count == 1, isHeading(lines[places[0]]) else { return nil }
        return lines[(places[0] + 1)...].prefix { !isHeading($0) && !$0.hasPrefix("===") }.map(ReplyText.plain).filter {
            !$0.isEmpty
        }
    }

    private var rawLines: [Substring] {
        guard text.utf8.count <= ReplyText.longest else { return [] }
        return text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }.map { Substring($0) }
    }

    /// Whether the last line stands by itself: no quotation, and not the end of what the line right before it began.
    var endsApart: Bool {
        let lines = rawLines
        guard let last = lines.last, ReplyText.trimmed(last).first != ">" else { return false }
        guard lines.count >= 2 else { return true }
        let before = ReplyText.trimmed(lines[lines.count - 2])
        guard let end = before.utf8.last(where: { $0 != 0x2A && $0 != 0x5F }) else { return true }
        let words = ReplyText.plain(before).lowercased()
        if end == 0x3A { return ReplyText.headings.contains(String(ReplyText.plain(Substring(words.dropLast())))) }
        let isSentence = [0x2E, 0x21, 0x3F, 0x60, 0x2D, 0x3D, 0x7D].contains(end) || end >= 0x80
        // Labels in lines of their own are told apart elsewhere.
        return isSentence
            || before.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == 0x2A || $0 == 0x5F }
                && !ReplyText.negations.contains(words)
    }

    private static let negations: Set<String> = ["not", "no", "never", "neither", "nor"]

    /// The rest of a line behind a heading such as `Verdict:`; the line itself without one.
    static func said(_ line: Substring) -> Substring {
        guard let colon = line.utf8.firstIndex(of: 0x3A) else { return line }
        let heading = plain(line[..<colon]).lowercased()
        guard headings.contains(heading) else { return line }
        return plain(line[line.utf8.index(after: colon)...])
    }

    private static let headings: Set<String> = [
        "verdict", "final verdict", "answer", "final answer", "label", "decision", "final decision", "judgment",
        "judgement", "final judgment", "final judgement", "result", "score", "final score", "rating", "grade",
        "conclusion", "my verdict", "my answer",
    ]

    /// `line` without white space and marks of Markdown, quotes and brackets around it, and without a full stop.
    private static func plain(_ line: Substring) -> Substring {
        var text = line
        let marks: Set<UInt8> = Set("*_`#>\"'[]() \t".utf8)
        while let first = text.utf8.first, marks.contains(first) { text = Substring(text.utf8.dropFirst()) }
        while let last = text.utf8.last, marks.contains(last) || last == 0x2E { text = Substring(text.utf8.dropLast()) }
        return text
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.utf8.first, first <= 0x20 { text = Substring(text.utf8.dropFirst()) }
        while let last = text.utf8.last, last <= 0x20 { text = Substring(text.utf8.dropLast()) }
        return text
    }

    /// Where the last `mark` in `text` ends.
    private static func end(ofLast mark: String, in text: Substring) -> Substring.Index? {
        let (wanted, bytes) = (Array(mark.utf8), text.utf8)
        var at = bytes.endIndex
        while let found = bytes[..<at].lastIndex(of: wanted[wanted.count - 1]) {
            let end = bytes.index(after: found)
            if bytes[..<end].suffix(wanted.count).elementsEqual(wanted) { return end }
            at = found
        }
        return nil
    }
}
