import AdjudgeBase
import AdjudgeProse
import Testing

@testable import InstructionVerifier

/// What is done in one go against what it stands for, on texts put together at random.
@Suite struct AtOnceTests {
    private static let pieces = [
        "a", "it", "She", "He", "I", "me", "gimme", "GIMME", "lemme", "cannot", "d'ye", "'tis", "more'n", "itn't",
        "it's",
        "you're", "i'm", "they'll", "he'd", "we've", "her'n", "Mr", "Mrs", "St", "Dr", "Ms", "Inc", " Inc", " Ltd",
        " Co", "Ltd", "Lt", "Jr", "U.S", "A.B.C", "e.g",
        "Ph.D",
        "Ph.D.", "com", "io", "me", "9", "3.5", "1.2.3", ".", ".", ".", "..", "...", "!", "?", "?!", "\"", "”", "“",
        "’", "‘", "'",
        "''", "`", "``", ",", ",,", ":", "-", "--", "---", "(", ")", "]", "/", "_", "é", "É", "日本", "\u{A0}",
        "\u{2028}",
        "\u{2003}", " ", " ", " ", " ", "\n", "\n\n", "\t", "<prd>", "<stop>", "<", ">", "This ", "However ",
        "Wherever", "the end",
        "NASA", "\u{FEFF}", "…", "—", "Σ", "İ", "ſ", "×", "Ωmega", "Жук", "\u{1F600}", "\u{1C}", "x", "\u{663}",
    ]
    private var arena = Arena()

    private func forEachText(_ rounds: Int, _ body: (Bytes, String) -> Void) {
        var state: UInt64 = 7
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<rounds {
            var text = ""
            for _ in 0..<1 + draw(round % 20 == 0 ? 120 : 14) {
                text += AtOnceTests.pieces[draw(AtOnceTests.pieces.count)]
            }
            arena.reset()
            withBytes(of: text) { body($0, text.debugDescription) }
        }
    }

    @Test("the rules of sentences at once, as one by one")
    func sentences() {
        forEachText(120_000) { text, shown in
            let (made, wanted) = (RuleSentences.split(text, arena), StepwiseSentences.split(text, arena))
            #expect(made.elementsEqual(wanted), "\(shown): \(made.map(\.string)), not \(wanted.map(\.string))")
        }
    }

    @Test("words of plain sentences at once, as rule by rule")
    func plainWords() {
        let tokenizer = TreebankTokenizer()
        var plain = 0
        forEachText(120_000) { text, shown in
            var made = Views(room: 4, arena)
            guard PlainWords.append(text, to: &made) else {
                #expect(made.isEmpty)
                return
            }
            guard !Contractions.mayStand(in: text, arena) else { return }
            plain += 1
            var wanted = Views(room: 4, arena)
            tokenizer.appendByRules(text, to: &wanted, arena)
            #expect(made.elementsEqual(wanted), "\(shown): \(made.map(\.string)), not \(wanted.map(\.string))")
        }
        #expect(plain > 10_000)
    }

    @Test("words of a list counted without being made")
    func listedTokens() {
        let tokenizer = TreebankTokenizer()
        var counted = 0
        forEachText(60_000) { text, shown in
            let lower = text.pythonLower(arena)
            let made = ListedTokens.count(in: lower, BenchWordLists.pronouns, tokenizer, arena)
            let words = tokenizer.words(of: lower, arena)
            counted += made
            #expect(made == words.count { BenchWordLists.pronouns.contains($0) }, "\(shown): \(words.map(\.string))")
        }
        #expect(counted > 10_000)
    }

    @Test("abbreviations of letters and digits are known by their numbers")
    func abbreviations() {
        let parameters = Punkt.english.parameters
        var plain = 0
        parameters.abbreviations.forEach {
            guard $0.isASCIIAlphanumeric else { return }
            plain += 1
            #expect(parameters.isAbbreviation(caseless: $0), "\($0.string)")
        }
        #expect(plain > 50)
        forEachText(20_000) { text, shown in
            let lower = text.asciiLower(arena)
            guard lower.isASCIIAlphanumeric, !lower.isEmpty else { return }
            #expect(parameters.isAbbreviation(caseless: text) == parameters.isAbbreviation(lower), "\(shown)")
        }
    }

