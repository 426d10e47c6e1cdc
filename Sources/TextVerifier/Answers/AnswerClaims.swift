import AdjudgeBase
import AdjudgeProse

/// What a short answer claims: its words, in the clauses that marks make of it, and whether it states, denies or leaves
/// open what some of them say. English, as the words are by which it goes.
///
/// "Paris", "It is Paris, of course" and "not London but Paris" state Paris; "not Paris", "Paris is wrong" and "Paris.
/// Wait, no" deny it; "maybe Paris", "Paris or London" and "Paris, London" leave it open. What stands beside the answer
/// without a verb or a preposition, and looks as it does (a number, a name), is a further answer: so is France in
/// "Paris, France", as none but a gazetteer tells it from a second guess. So are words in a row: beside the answer one
/// may be part of its name ("Barack Obama"), two are a list ("London Paris Rome"), in a sentence three names are.
struct AnswerClaims {
    enum Status { case stated, denied, open }

    private struct Clause {
        var words: Range<Int>
        var isQuestion = false
        /// A label, such as "Answer:".
        var isLabel = false
        var isCapitalised = false
        var isNumeric = false
        /// Whether it has a word that makes it a sentence or an attribute.
        var isSentence = false
        /// Whether it has none.
        var isBare = false
        /// Whether it can be a further answer.
        var isThing = false
        /// Whether it takes back what stands before it.
        var takesBack = false
    }

    /// The words of all clauses, in normal form.
    let words: [CodePoints]
    private let kinds: [ClaimWords.Kinds]
    /// For each word whether it begins with a capital.
    private let isName: [Bool]
    private var clauses: [Clause] = []
    private var clauseOf: [Int] = []
    /// For each word whether its clause denies it, or makes it depend on something.
    private var isDenied: [Bool] = []
    private var isConditional: [Bool] = []
    /// For each word the first one from there on, in its clause, that says that what came before is wrong; -1 for none.
    private var fault: [Int] = []
    private(set) var isHedged = false
    private var things = (numeric: 0, names: 0, others: 0)
    private var lastTakingBack = -1

    /// Reads an answer; `normal` gives the normal form of a part of it. O(answer).
    init(_ answer: CodePoints, _ normal: (CodePoints) -> CodePoints) {
        var words: [CodePoints] = []
        var isName: [Bool] = []
        var begin = 0
        for index in 0...answer.count where index == answer.count || AnswerClaims.isBreak(answer, index) {
            let part = answer[begin..<index]
            let mark = index < answer.count ? answer[index] : 0
            // A sign of relation belongs to the words behind it.
            begin = AnswerSigns.isRelation(mark) ? index : index + 1
            var found: [CodePoints] = []
            for token in part.words() {
                let count = found.count
                found += normal(token).words()
                isName += [Bool](repeating: AnswerClaims.hasCapital(token), count: found.count - count)
            }
            guard !found.isEmpty else {
                if mark == 0x3F, !clauses.isEmpty { clauses[clauses.count - 1].isQuestion = true }
                continue
            }
            var clause = Clause(words: words.count..<words.count + found.count)
            clause.isQuestion = mark == 0x3F
            clause.isLabel = mark == 0x3A
            clause.isCapitalised = AnswerClaims.hasCapital(part)
            words += found
            clauses.append(clause)
        }
        self.words = words
        self.isName = isName
        kinds = words.map(ClaimWords.kinds)
        read()
    }

    /// Whether anything is denied at all.
    var hasDenial: Bool { kinds.contains { $0.contains(.denial) } }

    /// What the answer says of the words in a range, which is not empty; `isOwn` is true for others that are asked for too.
    func status(of range: Range<Int>, besides isOwn: (Int) -> Bool = { _ in false }) -> Status {
        let (first, last) = (clauseOf[range.lowerBound], clauseOf[range.upperBound - 1])
        if isDenied[range.lowerBound] || isFaulted(range, in: clauses[last]) || lastTakingBack > last { return .denied }
        if isHedged || isConditional[range.lowerBound] || clauses[last].isQuestion { return .open }
        if isJoined(range) || isCrowded(range, clauses[first], isOwn) { return .open }
        return others(than: range, first...last) > 0 ? .open : .stated
    }

    /// Whether a clause denies the word, by what stands before it or behind it.
    func denies(_ word: Int) -> Bool {
        isDenied[word] || isFaulted(word..<word + 1, in: clauses[clauseOf[word]]) || lastTakingBack > clauseOf[word]
    }

    /// Whether "or" joins the word to another.
    func hasAlternative(_ word: Int) -> Bool {
        word > 0 && kinds[word - 1].contains(.alternative)
            || word + 1 < words.count && kinds[word + 1].contains(.alternative)
    }

