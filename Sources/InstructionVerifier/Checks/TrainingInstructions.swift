import AdjudgeBase

/// The 29 instructions that open-instruct's IFEvalG has beside IFEval's, for training: about words and sentences.
enum TrainingInstructions {
    static let keywords: [Instruction] = [
        Instruction("keywords:word_once", ["keyword"]) { arguments, reading throws(Unsettled) in
            try reading.count(try arguments.drawnText("keyword").pythonStripped, atMost: 2) == 1
        },
        Instruction("keywords:word_count_different_numbers", ["keyword", "frequency", "relation"]) {
            arguments, reading throws(Unsettled) in
            let keyword = try arguments.drawnText("keyword").pythonStripped
            let frequency = try arguments.drawnCount("frequency")
            return try arguments.relation().holds(try reading.count(keyword), frequency)
        },
        Instruction("keywords:exclude_word_harder", ["keyword", "instruction"]) {
            arguments, reading throws(Unsettled) in
            let keyword = try arguments.drawnText("keyword").pythonStripped
            return !standsBetweenSpaces(keyword, reading.text)
        },
        Instruction("count:count_increment_word", ["keyword1", "keyword2"]) { arguments, reading throws(Unsettled) in
            let first = try arguments.drawnText("keyword1").pythonStripped
            let second = try arguments.drawnText("keyword2").pythonStripped
            let isOnce = try reading.count(first, atMost: 2) == 1
            return try reading.count(second, atMost: 3) == 2 && isOnce
        },
        Instruction("keywords:no_adjacent_consecutive", []) { _, reading throws(Unsettled) in
            var before: UInt32?
            for word in reading.words {
                let first = word.firstCodePoint.pythonLower(reading.arena)
                guard first.codePointCount == 1 else { return false }
                let letter = first.scalar(at: 0).value ?? UInt32(first[0])
                if let before, letter == before + 1 { return false }
                before = letter
            }
            return true
        },
        Instruction("keywords:palindrome", []) { _, reading throws(Unsettled) in
            reading.words.contains { $0.isPalindrome }
        },
        Instruction("keywords:keyword_specific_position", ["keyword", "n", "m"], keywordAtPlace),
        Instruction("keywords:start_end", []) { _, reading throws(Unsettled) in
            let (first, last) = reading.tokenEnds()
            guard last.count >= 2 else { return false }
            return first[0].pythonLower(reading.arena) == last[last.count - 1].pythonLower(reading.arena)
        },
        Instruction("count:count_unique", []) { _, reading throws(Unsettled) in
            let words = reading.tokens
            var seen = TextCounts(atMost: words.count, reading.arena)
            return words.allSatisfy { seen.add($0) == 1 }
        },
        Instruction("count:lowercase_counting", ["N"]) { arguments, reading throws(Unsettled) in
            let most = try arguments.drawnPositive("N")
            var found = 0
            for run in reading.wordRuns {
                if (0..<run.count).allSatisfy({ run.start[$0] &- 0x61 < 26 }) { found += 1 }
            }
            return Double(found) <= most
        },
        Instruction("letters:letter_counting", ["N", "relation"]) { arguments, reading throws(Unsettled) in
            let threshold = try arguments.drawnPositive("N")
            var found = 0
            for index in 0..<reading.text.count where reading.text.start[index].isASCIILetter { found += 1 }
            return try arguments.relation().holds(found, threshold)
        },
        Instruction(
            "letters:letter_counting2", KeywordInstructions.letterArguments, KeywordInstructions.letterFrequency),
        Instruction("count:counting_composition", ["n_sent", "n_words"]) { arguments, reading throws(Unsettled) in
            let wantedSentences = try arguments.drawnPositive("n_sent")
            let wantedWords = try arguments.drawnPositive("n_words")
            let paragraphs = LengthInstructions.byDivider(reading.text, reading.arena)
            for paragraph in paragraphs {
                let sentences = RuleSentences.split(paragraph, reading.arena)
                guard Double(sentences.count) == wantedSentences else { return false }
                for sentence in sentences {
                    let words = reading.tools.tokenizer.words(of: sentence, reading.arena)
                    guard Double(words.count) == wantedWords else { return false }
                }
            }
            return LengthInstructions.paragraphs(paragraphs) == 3
        },
    ]

