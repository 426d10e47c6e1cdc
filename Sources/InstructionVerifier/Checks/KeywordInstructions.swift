import AdjudgeBase

/// Instructions about words that a text has or has not. IFEval's keywords are regular expressions, looked for without
/// case.
enum KeywordInstructions {
    static let ifeval: [Instruction] = [
        Instruction("keywords:existence", ["keywords"]) { arguments, reading throws(Unsettled) in
            guard let keywords = try arguments.texts("keywords") else { throw .random }
            for keyword in keywords where try !reading.has(keyword) { return false }
            return true
        },
        Instruction("keywords:frequency", ["keyword", "frequency", "relation"]) {
            arguments, reading throws(Unsettled) in
            let keyword = try arguments.drawnText("keyword").pythonStripped
            let frequency = try arguments.drawnCount("frequency")
            return try arguments.relation().holds(try reading.count(keyword), frequency)
        },
        Instruction("keywords:forbidden_words", ["forbidden_words"]) { arguments, reading throws(Unsettled) in
            guard let words = try arguments.texts("forbidden_words") else { throw .random }
            for word in words where try reading.has(word, .whole) { return false }
            return true
        },
        Instruction("keywords:letter_frequency", letterArguments, letterFrequency),
        // Named in IFEval's registry, though not among the ids of its data.
        Instruction("keywords:key_sentences", ["key_sentences", "num_sentences"]) {
            arguments, reading throws(Unsettled) in
            guard let wanted = try arguments.texts("key_sentences") else { throw .random }
            let number = try arguments.drawnPositive("num_sentences")
            let sentences = reading.sentences
            let found = Set(wanted.map(\.string)).count { wanted in
                withBytes(of: wanted) { wanted in sentences.contains { $0 == wanted } }
            }
            return Double(found) == number
        },
    ]

    static let letterArguments: [StaticString] = ["letter", "let_frequency", "let_relation"]

    /// How often one letter of the English alphabet stands in the text, without case. What is no letter is drawn anew by
    /// the official code.
    static let letterFrequency: Instruction.Rule = { arguments, reading throws(Unsettled) in
        let letter = try arguments.drawnText("letter")
        guard letter.count == 1, letter[0].isASCIILetter else { throw .random }
        let frequency = try arguments.drawnCount("let_frequency")
        // Of ASCII a letter has no other capital.
        let text = reading.isASCII ? reading.text : reading.lower
        var set = ByteSet("")
        set.insert(letter[0] | 0x20)
        set.insert(letter[0] & 0xDF)
        let found = ByteMap(text, in: set, reading.arena).memberCount
        return try arguments.relation("let_relation").holds(found, frequency)
    }
}