    // MARK: Reading

    private mutating func read() {
        clauseOf = [Int](repeating: 0, count: words.count)
        isDenied = [Bool](repeating: false, count: words.count)
        isConditional = isDenied
        fault = [Int](repeating: -1, count: words.count)
        for index in clauses.indices {
            read(index)
            let clause = clauses[index]
            if clause.takesBack { lastTakingBack = index }
            guard clause.isThing else { continue }
            if clause.isNumeric {
                things.numeric += 1
            } else if clause.isCapitalised {
                things.names += 1
            } else {
                things.others += 1
            }
        }
    }

    private mutating func read(_ index: Int) {
        let range = clauses[index].words
        var (denied, isAny, conditional) = (false, false, false)
        var (structured, asides, numbers) = (false, 0, 0)
        var isSetAside = false
        let isFirstThought = range.contains { recallsThought($0, range) }
        // "Not: Paris", "not, Paris"
        if range.lowerBound > 0, clauses[index - 1].words.count == 1,
            isOne(range.lowerBound - 1, of: ["not", "except", "never", "neither"])
        {
            denied = true
        }
        for at in range {
            let word = words[at]
            clauseOf[at] = index
            if isOne(at, of: ["and", "so", "but", "leaving", "leaves", "is", "it", "its"]) { isSetAside = false }
            isDenied[at] = denied || isSetAside || isFirstThought
            if isAscribed(at, range) { conditional = true }
            if setsAside(at, range) { isSetAside = true }
            if kinds[at].contains(.fault), at + 1 < range.upperBound, isOne(at + 1, of: ["that"]), !denied {
                denied = true
            }
            isConditional[at] = conditional
            if AnswerClaims.isNumber(word) { numbers += 1 }
            let kind = kinds[at]
            if kind.contains(.structure) || word.count == 1 && word[0] == AnswerSigns.equals { structured = true }
            if kind.contains(.aside) { asides += 1 }
            // "without question, Paris"
            if kind.contains(.assurance), at > range.lowerBound, isAssuring(at - 1) {
                asides += kinds[at - 1].contains(.aside) ? 1 : 2
            }
            if kind.contains(.hedge) { isHedged = true }
            if kind.contains(.condition),
                !word.equals("may") || at + 1 < words.count && words[at + 1].equals("be")
            {
                conditional = true
            }
            if denied, kind.contains(.knowledge) { isHedged = true }
            if word.equals("but") {
                // "not London but Paris", and "anything but Paris".
                denied = isAny
            } else if isDenial(at) {
                denied = true
                isAny = word.equals("anything") || word.equals("everything")
            }
        }
        var next = -1
        for at in range.reversed() {
            if isDenial(at) || kinds[at].contains(.fault) || isRuledOut(at, range) { next = at }
            fault[at] = next
        }
        clauses[index].isNumeric = numbers == range.count
        clauses[index].isSentence = structured || hasVerb(range)
        clauses[index].isBare = !clauses[index].isSentence && asides < range.count && !clauses[index].isLabel
        clauses[index].isThing =
            clauses[index].isBare && !clauses[index].isQuestion && next < 0 && range.count <= 6
        clauses[index].takesBack = index > 0 && takesBack(range)
    }

    /// "Photosynthesis produces oxygen": one word between others that ends as a verb does and is no name; several may be nouns
    /// in a row.
    private func hasVerb(_ range: Range<Int>) -> Bool {
        func isVerb(_ at: Int) -> Bool {
            let (word, length) = (words[at], words[at].count)
            guard length > 3, !isName[at] else { return false }
            let (last, before) = (word[length - 1], word[length - 2])
            return last == 0x73 && before != 0x73 || last == 0x64 && before == 0x65
        }
        guard range.count > 2 else { return false }
        var found = -1
        for at in range where isVerb(at) {
            if found >= 0 { return false }
            found = at
        }
        return found > range.lowerBound && found + 1 < range.upperBound
    }

    private func isDenial(_ at: Int) -> Bool {
        guard kinds[at].contains(.denial) else { return false }
        if words[at].equals("doubt"), at > 0, isAssuring(at - 1) { return false }
        if isOnlyOne(at) || at > 1 && isOnlyOne(at - 2) { return false }
        return at + 1 == words.count || !kinds[at + 1].contains(.assurance)
    }

    /// Where "none other than" begins, which names the one that it is.
    private func isOnlyOne(_ at: Int) -> Bool {
        at + 2 < words.count && isOne(at, of: ["none", "no", "not", "nobody", "nothing"])
            && words[at + 1].equals("other") && words[at + 2].equals("than")
    }

    private func isAssuring(_ at: Int) -> Bool { isOne(at, of: ["no", "without", "beyond"]) }

