import AdjudgeBase

/// IFBench's instructions about form: brackets, quotes, lines, lists, emoji.
enum BenchFormats {
    static let marks: [Instruction] = [
        Instruction("format:parentheses", []) { _, reading throws(Unsettled) in nestsFiveDeep(reading.text) },
        Instruction("format:quotes", []) { _, reading throws(Unsettled) in quotesThreeDeep(reading.text) },
        Instruction("format:quote_unquote", []) { _, reading throws(Unsettled) in
            let text = withoutSpace(reading.text.replacing("'\"'", with: "", reading.arena), reading.arena)
            if text.holds("\"\"") { return false }
            let bare = text.stripped(of: besideQuotes)
            return bare.isEmpty || bare[bare.count - 1] != UInt8(ascii: "\"")
        },
        Instruction("format:emoji", []) { _, reading throws(Unsettled) in
            let sentences = reading.sentences
            for (index, sentence) in sentences.enumerated() {
                let bare = sentence.withoutPunctuation(reading.arena).pythonStripped
                guard !bare.isEmpty else { return false }
                let last = bare.lastCodePoint
                let secondLast = bare.count > last.count ? bare[0..<bare.count - last.count].lastCodePoint : last
                if Emoji.isEmoji(last) || Emoji.isEmoji(secondLast) { continue }
                guard index + 1 < sentences.count else { return false }
                let next = sentences[index + 1].withoutPunctuation(reading.arena).pythonStripped
                guard Emoji.isEmoji(next.firstCodePoint) else { return false }
            }
            return true
        },
        Instruction("format:title_case", []) { _, reading throws(Unsettled) in
            for word in reading.tokens {
                let first = word.firstCodePoint
                let rest = word.suffix(from: first.count)
                if first.isPythonLower, rest.isEmpty || rest.isPythonUpper || rest.isPythonLower { return false }
            }
            return true
        },
        Instruction("format:no_whitespace", []) { _, reading throws(Unsettled) in
            withoutSpace(reading.text, reading.arena).count == reading.text.count
        },
        Instruction("format:options", ["options"]) { arguments, reading throws(Unsettled) in
            let text = try arguments.drawnText("options")
            let separator: StaticString = text.holds("/") ? "/" : text.holds("or") ? "or" : ","
            let options = text.pythonSplit(separator).map(\.pythonStripped)
            // Letters are matched as they are, words without case and marks.
            if listsLetters(text) { return options.contains(reading.text) }
            let answer = reading.text.stripped(of: .punctuationAndSpace).pythonLower(reading.arena)
            return options.contains { $0.stripped(of: .punctuationAndSpace).pythonLower(reading.arena) == answer }
        },
        Instruction("format:output_template", []) { _, reading throws(Unsettled) in
            reading.text.holds("My Answer:") && reading.text.holds("My Conclusion:")
                && reading.text.holds("Future Outlook:")
        },
    ]

