// What follows a letter: whether it is chosen, denied, or one of several.

extension ChoiceScan {
    /// What follows the one letter: the end, a mark, a reason, or a word that makes it part of a sentence.
    func ending(_ letter: Letter) -> Ending {
        let rest = text.suffix(from: min(at, text.count))
        if rest.trimmed.isEmpty { return .chosen }
        // A question decides nothing.
        if rest[0] == UInt8(ascii: "?") { return .prose }
        let start = afterOpeners(at)
        let word = word(start)
        if ChoiceScan.isOne(word, of: ["is", "isn't", "was"]) {
            let tail = text.suffix(from: start)
            if ChoiceWords.confirmations.contains(where: { tail.hasPrefix($0) }) { return .chosen }
            return .wrong
        }
        let behind = text.suffix(from: start)
        // "B (wrong)"; a capital would make it the option's text.
        if text[at..<start].find(Bytes("(")) != nil,
            ChoiceScan.bracketedDenials.contains(where: { behind.hasPrefix($0) })
        {
            return .wrong
        }
        if ChoiceWords.dismissals.contains(where: { behind.hasPrefix($0) }) { return .wrong }
        if ChoiceScan.chineseDenials.contains(where: { word.hasPrefix($0) }) { return .wrong }
        if letter.isMarked || rest[0].isOne(of: ".:,;-!(\n") || rest.hasPrefix(" -") || rest.hasPrefix(" (") {
            return .chosen
        }
        if rest.hasPrefix("\\") { return .chosen }
        if ChoiceScan.isOne(word, of: ChoiceWords.reasons) { return .chosen }
        if ChoiceWords.followers.contains(where: { word.hasPrefix($0) }) { return .chosen }
        return start < text.count && word.isEmpty && !ChoiceScan.isWord(text, start) && text[start] != UInt8(ascii: "=")
            && text[start] != UInt8(ascii: "+") && text[start] != UInt8(ascii: "^") ? .chosen : .prose
    }

    private static let bracketedDenials: [StaticString] = [
        "wrong)", "incorrect)", "not correct)", "not right)", "not the answer)",
    ]
    private static let chineseDenials: [StaticString] = ["错", "不", "是错", "不正"]
    private static let possibilities: [StaticString] = [
        "is also correct", "is also right", "is correct", "is right", "is equally", "could also be", "may also be",
        "might also be",
    ]

    /// True when the clause before a letter denies it, or sets it apart: "not (A)", "it can't be A".
    private func isDenied(_ place: Int) -> Bool {
        var start = place
        let limit = max(at, place - 60)
        while start > limit, !text[start - 1].isOne(of: ".;,:\n") { start -= 1 }
        while start < place {
            let word = word(start)
            if ChoiceScan.isOne(word, of: ChoiceWords.negations) || ChoiceScan.isOne(word, of: ChoiceWords.contrasts) {
                return true
            }
            start += max(1, word.count)
        }
        return false
    }

    /// Other letters that the rest of the text names as choices: `(C)`, `C)`, "or C", "C is also right".
    func others(than chosen: UInt32) -> UInt32 {
        var set: UInt32 = 0
        var place = at
        while place < text.count {
            defer { place += 1 }
            guard letters.contains(text[place]), !ChoiceScan.isWord(text, place - 1),
                !ChoiceScan.isWord(text, place + 1)
            else { continue }
            let bit: UInt32 = 1 << UInt32(text[place] - 0x41)
            if bit & chosen != 0 { continue }
            let end = afterClosers(place + 1)
            let tail = text.suffix(from: min(text.count, afterOpeners(end)))
            if ChoiceScan.possibilities.contains(where: { tail.hasPrefix($0) }) {
                set |= bit
                continue
            }
            let behind = word(min(text.count, afterOpeners(end)))
            if ChoiceScan.isOne(behind, of: ChoiceWords.verbs) || isDenied(place) { continue }
            let isLabel = place + 1 < text.count && text[place + 1].isOne(of: ")]")
            let beginsLine = place > 0 && text[place - 1] == 0x0A && text[place + 1] == UInt8(ascii: ".")
            let isSentence = end < text.count && text[end] == 0x20 && !behind.isEmpty
            let isOr = ChoiceScan.isOne(wordBefore(place), of: ChoiceWords.alternatives)
            if isLabel || beginsLine || isOr && !isSentence || isListed(place) { set |= bit }
        }
        return set
    }

    /// True for a letter of a list that the chosen one begins, as in "B. C. D are my guesses", and that is no initial:
    /// "B. A. Smith".
    private func isListed(_ place: Int) -> Bool {
        guard place > at, place - at <= 128, text[at].isOne(of: ".,;)") || text[at - 1] == UInt8(ascii: ")") else {
            return false
        }
        for index in at..<place {
            let isLone =
                letters.contains(text[index]) && !ChoiceScan.isWord(text, index - 1)
                && !ChoiceScan.isWord(text, index + 1)
            guard isLone || text[index].isOne(of: " .,;()") else { return false }
        }
        var end = place + 1
        var count = 1
        while true {
            guard end < text.count else { return true }
            guard text[end].isOne(of: ".,;)") else { return count > 1 && text[end] != 0x27 }
            end += 1
            while end < text.count, text[end] == 0x20 { end += 1 }
            guard end < text.count, text[end] != 0x0A else { return true }
            // What the run of letters ends in tells a list from initials.
            guard text[end].isASCIILetter, !ChoiceScan.isWord(text, end + 1) else {
                let isName = text[end] >= 0x41 && text[end] <= 0x5A
                return !isName && (count > 1 || !ChoiceScan.isOne(word(end), of: ChoiceWords.verbs))
            }
            count += 1
            end += 1
        }
    }

    /// The word before a letter, past brackets and emphasis.
    func wordBefore(_ place: Int) -> Bytes {
        var end = place
        while end > 0, ChoiceScan.opens(text[end - 1]) || text[end - 1] == UInt8(ascii: ",") { end -= 1 }
        var start = end
        while start > 0, text[start - 1].isASCIILetter || text[start - 1] >= 0x80 || text[start - 1] == 0x27 {
            start -= 1
        }
        return text[start..<end]
    }
}
