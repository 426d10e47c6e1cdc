import AdjudgeBase

/// IFBench's instructions that count: words, names, numbers, marks, and shares of them.
enum BenchCounts {
    static let counts: [Instruction] = [
        Instruction("count:word_count_range", ["min_words", "max_words"]) { arguments, reading throws(Unsettled) in
            let (least, most) = (try arguments.drawnCount("min_words"), try arguments.drawnCount("max_words"))
            return (least...max(least, most)).contains(Double(reading.text.wordRunCount)) && least <= most
        },
        Instruction("count:unique_word_count", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            var words = TextCounts(of: reading.lower, reading.arena)
            reading.lower.forEachWord { words.add($0.stripped(of: .punctuationAndSpace)) }
            return Double(words.distinct) >= wanted
        },
        Instruction("count:conjunctions", ["small_n"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("small_n")
            // Spellings with other case and marks count as other words, by the official code.
            var words = TextCounts(of: reading.text, reading.arena)
            reading.text.forEachWord { word in
                let bare = word.stripped(of: .punctuationAndSpace)
                guard bare.count <= 3, BenchWordLists.conjunctions.contains(bare.pythonLower(reading.arena)) else {
                    return
                }
                words.add(word)
            }
            return Double(words.distinct) >= wanted
        },
        Instruction("count:person_names", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            return Double(BenchWordLists.names.count { reading.text.holdsWhole(Bytes($0)) }) >= wanted
        },
        Instruction("count:numbers", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            return Double(digitRuns(reading.text.withoutPunctuation(reading.arena)).count) == wanted
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
            guard cycle > 0 else { throw .arguments() }
            for (index, word) in reading.text.pythonWords.enumerated() where (index + 1) % cycle == 0 {
                let word = word.stripped(of: .punctuationAndSpace)
                if !word.isEmpty, !word.isPythonDigit, !word.hasJapanese { return false }
            }
            return true
        },
        Instruction("count:pronouns", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("N")
            let text = reading.lower.replacing("/", with: " ", reading.arena)
            let found = reading.tools.tokenizer.words(of: text, reading.arena).count {
                BenchWordLists.pronouns.contains($0)
            }
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
            let words = reading.text.wordRunCount
            // Without words the official code divides by zero.
            guard words > 0 else { return false }
            var stopped = 0
            reading.lower.forEachWordRun { if BenchWordLists.stopWords.contains($0) { stopped += 1 } }
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
            let reference = trigrams(try arguments.requiredText("reference_text"), reading.arena)
            let wanted = try arguments.drawnCount("percentage")
            let own = trigrams(reading.text, reading.arena)
            guard own.count > 0 else { return false }
            let overlap = Double(own.count(in: reference)) / Double(own.count) * 100
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

    /// The sequences of three code points of a text.
    private static func trigrams(_ text: Bytes, _ arena: Arena) -> NumberSet {
        var found = NumberSet(atMost: text.count, arena)
        var window: UInt64 = 0
        var (at, seen) = (0, 0)
        while at < text.count {
            let (scalar, length) = text[at] < 0x80 ? (UInt32(text[at]), 1) : text.scalar(at: at)
            window = (window << 21 | UInt64(scalar ?? 0xFFFD)) & 0x7FFF_FFFF_FFFF_FFFF
            seen += 1
            at += length
            if seen >= 3 { found.insert(window) }
        }
        return found
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
