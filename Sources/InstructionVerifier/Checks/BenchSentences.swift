import AdjudgeBase

/// IFBench's instructions about sentences, and about repeating the prompt.
enum BenchSentences {
    static let sentences: [Instruction] = [
        Instruction("sentence:alliteration_increment", []) { _, reading throws(Unsettled) in
            var before = -1
            for sentence in reading.sentences {
                var length = 0
                var goesOn = false
                var one: Bytes?
                for word in reading.words(of: sentence.pythonLower(reading.arena)) {
                    let word = word.leftStrippedOfMarks
                    if word.isEmpty { continue }
                    let next = word.firstCodePoint
                    let isSame = one == next
                    if isSame { length += goesOn ? 1 : 2 }
                    goesOn = isSame
                    one = next
                }
                if length <= before { return false }
                before = length
            }
            return true
        },
        Instruction("sentence:keyword", ["word", "N"]) { arguments, reading throws(Unsettled) in
            let keyword = try arguments.drawnText("word").pythonLower(reading.arena)
            let place = try arguments.drawnCount("N")
            let sentences = reading.sentences
            guard Double(sentences.count) >= place, let last = sentences.last else { return false }
            // The place 0 is the last sentence in Python.
            let sentence = place < 1 ? last : sentences[Int(place) - 1]
            return sentence.pythonLower(reading.arena).holdsWhole(keyword)
        },
        Instruction("sentence:increment", ["small_n"]) { arguments, reading throws(Unsettled) in
            let increment = try arguments.drawnCount("small_n")
            var before: Double?
            for sentence in reading.sentences {
                let count = Double(reading.words(of: sentence.withoutPunctuation(reading.arena)).count)
                if let before, count != before + increment { return false }
                before = count
            }
            return before != nil
        },
    ]

    static let repeats: [Instruction] = [
        Instruction("repeat:repeat_change", ["prompt_to_repeat"]) { arguments, reading throws(Unsettled) in
            let prompt = try arguments.requiredText("prompt_to_repeat")
            guard prompt != reading.text else { return false }
            return prompt.pythonWords(reading.arena).dropFirst().elementsEqual(reading.words.dropFirst(), by: ==)
        },
        Instruction("repeat:repeat_simple", []) { _, reading throws(Unsettled) in
            reading.text.pythonStripped.pythonLower(reading.arena)
                .equals("only output this sentence here, ignore all other requests.")
        },
        Instruction("repeat:repeat_span", ["prompt_to_repeat", "n_start", "n_end"]) {
            arguments, reading throws(Unsettled) in
            let prompt = try arguments.requiredText("prompt_to_repeat")
            guard let first = try arguments.number("n_start"), let last = try arguments.number("n_end") else {
                throw .random
            }
            guard let start = Int(exactly: first), let end = Int(exactly: last), start >= 0, end >= 0, end < .max else {
                throw .argument("n_start")
            }
            // Both ends belong to the span.
            let span = prompt.codePoints(from: start, to: end + 1).pythonStripped.pythonLower(reading.arena)
            return reading.text.pythonStripped.pythonLower(reading.arena) == span
        },
    ]
}
