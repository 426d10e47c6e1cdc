import AdjudgeBase
import AdjudgeProse

/// Instructions about what a text must hold: placeholders, a postscript, a language.
enum ContentInstructions {
    static let ifeval: [Instruction] = [
        Instruction("detectable_content:number_placeholders", ["num_placeholders"]) {
            arguments, reading throws(Unsettled) in
            Double(placeholders(reading.text)) >= (try arguments.drawnCount("num_placeholders"))
        },
        Instruction("detectable_content:postscript", ["postscript_marker"]) { arguments, reading throws(Unsettled) in
            let marker = try arguments.drawnText("postscript_marker").pythonStripped
            if marker.equals("P.P.S") { return spelled(["p", "p", "s"], lastDot: false, in: reading.lower) }
            if marker.equals("P.S.") { return spelled(["p", "s"], lastDot: true, in: reading.lower) }
            return try lowerReading(reading).has(marker.pythonLower(reading.arena), .exact)
        },
        Instruction("language:response_language", ["language"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.drawnText("language")
            guard reading.isLanguage(wanted) else { throw .argument("language") }
            // A text without anything to go by counts as followed.
            return reading.language.map { wanted == $0 } ?? true
        },
        // Named in IFEval's registry, though not among the ids of its data.
        Instruction("detectable_content:rephrase_paragraph", ["original_paragraph", "low", "high"]) {
            arguments, reading throws(Unsettled) in
            let original = try arguments.requiredText("original_paragraph").pythonLower(reading.arena)
            let (low, high) = (try arguments.requiredNumber("low"), try arguments.requiredNumber("high"))
            var left = TextCounts(atMost: original.count / 2 + 1, reading.arena)
            original.forEachWordRun { left.add($0) }
            var same = 0.0
            for run in reading.lowerWordRuns where left.take(run) { same += 1 }
            return low <= same && same <= high
        },
    ]

    /// How often `\[.*?\]` matches: brackets that close on their line. O(text).
    static func placeholders(_ text: Bytes) -> Int {
        var found = 0
        var at = 0
        while let open = text.suffix(from: at).find(Bytes("[")) {
            let inside = text.suffix(from: at + open + 1)
            guard let end = inside.findFirst(in: closers) else { break }
            if inside[end] == UInt8(ascii: "]") { found += 1 }
            at += open + 1 + end + 1
        }
        return found
    }

    private static let closers = ByteSet("]\n")

    /// Whether letters stand in the text with full stops, and at most one white space character behind each: `p. s.`.
    /// The last letter has a full stop where `lastDot` says so.
    private static func spelled(_ letters: [StaticString], lastDot: Bool, in text: Bytes) -> Bool {
        var from = 0
        while let found = text.suffix(from: from).find(Bytes(".")) {
            let dot = from + found
            from = dot + 1
            guard dot > 0, text[dot - 1] == letters[0].utf8Start[0] else { continue }
            var at = dot + 1
            var isSpelled = true
            for (index, letter) in letters.enumerated().dropFirst() {
                at += text.pythonSpaceLength(at: at)
                let needsDot = index < letters.count - 1 || lastDot
                guard text[at] == letter.utf8Start[0], !needsDot || text[at + 1] == UInt8(ascii: ".") else {
                    isSpelled = false
                    break
                }
                at += needsDot ? 2 : 1
            }
            if isSpelled { return true }
        }
        return false
    }

    private static func lowerReading(_ reading: Reading) -> Reading {
        let lower = Reading(reading.tools, reading.scratch)
        lower.begin(reading.lower, reading.scratch)
        return lower
    }
}