    static let places: [Instruction] = [
        Instruction("first_word:first_word_sent", ["first_word"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.firstText("first_word").pythonLower(reading.arena)
            return reading.sentences.allSatisfy { $0.firstWord?.pythonLower(reading.arena) == wanted }
        },
        Instruction("first_word:first_word_answer", ["first_word"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnText("first_word").pythonStripped.pythonLower(reading.arena)
            return reading.text.firstWord?.pythonLower(reading.arena) == wanted
        },
        Instruction("last_word:last_word_sent", ["last_word"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.firstText("last_word").pythonLower(reading.arena)
            return reading.sentences.allSatisfy { $0.lastWord.map { bare($0, reading.arena) } == wanted }
        },
        Instruction("last_word:last_word_answer", ["last_word"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnText("last_word").pythonStripped.pythonLower(reading.arena)
            return reading.text.lastWord.map { bare($0, reading.arena) } == wanted
        },
        Instruction("paragraphs:paragraphs", []) { _, reading throws(Unsettled) in
            LengthInstructions.paragraphs(LengthInstructions.byDivider(reading.text, reading.arena)) == 2
        },
        Instruction("paragraphs:paragraphs2", []) { _, reading throws(Unsettled) in
            LengthInstructions.paragraphs(reading.text.pythonSplit("\n\n", reading.arena)) == 2
        },
        Instruction("punctuation:punctuation_dot", []) { _, reading throws(Unsettled) in !reading.text.holds(".") },
        Instruction("punctuation:punctuation_exclamation", []) { _, reading throws(Unsettled) in
            !reading.text.holds("!")
        },
        Instruction("detectable_format:sentence_hyphens", []) { _, reading throws(Unsettled) in
            let wanted = RuleSentences.split(reading.text.replacing("-", with: " ", reading.arena), reading.arena)
            return zip(reading.text.parts(by: "-"), wanted).allSatisfy { $0 == $1 && $0.pythonStripped == $0 }
        },
        Instruction("detectable_format:square_brackets", []) { _, reading throws(Unsettled) in
            reading.words.allSatisfy { $0.hasPrefix("[") && $0.hasSuffix("]") }
        },
        Instruction("detectable_format:bigram_wrapping", []) { _, reading throws(Unsettled) in
            var words = reading.words
            while let first = words.next(), let second = words.next() {
                if !first.hasPrefix("<<") || !second.hasSuffix(">>") { return false }
            }
            return true
        },
    ]

    static let copies: [Instruction] = [
        Instruction("copy:copy", ["prompt_to_repeat"], copiesPrompt),
        Instruction("copy:copying_simple", ["prompt_to_repeat"], copiesPrompt),
        Instruction("copy:copying_multiple", ["prompt_to_repeat", "N"]) { arguments, reading throws(Unsettled) in
            let prompt = try arguments.requiredText("prompt_to_repeat").pythonStripped.pythonLower(reading.arena)
            let wanted = try arguments.drawnPositive("N")
            let parts = reading.text.pythonSplit("******", reading.arena)
            return Double(parts.count) == wanted
                && parts.allSatisfy { $0.pythonStripped.pythonLower(reading.arena) == prompt }
        },
        Instruction("copy:copy_span_idx", ["prompt_to_repeat", "n_start", "n_end"]) {
            arguments, reading throws(Unsettled) in
            let prompt = try arguments.requiredText("prompt_to_repeat")
            let (start, end) = (try arguments.drawnIndex("n_start"), try arguments.drawnIndex("n_end"))
            guard start >= 0, end >= 0 else { throw .argument(start < 0 ? "n_start" : "n_end") }
            let span = prompt.codePoints(from: start, to: end).pythonStripped.pythonLower(reading.arena)
            return reading.text.pythonStripped.pythonLower(reading.arena) == span
        },
        Instruction("copy:repeat_phrase", ["phrase", "small_n"]) { arguments, reading throws(Unsettled) in
            let words = Array(try arguments.drawnText("phrase").pythonWords(reading.arena))
            let wanted = try arguments.drawnPositive("small_n")
            guard let first = words.first, let last = words.last else { throw .argument("phrase") }
            let found = try spans(from: first, to: last, reading)
            guard Double(found.count) == wanted else { return false }
            var differences = 0
            for span in found {
                let said = Array(reading.words(of: span))
                guard said.count == words.count else { return false }
                differences = zip(said, words).count { $0 != $1 }
                if differences > 1 { return false }
            }
            // Only the last repetition has to differ, by the official code.
            return differences == 1
        },
    ]

    /// The word at a place of a sentence, both counted from 1.
    static let keywordAtPlace: Instruction.Rule = { arguments, reading throws(Unsettled) in
        let keyword = try arguments.firstText("keyword")
        let (sentence, word) = (try arguments.drawnIndex("n"), try arguments.drawnIndex("m"))
        guard sentence > 0, word > 0 else { throw .argument(sentence > 0 ? "m" : "n") }
        guard reading.sentences.count >= sentence else { return false }
        let words = reading.tools.tokenizer.words(of: reading.sentences[sentence - 1], reading.arena)
        return words.count >= word && words[word - 1] == keyword
    }

    private static let copiesPrompt: Instruction.Rule = { arguments, reading throws(Unsettled) in
        let prompt = try arguments.requiredText("prompt_to_repeat").pythonStripped.pythonLower(reading.arena)
        return reading.text.pythonStripped.pythonLower(reading.arena) == prompt
    }

    /// A word without what is neither of words nor white space, in lower case.
    private static func bare(_ word: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(word.count + 1)
        var count = 0
        word.forEachWordRun { run in
            (memory + count).update(from: run.start, count: run.count)
            count += run.count
        }
        return Bytes(start: memory, count: count).pythonLower(arena)
    }

    private static func standsBetweenSpaces(_ keyword: Bytes, _ text: Bytes) -> Bool {
        var at = 1
        while let found = text.suffix(from: at).find(keyword) {
            let start = at + found
            if text[start - 1] == 0x20, text[start + keyword.count] == 0x20 { return true }
            at = start + 1
        }
        return false
    }

    /// The matches of `FIRST .*? LAST`. O(text) for plain words.
    private static func spans(from first: Bytes, to last: Bytes, _ reading: Reading) throws(Unsettled) -> [Bytes] {
        let text = reading.text
        let (open, close) = (first.string + " ", " " + last.string)
        var found: [Bytes] = []
        switch reading.tools.keywords.keyword(first, .exact, reading.arena) {
        case .literal:
            if case .literal = reading.tools.keywords.keyword(last, .exact, reading.arena) { break }
            fallthrough
        case .pattern:
            guard let translated = PythonPattern.translated(open + ".*?" + close, ignoringCase: false),
                let pattern = try? RegexPattern(translated)
            else { throw .argument(first) }
            let isWhole = pattern.forEachMatch(in: reading.valid, scratch: reading.scratch.regex) {
                found.append(text[$0.range(0)!])
            }
            guard isWhole else { throw .limit }
            return found
        case .invalid: throw .argument(first)
        }
        withBytes(of: open) { open in
            withBytes(of: close) { close in
                var at = 0
                while let next = text.suffix(from: at).find(open) {
                    let start = at + next
                    let inside = start + open.count
                    let line = text.suffix(from: inside).find(Bytes("\n")).map { inside + $0 } ?? text.count
                    guard let end = text[inside..<line].find(close) else {
                        // No other beginning on this line has an end either.
                        at = max(line, start + 1)
                        continue
                    }
                    found.append(text[start..<inside + end + close.count])
                    at = inside + end + close.count
                }
            }
        }
        return found
    }
}

extension Bytes {
    /// Whether the text reads the same from both ends, by code points. O(count).
    var isPalindrome: Bool {
        var (first, end) = (0, count)
        while first < end {
            var last = end - 1
            while last > first, start[last] & 0xC0 == 0x80 { last -= 1 }
            guard first < last else { return true }
            let length = codePointLength(at: first)
            guard length == end - last, self[first..<first + length] == self[last..<end] else { return false }
            first += length
            end = last
        }
        return true
    }
}