    @Test("names found word by word, as one by one")
    func names() {
        let list: [StaticString] = ["She", "He", "Mr", "Mrs", "St", "Dr", "Lt", "Ltd", "Jr", "This", "Wherever"]
        let names = NameSet(list)
        var total = 0
        forEachText(20_000) { text, shown in
            let runs = ByteMap.wordCharacters(of: text, isASCII: text.isASCII, arena).runs(of: text)
            let found = names.distinct(among: runs)
            total += found
            #expect(found == list.count { text.holdsWhole(Bytes($0)) }, "\(shown)")
        }
        #expect(total > 1_000)
    }

    @Test("the ends of a text's words are those of all words")
    func tokenEnds() {
        let tools = ReadingTools()
        let scratch = Scratch()
        let reading = Reading(tools, scratch)
        forEachText(20_000) { text, shown in
            scratch.beginSample()
            reading.begin(text, scratch)
            let (first, last) = reading.tokenEnds()
            let all = reading.tokens
            #expect(
                first.prefix(3).elementsEqual(all.prefix(3)) && last.suffix(3).elementsEqual(all.suffix(3)), "\(shown)")
        }
    }

    @Test("words, runs and digits by maps, as character by character")
    func maps() {
        forEachText(20_000) { text, shown in
            var words: [Bytes] = []
            text.forEachWord { words.append($0) }
            let byMap = text.pythonWords(arena)
            #expect(byMap.elementsEqual(words) && byMap.count == words.count, "\(shown)")
            var runs: [Bytes] = []
            text.forEachWordRun { runs.append($0) }
            let map = ByteMap.wordCharacters(of: text, isASCII: text.isASCII, arena).runs(of: text)
            #expect(map.elementsEqual(runs) && map.count == runs.count, "\(shown)")
            let digits = ByteMap.digits(of: text, isASCII: text.isASCII, arena).runs(of: text)
            #expect(digits.elementsEqual(BenchCounts.digitRuns(text)), "\(shown)")
        }
    }

    @Test("lower case by table, as by Unicode")
    func lower() {
        forEachText(20_000) { text, shown in
            let slow = Bytes(CodePoints(text, arena).lowered(arena), arena)
            let made = text.pythonLower(arena)
            #expect(made == slow, "\(shown): \(made.string.debugDescription), not \(slow.string.debugDescription)")
        }
        for value in (0x80...0x2FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
            arena.reset()
            withBytes(of: "a\(Character(value))b") { text in
                let slow = Bytes(CodePoints(text, arena).lowered(arena), arena)
                #expect(text.pythonLower(arena) == slow, "\(value.value)")
            }
        }
    }

    @Test("blocks without case have none")
    func caseless() {
        for scalar in (0x80...0x3FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
        where !scalar.mayHaveCase {
            let properties = scalar.properties
            let isAlone = properties.uppercaseMapping.unicodeScalars.elementsEqual([scalar])
            #expect(!properties.isCased && isAlone && properties.generalCategory != .titlecaseLetter, "\(scalar.value)")
        }
    }

    @Test("sequences of three characters, as a set of them")
    func trigrams() {
        let found = Trigrams()
        var before = "an earlier text"
        forEachText(5_000) { text, shown in
            withBytes(of: before) { reference in
                func sequences(_ text: Bytes) -> Set<[Unicode.Scalar]> {
                    let scalars = Array(text.string.unicodeScalars)
                    return Set((0..<max(0, scalars.count - 2)).map { Array(scalars[$0..<$0 + 3]) })
                }
                let (own, other) = (sequences(text), sequences(reference))
                let made = found.overlap(of: text, with: reference, arena)
                #expect(made.own == own.count && made.shared == own.intersection(other).count, "\(shown) \(before)")
            }
            before = text.string
        }
    }

    @Test("words are counted apart, short and long")
    func counts() {
        forEachText(20_000) { text, shown in
            var wanted: [String: Int] = [:]
            var counts = TextCounts(atMost: text.count, arena)
            for part in text.parts(by: " ") {
                wanted[part.string, default: 0] += 1
                #expect(counts.add(part) == wanted[part.string], "\(shown)")
            }
            #expect(counts.distinct == wanted.count)
            for part in text.parts(by: " ") { #expect(counts.take(part)) }
            for part in text.parts(by: " ") { #expect(!counts.take(part)) }
        }
    }
}