    static let lines: [Instruction] = [
        Instruction("format:newline", []) { _, reading throws(Unsettled) in
            let text = reading.text.withoutPunctuation(reading.arena).pythonStripped
            return text.pythonSplit("\n").count { !$0.isEmpty } == text.wordCount
        },
        Instruction("format:line_indent", []) { _, reading throws(Unsettled) in
            let lines = withoutBlankLines(reading.text.pythonSplit("\n"))
            let indents = lines.map { $0.count - $0.leftStripped(of: ByteSet(" ")).count }
            return zip(indents, indents.dropFirst()).allSatisfy { $1 > $0 }
        },
        Instruction("format:list", ["sep"]) { arguments, reading throws(Unsettled) in
            reading.text.occurrences(of: try arguments.drawnText("sep")) >= 2
        },
        Instruction("format:thesis", []) { _, reading throws(Unsettled) in
            guard let start = reading.text.find(Bytes("<i>")) ?? reading.text.find(Bytes("<em>")) else { return false }
            let text = reading.text.suffix(from: start)
            guard let end = text.find(Bytes("</i>")) ?? text.find(Bytes("</em>")) else { return false }
            return !text.part(from: 3, to: end).pythonStripped.isEmpty
                && !text.suffix(from: end + 4).pythonStripped.isEmpty
        },
        Instruction("format:sub-bullets", []) { _, reading throws(Unsettled) in
            reading.text.pythonSplit("*").dropFirst().allSatisfy { $0.holds("-") }
        },
        Instruction("format:no_bullets_bullets", []) { _, reading throws(Unsettled) in
            var (sentences, bullets) = (0, 0)
            var takesSentences = true
            for line in reading.text.pythonSplit("\n") {
                let line = line.pythonStripped
                if line.hasPrefix("*") {
                    takesSentences = false
                    if sentences < 2 { return false }
                    bullets += 1
                } else if takesSentences {
                    let found = RuleSentences.split(line, reading.arena).count
                    sentences += found
                    // By the official code a blank line ends the sentences.
                    takesSentences = found > 0
                } else {
                    return false
                }
            }
            return bullets >= 2
        },
    ]

    private static func nestsFiveDeep(_ text: Bytes) -> Bool {
        var open: [UInt8] = []
        var deepest = 0
        for index in 0..<text.count {
            let byte = text.start[index]
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                open.append(byte)
                deepest = max(deepest, open.count)
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                // The closing bracket of each pair lies one or two behind the opening one.
                guard let last = open.last, byte &- last <= 2 else {
                    open.removeAll()
                    deepest = 0
                    continue
                }
                open.removeLast()
                if deepest >= 5 { return true }
            default: break
            }
        }
        return false
    }

    private static func quotesThreeDeep(_ text: Bytes) -> Bool {
        var open: [UInt8] = []
        var deepest = 0
        for index in 0..<text.count {
            let byte = text.start[index]
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { continue }
            if open.last == byte {
                open.removeLast()
                if deepest - open.count >= 3 { return true }
            } else {
                open.append(byte)
                deepest = max(deepest, open.count)
            }
        }
        return false
    }

    private static let besideQuotes = ByteSet("0123456789!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

    private static func withoutSpace(_ text: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count + 1)
        var count = 0
        text.forEachWord { word in
            (memory + count).update(from: word.start, count: word.count)
            count += word.count
        }
        return Bytes(start: memory, count: count)
    }

    /// Whether a text begins with the letters a, b and c, in this order, with nothing but marks between.
    private static func listsLetters(_ text: Bytes) -> Bool {
        var at = 0
        for letter in "abc".utf8 {
            while at < text.count, text.wordLength(at: at) == 0 { at += max(1, text.codePointLength(at: at)) }
            guard text[at] | 0x20 == letter else { return false }
            at += 1
        }
        return true
    }

    /// The lines that are left where Python's loop over a list takes blank lines out of the list: it passes over the line
    /// behind each that it takes out, and takes out the first line that is the same.
    private static func withoutBlankLines(_ lines: [Bytes]) -> [Bytes] {
        guard lines.contains(where: { $0.pythonStripped.isEmpty }) else { return lines }
        var isTaken = [Bool](repeating: false, count: lines.count)
        var standing: [String: (places: [Int], next: Int)] = [:]
        var at = 0
        var seen = 0
        while at < lines.count {
            while seen <= at {
                if lines[seen].pythonStripped.isEmpty {
                    standing[lines[seen].string, default: ([], 0)].places.append(seen)
                }
                seen += 1
            }
            guard lines[at].pythonStripped.isEmpty else {
                at += 1
                continue
            }
            let line = lines[at].string
            let first = standing[line]!.next
            isTaken[standing[line]!.places[first]] = true
            standing[line]!.next = first + 1
            at += 2
        }
        return zip(lines, isTaken).filter { !$1 }.map(\.0)
    }
}