    /// "instead of", "contrary to", "rule out": the words behind are not the answer.
    private func setsAside(_ at: Int, _ range: Range<Int>) -> Bool {
        guard at + 1 < range.upperBound else { return false }
        return isOne(at, of: ["instead"]) && isOne(at + 1, of: ["of"])
            || isOne(at, of: ["contrary"]) && isOne(at + 1, of: ["to"])
            || isOne(at, of: ["rule", "ruled", "rules", "ruling"]) && isOne(at + 1, of: ["out"])
    }

    private func isRuledOut(_ at: Int, _ range: Range<Int>) -> Bool {
        at > range.lowerBound && at + 1 < range.upperBound && isOne(at, of: ["ruled"]) && isOne(at + 1, of: ["out"])
            && isOne(at - 1, of: ["is", "was", "are", "were", "been", "be"])
    }

    /// "Someone says": what others say is not claimed.
    private func isAscribed(_ at: Int, _ range: Range<Int>) -> Bool {
        at + 1 < range.upperBound
            && isOne(at, of: ["someone", "somebody", "people", "some", "many", "others", "they"])
            && isOne(at + 1, of: ["say", "says", "claim", "claims", "think", "thinks", "believe", "believes"])
    }

    /// "my first thought", "I first thought": what one thinks no longer.
    private func recallsThought(_ at: Int, _ range: Range<Int>) -> Bool {
        at + 1 < range.upperBound && isOne(at, of: ["first", "initial", "initially", "originally"])
            && isOne(at + 1, of: ["thought", "guess", "guessed", "instinct", "assumed", "believed"])
    }

    private func isOne(_ word: Int, of list: [StaticString]) -> Bool { list.contains { words[word].equals($0) } }

    /// "Wait", "scratch that", "no", "that is wrong": a clause of its own about what stands before it.
    private func takesBack(_ range: Range<Int>) -> Bool {
        let first = range.lowerBound
        if range.count == 1, isOne(first, of: ["no", "nope", "not", "wrong"]) { return true }
        if isOne(first, of: ["that", "this", "it", "which", "but", "thats", "its"]),
            range.contains(where: { kinds[$0].contains(.fault) })
        {
            return true
        }
        return ChoiceWords.corrections.contains { begins(range, with: $0) }
    }

    /// Whether a clause begins with the words of a phrase.
    private func begins(_ range: Range<Int>, with phrase: StaticString) -> Bool {
        var (at, letter) = (range.lowerBound, 0)
        for index in 0..<phrase.utf8CodeUnitCount {
            let byte = phrase.utf8Start[index]
            if byte == 0x27 || byte == 0x2C { continue }
            if byte == 0x20 {
                guard letter == words[at].count, at + 1 < range.upperBound else { return false }
                (at, letter) = (at + 1, 0)
                continue
            }
            while letter < words[at].count, words[at][letter] == 0x27 { letter += 1 }
            guard letter < words[at].count, words[at][letter] == UInt32(byte) else { return false }
            letter += 1
        }
        return letter == words[at].count
    }

    // MARK: Judging

    private func isFaulted(_ range: Range<Int>, in clause: Clause) -> Bool {
        let behind = range.upperBound
        guard behind < clause.words.upperBound, fault[behind] >= 0 else { return false }
        // "Paris not London" says something of London.
        let isContrast =
            fault[behind] == behind && behind + 1 < clause.words.upperBound
            && kinds[behind].contains(.contrast)
        return !isContrast
    }

    private func isJoined(_ range: Range<Int>) -> Bool {
        let (before, behind) = (range.lowerBound - 1, range.upperBound)
        if before >= 0, kinds[before].contains(.alternative) { return true }
        if behind < words.count, kinds[behind].contains(.alternative) { return true }
        if before > 0, clauseOf[before] == clauseOf[range.lowerBound], kinds[before].contains(.join),
            clauseOf[before - 1] == clauseOf[before], !isStructure(before - 1)
        {
            return true
        }
        return behind + 1 < words.count && clauseOf[behind + 1] == clauseOf[range.upperBound - 1]
            && kinds[behind].contains(.join) && !isStructure(behind + 1)
    }

    private func isStructure(_ word: Int) -> Bool {
        kinds[word].contains(.structure) || kinds[word].contains(.aside)
    }

