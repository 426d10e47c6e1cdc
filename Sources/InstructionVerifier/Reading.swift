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
    private var split: [Bytes]?
    private var tokenised: [Bytes]?
    private var detected: Bytes??

    init(_ tools: ReadingTools) { self.tools = tools }

    var scratch: Scratch { tools.scratch! }
    var arena: Arena { tools.scratch!.arena }

    /// Makes ready for another text.
    func begin(_ text: Bytes) {
        self.text = text
        isASCII = text.isASCII
        lowered = nil
        asciiLowered = nil
        split = nil
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

    /// The text as patterns take it.
    var valid: ValidText { scratch.validText(text)! }

    /// The sentences of the rules that IFEval splits by.
    var sentences: [Bytes] {
        if let split { return split }
        let made = RuleSentences.split(text, arena)
        split = made
        return made
    }

    /// The words and marks of NLTK's `word_tokenize`.
    var tokens: [Bytes] {
        if let tokenised { return tokenised }
        let made = tools.tokenizer.words(of: text, arena)
        tokenised = made
        return made
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

/// What readings share: a worker's memory and its caches.
final class ReadingTools {
    var scratch: Scratch?
    let keywords = KeywordCache()
    let tokenizer = TreebankTokenizer()
    let detector = LangDetect()
}
