import AdjudgeBase

/// How many of a text's words by ``TreebankTokenizer`` are in a list, counted without making most of them.
///
/// A word of the list is a run of letters that its rules part from what stands around it. Where that hangs on more than the
/// marks next to it, the words of its sentence are made.
enum ListedTokens {
    /// What the rules do beside a run of letters.
    private enum Side { case parts, joins, unclear }

    /// The count, for a list of words of ASCII letters that holds no part of a contraction but `me`. O(text).
    static func count(in text: Bytes, _ list: WordSet, _ tokenizer: TreebankTokenizer, _ arena: Arena) -> Int {
        if let found = countAtSight(in: text, list, arena) { return found }
        let sentences = Punkt.english.sentences(of: text, arena)
        var runs = ByteMap(text, in: .letters, arena).runs(of: text)
        var run = runs.next()
        var total = 0
        for sentence in sentences {
            guard let offset = sentence.offset(in: text) else { continue }
            let end = offset + sentence.count
            var found = 0
            while let letters = run, let at = letters.offset(in: text), at < end {
                run = runs.next()
                guard let isWord = isToken(letters, in: sentence, at - offset, list) else {
                    found = tokenizer.words(ofSentence: sentence, arena).count { list.contains($0) }
                    while let passed = run, let at = passed.offset(in: text), at < end { run = runs.next() }
                    break
                }
                found += isWord ? 1 : 0
            }
            total += found
        }
        return total
    }

    /// The count where it does not hang on what the sentences are: those of Punkt begin behind white space or with a mark, and
    /// end in marks. Nil where it may.
    private static func countAtSight(in text: Bytes, _ list: WordSet, _ arena: Arena) -> Int? {
        var runs = ByteMap(text, in: .letters, arena).runs(of: text)
        var found = 0
        while let letters = runs.next(), let at = letters.offset(in: text) {
            guard let isWord = isToken(letters, in: text, at, list) else {
                guard list.contains(letters), endsSentence(letters, in: text, at) else { return nil }
                found += 1
                continue
            }
            found += isWord ? 1 : 0
        }
        return found
    }

    /// Whether a run of letters between white space and a full stop ends a sentence of Punkt: a word that is no abbreviation
    /// does wherever another follows. False where more would have to be looked at, as before what may close the sentence.
    private static func endsSentence(_ run: Bytes, in text: Bytes, _ at: Int) -> Bool {
        let end = at + run.count
        guard at > 1, run.count > 1, text[at - 1].isASCIISpace, text[end] == UInt8(ascii: ".") else { return false }
        var next = end + 1
        while text[next].isASCIISpace { next += 1 }
        let follower = text[next]
        return next > end + 1 && next < text.count && follower < 0x80 && !follower.isPythonSpace
            && !follower.isOne(of: ".\"')]}") && !Punkt.english.parameters.isAbbreviation(caseless: run)
    }

    /// Whether a run of letters is a word of the list; nil where the marks around it do not tell.
    private static func isToken(_ run: Bytes, in sentence: Bytes, _ at: Int, _ list: WordSet) -> Bool? {
        let end = at + run.count
        let next = sentence[end]
        if next == UInt8(ascii: "'"), run.count > 1, run[run.count - 1] | 0x20 == UInt8(ascii: "n"),
            list.contains(run[0..<run.count - 1])
        {
            return nil
        }
        if run.count == 5, run.eightLower(at: 0) == gimme || run.eightLower(at: 0) == lemme { return nil }
        guard list.contains(run) else { return false }
        switch (left(of: sentence, at), right(of: sentence, end)) {
        case (.joins, _), (_, .joins): return false
        case (.parts, .parts): return true
        default: return nil
        }
    }

    private static let gimme = Bytes("gimme").eightLower(at: 0)
    private static let lemme = Bytes("lemme").eightLower(at: 0)

    /// What stands before an offset.
    private static func left(of sentence: Bytes, _ at: Int) -> Side {
        guard at > 0 else { return .parts }
        let before = sentence[at - 1]
        if parting.contains(before) { return .parts }
        switch before {
        case UInt8(ascii: "'"): return .unclear
        case UInt8(ascii: ","), UInt8(ascii: ":"):
            // A comma behind another belongs to that.
            return sentence[at - 2].isOne(of: ",:") ? .unclear : .parts
        case UInt8(ascii: "."): return sentence[at - 2] == before ? .parts : .joins
        case UInt8(ascii: "-"):
            var dashes = 1
            while sentence[at - 1 - dashes] == before { dashes += 1 }
            return dashes % 2 == 0 ? .parts : .joins
        case 0x80...0xFF: return isQuote(sentence, at - 3) ? .parts : .unclear
        default: return .joins
        }
    }

    /// What stands behind a run that ends at an offset.
    private static func right(of sentence: Bytes, _ end: Int) -> Side {
        guard end < sentence.count else { return .parts }
        let next = sentence[end]
        if parting.contains(next) { return .parts }
        switch next {
        case UInt8(ascii: "'"):
            // An ending that nothing follows is parted from its word.
            guard let ending = endings.first(where: { sentence.suffix(from: end + 1).hasPrefix($0) }) else {
                return .unclear
            }
            let behind = end + 1 + ending.utf8CodeUnitCount
            return sentence[behind] != next && right(of: sentence, behind) == .parts ? .parts : .unclear
        case UInt8(ascii: ","), UInt8(ascii: ":"):
            return sentence.digitLength(at: end + 1) > 0 && end + 1 < sentence.count ? .joins : .parts
        case UInt8(ascii: "."):
            if sentence[end + 1] == next { return .parts }
            var rest = end + 1
            while rest < sentence.count, sentence.pythonSpaceLength(at: rest) > 0 {
                rest += sentence.pythonSpaceLength(at: rest)
            }
            return rest == sentence.count ? .parts : .unclear
        case UInt8(ascii: "-"): return sentence[end + 1] == next ? .parts : .joins
        case 0x80...0xFF: return isQuote(sentence, end) ? .parts : .unclear
        default: return .joins
        }
    }

    /// Whether one of the quotes ‘ ’ “ ” stands at an offset: spaces are put around each.
    private static func isQuote(_ text: Bytes, _ at: Int) -> Bool {
        guard at >= 0, text[at] == 0xE2, text[at + 1] == 0x80 else { return false }
        return text[at + 2] == 0x98 || text[at + 2] == 0x99 || text[at + 2] == 0x9C || text[at + 2] == 0x9D
    }

    private static let endings: [StaticString] = ["s", "m", "d", "re", "ll", "ve"]
    private static let parting = ByteSet(" \t\n\r\u{B}\u{C}\u{1C}\u{1D}\u{1E}\u{1F}\"`;@#$%&?!*[](){}<>")
}

extension UInt8 {
    /// White space before which Punkt ends a word.
    fileprivate var isASCIISpace: Bool { self == 0x20 || self &- 0x09 < 5 }
}
