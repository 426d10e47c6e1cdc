import AdjudgeBase

/// IFBench's instructions about form: brackets, quotes, lines, lists, emoji.
enum BenchFormats {
    static let marks: [Instruction] = [
        Instruction("format:parentheses", []) { _, reading throws(Unsettled) in
            nestsFiveDeep(reading.text, reading.arena)
        },
        Instruction("format:quotes", []) { _, reading throws(Unsettled) in quotesThreeDeep(reading.text, reading.arena)
        },
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
            // Letters in lower case between white space are one word or two, whatever stands around them; most texts have some.
            for word in reading.words where word.isASCIILower { return false }
            let sentences = reading.punktSentences
            // Most of the others are decided by their first sentence.
            for part in [sentences.prefix(1), sentences.dropFirst()] {
                for word in reading.words(ofSentences: part) {
                    let first = word.firstCodePoint
                    let rest = word.suffix(from: first.count)
                    if first.isPythonLower, rest.isEmpty || rest.isPythonUpper || rest.isPythonLower { return false }
                }
            }
            return true
        },
        Instruction("format:no_whitespace", []) { _, reading throws(Unsettled) in
            withoutSpace(reading.text, reading.arena).count == reading.text.count
        },
        Instruction("format:options", ["options"]) { arguments, reading throws(Unsettled) in
            let text = try arguments.drawnText("options")
            let separator: StaticString = text.holds("/") ? "/" : text.holds("or") ? "or" : ","
            let options = text.pythonSplit(separator, reading.arena).map(\.pythonStripped)
            // Letters are matched as they are, words without case and marks.
            if listsLetters(text) { return options.contains(reading.text) }
            let answer = reading.text.strippedOfMarks.pythonLower(reading.arena)
            return options.contains { $0.strippedOfMarks.pythonLower(reading.arena) == answer }
        },
        Instruction("format:output_template", []) { _, reading throws(Unsettled) in
            reading.text.holds("My Answer:") && reading.text.holds("My Conclusion:")
                && reading.text.holds("Future Outlook:")
        },
    ]

    static let lines: [Instruction] = [
        Instruction("format:newline", []) { _, reading throws(Unsettled) in
            let text = reading.text.withoutPunctuation(reading.arena).pythonStripped
            let lines = ByteMap(text, in: ByteSet("\n"), reading.arena).gaps(of: text)
            return lines.count == reading.words(of: text).count
        },
        Instruction("format:line_indent", []) { _, reading throws(Unsettled) in
            var before = -1
            for line in withoutBlankLines(reading.text.pythonSplit("\n", reading.arena)) {
                let indent = line.count - line.leftStripped(of: space).count
                if indent <= before { return false }
                before = indent
            }
            return true
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
            reading.text.parts(by: "*").dropFirst().allSatisfy { $0.holds("-") }
        },
        Instruction("format:no_bullets_bullets", []) { _, reading throws(Unsettled) in
            var (sentences, bullets) = (0, 0)
            var takesSentences = true
            for line in reading.text.parts(by: "\n") {
                let line = line.pythonStripped
                if line.hasPrefix("*") {
                    takesSentences = false
                    if sentences < 2 { return false }
                    bullets += 1
                } else if takesSentences {
                    let found = RuleSentences.count(in: line, reading.arena)
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

    private static let bracketBytes = ByteSet("()[]{}")

    private static func nestsFiveDeep(_ text: Bytes, _ arena: Arena) -> Bool {
        var open: [UInt8] = []
        var deepest = 0
        var brackets = ByteMap(text, in: bracketBytes, arena).members()
        while let index = brackets.next() {
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

    private static let quoteBytes = ByteSet("\"'")

    private static func quotesThreeDeep(_ text: Bytes, _ arena: Arena) -> Bool {
        var open: [UInt8] = []
        var deepest = 0
        var quotes = ByteMap(text, in: quoteBytes, arena).members()
        while let index = quotes.next() {
            let byte = text.start[index]
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

    private static let space = ByteSet(" ")
    private static let besideQuotes = ByteSet("0123456789!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

    private static func withoutSpace(_ text: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count + 1)
        var count = 0
        for word in text.pythonWords(arena) {
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
    private static func withoutBlankLines(_ lines: Views) -> [Bytes] {
        var isTaken = [Bool](repeating: false, count: lines.count)
        if !lines.contains(where: { !$0.isEmpty && $0.pythonStripped.isEmpty }) {
            // Of empty lines the first that still stands is the one.
            var (at, first) = (0, 0)
            while at < lines.count {
                if lines[at].isEmpty {
                    while !lines[first].isEmpty { first += 1 }
                    isTaken[first] = true
                    first += 1
                    at += 1
                }
                at += 1
            }
            return zip(lines, isTaken).lazy.filter { !$1 }.map(\.0)
        }
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
