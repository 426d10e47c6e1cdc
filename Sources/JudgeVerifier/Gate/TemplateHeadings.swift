/// The headings of a question's template, and whether an answer has one: it would seem to end there and another part of the
/// question, or the verdict, to begin.
///
/// A heading is known by its words, whatever marks and spaces stand around them: `Reference:`, `< Standard Answer Begin >`,
/// `=== report over ===`.
struct TemplateHeadings {
    /// Each heading's words, as `GateText` has them.
    private let headings: [[Substring]]

    /// Headings as a template has them.
    init(_ headings: [String]) {
        self.headings = headings.map { GateText($0).words }.filter { !$0.isEmpty }
    }

    /// The first heading that a text has where a heading stands: at a line's start before a colon, or between marks; of several
    /// words also behind a mark or, in a `short` text, anywhere before a colon. O(text) for each heading.
    func first(in text: GateText, isShort: Bool) -> String? {
        headings.first { heading in
            guard heading.count <= text.words.count else { return false }
            return (0...text.words.count - heading.count).contains { at in
                text.words[at] == heading[0] && text.words[at..<at + heading.count].elementsEqual(heading)
                    && isHeading(text, at..<at + heading.count, isShort: isShort)
            }
        }?.joined(separator: " ")
    }

    private func isHeading(_ text: GateText, _ range: Range<Int>, isShort: Bool) -> Bool {
        let bytes = text.plain.utf8
        let isBeginning =
            range.lowerBound == 0
            || bytes[text.words[range.lowerBound - 1].endIndex..<text.words[range.lowerBound].startIndex].contains(0x0A)
        let isEnd =
            range.upperBound == text.words.count
            || bytes[text.words[range.upperBound - 1].endIndex..<text.words[range.upperBound].startIndex].contains(0x0A)
        let before = bytes[..<text.words[range.lowerBound].startIndex].last { $0 != 0x20 && $0 != 0x09 }
        let behind = bytes[text.words[range.upperBound - 1].endIndex...]
        let hasColon = behind.first { !Self.dress.contains($0) } == 0x3A
        if hasColon, isBeginning { return true }
        guard range.count > 1 else { return false }
        if isBeginning, isEnd { return true }
        let isBehindMark = before.map { $0 < 0x80 && !$0.isASCIIAlphanumeric } ?? true
        if hasColon { return isShort || isBehindMark }
        guard let before, Self.openers.contains(before) else { return false }
        return isEnd || behind.first { $0 != 0x20 && $0 != 0x09 }.map(Self.closers.contains) ?? true
    }

    private static let dress = Set("*_`~ \t\"'>])}=#".utf8)
    private static let openers = Set("<[{(=#*|~_\"".utf8)
    private static let closers = Set(">]})=#*|~_\"".utf8)
}

extension QuestionTemplate {
    /// Where the template has no fence, its headings: what stands before a colon beside a place, but for the answer's own, or as
    /// the last line; and several words in a title's marks.
    var headings: [String] {
        if has(.fence) { return [] }
        var found: Set<String> = []
        forEachText { text, isBehindPlace, next in
            let lines = text.split(separator: "\n")
            for (number, line) in lines.enumerated() {
                found.formUnion(QuestionTemplate.titles(in: line))
                let isLast = number == lines.count - 1
                if isLast, next == .answer { continue }
                guard isLast || isBehindPlace && number == 0 else { continue }
                found.formUnion(QuestionTemplate.heads(of: line))
            }
        }
        return found.sorted()
    }

    /// What a line says before its last colon, where nothing but marks follows, and before its first one.
    private static func heads(of line: Substring) -> [String] {
        var found: [String] = []
        func add(_ head: Substring, most: Int) {
            let start = head.lastIndex { ".:?!{}<>#\"".contains($0) }.map { head.index(after: $0) } ?? head.startIndex
            let count = GateText(String(head[start...])).words.count
            if (1...most).contains(count) { found.append(String(head[start...])) }
        }
        if let last = line.lastIndex(of: ":"), GateText(String(line[last...])).words.isEmpty {
            add(line[..<last], most: 8)
        }
        if let first = line.firstIndex(of: ":") { add(line[..<first], most: 4) }
        return found
    }

    /// Two to eight words between brackets, stars, hashes or signs of equality.
    private static func titles(in line: Substring) -> [String] {
        var found: [String] = []
        var begin: Substring.Index?
        for at in line.indices {
            let isMark = "<>[]#=*".contains(line[at])
            if isMark || line[at] == ":" || line[at] == "{" {
                if let start = begin, (2...8).contains(GateText(String(line[start..<at])).words.count) {
                    found.append(String(line[start..<at]))
                }
                begin = isMark ? line.index(after: at) : nil
            }
        }
        if let start = begin, line.drop(while: { $0 == " " }).first == "#",
            (2...8).contains(GateText(String(line[start...])).words.count)
        {
            found.append(String(line[start...]))
        }
        return found
    }
}
