import AdjudgeBase

/// IFBench's instructions that are tasks of their own: lists of countries, dates and capitals, tables, questions.
enum BenchTasks {
    static let lists: [Instruction] = [
        Instruction("custom:multiples", nil) { _, reading throws(Unsettled) in
            let numbers = BenchCounts.digitRuns(reading.text)
            let wanted: [StaticString] = ["14", "21", "28", "35", "42", "49"]
            return numbers.count == wanted.count && zip(numbers, wanted).allSatisfy { $0.equals($1) }
        },
        Instruction("custom:reverse_newline", nil) { _, reading throws(Unsettled) in
            let lines = reading.text.pythonSplit("\n", reading.arena).map { $0.strippedOfMarks }.filter {
                !$0.isEmpty
            }
            guard let start = lines.firstIndex(where: { $0.holds("Zimbabwe") }), lines.count - start >= 52 else {
                return false
            }
            let names = lines[start...].map { ASCIIForms.text($0, reading.arena) }
            return zip(names, names.dropFirst()).allSatisfy { !BenchTasks.isLess($0, $1) }
        },
        Instruction("custom:european_capitals_sort", nil) { _, reading throws(Unsettled) in
            let names = ASCIIForms.text(reading.text, reading.arena).parts(by: ",").map(\.pythonStripped)
                .filter { !$0.isEmpty }
            return names.count == BenchWordLists.capitals.count
                && zip(names, BenchWordLists.capitals).allSatisfy { $0.equals($1) }
        },
        Instruction("custom:date_format_list", nil) { _, reading throws(Unsettled) in
            reading.text.pythonStripped.parts(by: ",").allSatisfy { isDate($0.pythonStripped) }
        },
        Instruction("custom:word_reverse", nil) { _, reading throws(Unsettled) in
            let words = Array(reading.words(of: reading.lower.withoutPunctuation(reading.arena)))
            let text = joined(words.reversed(), reading.arena)
            return text.holds("bald eagle") && RuleSentences.split(text, reading.arena).contains { $0 == text }
        },
        Instruction("custom:character_reverse", nil) { _, reading throws(Unsettled) in
            reading.lower.holds("elgae dlab")
        },
        Instruction("custom:sentence_alphabet", nil) { _, reading throws(Unsettled) in
            let sentences = reading.sentences
            guard sentences.count == 26 else { return false }
            return sentences.enumerated().allSatisfy { index, sentence in
                sentence.firstWord?.pythonLower(reading.arena)[0] == UInt8(ascii: "a") + UInt8(index)
            }
        },
        Instruction("custom:mcq_count_length", nil) { _, reading throws(Unsettled) in
            let found = questions(reading.text)
            guard found.count == 4 else { return false }
            var before = -1
            for question in found {
                guard let length = lengthOf(question), length > before else { return false }
                before = length
            }
            return true
        },
    ]

    static let tables: [Instruction] = [
        Instruction("custom:csv_city", nil) { _, reading throws(Unsettled) in
            guard let rows = PythonCSV.rows(reading.text, UInt8(ascii: ","), reading.arena), rows.count == 8 else {
                return false
            }
            let names: [StaticString] = ["ID", "Country", "City", "Year", "Count"]
            guard rows[0].count == 5, zip(rows[0], names).allSatisfy({ $0.equals($1) }) else { return false }
            return rows.dropFirst().allSatisfy { $0.count == 5 }
        },
        Instruction("custom:csv_special_character", nil) { _, reading throws(Unsettled) in
            let header = reading.text.pythonSplit("\n", reading.arena)[0].pythonStripped
            guard isHeader(header, ["ProductID", "Category", "Brand", "Price", "Stock"], UInt8(ascii: ","), " \t")
            else {
                return false
            }
            let text = reading.text.replacing("\"", with: "\"\"\"", reading.arena)
            guard let rows = PythonCSV.rows(text, UInt8(ascii: ","), reading.arena), rows.count == 15 else {
                return false
            }
            for row in rows.dropFirst() {
                if row.count != 5 { return false }
                if row.contains(where: hasSpecialInQuotes) { return true }
            }
            return false
        },
        Instruction("custom:csv_quotes", nil) { _, reading throws(Unsettled) in
            let header = reading.text.pythonSplit("\n", reading.arena)[0].pythonStripped
            guard isHeader(header, ["StudentID", "Subject", "Grade", "Semester", "Score"], 0x09, " ") else {
                return false
            }
            let text = reading.text.replacing("\"", with: "\"\"\"", reading.arena)
            guard let rows = PythonCSV.rows(text, 0x09, reading.arena), rows.count == 4 else { return false }
            return rows.allSatisfy { row in
                row.count == 5
                    && row.allSatisfy {
                        let field = $0.pythonStripped
                        return field.hasPrefix("\"") && field.hasSuffix("\"")
                    }
            }
        },
    ]

