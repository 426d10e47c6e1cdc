import AdjudgeBase

/// Instructions about how a text begins and ends, and about its marks.
enum EndInstructions {
    static let ifeval: [Instruction] = [
        Instruction("startend:end_checker", ["end_phrase"]) { arguments, reading throws(Unsettled) in
            let phrase = try arguments.drawnText("end_phrase").pythonStripped.pythonLower(reading.arena)
            let text = reading.text.pythonStripped.stripped(of: ByteSet("\""))
            // A letter's lower case may have another length, so that only ASCII is cut before it is made small.
            guard !reading.isASCII || text.count <= phrase.count else {
                return text.suffix(from: text.count - phrase.count).pythonLower(reading.arena) == phrase
            }
            // As many characters from the end have as many in lower case or more, but for a sigma one by one.
            let tail = text.lastCodePoints(phrase.codePointCount)
            return (tail.holds("\u{3A3}") ? text : tail).pythonLower(reading.arena).ends(with: phrase)
        },
        Instruction("startend:quotation", []) { _, reading throws(Unsettled) in
            let text = reading.text.pythonStripped
            return text.count > 1 && text[0] == UInt8(ascii: "\"") && text[text.count - 1] == UInt8(ascii: "\"")
        },
        Instruction("punctuation:no_comma", []) { _, reading throws(Unsettled) in !reading.text.holds(",") },
    ]
}
