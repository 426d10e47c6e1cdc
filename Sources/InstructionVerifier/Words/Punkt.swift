import AdjudgeBase

/// NLTK's Punkt sentence tokenizer with the parameters for English.
///
/// Kiss and Strunk, "Unsupervised Multilingual Sentence Boundary Detection", Computational Linguistics 32 (2006); the
/// steps are those of NLTK 3.9's `PunktSentenceTokenizer`: candidates (`.`, `?`, `!` before a mark or a word), the
/// decision for each from the words around it, then closing marks moved to the sentence that they close.
struct Punkt: Sendable {
    static let english = Punkt(parameters: PunktParameters())

    let parameters: PunktParameters

    /// The sentences of a text, as `tokenize` gives them. O(text).
    func sentences(of text: Bytes, _ arena: Arena) -> Views {
        var sentences = Realigned(text, arena)
        var lastBreak = 0
        forEachCandidate(of: text, arena) { candidate in
            guard isBreak(candidate, text, arena) else { return }
            sentences.add(lastBreak..<candidate.mark + 1)
            lastBreak = candidate.nextWord ?? candidate.mark + 1
        }
        sentences.add(lastBreak..<max(lastBreak, strippedCount(text)))
        return sentences.all()
    }

    /// A mark that may end a sentence, with the words around it.
    private struct Candidate {
        /// Where the word before the mark begins.
        let word: Int
        /// The mark.
        let mark: Int
        /// Where the word that follows begins; nil where a mark does.
        let nextWord: Int?
        /// Whether the word before the mark is of ASCII letters and digits alone.
        let isPlain: Bool

        /// The word with its mark, and what follows: one mark, or white space and a word.
        func context(in text: Bytes) -> Bytes {
            guard var end = nextWord else { return text[word..<mark + 2] }
            while end < text.count, text.pythonSpaceLength(at: end) == 0 {
                end += text[end] < 0x80 ? 1 : text.codePointLength(at: end)
            }
            return text[word..<end]
        }
    }

    /// Calls `body` with the candidates, each after those that its word holds: of several in one word the last counts.
    @inline(__always)
    private func forEachCandidate(of text: Bytes, _ arena: Arena, _ body: (Candidate) -> Void) {
        var before: Candidate?
        // The word of the candidate before, to its mark.
        var slice = 0..<0
        var marks = ByteMap(text, in: Punkt.enders, arena).members()
        while let mark = marks.next() {
            guard let follower = follower(text, mark + 1) else { continue }
            var plain = mark
            while plain > slice.upperBound, text.start[plain - 1].isASCIIAlphanumeric { plain -= 1 }
            // A space right behind the word before is not looked at, by NLTK's own rule.
            let space = lastSpace(text, from: slice.upperBound, to: plain)
            let word = space.map { $0 > slice.upperBound ? $0 + 1 : slice.lowerBound } ?? slice.lowerBound
            if let before, slice.upperBound <= word { body(before) }
            before = Candidate(
                word: word, mark: mark, nextWord: follower == mark + 1 ? nil : follower, isPlain: plain == word)
            slice = word..<mark
        }
        if let before { body(before) }
    }

    /// Where what follows a mark begins: another mark right behind it, or a word behind white space. Nil where nothing follows
    /// that makes the mark a candidate.
    @inline(__always)
    private func follower(_ text: Bytes, _ at: Int) -> Int? {
        // Most marks stand before a space and a word.
        if text[at] == 0x20, text[at + 1].isASCIIAlphanumeric { return at + 1 }
        return anyFollower(text, at)
    }

    private func anyFollower(_ text: Bytes, _ at: Int) -> Int? {
        if at >= text.count { return nil }
        if Punkt.breakers.contains(text[at]) { return at }
        var start = at
        while start < text.count {
            let length = text.pythonSpaceLength(at: start)
            if length == 0 { break }
            start += length
        }
        return start > at && start < text.count ? start : nil
    }

    /// The last ASCII white space in a part of the text.
    @inline(__always)
    private func lastSpace(_ text: Bytes, from first: Int, to end: Int) -> Int? {
        var at = end - 1
        while at >= first {
            let byte = text.start[at]
            if byte == 0x20 || byte &- 0x09 < 5 { return at }
            at -= 1
        }
        return nil
    }

    private func strippedCount(_ text: Bytes) -> Int {
        var end = text.count
        while end > 0 {
            var last = end - 1
            while last > 0, text[last] & 0xC0 == 0x80 { last -= 1 }
            guard text.pythonSpaceLength(at: last) == end - last else { break }
            end = last
        }
        return end
    }

    /// The sentences with closing marks that follow a full stop moved to what they close.
    private struct Realigned {
        private let text: Bytes
        private var sentences: Views
        /// The last sentence, until it is known what follows.
        private var last: Range<Int>?
        /// How far the marks and white space reach that went before it.
        private var moved = 0

