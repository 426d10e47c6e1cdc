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
        var runs = ByteMap(text, in: .letters, arena).runs(of: text)
        // The offsets of the words found at sight, none of which hangs on what the sentences are: those of Punkt begin behind
        // white space or with a mark, and end in marks.
        let found = arena.array(of: Int.self, text.count / 2 + 1)
        var (count, counted) = (0, 0)
        var sentences: Views?
        var next = 0
        var run = runs.next()
        while let letters = run {
            let at = letters.start - text.start
            run = runs.next()
            var isWord = isToken(letters, in: text, at, list)
            if isWord == nil, list.contains(letters), endsSentence(letters, in: text, at) { isWord = true }
            if isWord == nil {
                let all = sentences ?? Punkt.english.sentences(of: text, arena)
                sentences = all
                while next < all.count, all[next].start + all[next].count <= letters.start { next += 1 }
                // Letters are in some sentence.
                guard next < all.count else { break }
                let sentence = all[next]
                isWord = isToken(letters, in: sentence, letters.start - sentence.start, list)
                if isWord == nil {
                    // The sentence's own words tell of all of its runs.
                    let end = sentence.start + sentence.count
                    while count > 0, text.start + found[count - 1] >= sentence.start { count -= 1 }
                    counted += tokenizer.words(ofSentence: sentence, arena).count { list.contains($0) }
                    while let passed = run, passed.start < end { run = runs.next() }
                }
            }
            if isWord == true {
                found[count] = at
                count += 1
            }
        }
        return counted + count
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
        guard list.contains(run) else {
            return run.count == 5 && (run.equals("gimme") || run.equals("lemme")) ? nil : false
        }
        switch (left(of: sentence, at), right(of: sentence, end)) {
        case (.joins, _), (_, .joins): return false
        case (.parts, .parts): return true
        default: return nil
        }
    }

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
