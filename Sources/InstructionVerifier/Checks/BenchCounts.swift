import AdjudgeBase

/// IFBench's instructions that count: words, names, numbers, marks, and shares of them.
enum BenchCounts {
    static let counts: [Instruction] = [
        Instruction("count:word_count_range", ["min_words", "max_words"]) { arguments, reading throws(Unsettled) in
            let (least, most) = (try arguments.drawnCount("min_words"), try arguments.drawnCount("max_words"))
            return (least...max(least, most)).contains(Double(reading.wordRuns.count)) && least <= most
        },
        Instruction("count:unique_word_count", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            let all = reading.lowerWords
            var words = TextCounts(atMost: all.count, reading.arena)
            for word in all { words.add(word.strippedOfMarks) }
            return Double(words.distinct) >= wanted
        },
        Instruction("count:conjunctions", ["small_n"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("small_n")
            // Spellings with other case and marks count as other words, by the official code.
            let all = reading.words
            var words = TextCounts(atMost: all.count, reading.arena)
            let conjunctions = BenchWordLists.conjunctions
            for word in all {
                let bare = word.strippedOfMarks
                if conjunctions.contains(caseless: bare) { words.add(word) }
            }
            return Double(words.distinct) >= wanted
        },
        Instruction("count:person_names", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            return Double(BenchWordLists.names.distinct(among: reading.wordRuns)) >= wanted
        },
        Instruction("count:numbers", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            let text = reading.text.withoutPunctuation(reading.arena)
            return Double(ByteMap.digits(of: text, isASCII: reading.isASCII, reading.arena).runs(of: text).count)
                == wanted
        },
        Instruction("count:punctuation", []) { _, reading throws(Unsettled) in
            let text = reading.text
            guard text.holds("!?") || text.holds("?!") || text.holds("‽") else { return false }
            // One interrobang is set apart; `?!` goes before `!?`.
            let bang = text.find(Bytes("?!")) ?? text.find(Bytes("!?"))
            return [".", ",", "!", "?", ";", ":"].allSatisfy { (mark: StaticString) in
                guard let bang else { return text.holds(mark) }
                return text[0..<bang].holds(mark) || text.suffix(from: bang + 2).holds(mark)
            }
        },
        Instruction("count:words_japanese", ["N"]) { arguments, reading throws(Unsettled) in
            guard let cycle = Int(exactly: try arguments.requiredNumber("N")), cycle >= 0 else { throw .random }
            guard cycle > 0 else { throw .argument("N") }
            for (index, word) in reading.words.enumerated() where (index + 1) % cycle == 0 {
                let word = word.strippedOfMarks
                if !word.isEmpty, !word.isPythonDigit, !word.hasJapanese { return false }
            }
            return true
        },
        Instruction("count:pronouns", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            let text = reading.lower.replacing("/", with: " ", reading.arena)
            let found = ListedTokens.count(in: text, BenchWordLists.pronouns, reading.tools.tokenizer, reading.arena)
            return Double(found) >= wanted
        },
        Instruction("count:keywords_multiple", ["keyword1", "keyword2", "keyword3", "keyword4", "keyword5"]) {
            arguments, reading throws(Unsettled) in
            let names: [(StaticString, Int)] = [
                ("keyword1", 1), ("keyword2", 2), ("keyword3", 3), ("keyword4", 5), ("keyword5", 7),
            ]
            for (name, wanted) in names {
                let keyword = try arguments.drawnText(name).pythonStripped.pythonLower(reading.arena)
                if reading.lower.occurrences(of: keyword) != wanted { return false }
            }
            return true
        },
    ]

    static let ratios: [Instruction] = [
        Instruction("ratio:stop_words", ["percentage"]) { arguments, reading throws(Unsettled) in
            let most = try arguments.drawnCount("percentage")
            let words = reading.wordRuns.count
            // Without words the official code divides by zero.
            guard words > 0 else { return false }
            let stopWords = BenchWordLists.stopWords
            let stopped = reading.lowerWordRuns.reduce(0) { $0 + (stopWords.contains($1) ? 1 : 0) }
            return Double(stopped) / Double(words) * 100 <= most
        },
        Instruction("ratio:sentence_type", []) { _, reading throws(Unsettled) in
            let kinds = sentenceKinds(reading)
            return kinds.statements == 2 * kinds.questions
        },
        Instruction("ratio:sentence_balance", []) { _, reading throws(Unsettled) in
            let kinds = sentenceKinds(reading)
            return kinds.statements == kinds.questions && kinds.questions == kinds.exclamations
        },
        Instruction("ratio:overlap", ["reference_text", "percentage"]) { arguments, reading throws(Unsettled) in
            let reference = try arguments.requiredText("reference_text")
            let wanted = try arguments.drawnCount("percentage")
            let found = reading.tools.trigrams.overlap(of: reading.text, with: reference, reading.arena)
            guard found.own > 0 else { return false }
            let overlap = Double(found.shared) / Double(found.own) * 100
            return wanted - 2 <= overlap && overlap <= wanted + 2
        },
        Instruction("ratio:sentence_words", []) { _, reading throws(Unsettled) in
            let sentences = reading.sentences
            guard sentences.count == 3 else { return false }
            let length = sentences[0].codePointCount
            return sentences.allSatisfy { $0.codePointCount == length }
        },
    ]

    /// How many sentences end in each mark.
    private static func sentenceKinds(_ reading: Reading) -> (statements: Int, questions: Int, exclamations: Int) {
        let sentences = reading.sentences
        return (
            sentences.count { $0.hasSuffix(".") }, sentences.count { $0.hasSuffix("?") },
            sentences.count { $0.hasSuffix("!") }
        )
    }

    /// The runs of digits of a text.
    static func digitRuns(_ text: Bytes) -> [Bytes] {
        var runs: [Bytes] = []
        var at = 0
        while at < text.count {
            let first = at
            while true {
                let length = text.digitLength(at: at)
                if length == 0 || at >= text.count { break }
                at += length
            }
            if at > first {
                runs.append(text[first..<at])
            } else {
                at += text[at] < 0x80 ? 1 : text.codePointLength(at: at)
            }
        }
        return runs
    }
}

extension Bytes {
    /// `str.isdigit()`.
    var isPythonDigit: Bool { !holds(",") && isPythonDigitsBesideCommas }

    /// Whether the text has a character from U+3040 to U+30FF or from U+4E00 to U+9FFF.
    fileprivate var hasJapanese: Bool {
        var at = 0
        while at < count {
            let (scalar, length) = start[at] < 0x80 ? (UInt32(start[at]), 1) : scalar(at: at)
            if let scalar, (0x3040...0x30FF).contains(scalar) || (0x4E00...0x9FFF).contains(scalar) { return true }
            at += length
        }
        return false
    }
}