    /// The order of Python's strings, for ASCII.
    private static func isLess(_ left: Bytes, _ right: Bytes) -> Bool {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }

    private static func joined(_ words: [Bytes], _ arena: Arena) -> Bytes {
        let memory = arena.allocate(words.reduce(1) { $0 + $1.count + 1 })
        var count = 0
        for word in words {
            if count > 0 {
                memory[count] = 0x20
                count += 1
            }
            (memory + count).update(from: word.start, count: word.count)
            count += word.count
        }
        return Bytes(start: memory, count: count)
    }

    /// `YYYY-MM-DD` in Napoleon's lifetime; a day that its month has, but for leap years.
    private static func isDate(_ text: Bytes) -> Bool {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else { return false }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for index in range {
                guard text[index].isASCIIDigit else { return nil }
                value = value * 10 + Int(text[index] & 0xF)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            (1769...1821).contains(year), month <= 12
        else { return false }
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: return day <= 31
        case 4, 6, 9, 11: return day <= 30
        case 2: return day <= 29
        default: return true
        }
    }

    /// Column names with a separator and space between, each in quotes or not.
    private static func isHeader(_ text: Bytes, _ names: [StaticString], _ separator: UInt8, _ space: StaticString)
        -> Bool
    {
        let spaces = ByteSet(space)
        var at = 0
        for (index, name) in names.enumerated() {
            if index > 0 {
                guard text[at] == separator else { return false }
                at += 1
                while at < text.count, spaces.contains(text[at]) { at += 1 }
            }
            let isQuoted = text[at] == UInt8(ascii: "\"")
            if isQuoted { at += 1 }
            guard text.suffix(from: at).hasPrefix(name) else { return false }
            at += name.utf8CodeUnitCount
            if isQuoted {
                guard text[at] == UInt8(ascii: "\"") else { return false }
                at += 1
            }
        }
        return at == text.count
    }

    /// `".*[^\d\w\s].*"` at the start of a field: something that is no letter, digit or space within quotes on a line.
    private static func hasSpecialInQuotes(_ field: Bytes) -> Bool {
        guard field.hasPrefix("\"") else { return false }
        // The special character may be the only one that stands on another line.
        var at = 1
        while at < field.count {
            let length = field[at] < 0x80 ? 1 : field.codePointLength(at: at)
            let isSpecial = field.wordLength(at: at) == 0 && field.pythonSpaceLength(at: at) == 0
            if isSpecial {
                let rest = field.suffix(from: at + length)
                let line = rest.find(Bytes("\n")).map { rest[0..<$0] } ?? rest
                if line.holds("\"") { return true }
            }
            if field[at] == 0x0A { return false }
            at += length
        }
        return false
    }

    // MARK: Questions

    /// The questions of a text that begins with `Question`: what follows each `Question 1.` and the like.
    private static func questions(_ text: Bytes) -> [Bytes] {
        guard text.hasPrefix("Question") else { return [] }
        var parts: [Bytes] = []
        var (at, start) = (0, 0)
        while let found = text.suffix(from: at).find(Bytes("Question ")) {
            let label = at + found
            var end = label + 9
            let digits = end
            while true {
                let length = text.digitLength(at: end)
                if length == 0 || end >= text.count { break }
                end += length
            }
            guard end > digits else {
                at = label + 1
                continue
            }
            if end < text.count, ".|):;".utf8.contains(text[end]) { end += 1 }
            while end < text.count {
                let length = text.pythonSpaceLength(at: end)
                if length == 0 { break }
                end += length
            }
            parts.append(text[start..<label])
            (at, start) = (end, end)
        }
        parts.append(text.suffix(from: start))
        return parts.map(\.pythonStripped).filter { !$0.isEmpty }
    }

    /// The length of a question without its five options; nil where it has another number.
    private static func lengthOf(_ question: Bytes) -> Int? {
        var (options, length) = (0, 0)
        for line in question.parts(by: "\n") {
            let line = line.pythonStripped
            if isOption(line) {
                options += 1
            } else if options == 0, !(line.isEmpty && length == 0) {
                length += line.codePointCount + (length == 0 ? 0 : 1)
            }
        }
        return options == 5 ? length : nil
    }

    /// `^[A-Ea-e][\.|\)]\s*\w+`
    private static func isOption(_ line: Bytes) -> Bool {
        guard (line[0] | 0x20) &- 0x61 < 5, ".|)".utf8.contains(line[1]) else { return false }
        var at = 2
        while at < line.count {
            let length = line.pythonSpaceLength(at: at)
            if length == 0 { break }
            at += length
        }
        return at < line.count && line.wordLength(at: at) > 0
    }
}
