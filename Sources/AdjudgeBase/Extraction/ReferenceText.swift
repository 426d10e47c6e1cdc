/// The answer of a reference as data sets hold it: alone, or at the end of a worked solution.
public struct ReferenceText: Sendable {
    /// How the answer was found.
    public enum Rule: Sendable {
        /// The reference is the answer.
        case whole
        /// The last box, or those that share its sentence.
        case boxed
        /// What follows `####` at the start of the last line.
        case hash
        /// A worked solution that marks no answer.
        case unmarked
    }

    /// How the answer was found.
    public let rule: Rule
    /// Where it lies in the reference, in bytes; several boxes are one list.
    public let spans: [Span]

    /// The reference as it is.
    public static let whole = ReferenceText(rule: .whole, spans: [])

    private init(rule: Rule, spans: [Span]) {
        self.rule = rule
        self.spans = spans
    }

    /// Looks for the answer of `text`. O(text).
    public init(_ text: Bytes) {
        // Most references are short, and have neither mark.
        guard text.findFirst(in: ReferenceText.marks) != nil else {
            rule = Solution.isWorked(text) ? .unmarked : .whole
            spans = []
            return
        }
        if let last = Box.last(in: text, before: text.count), let content = last.content {
            let boxes = ReferenceText.joined(BoxRun.contents(of: content, in: text) ?? [content], in: text)
            // A box that is given again is one.
            let isRepeated = boxes.allSatisfy { $0.trimmed == content.trimmed }
            rule = .boxed
            spans = (isRepeated ? [content] : boxes).compactMap { box in
                let box = box.trimmed
                return box.offset(in: text).map { Span(start: $0, count: box.count) }
            }
            return
        }
        if let marked = ReferenceText.marked(text) {
            rule = .hash
            spans = marked.offset(in: text).map { [Span(start: $0, count: marked.count)] } ?? []
            return
        }
        rule = Solution.isWorked(text) ? .unmarked : .whole
        spans = []
    }

    /// What `\boxed` and `####` begin with.
    private static let marks = ByteSet("\\#")

    /// The answer: a view of `text`, or a list of its boxes in the arena.
    public func answer(of text: Bytes, _ arena: Arena) -> Bytes {
        guard let first = spans.first else { return text }
        guard spans.count > 1 else { return text[first.range] }
        let size = spans.reduce(0) { $0 + Int($1.count) + 2 }
        let memory = arena.allocate(size)
        var count = 0
        for (index, span) in spans.enumerated() {
            if index > 0 {
                memory[count] = UInt8(ascii: ",")
                memory[count + 1] = 0x20
                count += 2
            }
            (memory + count).update(from: text[span.range].start, count: Int(span.count))
            count += Int(span.count)
        }
        return Bytes(UnsafeBufferPointer(start: memory, count: count))
    }

    /// The last of the boxes that nothing but words such as "and" stands between.
    private static func joined(_ boxes: [Bytes], in text: Bytes) -> [Bytes] {
        var kept = [boxes[boxes.count - 1]]
        for index in stride(from: boxes.count - 2, through: 0, by: -1) {
            guard let before = boxes[index].offset(in: text), let after = boxes[index + 1].offset(in: text),
                before + boxes[index].count <= after, Joining.joins(text[before + boxes[index].count..<after])
            else { break }
            kept.append(boxes[index])
        }
        return kept.reversed()
    }

    /// What follows `####` at the start of the last line that is not blank; nil where it does not begin so, or with no
    /// more than that.
    private static func marked(_ text: Bytes) -> Bytes? {
        let text = text.trimmed
        guard let found = text.findLast(Bytes("####")) else { return nil }
        guard found == 0 || text[found - 1] == 0x0A || text[found - 1] == 0x0D else { return nil }
        var line = text.suffix(from: found + 4)
        guard line.find(Bytes("\n")) == nil else { return nil }
        line = line.trimmed
        if line.hasPrefix(":") { line = line.suffix(from: 1).trimmed }
        return line.isEmpty ? nil : line
    }
}

/// Prose that derives an answer.
private enum Solution {
    /// True for several sentences of prose: two or more of at least four words outside formulas. Line breaks alone make
    /// none.
    static func isWorked(_ text: Bytes) -> Bool {
        // Two such sentences have more than this.
        guard text.count >= 40 else { return false }
        var sentences = 0
        var words = 0
        // Of scripts beyond ASCII, four to a word.
        var letters = 0
        var at = 0
        var isFormula = false
        while at < text.count {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "\\"):
                // A command and, of `\(`, the formula that it opens.
                if at + 1 < text.count {
                    if text[at + 1] == UInt8(ascii: "(") || text[at + 1] == UInt8(ascii: "[") { isFormula = true }
                    if text[at + 1] == UInt8(ascii: ")") || text[at + 1] == UInt8(ascii: "]") { isFormula = false }
                }
                at += 2
                while at < text.count, text[at].isASCIILetter { at += 1 }
                continue
            case UInt8(ascii: "$"): isFormula.toggle()
            case _ where isFormula: break
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
                let next = at + 1 < text.count ? text[at + 1] : 0x20
                if next <= 0x20 || next == UInt8(ascii: "\"") || next == UInt8(ascii: ")") {
                    end(&sentences, &words, &letters)
                }
            case 0xE3 where text.suffix(from: at).hasPrefix("。"): end(&sentences, &words, &letters)
            case 0x41...0x5A, 0x61...0x7A:
                var stop = at
                while stop < text.count, text[stop].isASCIILetter || text[stop] == UInt8(ascii: "'") { stop += 1 }
                if stop - at >= 2 { words += 1 }
                at = stop
                continue
            case 0xC0...: letters += 1
            default: break
            }
            if sentences >= 2 { return true }
            at += 1
        }
        return sentences >= 2
    }

    private static func end(_ sentences: inout Int, _ words: inout Int, _ letters: inout Int) {
        if words + letters / 4 >= 4 { sentences += 1 }
        words = 0
        letters = 0
    }
}

/// What stands between boxes that are one list.
private enum Joining {
    private static let conjunctions: [StaticString] = [
        "and", "or", "et", "ou", "und", "oder", "en", "dan",
    ]
    /// Commands that set or space, and the names of boxes.
    private static let setting: [StaticString] = [
        "boxed", "fbox", "quad", "qquad", "text", "textbf", "mathrm", "mbox", "left", "hspace",
    ]

    /// True when a gap has no other words, or one that joins, or a comma. Letters alone, such as the `x` of `x = \boxed{3}`,
    /// are names.
    static func joins(_ gap: Bytes) -> Bool {
        if gap.findFirst(in: commas) != nil { return true }
        var isPlain = true
        var at = 0
        while at < gap.count {
            guard gap[at].isASCIILetter else {
                at += 1
                continue
            }
            var end = at
            while end < gap.count, gap[end].isASCIILetter { end += 1 }
            let word = gap[at..<end]
            at = end
            if conjunctions.contains(where: { word.equals($0) }) { return true }
            if word.count > 1, !setting.contains(where: { word.equals($0) }) { isPlain = false }
        }
        return isPlain
    }

    private static let commas = ByteSet(",;")
}
