import AdjudgeBase

/// open-instruct's `if_functions`, by which Tulu 3's instruction rows are scored: near IFEval in name, not in rule. Counts
/// are exact, words are parted by white space, letters count with their case, nothing is a regular expression.
enum TuluFunctions {
    static let words: [Instruction] = [
        function("verify_keywords", ["keyword_list"]) { arguments, reading throws(Unsettled) in
            guard let words = try arguments.texts("keyword_list") else { throw .argument("keyword_list") }
            let lower = reading.lower
            return words.allSatisfy { lower.find($0.pythonLower(reading.arena)) != nil }
        },
        function("verify_keyword_frequency", ["word", "N"]) { arguments, reading throws(Unsettled) in
            let word = try arguments.requiredText("word").pythonLower(reading.arena)
            let wanted = try arguments.requiredNumber("N")
            var found = 0.0
            for run in reading.lowerWordRuns where run == word { found += 1 }
            return found == wanted
        },
        function("validate_forbidden_words", ["forbidden_words"]) { arguments, reading throws(Unsettled) in
            guard let words = try arguments.texts("forbidden_words") else { throw .argument("forbidden_words") }
            let lower = reading.lower
            return !words.contains { lower.find($0.pythonLower(reading.arena)) != nil }
        },
        function("verify_letter_frequency", ["letter", "N"]) { arguments, reading throws(Unsettled) in
            let letter = try arguments.requiredText("letter")
            guard letter.codePointCount == 1 else { throw .argument("letter") }
            return Double(reading.text.occurrences(of: letter)) == (try arguments.requiredNumber("N"))
        },
        function("validate_frequency_capital_words", ["N", "quantifier"]) { arguments, reading throws(Unsettled) in
            var found = 0
            for run in reading.wordRuns {
                if (0..<run.count).allSatisfy({ run.start[$0] &- 0x41 < 26 }) { found += 1 }
            }
            return try holds(found, arguments, tolerance: tenth)
        },
        function("validate_no_commas", []) { _, reading throws(Unsettled) in !reading.text.holds(",") },
        function("validate_uppercase", []) { _, reading throws(Unsettled) in
            isUpper(reading.text)
        },
        function("validate_lowercase", []) { _, reading throws(Unsettled) in
            reading.lower == reading.text
        },
        function("validate_response_language", ["language"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.requiredText("language")
            guard reading.isLanguage(wanted) else { throw .argument("language") }
            return reading.language.map { $0 == wanted } ?? false
        },
    ]

    static let lengths: [Instruction] = [
        function("verify_paragraph_count", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.requiredNumber("N")
            let parts = reading.text.pythonSplit("* * *", reading.arena)
            return !parts.contains { $0.pythonStripped.isEmpty } && Double(parts.count) == wanted
        },
        function("validate_word_constraint", ["N", "quantifier"]) { arguments, reading throws(Unsettled) in
            try holds(reading.words.count, arguments, tolerance: tenth)
        },
        function("verify_sentence_constraint", ["N", "quantifier"]) { arguments, reading throws(Unsettled) in
            try holds(sentences(reading.text), arguments) { _ in 1 }
        },
        function("validate_paragraphs", ["N", "first_word", "i"]) { arguments, reading throws(Unsettled) in
            let parts = reading.text.pythonSplit("\n\n", reading.arena)
            let wanted = try arguments.requiredNumber("N")
            let word = try arguments.requiredText("first_word")
            guard let place = Int(exactly: try arguments.requiredNumber("i")) else { throw .argument("i") }
            guard Double(parts.count) == wanted else { return false }
            // Python counts from the end where the place is 0 and below.
            let index = place > 0 ? place - 1 : max(place, -parts.count) + parts.count - 1
            return parts.indices.contains(index) && parts[index].pythonStripped.begins(with: word)
        },
        function("verify_bullet_points", ["N"]) { arguments, reading throws(Unsettled) in
            let wanted = try arguments.requiredNumber("N")
            let bullets = reading.text.parts(by: "\n").reduce(0) {
                let line = $1.pythonStripped
                return $0 + (line.hasPrefix("*") || line.hasPrefix("-") ? 1 : 0)
            }
            return Double(bullets) == wanted
        },
        function("validate_sections", ["N", "section_splitter"]) { arguments, reading throws(Unsettled) in
            let splitter = try arguments.requiredText("section_splitter")
            let wanted = try arguments.requiredNumber("N")
            let text = reading.text
            // What stands before the first splitter is a section where it is anything at all.
            return Double(text.occurrences(of: splitter) + (text.begins(with: splitter) || text.isEmpty ? 0 : 1))
                == wanted
        },
    ]

    static let forms: [Instruction] = [
        function("verify_postscript", ["postscript_marker"]) { arguments, reading throws(Unsettled) in
            let marker = try arguments.requiredText("postscript_marker")
            guard let start = reading.text.find(marker) else { return false }
            return reading.text.suffix(from: start).pythonStripped.codePointCount > marker.codePointCount
        },
        function("validate_placeholders", ["N"]) { arguments, reading throws(Unsettled) in
            Double(ContentInstructions.placeholders(reading.text)) >= (try arguments.requiredNumber("N"))
        },
        function("validate_title", []) { _, reading throws(Unsettled) in
            reading.text.parts(by: "\n").contains { line in
                line.find(Bytes("<<")).map { line.suffix(from: $0 + 2).holds(">>") } ?? false
            }
        },
        function("validate_choice", ["options"]) { arguments, reading throws(Unsettled) in
            guard let options = try arguments.texts("options") else { throw .argument("options") }
            return options.contains { reading.text.find($0) != nil }
        },
        function("validate_highlighted_sections", ["N"]) { arguments, reading throws(Unsettled) in
            Double(asteriskPairs(reading.text)) >= (try arguments.requiredNumber("N"))
        },
        function("validate_json_format", []) { _, reading throws(Unsettled) in
            switch PythonJSON.verdict(reading.text) {
            case .valid: return true
            case .invalid: return false
            case .tooDeep: throw .limit
            }
        },
        function("validate_repeat_prompt", ["original_prompt"]) { arguments, reading throws(Unsettled) in
            reading.text.begins(with: try arguments.requiredText("original_prompt"))
        },
        function("validate_two_responses", []) { _, reading throws(Unsettled) in
            let parts = reading.text.pythonSplit("******", reading.arena)
            return parts.count == 2 && parts[0].pythonStripped != parts[1].pythonStripped
        },
        function("validate_end", ["end_phrase"]) { arguments, reading throws(Unsettled) in
            reading.text.ends(with: try arguments.requiredText("end_phrase"))
        },
        function("validate_quotation", []) { _, reading throws(Unsettled) in
            reading.text.hasPrefix("\"") && reading.text.hasSuffix("\"")
        },
    ]

    private static func function(
        _ name: StaticString, _ arguments: [StaticString], _ rule: @escaping Instruction.Rule
    ) -> Instruction {
        Instruction(name, arguments + ["func_name"], takesBlank: true, rule)
    }

    /// A count against `N` by the row's quantifier.
    private static func holds(
        _ count: Int, _ arguments: Arguments, tolerance: (Double) -> Double
    ) throws(Unsettled) -> Bool {
        let wanted = try arguments.requiredNumber("N")
        let quantifier = try arguments.requiredText("quantifier")
        if quantifier.equals("at least") { return Double(count) >= wanted }
        if quantifier.equals("at most") { return Double(count) <= wanted }
        guard quantifier.equals("around") else { throw .argument("quantifier") }
        return abs(Double(count) - wanted) <= tolerance(wanted)
    }

    /// A tenth, rounded half to even as Python's `round` does, at least 1.
    private static func tenth(_ number: Double) -> Double { max((number * 0.1).rounded(.toNearestOrEven), 1) }

    /// How many sentences there are where white space behind `.`, `?` and `!` ends one, but for `Mr. ` and `e.g. `.
    private static func sentences(_ text: Bytes) -> Int {
        var count = 1
        var at = 0
        while let found = text.suffix(from: at).findFirst(in: enders) {
            let mark = at + found
            at = mark + 1
            guard text.pythonSpaceLength(at: at) > 0 else { continue }
            let isTitle =
                mark >= 2 && text[mark] == UInt8(ascii: ".") && text[mark - 1] &- 0x61 < 26
                && text[mark - 2] &- 0x41 < 26
            // A word character, a full stop and a word character before the mark.
            var before = mark
            while before > 0 {
                before -= 1
                if text[before] & 0xC0 != 0x80 { break }
            }
            let isAbbreviation =
                mark >= 3 && text.isWord(before: mark) && before > 0 && text[before - 1] == UInt8(ascii: ".")
                && text.isWord(before: before - 1)
            if !isTitle, !isAbbreviation { count += 1 }
        }
        return count
    }

    private static let enders = ByteSet(".?!")

    /// How often `\*(.*?)\*` matches. O(text).
    private static func asteriskPairs(_ text: Bytes) -> Int {
        text.parts(by: "\n").reduce(0) { $0 + $1.occurrences(of: Bytes("*")) / 2 }
    }

    /// Whether `str.upper()` changes nothing. O(text).
    private static func isUpper(_ text: Bytes) -> Bool {
        var at = 0
        while at < text.count {
            let byte = text.start[at]
            guard byte >= 0x80 else {
                if byte &- 0x61 < 26 { return false }
                at += 1
                continue
            }
            let (value, length) = text.scalar(at: at)
            at += length
            guard let scalar = value.flatMap({ Unicode.Scalar($0) }), scalar.mayHaveCase else { continue }
            let mapped = scalar.properties.uppercaseMapping.unicodeScalars
            if mapped.first != scalar || mapped.count != 1 { return false }
        }
        return true
    }
}
