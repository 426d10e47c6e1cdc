/// What the words right before an answer make of it: "the wrong answer is", "nobody thinks it is", "I doubt".
///
/// The clause is read from the answer outwards, over words that only lead to it, up to the first that decides; a word that
/// neither leads nor decides ends the reading, so that "A is wrong, the answer is" and "since it is not even it is" state
/// what follows. English.
public enum Disclaimer {
    /// More words than this before an answer are about something else.
    private static let maxWords = 14

    /// True where the words that end `text` deny, doubt, or ascribe to others what stands behind it; with `opens`, also
    /// where they leave it open ("it could be"). O(the clause).
    public static func governs(_ text: Bytes, opens: Bool = false) -> Bool {
        let words = clause(text)
        // What was passed so far: a verb of saying, "that", "is".
        var (isSaid, isSubordinate, hasVerb) = (false, false, false)
        for (index, word) in words.enumerated() {
            let next = index > 0 ? words[index - 1] : .empty
            let before = index + 1 < words.count ? words[index + 1] : .empty
            if isNegation(word) {
                let isRelative =
                    isOne(before, of: ["is", "are", "was", "were"]) && index + 2 < words.count
                    && isOne(words[index + 2], of: ["that", "which", "who"])
                // "the option that is not an answer is", "what x does not equal is"
                if isRelative { return false }
                if hasVerb, !isSubordinate, isOne(next, of: ["equal", "equals", "is", "be", "get"]) { return false }
                if isOne(next, of: ["only", "just"]) { return false }
                // "x cannot be" may be what was asked.
                return opens || !isOne(word, of: ["cannot", "can't", "can’t"]) || before.isEmpty
                    || isOne(before, of: ["it", "this", "that", "answer", "result", "solution", "so"])
            }
            if isOne(word, of: doubts) {
                return !isNegation(before)
                    && !isOne(before, of: ["no", "without", "beyond", "any", "little", "cannot"])
            }
            if isOne(word, of: ["hardly", "scarcely"]) { return true }
            // "The decline is" is a quantity.
            if isOne(word, of: ["refuse", "decline", "hesitate", "dispute"]) {
                return isOne(before, of: ["i", "we", "to"])
            }
            if word.equals("way") || isSaid && word.equals("one"), isOne(before, of: ["no"]) { return true }
            if isSaid, isOne(word, of: sources) { return true }
            // "It is said to be": in a box it may be what a definition asks for.
            if opens, isOne(word, of: ["said", "claimed", "believed", "thought"]), next.equals("to") { return true }
            // "She says it is" may tell of the question.
            if isSaid, isOne(word, of: ["he", "she", "they"]) {
                return words[0..<index].contains { isOne($0, of: ["answer", "solution"]) }
            }
            if isOne(word, of: ["could", "might", "may"]), opens, isOne(next, of: ["be"]), index == 1 { return true }
            if isOne(word, of: ["could", "might", "may", "would"]),
                isOne(next, of: ["think", "say", "believe", "guess"]),
                isOne(before, of: ["you", "one"])
            {
                return true
            }
            if isOne(word, of: faults) {
                if isNegation(before) { return false }
                return isSubordinate || isSaid || isOne(next, of: ["answer", "answers", "guess", "response", "final"])
                    || isOne(word, of: ["wrong"]) && isOne(next, of: ["result", "solution", "choice", "option"])
            }
            if isOne(word, of: ["least"]) {
                return index > 1 && isOne(next, of: ["likely", "probable", "plausible"])
                    && isOne(words[index - 2], of: ["answer", "guess"])
            }
            if isOne(word, of: mistakes) {
                return isOne(before, of: word.equals("error") ? ["common"] : frequent)
                    || (isSubordinate || isSaid) && isOne(word, of: ["mistake", "error", "misconception"])
            }
            if isOne(word, of: ["guess", "thought", "instinct"]), isOne(before, of: ["first", "initial", "naive"]) {
                return true
            }
            if isOne(word, of: sayings) {
                isSaid = true
            } else if isOne(word, of: ["that"]) {
                isSubordinate = true
            } else if isOne(word, of: ["is", "was", "are"]) {
                hasVerb = true
            } else if word.count > 1, !isOne(word, of: links) {
                return false
            }
        }
        return false
    }

    // MARK: Words

    private static let doubts: [StaticString] = [
        "doubt", "doubts", "doubted", "deny", "denies", "disagree", "disbelieve", "refute",
    ]
    /// Those whose sayings are not the speaker's.
    private static let sources: [StaticString] = [
        "nobody", "noone", "someone", "somebody", "anyone", "people", "some", "many", "others", "none", "few",
        "friend", "students", "critics",
    ]
    private static let sayings: [StaticString] = [
        "think", "thinks", "thought", "believe", "believes", "believed", "say", "says", "said", "claim", "claims",
        "claimed", "suggest", "suggests", "argue", "argues", "insist", "insists", "guess", "guesses", "guessed",
        "assert", "asserts", "pick", "picks", "choose", "chooses",
    ]
    private static let faults: [StaticString] = [
        "wrong", "incorrect", "false", "untrue", "mistaken", "erroneous", "impossible", "doubtful", "unlikely",
    ]
    private static let mistakes: [StaticString] = [
        "mistake", "misconception", "error", "fallacy", "trap", "distractor", "pitfall",
    ]
    private static let frequent: [StaticString] = [
        "common", "frequent", "typical", "usual", "classic", "popular", "easy", "tempting", "natural", "naive",
    ]
    /// Words that may stand between what decides and the answer.
    private static let links: [StaticString] = [
        "be", "were", "the", "an", "answer", "answers", "value", "result", "solution", "it", "it's", "it’s", "its",
        "this", "equal", "equals", "as", "simply", "just", "really", "actually", "necessarily", "final", "correct",
        "right", "true", "case", "certain", "sure", "number", "get", "of", "likely", "probable", "plausible", "best",
        "my", "our", "to", "option", "choice", "letter", "know", "knows", "agree", "accept", "would", "i'm", "am",
    ]

    static func isNegation(_ word: Bytes) -> Bool {
        isOne(word, of: ["not", "never", "cannot", "nor", "isn", "neither"]) || word.hasSuffix("n't")
            || word.hasSuffix("n’t")
    }

    /// True for one of these words, without case.
    static func isOne(_ word: Bytes, of list: [StaticString]) -> Bool {
        list.contains { known in
            word.count == known.utf8CodeUnitCount
                && (0..<word.count).allSatisfy {
                    word[$0] == known.utf8Start[$0] || word[$0] < 0x80 && word[$0] | 0x20 == known.utf8Start[$0]
                }
        }
    }

    /// The last words of a text's last clause, from its end.
    private static func clause(_ text: Bytes) -> [Bytes] {
        var words: [Bytes] = []
        var end = text.count
        var lines = 0
        var isBeside = true
        while words.count < maxWords {
            while end > 0 {
                let byte = text[end - 1]
                if byte == 0x0A { lines += 1 }
                let opens = byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[")
                if opens, end > 1, text[end - 2] == UInt8(ascii: "\\") {
                    end -= 2
                    continue
                }
                // A line's end, a colon and signs that set the answer apart stand only right before it.
                guard
                    byte == 0x20 || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "=")
                        || isBeside && (byte < 0x20 || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ":"))
                else { break }
                if lines > 1 { return words }
                end -= 1
            }
            var start = end
            while start > 0, isLetter(text[start - 1]) { start -= 1 }
            guard start < end else { return words }
            words.append(text[start..<end])
            isBeside = false
            end = start
        }
        return words
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "'") || byte >= 0x80
    }
}
