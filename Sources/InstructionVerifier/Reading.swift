import AdjudgeBase
import AdjudgeProse

/// A text that instructions are checked on, with what several of them look at made once. One per worker and variant of
/// the response, used again from row to row.
final class Reading {
    let tools: ReadingTools
    /// The text; well-formed UTF-8.
    private(set) var text = Bytes.empty
    /// True when every byte is ASCII.
    private(set) var isASCII = true
    private var lowered: Bytes?
    private var asciiLowered: Bytes?
    private var spaceMap: ByteMap?
    private var wordMap: ByteMap?
    private var split: Views?
    private var punkt: Views?
    private var capitals: Int?
    private var tokenised: Views?
    private var detected: Bytes??

    // Not counted: the worker holds both for as long as it has rows.
    private(set) unowned(unsafe) var scratch: Scratch
    private(set) unowned(unsafe) var arena: Arena

    init(_ tools: ReadingTools, _ scratch: Scratch) {
        self.tools = tools
        self.scratch = scratch
        arena = scratch.arena
    }

    /// Makes ready for another text.
    func begin(_ text: Bytes, _ scratch: Scratch) {
        self.text = text
        self.scratch = scratch
        arena = scratch.arena
        isASCII = scratch.isASCII(text)
        lowered = nil
        asciiLowered = nil
        spaceMap = nil
        wordMap = nil
        split = nil
        punkt = nil
        capitals = nil
        tokenised = nil
        detected = nil
    }

    /// `text.lower()`.
    var lower: Bytes {
        if let lowered { return lowered }
        let made = isASCII ? asciiLower : text.pythonLower(arena)
        lowered = made
        return made
    }

    /// The text with A to Z in lower case.
    var asciiLower: Bytes {
        if let asciiLowered { return asciiLowered }
        let made = text.asciiLower(arena)
        asciiLowered = made
        return made
    }

    /// What white space is in the text.
    var spaces: ByteMap {
        if let spaceMap { return spaceMap }
        let made = ByteMap.spaces(of: text, isASCII: isASCII, arena)
        spaceMap = made
        return made
    }

    /// What characters of words (`\w`) are in the text.
    var wordCharacters: ByteMap {
        if let wordMap { return wordMap }
        let made = ByteMap.wordCharacters(of: text, isASCII: isASCII, arena)
        wordMap = made
        return made
    }

    /// `text.split()`.
    var words: ByteRuns { spaces.gaps(of: text) }

    /// `text.lower().split()`.
    var lowerWords: ByteRuns { isASCII ? spaces.gaps(of: lower) : words(of: lower) }

    /// The runs of `\w`.
    var wordRuns: ByteRuns { wordCharacters.runs(of: text) }

    /// The runs of `\w` in `text.lower()`.
    var lowerWordRuns: ByteRuns {
        let map = isASCII ? wordCharacters : ByteMap.wordCharacters(of: lower, isASCII: false, arena)
        return map.runs(of: lower)
    }

    /// `other.split()` for what was made of the text: of ASCII where the text is.
    func words(of other: Bytes) -> ByteRuns {
        ByteMap.spaces(of: other, isASCII: isASCII, arena).gaps(of: other)
    }

    /// The text as patterns take it.
    var valid: ValidText { scratch.validText(text)! }

    /// The sentences of the rules that IFEval splits by.
    var sentences: Views {
        if let split { return split }
        let made = RuleSentences.split(text, arena)
        split = made
        return made
    }

    /// The sentences of Punkt.
    var punktSentences: Views {
        if let punkt { return punkt }
        let made = Punkt.english.sentences(of: text, arena)
        punkt = made
        return made
    }

    /// How many of ``tokens`` are in capitals.
    var capitalCount: Int {
        if let capitals { return capitals }
        let made = CapitalWords.count(in: text, arena) ?? tokens.count { $0.isPythonUpper }
        capitals = made
        return made
    }

    /// The words and marks of NLTK's `word_tokenize`.
    var tokens: Views {
        if let tokenised { return tokenised }
        let made = tools.tokenizer.words(of: punktSentences, in: text, arena)
        tokenised = made
        return made
    }

    /// The first of ``tokens`` and the last, three of each or more where there are as many: of short texts all, twice.
    func tokenEnds() -> (first: Views, last: Views) {
        if let tokenised { return (tokenised, tokenised) }
        let sentences = punktSentences
        for few in 1..<4 where 2 * few <= sentences.count {
            let first = words(ofSentences: sentences.prefix(few))
            let last = words(ofSentences: sentences.suffix(few))
            if first.count >= 3, last.count >= 3 { return (first, last) }
        }
        let all = words(ofSentences: sentences[...])
        tokenised = all
        return (all, all)
    }

    /// The words and marks of some of ``punktSentences``.
    func words(ofSentences some: Slice<Views>) -> Views {
        guard let first = some.first, let last = some.last else { return Views(room: 0, arena) }
        let part = Bytes(start: first.start, count: last.start + last.count - first.start)
        return tools.tokenizer.words(of: some, in: part, arena)
    }

    /// Whether langdetect could ever say this.
    func isLanguage(_ code: Bytes) -> Bool { tools.detector.knows(code) }

    /// What langdetect says; nil where it finds nothing to go by.
    var language: Bytes? {
        if let detected { return detected }
        let made = tools.detector.detect(text, arena)
        detected = .some(made)
        return made
    }
}

/// What readings share: a worker's caches.
final class ReadingTools {
    let keywords = KeywordCache()
    let tokenizer = TreebankTokenizer()
    let detector = LangDetect()
    let trigrams = Trigrams()
    /// Nil where the grader names no data for one.
    let tagger: VerbTagger?

    init(tagger: VerbTagger? = nil) { self.tagger = tagger }
}
