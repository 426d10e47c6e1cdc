import AdjudgeBase

/// Instructions about how many words, sentences and paragraphs a text has.
enum LengthInstructions {
    static let ifeval: [Instruction] = [
        Instruction("length_constraints:number_sentences", ["num_sentences", "relation"]) {
            arguments, reading throws(Unsettled) in
            let threshold = try arguments.drawnCount("num_sentences")
            let relation = try arguments.relation()
            reading.scratch.spend(reading.text.count)
            return relation.holds(reading.punktSentences.count, threshold)
        },
        Instruction("length_constraints:number_words", ["num_words", "relation"]) {
            arguments, reading throws(Unsettled) in
            let threshold = try arguments.drawnCount("num_words")
            return try arguments.relation().holds(reading.wordRuns.count, threshold)
        },
        Instruction("length_constraints:number_paragraphs", ["num_paragraphs"]) {
            arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnCount("num_paragraphs")
            guard let count = paragraphs(byDivider(reading.text, reading.arena)) else { return false }
            return Double(count) == wanted
        },
        Instruction("length_constraints:nth_paragraph_first_word", ["num_paragraphs", "nth_paragraph", "first_word"]) {
            arguments, reading throws(Unsettled) in
            let number = try arguments.drawnCount("num_paragraphs")
            let place = try arguments.number("nth_paragraph") ?? 0
            let wanted = try arguments.drawnText("first_word").pythonLower(reading.arena)
            // The number counts paragraphs that are not blank, the place all of them.
            let parts = reading.text.pythonSplit("\n\n", reading.arena)
            let count = parts.count { !$0.pythonStripped.isEmpty }
            guard Double(count) == number else { return false }
            func begins(_ nth: Int) -> Bool {
                guard nth <= count, let word = parts[nth - 1].firstWord else { return false }
                return firstWord(word, reading) == wanted
            }
            guard place <= 0 || place > number else {
                guard let nth = Int(exactly: place) else { throw .argument("nth_paragraph") }
                return begins(nth)
            }
            // A place outside is drawn anew from 1 to one more than there are: known where every draw comes to the same.
            let isFirst = begins(1)
            for nth in 1...count + 1 where begins(nth) != isFirst { throw .random }
            return isFirst
        },
    ]

    /// The parts between dividers `***`, each with the white space character before and behind that belongs to it.
    static func byDivider(_ text: Bytes, _ arena: Arena) -> Views {
        var parts = Views(room: 8, arena)
        var at = 0
        while let found = text.suffix(from: at).find(Bytes("***")) {
            let star = at + found
            parts.append(text[at..<start(ofSpaceBefore: star, in: text, notBefore: at)])
            at = star + 3
            at += text.pythonSpaceLength(at: at)
        }
        parts.append(text.suffix(from: at))
        return parts
    }

    /// How many parts are paragraphs: a blank one is none at either end, and fails in between (nil).
    static func paragraphs(_ parts: Views) -> Int? {
        var count = parts.count
        for (index, part) in parts.enumerated() where part.pythonStripped.isEmpty {
            guard index == 0 || index == parts.count - 1 else { return nil }
            count -= 1
        }
        return count
    }

    private static func start(ofSpaceBefore end: Int, in text: Bytes, notBefore first: Int) -> Int {
        guard end > first else { return end }
        var at = end - 1
        while at > first, text[at] & 0xC0 == 0x80 { at -= 1 }
        return text.pythonSpaceLength(at: at) == end - at ? at : end
    }

    /// The word up to its first mark, without quotes in front, in lower case.
    private static func firstWord(_ word: Bytes, _ reading: Reading) -> Bytes {
        let word = word.leftStripped(of: ByteSet("'")).leftStripped(of: ByteSet("\""))
        let end = word.findFirst(in: marks) ?? word.count
        return word[0..<end].pythonLower(reading.arena)
    }

    private static let marks = ByteSet(".,?!'\"")
}
