/// A place in a text that moves over option letters and the words between them.
struct ChoiceScan {
    /// A letter, or a run of letters, with its bytes.
    struct Letter {
        let set: UInt32
        let range: Range<Int>
        /// In brackets, or with a mark that makes it a label: `(B)`, `B.`, `**B**`.
        var isMarked = false
        var isRun = false
    }

    enum Ending { case chosen, prose, wrong }

    let text: Bytes
    let letters: ClosedRange<UInt8>
    private(set) var at = 0

    init(text: Bytes, letters: ClosedRange<UInt8>, at: Int = 0) {
        self.text = text
        self.letters = letters
        self.at = at
    }

    static func opens(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0D, 0x0A, UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"),
            UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: ">"):
            true
        default: false
        }
    }

    private static func closes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"), UInt8(ascii: "$"),
            UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            true
        default: false
        }
    }

    private static let styles: [StaticString] = [
        "\\text", "\\textbf", "\\textit", "\\textrm", "\\mathbf", "\\mathrm", "\\mathit", "\\mathsf", "\\boxed",
        "\\fbox",
        "\\bf", "\\rm", "\\left", "\\right", "\\quad", "\\displaystyle",
    ]

    // MARK: Words

    /// The word that begins at `from`: letters, apostrophes, and what is not ASCII.
    func word(_ from: Int) -> Bytes {
        var end = from
        while end < text.count, text[end].isASCIILetter || text[end] >= 0x80 || text[end] == 0x27 && end > from {
            end += 1
        }
        return text[from..<end]
    }

    private static func lower(_ word: Bytes, equals literal: StaticString) -> Bool {
        guard word.count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<word.count {
            let byte = word[index]
            if (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) != literal.utf8Start[index] { return false }
        }
        return true
    }

    static func isOne(_ word: Bytes, of list: [StaticString]) -> Bool {
        !word.isEmpty && list.contains { lower(word, equals: $0) }
    }

    static func isWord(_ text: Bytes, _ at: Int) -> Bool {
        guard at >= 0, at < text.count else { return false }
        let byte = text[at]
        return byte.isASCIIAlphanumeric || byte >= 0x80
    }

    // MARK: Blanks

    /// The offset past brackets, emphasis, TeX's styles and white space at `from`.
    func afterOpeners(_ from: Int) -> Int {
        var at = from
        while at < text.count {
            if ChoiceScan.opens(text[at]) {
                at += 1
            } else if let length = style(at) {
                at += length
            } else {
                break
            }
        }
        return at
    }

    /// The length of a TeX command without meaning: `\textbf`, `\(`, `\ `.
    private func style(_ at: Int) -> Int? {
        guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else { return nil }
        if !text[at + 1].isASCIILetter { return text[at + 1].isOne(of: "()[] ,;!") ? 2 : nil }
        var end = at + 1
        while end < text.count, text[end].isASCIILetter { end += 1 }
        return ChoiceScan.styles.contains { text[at..<end].equals($0) } ? end - at : nil
    }

    func afterClosers(_ from: Int) -> Int {
        var at = from
        while at < text.count {
            if ChoiceScan.closes(text[at]) {
                at += 1
            } else if text[at] == UInt8(ascii: "\\"), at + 1 < text.count, text[at + 1].isOne(of: ")]") {
                at += 2
            } else {
                break
            }
        }
        return at
    }

    // MARK: Reading

    /// Moves over the words that lead to a letter; true where they deny it.
    mutating func skipLead() -> Bool {
        var isNegated = false
        for _ in 0..<16 {
            at = afterOpeners(at)
            while at < text.count, text[at].isOne(of: ":,-=.") { at = afterOpeners(at + 1) }
            let word = word(at)
            if word.count <= 1, letterHere() != nil { return isNegated }
            if ChoiceScan.isOne(word, of: ChoiceWords.denials) {
                isNegated = true
            } else if isNegated, ChoiceScan.isOne(word, of: ChoiceWords.exceptions) {
                // "anything but A"
            } else if !ChoiceScan.isOne(word, of: ChoiceWords.leads) {
                return isNegated
            }
            at += word.count
        }
        return isNegated
    }

    /// The letter at this place, which the place moves behind.
    mutating func letter() -> Letter? {
        guard let found = letterHere() else { return nil }
        at = afterClosers(found.range.upperBound)
        return found
    }

    private func letterHere() -> Letter? {
        let place = afterOpeners(at)
        guard place < text.count, !ChoiceScan.isWord(text, place - 1), !ChoiceScan.isWord(text, place + 1) else {
            return nil
        }
        let byte = text[place]
        // A subscript makes it a variable.
        if text[place + 1] == UInt8(ascii: "_"),
            ChoiceScan.isWord(text, place + 2) || text[place + 2] == UInt8(ascii: "{")
        {
            return nil
        }
        let end = afterClosers(place + 1)
        let mark = end < text.count ? text[end] : 0
        let isEnd = end >= text.count || mark == 0x0A
        let isMarked = end > place + 1 || mark.isOne(of: ".:)")
        // A lower-case letter counts alone: "d", "(d)", "d."
        if byte >= 0x61, byte <= 0x7A, letters.contains(byte - 0x20) {
            let stop = mark == UInt8(ascii: ".") ? end + 1 : end
            guard text.suffix(from: min(stop, text.count)).trimmed.isEmpty else { return nil }
            return Letter(set: 1 << UInt32(byte - 0x61), range: place..<place + 1, isMarked: true)
        }
        guard letters.contains(byte) else { return nil }
        // The pronoun: "I, as a model", "I am".
        if byte == UInt8(ascii: "I"), !isMarked, !isEnd, mark < 0x80 {
            let next = end < text.count && mark == 0x20 ? text.suffix(from: end).trimmed : .empty
            guard !next.isEmpty,
                next[0] >= 0x80
                    || ChoiceScan.isOne(
                        ChoiceScan(text: next, letters: letters).word(0), of: ["because", "or", "and", "since"])
            else { return nil }
        }
        return Letter(set: 1 << UInt32(byte - 0x41), range: place..<place + 1, isMarked: isMarked)
    }

    /// `ACD`: letters side by side, each once, and nothing behind them.
    mutating func run() -> Letter? {
        let start = afterOpeners(at)
        var set: UInt32 = 0
        var end = start
        while end < text.count, letters.contains(text[end]) {
            let bit: UInt32 = 1 << UInt32(text[end] - 0x41)
            if set & bit != 0 { return nil }
            // Beyond J, letters that are not in order are a word.
            if letters.upperBound > 0x4A, end > start, text[end] < text[end - 1] { return nil }
            set |= bit
            end += 1
        }
        guard end - start >= 2, end - start <= 10 else { return nil }
        var stop = afterClosers(end)
        while stop < text.count, text[stop].isOne(of: ".!;, \r\n\t") { stop = afterClosers(stop + 1) }
        guard stop >= text.count || text[end] == UInt8(ascii: ".") else { return nil }
        at = stop
        return Letter(set: set, range: start..<end, isMarked: true, isRun: true)
    }

    /// The letter that a comma, a slash or a word joins to the one before: "A, C", "A and C", "A (or B)". A letter that
    /// begins a clause of its own ("and A is wrong") is not joined.
    mutating func joined() -> (letter: Letter, isAlternative: Bool)? {
        var next = at
        var isJoined = false
        var isAlternative = false
        var isClause = false
        for _ in 0..<8 {
            let past = afterOpeners(next)
            if past > next, text[next..<past].find(Bytes("\n")) != nil { isJoined = true }
            next = past
            guard next < text.count else { return nil }
            if text[next].isOne(of: ",;/&|") {
                isJoined = true
                isClause = isClause || text[next] == UInt8(ascii: ";")
                isAlternative = isAlternative || text[next] == UInt8(ascii: "|")
                next += 1
                continue
            }
            let word = word(next)
            if ChoiceScan.isOne(word, of: ChoiceWords.conjunctions) {
                isJoined = true
            } else if ChoiceScan.isOne(word, of: ChoiceWords.alternatives) {
                (isJoined, isAlternative) = (true, true)
            } else if !isJoined || !ChoiceScan.isOne(word, of: ["option", "choice", "the", "also", "next", "even"]) {
                break
            }
            next += word.count
        }
        if !isJoined {
            // "B. C. D."
            if next == at, text[at] == UInt8(ascii: ".") { next = afterOpeners(at + 1) }
            guard isSpaced(next) else { return nil }
        }
        var probe = ChoiceScan(text: text, letters: letters, at: next)
        guard let letter = probe.letter() else { return nil }
        let behind = probe.word(probe.afterOpeners(probe.at))
        if !isAlternative {
            if ChoiceScan.isOne(behind, of: ChoiceWords.verbs) { return nil }
            // "B; A and C are distractors"
            if isClause, probe.leadsToVerb() { return nil }
            // "B, A dog": an article.
            if !letter.isMarked, !behind.isEmpty,
                !ChoiceScan.isOne(
                    behind, of: ChoiceWords.conjunctions + ChoiceWords.alternatives + ChoiceWords.reasons),
                behind[0] < 0x80
            {
                return nil
            }
        }
        at = probe.at
        return (letter, isAlternative)
    }

    /// True when letters and what joins them, and then a verb, follow.
    private func leadsToVerb() -> Bool {
        var from = at
        for _ in 0..<16 {
            from = afterOpeners(from)
            while from < text.count, text[from].isOne(of: ",/&)") { from = afterOpeners(from + 1) }
            let word = word(from)
            if ChoiceScan.isOne(word, of: ChoiceWords.verbs) { return true }
            guard word.count == 1 || ChoiceScan.isOne(word, of: ChoiceWords.conjunctions) else { return false }
            from += word.count
        }
        return false
    }

    /// True when only single letters and white space follow: "A C D".
    private func isSpaced(_ from: Int) -> Bool {
        guard from > at, from < text.count, text.count - at <= 128 else { return false }
        for index in at..<text.count {
            if letters.contains(text[index]) {
                if ChoiceScan.isWord(text, index - 1) || ChoiceScan.isWord(text, index + 1) { return false }
            } else if !text[index].isOne(of: " .)") {
                return false
            }
        }
        return true
    }
}
