import AdjudgeBase
import AdjudgeProse

/// The sentence splitter that IFEval, IFEvalG and IFBench have beside Punkt: a list of replacements that mark full stops
/// which end nothing (`<prd>`) and ends of sentences (`<stop>`), then a split.
///
/// The rules are those of `split_into_sentences` in IFEval's `instructions_util.py`, in their order. What they put in the
/// place of full stops is kept in the full stops' own bytes, by values that no text has, so that a text is copied once and
/// only the few full stops that a rule could be about are looked at again. Those that a response writes itself, `<prd>` and
/// `<stop>`, are read as the official code reads them.
struct RuleSentences {
    /// The text with a space before and two behind it, and its marks.
    private let memory: UnsafeMutablePointer<UInt8>
    private let text: Bytes
    /// The offsets of full stops that a rule could be about, in order.
    private let dots: UnsafeMutablePointer<Int>
    private var dotCount = 0

    /// What stands for a full stop, or for more.
    private enum Mark {
        /// A full stop that ends nothing.
        static let dot: UInt8 = 0xFF
        /// A full stop that ends nothing, and the end of a sentence behind it.
        static let dotStop: UInt8 = 0xFE
        /// The end of a sentence and nothing else.
        static let stop: UInt8 = 0xFD
        /// The end of a sentence and a space behind it.
        static let stopSpace: UInt8 = 0xFC
    }

    /// The sentences of a text, without white space at their ends; views of `arena`. O(text).
    static func split(_ text: Bytes, _ arena: Arena) -> Views {
        let rules = RuleSentences(text, arena)
        if rules.dotCount > 0 { rules.mark() }
        rules.moveQuotes()
        return rules.cut(arena)
    }

    /// How many sentences a text has that has no white space at its ends. O(text).
    static func count(in text: Bytes, _ arena: Arena) -> Int {
        // Most lines are short, and have no mark that could end a sentence.
        text.findFirst(in: ends) == nil ? text.isEmpty ? 0 : 1 : split(text, arena).count
    }

    private init(_ text: Bytes, _ arena: Arena) {
        memory = arena.allocate(text.count + 3)
        var count = 1
        memory[0] = 0x20
        if text.holds("<"), text.holds("<prd>") || text.holds("<stop>") {
            var at = 0
            while at < text.count {
                let rest = text.suffix(from: at)
                let length = rest.hasPrefix("<prd>") ? 5 : rest.hasPrefix("<stop>") ? 6 : 1
                memory[count] = length == 5 ? Mark.dot : length == 6 ? Mark.stop : text.start[at]
                if memory[count] == 0x0A { memory[count] = 0x20 }
                count += 1
                at += length
            }
        } else {
            (memory + 1).update(from: text.start, count: text.count)
            var newlines = ByteMap(text, in: RuleSentences.newline, arena).members()
            while let newline = newlines.next() { memory[newline + 1] = 0x20 }
            count += text.count
        }
        memory[count] = 0x20
        memory[count + 1] = 0x20
        self.text = Bytes(start: memory, count: count + 2)
        let map = ByteMap(self.text, in: RuleSentences.fullStop, arena)
        dots = arena.array(of: Int.self, map.memberCount)
        var all = map.members()
        while let dot = all.next() {
            if isPlain(dot) { continue }
            dots[dotCount] = dot
            dotCount += 1
        }
    }

    private static let newline = ByteSet("\n")
    private static let fullStop = ByteSet(".")
    /// What ends a sentence, or begins a mark that does.
    private static let ends = ByteSet(".?!<")

    /// Whether no rule is about a full stop: neither a letter, a digit nor another follows, and no letter on its own, title or
    /// company stands before it.
    private func isPlain(_ dot: Int) -> Bool {
        let (before, after) = (memory[dot - 1], memory[dot + 1])
        if after.isASCIIAlphanumeric || after == UInt8(ascii: ".") || before == UInt8(ascii: ".") { return false }
        if !before.isASCIILetter { return true }
        // Titles and companies are two or three letters, the first of them a capital.
        return dot >= 3 && memory[dot - 2] &- 0x61 < 26 && memory[dot - 3] &- 0x41 >= 26
    }

    /// Calls a rule with each full stop that is one still, and the end of its match before; it returns the end of its own.
    private func forEachDot(_ rule: (Int, Int) -> Int?) {
        var from = 0
        for index in 0..<dotCount {
            let dot = dots[index]
            guard dot >= from, memory[dot] == UInt8(ascii: "."), let end = rule(dot, from) else { continue }
            from = end
        }
    }

