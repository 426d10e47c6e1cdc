import AdjudgeBase

@testable import InstructionVerifier

/// The rules of `split_into_sentences` one by one, each a rewriting of the whole text: what ``RuleSentences`` does at once.
struct StepwiseSentences {
    private var buffer: EditBuffer

    /// The sentences of a text, without white space at their ends; views of the text or of `arena`.
    static func split(_ text: Bytes, _ arena: Arena) -> [Bytes] {
        var rules = StepwiseSentences(text, arena)
        rules.mark()
        return rules.cut(arena)
    }

    private init(_ text: Bytes, _ arena: Arena) {
        buffer = EditBuffer(text, arena: arena)
        buffer.rewrite { text, to in
            to[0] = 0x20
            for index in 0..<text.count { to[index + 1] = text.start[index] == 0x0A ? 0x20 : text.start[index] }
            to[text.count + 1] = 0x20
            to[text.count + 2] = 0x20
            return text.count + 3
        }
    }

    private mutating func mark() {
        dots { text, dot, from in
            let isTitle = StepwiseSentences.titles.contains {
                let length = $0.utf8CodeUnitCount
                return dot - from >= length && text[dot - length..<dot].equals($0)
            }
            return isTitle ? Change(dot, dot + 1, "<prd>") : nil
        }
        dots { text, dot, _ in
            let rest = text.suffix(from: dot + 1)
            let domain = StepwiseSentences.domains.first { rest.hasPrefix($0) }
            return domain.map { Change(dot, dot + 1 + $0.utf8CodeUnitCount, "<prd>", keepsFrom: 1) }
        }
        dots { text, dot, from in
            let isDecimal = dot > from && text[dot - 1].isASCIIDigit && text[dot + 1].isASCIIDigit
            return isDecimal ? Change(dot, dot + 2, "<prd>", keepsFrom: 1) : nil
        }
        ellipses()
        buffer.replace("Ph.D.", with: "Ph<prd>D<prd>")
        initials()
        acronyms()
        letterDots(3)
        letterDots(2)
        companies(beforeStarter: true)
        companies(beforeStarter: false)
        dots { text, dot, from in
            let isInitial = dot - from >= 2 && text[dot - 1].isASCIILetter && text[dot - 2] == 0x20
            return isInitial ? Change(dot, dot + 1, "<prd>") : nil
        }
        buffer.replace(".”", with: "”.")
        buffer.replace(".\"", with: "\".")
        buffer.replace("!\"", with: "\"!")
        buffer.replace("?\"", with: "\"?")
    }

    // MARK: Rules

    private static let titles: [StaticString] = ["Mr", "St", "Mrs", "Ms", "Dr"]
    private static let domains: [StaticString] = ["com", "net", "org", "io", "gov", "edu", "me"]
    private static let companies: [StaticString] = ["Inc", "Ltd", "Jr", "Sr", "Co"]
    /// Words that begin a sentence. Those of the second list are followed by white space.
    private static let bareStarters: [StaticString] = [
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Capt", "Cpt", "Lt", "Wherever",
    ]
    private static let spacedStarters: [StaticString] = [
        "He", "She", "It", "They", "Their", "Our", "We", "But", "However", "That", "This",
    ]

    /// The length of the starter that text begins with, as the match takes it.
    private static func starterLength(_ text: Bytes) -> Int? {
        for name in bareStarters where text.hasPrefix(name) { return name.utf8CodeUnitCount }
        for name in spacedStarters where text.hasPrefix(name) {
            let space = text.pythonSpaceLength(at: name.utf8CodeUnitCount)
            if space > 0 { return name.utf8CodeUnitCount + space }
        }
        return nil
    }

    /// One replacement: the part from `start` to `end` becomes `mark` and, from the byte `keepsFrom` of the part on, what
    /// stood there.
    private struct Change {
        let start: Int
        let end: Int
        let mark: StaticString
        let keepsFrom: Int

        init(_ start: Int, _ end: Int, _ mark: StaticString, keepsFrom: Int? = nil) {
            self.start = start
            self.end = end
            self.mark = mark
            self.keepsFrom = keepsFrom ?? (end - start)
        }
    }

    /// Offers each full stop to a rule with the end of the match before, and applies the changes.
    private mutating func dots(_ rule: (Bytes, Int, Int) -> Change?) {
        let text = buffer.bytes
        var changes: [Change] = []
        var (at, from) = (0, 0)
        while let found = text.suffix(from: at).find(Bytes(".")) {
            let dot = at + found
            at = dot + 1
            guard dot >= from, let change = rule(text, dot, from) else { continue }
            changes.append(change)
            from = change.end
            at = max(at, from)
        }
        apply(changes)
    }

    private mutating func apply(_ changes: [Change]) {
        guard !changes.isEmpty else { return }
        // No mark is longer than six bytes, and each stands for at least one full stop.
        buffer.rewrite(growth: 7) { text, to in
            var (count, at) = (0, 0)
            func keep(_ from: Int, _ end: Int) {
                guard end > from else { return }
                (to + count).update(from: text.start + from, count: end - from)
                count += end - from
            }
            for change in changes {
                keep(at, change.start)
                (to + count).update(from: change.mark.utf8Start, count: change.mark.utf8CodeUnitCount)
                count += change.mark.utf8CodeUnitCount
                keep(change.start + change.keepsFrom, change.end)
                at = change.end
            }
            keep(at, text.count)
            return count
        }
    }

