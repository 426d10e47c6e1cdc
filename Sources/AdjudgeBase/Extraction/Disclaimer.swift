/// What the words right before an answer make of it: "the wrong answer is", "nobody thinks it is", "I doubt".
///
/// The clause is read from the answer outwards, over words that only lead to it, up to the first that decides; a word that
/// neither leads nor decides ends the reading, so that "A is wrong, the answer is" and "since it is not even it is" state
/// what follows. English.
public enum Disclaimer {
    /// True where the words that end `text` deny, doubt, or ascribe to others what stands behind it; with `opens`, also
    /// where they leave it open ("it could be"). O(the clause).
    public static func governs(_ text: Bytes, opens: Bool = false) -> Bool {
        !text.isEmpty && mayGovern(text) && governs(Array(DisclaimerClause(text)), opens: opens)
    }

    /// True where the reading comes to a word that may decide: most answers stand behind a few words that only lead to them.
    private static func mayGovern(_ text: Bytes) -> Bool {
        let words = known
        var clause = DisclaimerClause(text)
        while let (word, packed) = clause.nextPacked() {
            let lists = packed.map { words.lists(of: $0) } ?? 0
            if lists & deciding != 0 { return true }
            if lists == 0, word.count > 1 { return isNegation(word) }
        }
        return false
    }

    private static func governs(_ words: [Bytes], opens: Bool) -> Bool {
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
            if isOne(word, of: denials) { return true }
            // "The decline is" is a quantity.
            if isOne(word, of: refusals) {
                return isOne(before, of: ["i", "we", "to"])
            }
            if Exclusion.isSupposition(word, before: before) || Exclusion.isAnythingBut(word, before: before) {
                return true
            }
            // "The value we rule out is" names one.
            if Exclusion.isVerb(word, before: before) { return !hasVerb || isSubordinate }
            if word.equals("way") || isSaid && word.equals("one"), isOne(before, of: ["no"]) { return true }
            if isSaid, isOne(word, of: sources) { return true }
            // "It is said to be": in a box it may be what a definition asks for.
            if opens, isOne(word, of: reports), next.equals("to") { return true }
            // "She says it is" may tell of the question.
            if isSaid, isOne(word, of: persons) {
                return words[0..<index].contains { isOne($0, of: ["answer", "solution"]) }
            }
            if isOne(word, of: ["could", "might", "may"]), opens, isOne(next, of: ["be"]), index == 1 { return true }
            if isOne(word, of: conditionals),
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
            if isOne(word, of: firstGuesses), isOne(before, of: ["first", "initial", "naive"]) {
                return true
            }
            if isOne(word, of: sayings) {
                isSaid = true
            } else if isOne(word, of: ["that"]) {
                isSubordinate = true
            } else if isOne(word, of: verbs) {
                hasVerb = true
            } else if word.count > 1, !isOne(word, of: links) {
                return false
            }
        }
        return false
    }

    // MARK: Words

    private static let negations: [StaticString] = ["not", "never", "cannot", "nor", "isn", "neither"]
    private static let denials: [StaticString] = ["hardly", "scarcely"]
    private static let refusals: [StaticString] = ["refuse", "decline", "hesitate", "dispute"]
    private static let reports: [StaticString] = ["said", "claimed", "believed", "thought"]
    private static let persons: [StaticString] = ["he", "she", "they"]
    private static let conditionals: [StaticString] = ["could", "might", "may", "would"]
    private static let firstGuesses: [StaticString] = ["guess", "thought", "instinct"]
    private static let verbs: [StaticString] = ["is", "was", "are"]
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

    /// Every word that the reading goes over or decides by; those that may decide are its first list.
    private static let known: ListedWords = {
        let deciders: [[StaticString]] = [
            negations, denials, refusals, reports, persons, conditionals, firstGuesses, doubts, sources, faults,
            mistakes,
            Exclusion.deciders, ["way", "one", "least"],
        ]
        return ListedWords([deciders.flatMap { $0 }, sayings + verbs + links + ["that"]])
    }()
    private static let deciding: UInt32 = 1

    static func isNegation(_ word: Bytes) -> Bool {
        isOne(word, of: negations) || word.hasSuffix("n't") || word.hasSuffix("n’t")
    }

    /// True for one of these words, without case.
    static func isOne(_ word: Bytes, of list: [StaticString]) -> Bool {
        list.contains { isOne(word, of: $0) }
    }

    static func isOne(_ word: Bytes, of known: StaticString) -> Bool {
        word.count == known.utf8CodeUnitCount
            && (0..<word.count).allSatisfy {
                word[$0] == known.utf8Start[$0] || word[$0] < 0x80 && word[$0] | 0x20 == known.utf8Start[$0]
            }
    }
}
