/// `{"answer_format": NAME}`: what stands in one of the wrappers that NeMo-Gym's `litmus_agent` asks models for, `fmt_00` to
/// `fmt_30`: the last one, as matches from the left lie.
///
/// Source: the server's table of regular expressions; each is a linear scan here.
public struct AnswerFormat: Sendable {
    private let open: OwnedBytes
    /// Nil where the answer reaches to the end of its line.
    private let close: OwnedBytes?
    /// Whether white space may stand behind the opening.
    private let skipsSpace: Bool
    /// Whether there may be nothing between both.
    private let takesNothing: Bool

    /// The format of a name; nil for other names.
    public init?(_ name: String) {
        guard name.hasPrefix("fmt_"), name.utf8.count == 6, let number = Int(name.dropFirst(4)),
            AnswerFormat.all.indices.contains(number)
        else { return nil }
        let format = AnswerFormat.all[number]
        open = OwnedBytes(format.open)
        close = format.close.map { OwnedBytes($0) }
        // Words are followed by white space, bare brackets are not.
        skipsSpace = format.open.utf8.contains { $0.isASCIILetter }
        takesNothing = number == 0
    }

    /// The names, in order.
    public static let names: [String] = all.indices.map { $0 < 10 ? "fmt_0\($0)" : "fmt_\($0)" }

    private static let all: [(open: String, close: String?)] = [
        ("((", "))"), ("(Answer:", ")"), ("Final answer: (", ")"), ("Answer is [", "]"), ("[Answer:", "]"),
        ("[[", "]]"), ("Correct Answer: [", "]"), ("\\boxed{", "}"), ("\\boxed{", "}"), ("{{", "}}"),
        ("Answer Value: {", "}"), ("<<", ">>"), ("<<", ">>"), ("<", ">"), ("<Answer:", ">"),
        ("<final_answer>", "</final_answer>"), ("Final Answer: ||", "||"), ("The answer is: |", "|"),
        ("**Answer:", "**"), ("**Final answer is:", "**"), ("Answer: *", "*"), ("## Answer:", "##"),
        ("ANSWER IS", nil), ("Response:", nil), ("Final Answer ->", nil), ("Final value is:", nil),
        ("Correct Answer >>", nil), ("Answer Value:", nil), ("Final Answer =", nil), ("Correct answer is", nil),
        ("Final Answer:", nil),
    ]

    /// The last answer, without white space at its ends. O(text).
    public func last(in text: Bytes) -> Bytes? {
        var last: Bytes?
        var at = 0
        while let start = opening(in: text, from: at) {
            guard let range = content(in: text, behind: start) else {
                // What no later text closes, nothing closes.
                if close != nil { break }
                at = start
                continue
            }
            last = text[range].pythonStripped
            at = range.upperBound + (close?.view.count ?? 0)
        }
        return last
    }

    /// The offset behind the next opening; a space in its text stands for white space of any length.
    private func opening(in text: Bytes, from: Int) -> Int? {
        let opening = open.view
        // A blank before the bracket or the sign is white space of any length.
        let gap = opening.findLast(Bytes(" "))
        let bracket = gap.map { opening.suffix(from: $0 + 1) }
        let hasGap = bracket.map { !$0.isEmpty && !$0[0].isASCIILetter && !$0[0].isASCIIAlphanumeric } ?? false
        let head = hasGap ? opening[0..<gap!] : opening
        var at = from
        while let found = text.suffix(from: at).find(head) {
            var end = at + found + head.count
            if !hasGap { return end }
            while text.pythonSpaceLength(at: end) > 0 { end += text.pythonSpaceLength(at: end) }
            let rest = text.suffix(from: end)
            if rest.count >= bracket!.count, rest[0..<bracket!.count] == bracket! { return end + bracket!.count }
            at += found + 1
        }
        return nil
    }

    private func content(in text: Bytes, behind start: Int) -> Range<Int>? {
        var first = start
        // A wrapper with words of its own: "(Answer: 5)".
        if skipsSpace, !isBracket(text, start) {
            while text.pythonSpaceLength(at: first) > 0 { first += text.pythonSpaceLength(at: first) }
        }
        guard let close else {
            guard first < text.count else { return nil }
            return first..<first + text.suffix(from: first).firstLine.count
        }
        if takesNothing, let found = text.suffix(from: first).find(close.view) { return first..<first + found }
        // At least one character, which may be the white space itself.
        let length = first < text.count ? text.codePointLength(at: first) : 1
        if let found = text.suffix(from: first + length).find(close.view) { return first..<first + length + found }
        guard first > start, let found = text.suffix(from: first).find(close.view) else { return nil }
        return first..<first + found
    }

    /// Whether the opening ends in a bracket, behind which everything counts.
    private func isBracket(_ text: Bytes, _ start: Int) -> Bool {
        start > 0 && "([{|*".utf8.contains(text[start - 1])
    }
}

struct AnswerFormatFinder: Finder {
    private let format: AnswerFormat

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        let name = try step.text("a format: one of fmt_00 to fmt_30")
        guard let format = AnswerFormat(name) else {
            throw (step.argument ?? step.node).mismatch(
                expected: "a format: one of fmt_00 to fmt_30", suggestion: nearestName(to: name, in: AnswerFormat.names)
            )
        }
        return AnswerFormatFinder(format: format)
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        guard let answer = format.last(in: text) else { return .nothing() }
        return answer.isEmpty ? .nothing(.emptyAnswer, miss: answer) : .found(answer, .regex)
    }
}
