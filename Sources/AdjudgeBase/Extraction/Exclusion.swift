/// Words before a value that set it aside ("I rule out 4", "anything but 4"), suppose it ("suppose it is 4") or bound it ("up to
/// 4"). Clauses are read from the value outwards, as ``Disclaimer`` reads them. English.
enum Exclusion {
    /// True where the words that end `text` make no statement of the value behind them: what stands in a sentence of prose
    /// has no box that would say so. With `isCounted` it is so many of something, of which "exclude" says how many. O(the
    /// clause).
    static func governs(_ text: Bytes, isCounted: Bool) -> Bool {
        let words = Array(DisclaimerClause(text))
        var hasVerb = false
        for (index, word) in words.enumerated() {
            let before = index + 1 < words.count ? words[index + 1] : .empty
            if isSupposition(word, before: before) || isUniversal(words[index...]) { return true }
            if isVerb(word, before: before) || isRejection(word, before: before) { return !hasVerb && !isCounted }
            if index == 0, Disclaimer.isOne(word, of: "to"), Disclaimer.isOne(before, of: "up") {
                return words.count < 3 || !Disclaimer.isOne(words[2], of: amounting)
            }
            if Disclaimer.isOne(word, of: verbs) {
                hasVerb = true
            } else if !Disclaimer.isOne(word, of: links) {
                return false
            }
        }
        return false
    }

    /// True where the words that end `text` set aside or suppose the number behind them, whatever sentence is read as it:
    /// "we discard the root x =". O(the clause).
    static func rejects(_ text: Bytes) -> Bool {
        let words = Array(DisclaimerClause(text))
        for (index, word) in words.enumerated() {
            let before = index + 1 < words.count ? words[index + 1] : .empty
            if isSupposition(word, before: before) || isVerb(word, before: before) || isRejection(word, before: before)
            {
                return true
            }
            guard Disclaimer.isOne(word, of: links) || word.count == 1 else { return false }
        }
        return false
    }

    /// "suppose", but not "I suppose", which states a guess. `before` is the word that stands before it.
    static func isSupposition(_ word: Bytes, before: Bytes) -> Bool {
        Disclaimer.isOne(word, of: suppositions)
            && !Disclaimer.isOne(before, of: ["i", "i'd", "i’d", "would", "safely", "can"])
    }

    /// "anything but", which in a box as well says what the answer is not; "all x except" may say just what was asked.
    static func isAnythingBut(_ word: Bytes, before: Bytes) -> Bool {
        Disclaimer.isOne(word, of: exceptions) && Disclaimer.isOne(before, of: "anything")
    }

    /// "anything but", "all values except": `words` begin with the word that excepts, and go on to the left.
    private static func isUniversal(_ words: ArraySlice<Bytes>) -> Bool {
        guard let word = words.first, Disclaimer.isOne(word, of: exceptions) else { return false }
        for other in words.dropFirst().prefix(3) {
            // "Nothing but 4", "no other value than 4" and "not 3 but 4" state 4.
            if Disclaimer.isOne(other, of: ["nothing", "none", "no"]) || Disclaimer.isNegation(other) { return false }
            if Disclaimer.isOne(other, of: universals) { return !Disclaimer.isOne(word, of: "than") || isOther(words) }
        }
        return false
    }

    private static func isOther(_ words: ArraySlice<Bytes>) -> Bool {
        words.dropFirst().first.map { Disclaimer.isOne($0, of: ["other"]) } ?? false
    }

    /// "rule out"; `word` is the last of both.
    static func isVerb(_ word: Bytes, before: Bytes) -> Bool {
        Disclaimer.isOne(word, of: ["out"]) && Disclaimer.isOne(before, of: ["rule", "rules", "ruled", "ruling"])
    }

    /// "exclude", which in a sentence with a box may say how many.
    private static func isRejection(_ word: Bytes, before: Bytes) -> Bool {
        Disclaimer.isOne(word, of: rejections)
            || Disclaimer.isOne(word, of: pastRejections) && Disclaimer.isOne(before, of: ["i", "we", "have", "has"])
    }

    /// The words by which this may decide in a clause that ``Disclaimer`` reads.
    static let deciders: [StaticString] = suppositions + exceptions + ["out"]

    private static let suppositions: [StaticString] = [
        "suppose", "supposing", "assume", "assuming", "imagine", "pretend",
    ]
    private static let exceptions: [StaticString] = ["but", "except", "besides", "than"]
    private static let universals: [StaticString] = [
        "anything", "everything", "all", "any", "every", "each", "anyone", "everyone", "whatever",
    ]
    private static let rejections: [StaticString] = [
        "exclude", "excludes", "excluding", "eliminate", "eliminates", "eliminating", "reject", "rejects", "rejecting",
        "discard", "discards", "discarding", "dismiss", "dismisses",
    ]
    private static let pastRejections: [StaticString] = [
        "excluded", "eliminated", "rejected", "discarded", "dismissed",
    ]
    /// Verbs whose "up to" reaches a value.
    private static let amounting: [StaticString] = [
        "add", "adds", "added", "adding", "sum", "sums", "summed", "summing", "total", "totals", "come", "comes",
        "came",
        "round", "rounds", "rounded", "rounding", "count", "counts", "counted", "go", "goes", "went", "work", "works",
        "amount", "amounts", "scale", "scales", "scaled", "build", "builds", "multiply",
    ]
    private static let verbs: [StaticString] = ["is", "was", "are", "were", "equals"]
    private static let links: [StaticString] = [
        "be", "the", "an", "answer", "value", "values", "number", "result", "solution", "option", "case", "it", "that",
        "this", "equal", "to", "also", "x", "of", "possibility", "root", "roots", "solutions", "candidate", "choice",
    ]
}