    private func mark() {
        forEachDot { dot, _ in
            guard RuleSentences.titles.contains(where: { stands($0, before: dot) }) else { return nil }
            memory[dot] = Mark.dot
            return dot + 1
        }
        forEachDot { dot, _ in
            let rest = text.suffix(from: dot + 1)
            guard let domain = RuleSentences.domains.first(where: { rest.hasPrefix($0) }) else { return nil }
            memory[dot] = Mark.dot
            return dot + 1 + domain.utf8CodeUnitCount
        }
        forEachDot { dot, from in
            guard dot > from, memory[dot - 1].isASCIIDigit, memory[dot + 1].isASCIIDigit else { return nil }
            memory[dot] = Mark.dot
            return dot + 2
        }
        // `\.{2,}`
        forEachDot { dot, _ in
            guard memory[dot + 1] == UInt8(ascii: ".") else { return nil }
            var end = dot
            while memory[end] == UInt8(ascii: ".") {
                memory[end] = Mark.dot
                end += 1
            }
            memory[end - 1] = Mark.dotStop
            return end
        }
        forEachDot { dot, _ in
            guard text.part(from: dot - 2, to: dot + 3).equals("Ph.D.") else { return nil }
            memory[dot] = Mark.dot
            memory[dot + 2] = Mark.dot
            return dot + 3
        }
        initials()
        acronyms()
        letterDots(3)
        letterDots(2)
        companies()
        forEachDot { dot, from in
            guard dot - from >= 2, memory[dot - 1].isASCIILetter, memory[dot - 2] == 0x20 else { return nil }
            memory[dot] = Mark.dot
            return dot + 1
        }
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

    private func stands(_ word: StaticString, before end: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        return end >= length && text[end - length..<end].equals(word)
    }

    /// The length of the word that begins a sentence at an offset, behind a space, as the match takes it.
    private func starterLength(behind space: Int) -> Int? {
        guard memory[space] == 0x20 else { return nil }
        let rest = text.suffix(from: space + 1)
        for name in RuleSentences.bareStarters where rest.hasPrefix(name) { return name.utf8CodeUnitCount }
        for name in RuleSentences.spacedStarters where rest.hasPrefix(name) {
            let space = rest.pythonSpaceLength(at: name.utf8CodeUnitCount)
            if space > 0 { return name.utf8CodeUnitCount + space }
        }
        return nil
    }

    /// `\s([A-Za-z])[.] `: a letter on its own with a full stop.
    private func initials() {
        forEachDot { dot, from in
            guard memory[dot + 1] == 0x20, dot - from >= 2, memory[dot - 1].isASCIILetter else { return nil }
            var before = dot - 2
            while before > from, memory[before] & 0xC0 == 0x80 { before -= 1 }
            guard text.pythonSpaceLength(at: before) == dot - 1 - before else { return nil }
            // White space of other kinds becomes a space; it parts sentences nowhere, so it may stay.
            memory[dot] = Mark.dot
            return dot + 2
        }
    }

    /// Two or three capital letters with full stops, then a word that begins a sentence: the sentence ends between.
    private func acronyms() {
        func isLetterDot(_ at: Int) -> Bool { memory[at] &- 0x41 < 26 && memory[at + 1] == UInt8(ascii: ".") }
        forEachDot { dot, from in
            // The dot is the last of the acronym, and a space and a starter follow.
            guard dot - 3 >= from, isLetterDot(dot - 1), isLetterDot(dot - 3),
                let length = starterLength(behind: dot + 1)
            else { return nil }
            memory[dot + 1] = Mark.stopSpace
            return dot + 2 + length
        }
    }

    /// `number` letters with full stops in a row.
    private func letterDots(_ number: Int) {
        forEachDot { dot, from in
            let first = dot - 1
            guard first >= from,
                (0..<number).allSatisfy({
                    text[first + 2 * $0].isASCIILetter && text[first + 2 * $0 + 1] == UInt8(ascii: ".")
                })
            else { return nil }
            for index in 0..<number { memory[first + 2 * index + 1] = Mark.dot }
            return first + 2 * number
        }
    }

    /// `Inc.` and its like behind a space: before a word that begins a sentence the sentence ends, elsewhere it goes on.
    private func companies() {
        func isCompany(_ dot: Int, _ from: Int) -> Bool {
            RuleSentences.companies.contains {
                let space = dot - $0.utf8CodeUnitCount - 1
                return space >= from && (memory[space] == 0x20 || memory[space] == Mark.stopSpace)
                    && stands($0, before: dot)
            }
        }
        forEachDot { dot, from in
            guard isCompany(dot, from), let length = starterLength(behind: dot + 1) else { return nil }
            memory[dot] = Mark.stop
            return dot + 2 + length
        }
        forEachDot { dot, from in
            guard isCompany(dot, from) else { return nil }
            memory[dot] = Mark.dot
            return dot + 1
        }
    }

    /// Quotes go before the marks that they follow, one kind after another.
    private func moveQuotes() {
        move("”", before: ".")
        guard text.holds("\"") else { return }
        move("\"", before: ".")
        move("\"", before: "!")
        move("\"", before: "?")
    }

    private func move(_ quote: StaticString, before mark: StaticString) {
        let length = quote.utf8CodeUnitCount
        var (at, moved) = (0, 0)
        while let found = text.suffix(from: at).find(Bytes(quote)) {
            let start = at + found
            at = start + length
            // A mark that was moved here goes no further.
            guard start > moved, memory[start - 1] == mark.utf8Start[0] else { continue }
            moved = at
            memory[at - 1] = mark.utf8Start[0]
            (memory + start - 1).update(from: quote.utf8Start, count: length)
        }
    }

    // MARK: The split

    private static let stops: ByteSet = {
        var set = ByteSet(".?!")
        for mark in Mark.stopSpace...Mark.dot { set.insert(mark) }
        return set
    }()

    /// The parts between ends of sentences, with marks read as what they stand for.
    private func cut(_ arena: Arena) -> Views {
        let map = ByteMap(text, in: RuleSentences.stops, arena)
        var sentences = Views(room: map.memberCount + 1, arena)
        var start = 0
        var marks = map.members()
        while let at = marks.next() {
            switch memory[at] {
            case Mark.dot: memory[at] = UInt8(ascii: ".")
            case Mark.stop:
                sentences.append(text[start..<at].pythonStripped)
                start = at + 1
            case Mark.stopSpace:
                memory[at] = 0x20
                sentences.append(text[start..<at].pythonStripped)
                start = at
            case let mark:
                if mark == Mark.dotStop { memory[at] = UInt8(ascii: ".") }
                sentences.append(text[start..<at + 1].pythonStripped)
                start = at + 1
            }
        }
        let last = text.suffix(from: start).pythonStripped
        if !last.isEmpty { sentences.append(last) }
        return sentences
    }
}