    /// "41 42 43", "London Paris Rome", "It is Bush Obama Trump Biden": words in a row of which the answer is one.
    private func isCrowded(_ range: Range<Int>, _ clause: Clause, _ isOwn: (Int) -> Bool) -> Bool {
        let isNumeric = range.allSatisfy { AnswerClaims.isNumber(words[$0]) }
        if isNumeric, clause.isBare,
            clause.words.contains(where: { !range.contains($0) && AnswerClaims.isNumber(words[$0]) })
        {
            return true
        }
        var beside = 0
        var at = range.lowerBound
        while at > max(clause.words.lowerBound, range.lowerBound - AnswerClaims.reach),
            let one = rivals(at - 1, clause, isOwn)
        {
            beside += one
            at -= 1
        }
        at = range.upperBound
        while at < min(clause.words.upperBound, range.upperBound + AnswerClaims.reach),
            let one = rivals(at, clause, isOwn)
        {
            beside += one
            at += 1
        }
        if clause.isSentence { return beside >= 3 }
        // What stands beside a number is what it counts.
        return beside >= (range.contains { AnswerClaims.isNumber(words[$0]) } ? 4 : 2)
    }

    /// 1 for a word beside the answer that can be a further one, 0 for one that is a part of what it stands in; nil where
    /// the row of such words ends.
    private func rivals(_ at: Int, _ clause: Clause, _ isOwn: (Int) -> Bool) -> Int? {
        let kind = kinds[at]
        if words[at].count == 1 || kind.contains(.particle) { return 0 }
        if clause.isSentence {
            let isOther = isName[at] && kind.isDisjoint(with: [.structure, .aside, .denial, .contrast, .join])
            return isOther ? isOwn(at) ? 0 : 1 : nil
        }
        if isDenied[at] || isOwn(at) || words[at].equals("but") { return 0 }
        return kind.isDisjoint(with: [.aside, .denial, .contrast, .join]) ? 1 : 0
    }

    /// How many words to either side are looked at.
    private static let reach = 32

    /// How many other things stand beside the answer that look as it does.
    private func others(than range: Range<Int>, _ own: ClosedRange<Int>) -> Int {
        let isNumeric = range.allSatisfy { AnswerClaims.isNumber(words[$0]) }
        func counts(_ clause: Clause) -> Bool {
            guard clause.isThing else { return false }
            if isNumeric || clause.isNumeric { return isNumeric && clause.isNumeric }
            return clause.isCapitalised || !clauses[own.upperBound].isCapitalised
        }
        var count =
            isNumeric
            ? things.numeric : things.names + (clauses[own.upperBound].isCapitalised ? 0 : things.others)
        for index in own where counts(clauses[index]) { count -= 1 }
        return count
    }

    // MARK: Characters

    /// Whether a mark ends a clause.
    private static func isBreak(_ text: CodePoints, _ at: Int) -> Bool {
        func digit(_ at: Int) -> Bool { at >= 0 && at < text.count && text[at].isASCIIDigit }
        func space(_ at: Int) -> Bool { at < 0 || at >= text.count || CodePoints.isSpace(text[at]) }
        // "Paris > London" is two names, "x > 5" a thing and its bound.
        if AnswerSigns.isRelation(text[at]) { return at > 0 }
        switch text[at] {
        case 0x3C, 0x3E, 0xB7, 0x2192, 0x0A, 0x3B, 0x7C, 0x26, 0x21, 0x3F, 0x28, 0x29, 0x5B, 0x5D, 0x2022, 0x3001,
            0x3002, 0xFF0C:
            return true
        case 0x2C, 0x2F: return !(digit(at - 1) && digit(at + 1))
        case 0x3A: return space(at + 1)
        case 0x2E:
            guard !digit(at + 1) else { return false }
            // "U.S.", "J. Bach": an initial ends no clause.
            let isInitial = at > 0 && text[at - 1].isASCIILetter && (at < 2 || !text[at - 2].isASCIIAlphanumeric)
            return space(at + 1) && (!isInitial || at + 1 >= text.count)
        case 0x2D, 0x2013, 0x2014: return space(at - 1) && space(at + 1)
        default: return false
        }
    }

    private static func isNumber(_ word: CodePoints) -> Bool {
        guard word.count > 0 else { return false }
        return (0..<word.count).allSatisfy {
            word[$0].isASCIIDigit || AnswerSigns.isRelation(word[$0])
                || word[$0] < 0x80 && CodePoints.isPunctuation(word[$0])
        }
            && (0..<word.count).contains { word[$0].isASCIIDigit }
    }

    /// Whether a word begins with a capital.
    private static func hasCapital(_ text: CodePoints) -> Bool {
        for at in 0..<text.count where at == 0 || !CodePoints.isWordCharacter(text[at - 1]) && text[at - 1] != 0x27 {
            if text[at] < 0x80 {
                if text[at] &- 0x41 < 26 { return true }
            } else if Unicode.Scalar(text[at])?.properties.isUppercase == true {
                return true
            }
        }
        return false
    }
}