    /// `\.{2,}`: a `<prd>` for each, then a `<stop>`.
    private mutating func ellipses() {
        guard buffer.bytes.find(Bytes("..")) != nil else { return }
        buffer.rewrite(growth: 9) { text, to in
            var (count, at) = (0, 0)
            func put(_ mark: StaticString) {
                (to + count).update(from: mark.utf8Start, count: mark.utf8CodeUnitCount)
                count += mark.utf8CodeUnitCount
            }
            while at < text.count {
                guard text[at] == UInt8(ascii: "."), text[at + 1] == UInt8(ascii: ".") else {
                    to[count] = text[at]
                    count += 1
                    at += 1
                    continue
                }
                while text[at] == UInt8(ascii: ".") {
                    put("<prd>")
                    at += 1
                }
                put("<stop>")
            }
            return count
        }
    }

    /// `\s([A-Za-z])[.] `: a letter on its own with a full stop.
    private mutating func initials() {
        dots { text, dot, from in
            guard text[dot + 1] == 0x20, dot - from >= 2, text[dot - 1].isASCIILetter else { return nil }
            var before = dot - 2
            while before > from, text[before] & 0xC0 == 0x80 { before -= 1 }
            guard text.pythonSpaceLength(at: before) == dot - 1 - before else { return nil }
            // White space of other kinds becomes a space; it parts sentences nowhere, so it may stay.
            return Change(dot, dot + 2, "<prd>", keepsFrom: 1)
        }
    }

    /// Two or three capital letters with full stops, then a word that begins a sentence: the sentence ends between.
    private mutating func acronyms() {
        func isLetterDot(_ text: Bytes, _ at: Int) -> Bool {
            text[at] >= 0x41 && text[at] <= 0x5A && text[at + 1] == UInt8(ascii: ".")
        }
        dots { text, dot, from in
            // The dot is the last of the acronym, and a space and a starter follow.
            guard text[dot + 1] == 0x20, let length = StepwiseSentences.starterLength(text.suffix(from: dot + 2)) else {
                return nil
            }
            guard dot - 3 >= from, isLetterDot(text, dot - 1), isLetterDot(text, dot - 3) else { return nil }
            return Change(dot, dot + 2 + length, ".<stop>", keepsFrom: 1)
        }
    }

    /// `count` letters with full stops in a row.
    private mutating func letterDots(_ number: Int) {
        let text = buffer.bytes
        var changes: [Change] = []
        var at = 0
        while let found = text.suffix(from: at).find(Bytes(".")) {
            let first = at + found - 1
            let isMatch =
                first >= at
                && (0..<number).allSatisfy {
                    text[first + 2 * $0].isASCIILetter && text[first + 2 * $0 + 1] == UInt8(ascii: ".")
                }
            guard isMatch else {
                at += found + 1
                continue
            }
            for index in 0..<number { changes.append(Change(first + 2 * index + 1, first + 2 * index + 2, "<prd>")) }
            at = first + 2 * number
        }
        apply(changes)
    }

    /// `Inc.` and its like behind a space: before a word that begins a sentence the sentence ends, elsewhere it goes on.
    private mutating func companies(beforeStarter: Bool) {
        dots { text, dot, from in
            let isCompany = StepwiseSentences.companies.contains {
                let start = dot - $0.utf8CodeUnitCount
                return start > from && text[start - 1] == 0x20 && text[start..<dot].equals($0)
            }
            guard isCompany else { return nil }
            if !beforeStarter { return Change(dot, dot + 1, "<prd>") }
            guard text[dot + 1] == 0x20, let length = StepwiseSentences.starterLength(text.suffix(from: dot + 2)) else {
                return nil
            }
            return Change(dot, dot + 2 + length, "<stop>", keepsFrom: 1)
        }
    }

    // MARK: The split

    private static let stops = ByteSet(".?!<")

    /// The parts between ends of sentences, with `<prd>` read as a full stop.
    private func cut(_ arena: Arena) -> [Bytes] {
        let text = buffer.bytes
        var sentences: [Bytes] = []
        var start = 0
        var hasMarks = false
        func end(_ at: Int) {
            let part = text[start..<at]
            sentences.append((hasMarks ? part.replacing("<prd>", with: ".", arena) : part).pythonStripped)
            hasMarks = false
        }
        var at = 0
        while let found = text.suffix(from: at).findFirst(in: StepwiseSentences.stops) {
            at += found
            if text[at] != UInt8(ascii: "<") {
                at += 1
                end(at)
                start = at
            } else if text.suffix(from: at).hasPrefix("<stop>") {
                end(at)
                at += 6
                start = at
            } else {
                if text.suffix(from: at).hasPrefix("<prd>") { hasMarks = true }
                at += 1
            }
        }
        end(text.count)
        if let last = sentences.last, last.isEmpty { sentences.removeLast() }
        return sentences
    }
}
