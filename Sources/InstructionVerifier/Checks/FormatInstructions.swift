import AdjudgeBase
import AdjudgeProse

/// Instructions about markdown, sections, titles and JSON.
enum FormatInstructions {
    static let ifeval: [Instruction] = [
        Instruction("detectable_format:number_bullet_lists", ["num_bullets"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("num_bullets")
            let lines = ByteMap(reading.text, in: newline, reading.arena)
            return Double(
                bullets(reading.text, lines, UInt8(ascii: "*")) + bullets(reading.text, lines, UInt8(ascii: "-")))
                == wanted
        },
        Instruction("detectable_format:constrained_response", []) { _, reading throws(Unsettled) in
            reading.text.holds("My answer is yes.") || reading.text.holds("My answer is no.")
                || reading.text.holds("My answer is maybe.")
        },
        Instruction("detectable_format:number_highlighted_sections", ["num_highlights"]) {
            arguments, reading throws(Unsettled) in
            Double(highlights(reading.text, reading.arena)) >= (try arguments.drawnCount("num_highlights"))
        },
        Instruction("detectable_format:multiple_sections", ["section_spliter", "num_sections"]) {
            arguments, reading throws(Unsettled) in
            let splitter = try arguments.drawnText("section_spliter").pythonStripped
            let wanted = try arguments.drawnCount("num_sections")
            return Double(try sections(splitter, reading)) >= wanted
        },
        Instruction("detectable_format:json_format", []) { _, reading throws(Unsettled) in
            switch PythonJSON.verdict(withoutFence(reading.text)) {
            case .valid: return true
            case .invalid: return false
            // Python's reader gives up here with an error, which is no verdict.
            case .tooDeep: throw .limit
            }
        },
        Instruction("detectable_format:title", []) { _, reading throws(Unsettled) in hasTitle(reading.text) },
        // Named in IFEval's registry, though not among the ids of its data.
        Instruction("multi-turn:constrained_start", ["starter"]) { arguments, reading throws(Unsettled) in
            let starter = try arguments.drawnText("starter").pythonStripped
            guard case .literal(let literal) = reading.tools.keywords.keyword(starter, .lineStart, reading.arena) else {
                return try reading.has(starter, .lineStart)
            }
            let lines = ByteMap(reading.text, in: newline, reading.arena)
            var at: Int? = 0
            while let start = at {
                let first = skipSpace(reading.text, from: start)
                if reading.text.suffix(from: first).begins(with: literal) { return true }
                at = lineStart(reading.text, lines, after: max(start, first))
            }
            return false
        },
        Instruction("detectable_format:rephrasing", ["original_message"]) { arguments, reading throws(Unsettled) in
            let original = try arguments.requiredText("original_message")
            guard hasChange(original) else { throw .argument("original_message") }
            // A text without asterisks is an error to the official code, and nothing that follows the instruction.
            guard hasChange(reading.text) else { return false }
            return withoutChanges(reading.text, reading.arena) == withoutChanges(original, reading.arena)
        },
    ]

    /// How often `^\s*\*[^\*].*$` or `^\s*-.*$` matches at lines: items of a list by their mark. O(text).
    static func bullets(_ text: Bytes, _ lines: ByteMap, _ mark: UInt8) -> Int {
        var found = 0
        var at: Int? = 0
        while let start = at {
            let first = skipSpace(text, from: start)
            let needsMore = mark == UInt8(ascii: "*")
            guard first < text.count, text[first] == mark,
                !needsMore || first + 1 < text.count && text[first + 1] != mark
            else {
                at = lineStart(text, lines, after: max(start, first))
                continue
            }
            found += 1
            // The character behind an asterisk may be the end of its line; then the next line belongs to the item.
            let inside = min(first + (needsMore ? 2 : 1), text.count)
            let end = lines.first(from: inside) ?? text.count
            at = text[end - 1] == 0x0A ? end : lineStart(text, lines, after: end)
        }
        return found
    }

    private static func skipSpace(_ text: Bytes, from start: Int) -> Int {
        var at = start
        while at < text.count {
            let length = text.pythonSpaceLength(at: at)
            if length == 0 { break }
            at += length
        }
        return at
    }

    /// The start of the first line that begins behind `offset`; nil beyond the end.
    private static func lineStart(_ text: Bytes, _ lines: ByteMap, after offset: Int) -> Int? {
        guard let end = lines.first(from: offset), end + 1 < text.count else { return nil }
        return end + 1
    }

    /// How many spans stand between single and between double asterisks on a line. O(text).
    static func highlights(_ text: Bytes, _ arena: Arena) -> Int {
        let map = ByteMap(text, in: stops, arena)
        let count = map.memberCount
        // The asterisks and the ends of lines.
        let offsets = arena.array(of: Int.self, count)
        var all = map.members()
        for index in 0..<count { offsets[index] = all.next()! }
        var found = 0
        for width in 1...2 {
            /// Whether as many asterisks stand side by side from one on.
            func isMark(_ index: Int) -> Bool {
                let (first, last) = (offsets[index], offsets[index + width - 1])
                return text.start[first] == UInt8(ascii: "*") && text.start[last] == UInt8(ascii: "*")
                    && last - first == width - 1
            }
            var index = 0
            while index + 2 * width <= count {
                guard isMark(index), isMark(index + width) else {
                    index += 1
                    continue
                }
                let (first, end) = (offsets[index] + width, offsets[index + width])
                // Most spans begin with a letter.
                if text.start[first].isASCIILetter || !text[first..<end].pythonStripped.isEmpty { found += 1 }
                index += 2 * width
            }
        }
        return found
    }

    private static let stops = ByteSet("*\n")
    private static let newline = ByteSet("\n")

    /// How many sections `\s?SPLITTER\s?\d+\s?` begins: one less than the parts of `re.split`, which also gives the
    /// splitter's groups.
    static func sections(_ splitter: Bytes, _ reading: Reading) throws(Unsettled) -> Int {
        switch reading.tools.keywords.keyword(splitter, .numbered, reading.arena) {
        case .invalid: throw .argument(splitter)
        case .pattern(let pattern): return try reading.count(pattern) * (1 + pattern.groupCount)
        case .literal(let literal):
            let text = reading.text
            var found = 0
            var at = 0
            while let next = text.suffix(from: at).find(literal) {
                var end = at + next + literal.count
                if text.digitLength(at: end) == 0 { end += text.pythonSpaceLength(at: end) }
                var digits = 0
                while true {
                    let length = text.digitLength(at: end)
                    if length == 0 { break }
                    digits += 1
                    end += length
                }
                if digits > 0 {
                    found += 1
                    at = end
                } else {
                    at += next + 1
                }
            }
            return found
        }
    }

    /// The text without the fence of a code block around it, as IFEval takes it off.
    static func withoutFence(_ text: Bytes) -> Bytes {
        var text = text.pythonStripped
        for prefix in ["```json", "```Json", "```JSON", "```"] as [StaticString] where text.hasPrefix(prefix) {
            text = text.suffix(from: prefix.utf8CodeUnitCount)
        }
        if text.hasSuffix("```") { text = text[0..<text.count - 3] }
        return text.pythonStripped
    }

    /// Whether `<<[^\n]+>>` has a match of which something is left without its angle brackets. O(text).
    static func hasTitle(_ text: Bytes) -> Bool {
        var from = 0
        while let open = text.suffix(from: from).find(Bytes("<<")) {
            let start = from + open
            let end = text.suffix(from: start).find(Bytes("\n")).map { start + $0 } ?? text.count
            from = end
            let line = text[start..<end]
            guard let close = line.findLast(Bytes(">>")), close >= 3 else { continue }
            let title = line[0..<close + 2].leftStripped(of: ByteSet("<")).rightStripped(of: ByteSet(">"))
            if !title.pythonStripped.isEmpty { return true }
        }
        return false
    }

    /// Whether two asterisks stand on a line.
    private static func hasChange(_ text: Bytes) -> Bool {
        text.parts(by: "\n").contains { $0.occurrences(of: Bytes("*")) > 1 }
    }

    /// The text without what stands between two asterisks of a line, and without them. O(text).
    private static func withoutChanges(_ text: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count + 1)
        var (count, at) = (0, 0)
        func keep(_ part: Bytes) {
            (memory + count).update(from: part.start, count: part.count)
            count += part.count
        }
        while let open = text.suffix(from: at).find(Bytes("*")) {
            keep(text[at..<at + open])
            let inside = text.suffix(from: at + open + 1)
            let end = inside.findFirst(in: stops) ?? inside.count
            if inside[end] == UInt8(ascii: "*") {
                at += open + 1 + end + 1
            } else {
                keep(text[at + open..<at + open + 1 + end])
                at += open + 1 + end
            }
        }
        keep(text.suffix(from: at))
        arena.shrinkLast(memory, to: count)
        return Bytes(start: memory, count: count)
    }
}
