import AdjudgeBase

/// IFBench's instructions about words: their letters, lengths, syllables and order.
enum BenchWords {
    static let words: [Instruction] = [
        Instruction("words:alphabet", []) { _, reading throws(Unsettled) in
            var words = reading.words(of: reading.text.withoutPunctuation(reading.arena).strippedOfMarks)
            guard let first = words.next() else { return false }
            let letter = first.firstCodePoint.pythonLower(reading.arena)
            guard letter.count == 1, letter[0].isASCIILetter else { return false }
            var expected = letter[0]
            while let word = words.next() {
                let word = word.strippedOfMarks.pythonLower(reading.arena)
                if word.isEmpty { continue }
                expected = expected == UInt8(ascii: "z") ? UInt8(ascii: "a") : expected + 1
                if word[0] != expected { return false }
            }
            return true
        },
        Instruction("words:vowel", []) { _, reading throws(Unsettled) in
            let text = reading.text.pythonStripped
            guard !text.holds("\n") else { return false }
            let lower = text.pythonLower(reading.arena)
            return (["a", "e", "i", "o", "u"] as [StaticString]).count { lower.holds($0) } <= 3
        },
        Instruction("words:consonants", []) { _, reading throws(Unsettled) in
            let consonants = consonants
            return reading.lowerWords.allSatisfy { word in
                (0..<max(0, word.count - 1)).contains {
                    consonants.contains(word[$0]) && consonants.contains(word[$0 + 1])
                }
            }
        },
        Instruction("words:palindrome", []) { _, reading throws(Unsettled) in
            let words = reading.words(of: reading.text.withoutPunctuation(reading.arena).pythonLower(reading.arena))
            return words.count { $0.count >= 5 && $0.isPalindrome && $0.codePointCount >= 5 } >= 10
        },
        Instruction("words:prime_lengths", []) { _, reading throws(Unsettled) in
            reading.words(of: reading.text.withoutPunctuation(reading.arena)).allSatisfy {
                primes.contains($0.codePointCount)
            }
        },
        Instruction("words:start_verb", []) { _, reading throws(Unsettled) in
            // The data of NLTK's tagger of parts of speech are on no index of packages.
            guard let tagger = reading.tools.tagger else {
                throw Unsettled(outcome: Outcome(.unavailable, InstructionReason.needsTagger))
            }
            return tagger.startsWithVerb(reading.tokens, reading.arena)
        },
        Instruction("words:repeats", ["small_n"]) { arguments, reading throws(Unsettled) in
            let most = try arguments.drawnCount("small_n")
            let words = reading.words(of: reading.lower.withoutPunctuation(reading.arena))
            var seen = TextCounts(atMost: words.count, reading.arena)
            return words.allSatisfy { Double(seen.add($0)) <= most }
        },
        Instruction("words:odd_even_syllables", []) { _, reading throws(Unsettled) in
            let words = reading.words(of: reading.text.withoutPunctuation(reading.arena).pythonLower(reading.arena))
            var before: Int?
            return words.allSatisfy {
                let parity = Syllables.count($0) % 2
                defer { before = parity }
                return parity != before
            }
        },
        Instruction("words:last_first", []) { _, reading throws(Unsettled) in
            let sentences = reading.sentences
            for (one, next) in zip(sentences, sentences.dropFirst()) {
                // A sentence of marks alone is an error to the official code.
                guard let last = one.rightStrippedOfMarks.lastWord,
                    let first = next.leftStrippedOfMarks.firstWord,
                    last.pythonLower(reading.arena) == first.pythonLower(reading.arena)
                else { return false }
            }
            return true
        },
        Instruction("words:paragraph_last_first", []) { _, reading throws(Unsettled) in
            for line in reading.text.parts(by: "\n") {
                let paragraph = line.pythonStripped.pythonLower(reading.arena)
                if paragraph.isEmpty { continue }
                let bare = paragraph.strippedOfMarks
                if let first = bare.firstWord, first != bare.lastWord { return false }
            }
            return true
        },
        Instruction("words:no_consecutive", []) { _, reading throws(Unsettled) in
            let words = reading.words(of: reading.lower.withoutPunctuation(reading.arena))
            return zip(words, words.dropFirst()).allSatisfy { $0.firstCodePoint != $1.firstCodePoint }
        },
        Instruction("words:keywords_specific_position", ["keyword", "n", "m"]) { arguments, reading throws(Unsettled) in
            let keyword = try arguments.drawnText("keyword").pythonStripped.pythonLower(reading.arena)
            let (sentence, word) = (try arguments.drawnIndex("n"), try arguments.drawnIndex("m"))
            guard sentence > 0, word > 0 else { throw .argument(sentence > 0 ? "m" : "n") }
            guard reading.sentences.count >= sentence else { return false }
            let words = reading.tools.tokenizer.words(of: reading.sentences[sentence - 1], reading.arena)
                .filter(hasLetterOrDigit)
            return words.count >= word && words[word - 1].pythonLower(reading.arena) == keyword
        },
        Instruction("words:words_position", ["keyword"]) { arguments, reading throws(Unsettled) in
            let keyword = try arguments.drawnText("keyword").pythonStripped.pythonLower(reading.arena)
            let (first, last) = reading.tokenEnds()
            // A mark at the end is no word.
            let back = (last.last.map(isPunctuation) ?? false) ? 3 : 2
            guard last.count >= back else { return false }
            return first[1].pythonLower(reading.arena) == keyword
                && last[last.count - back].pythonLower(reading.arena) == keyword
        },
    ]

    private static func hasLetterOrDigit(_ word: Bytes) -> Bool {
        var at = 0
        while at < word.count {
            if word[at] != UInt8(ascii: "_"), word.wordLength(at: at) > 0 { return true }
            at += word[at] < 0x80 ? 1 : word.codePointLength(at: at)
        }
        return false
    }

    /// Whether a word stands in Python's `string.punctuation`, as marks do.
    private static func isPunctuation(_ word: Bytes) -> Bool {
        Bytes("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~").find(word) != nil
    }

    private static let consonants = ByteSet("bcdfghjklmnpqrstvwxyz")
    private static let primes: Set<Int> = [
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    ]
}
