import AdjudgeBase

/// Instructions about upper and lower case.
enum CaseInstructions {
    static let ifeval: [Instruction] = [
        Instruction("change_case:capital_word_frequency", ["capital_frequency", "capital_relation"]) {
            arguments, reading throws(Unsettled) in
            guard let frequency = try arguments.number("capital_frequency") else { throw .random }
            let relation = try arguments.relation("capital_relation")
            return relation.holds(reading.capitalCount, frequency)
        },
        // A text without anything to go by counts as English.
        Instruction("change_case:english_capital", []) { _, reading throws(Unsettled) in
            reading.text.isPythonUpper && (reading.language.map { $0.equals("en") } ?? true)
        },
        Instruction("change_case:english_lowercase", []) { _, reading throws(Unsettled) in
            reading.text.isPythonLower && (reading.language.map { $0.equals("en") } ?? true)
        },
    ]
}