        init(_ text: Bytes, _ arena: Arena) {
            self.text = text
            sentences = Views(room: 32, arena)
        }

        mutating func add(_ slice: Range<Int>) {
            if let last { close(last, before: slice) }
            last = slice
        }

        mutating func all() -> Views {
            if let last, last.upperBound > last.lowerBound + moved {
                sentences.append(text[last.lowerBound + moved..<last.upperBound])
            }
            return sentences
        }

        private mutating func close(_ slice: Range<Int>, before following: Range<Int>) {
            let start = slice.lowerBound + moved
            moved = 0
            if text[following.lowerBound].isOne(of: Punkt.closers) {
                let (closers, end) = closing(text[following])
                if closers > 0 {
                    sentences.append(text[start..<following.lowerBound + closers])
                    moved = end
                    return
                }
            }
            if slice.upperBound > start { sentences.append(text[start..<slice.upperBound]) }
        }

        /// How many closing marks a sentence begins with that belong to the one before, and where what follows them begins.
        private func closing(_ next: Bytes) -> (count: Int, end: Int) {
            var closers = 0
            while closers < next.count, next[closers].isOne(of: Punkt.closers) { closers += 1 }
            var end = closers
            while end < next.count {
                let length = next.pythonSpaceLength(at: end)
                if length == 0 { break }
                end += length
            }
            let isEnd =
                end > closers || closers == next.count
                || next[closers] == UInt8(ascii: "-") && next[closers + 1] == UInt8(ascii: "-")
            return isEnd ? (closers, end) : (0, 0)
        }
    }

    // MARK: The decision

    /// Whether a sentence ends at a candidate's mark.
    private func isBreak(_ candidate: Candidate, _ text: Bytes, _ arena: Arena) -> Bool {
        if candidate.isPlain, candidate.nextWord.map({ text[$0] != UInt8(ascii: ".") }) ?? true {
            let word = text[candidate.word..<candidate.mark]
            // Most are two letters or more, of which the lists of abbreviations alone decide; so it is with digits behind the first.
            if word.count > 1, word.start[0].isASCIILetter,
                text[candidate.mark] != UInt8(ascii: ".") || !parameters.isAbbreviation(caseless: word)
            {
                return true
            }
        }
        return isBreak(candidate.context(in: text), arena)
    }

    /// Whether a sentence ends between the words of a candidate's context.
    private func isBreak(_ context: Bytes, _ arena: Arena) -> Bool {
        var before: PunktToken?
        // A token is judged once the next is known; the last never ends a sentence here.
        return PunktWords.forEach(in: context) { token in
            let token = PunktToken(token, parameters, arena)
            if var first = before {
                decide(&first, token)
                if first.endsSentence { return true }
            }
            before = token
            return false
        }
    }

    /// The second pass: what the word behind says about a full stop.
    private func decide(_ first: inout PunktToken, _ second: PunktToken) {
        guard first.endsInPeriod else { return }
        let type = first.typeWithoutPeriod
        let nextType = second.endsSentence ? second.typeWithoutPeriod : second.type
        if parameters.isCollocation(type, nextType) {
            first.endsSentence = false
            first.isAbbreviation = true
            return
        }
        let isInitial = first.isInitial
        if first.isAbbreviation || first.isEllipsis, !isInitial {
            if startsSentence(second, nextType) == .yes
                || second.isUpperFirst && parameters.isSentenceStarter(nextType)
            {
                first.endsSentence = true
                return
            }
        }
        if isInitial || first.isNumber {
            switch startsSentence(second, nextType) {
            case .no:
                first.endsSentence = false
                first.isAbbreviation = true
            case .unknown:
                if isInitial, second.isUpperFirst, parameters.contexts(of: nextType) & PunktParameters.lower == 0 {
                    first.endsSentence = false
                    first.isAbbreviation = true
                }
            case .yes: break
            }
        }
    }

    private enum Guess { case yes, no, unknown }

    /// What the spellings seen in training say of a word: whether it begins a sentence.
    private func startsSentence(_ token: PunktToken, _ type: Bytes) -> Guess {
        if token.text.count == 1, Punkt.punctuation.contains(token.text[0]) { return .no }
        let contexts = parameters.contexts(of: type)
        if token.isUpperFirst, contexts & PunktParameters.lower != 0, contexts & PunktParameters.midUpper == 0 {
            return .yes
        }
        if token.isLowerFirst,
            contexts & PunktParameters.upper != 0 || contexts & PunktParameters.beginningLower == 0
        {
            return .no
        }
        return .unknown
    }

    private static let enders = ByteSet(".?!")
    private static let breakers = ByteSet(")\";}]*:@'({[?!")
    private static let closers: StaticString = "\"')]}"
    private static let punctuation = ByteSet(";:,.!?")
}
