/// An option letter that no phrase announces but that stands as the answer.
struct StandingChoice {
    let text: Bytes
    let letters: ClosedRange<UInt8>
    /// How often the text around a letter was searched for a list of the options.
    private var searches = 0
    private static let maxSearches = 32

    init(text: Bytes, letters: ClosedRange<UInt8>) {
        self.text = text
        self.letters = letters
    }

    private static let announcing: [StaticString] = [
        "answer", "option", "choice", "letter", "choose", "select", "pick", "therefore", "so", "thus", "hence",
    ]
    /// What brackets a letter without making it an option: "equation (B)".
    private static let references: [StaticString] = [
        "equation", "eq", "formula", "step", "case", "figure", "part", "section", "table", "not", "than", "at", "see",
        "except", "unlike", "consider", "why", "whether", "if", "eliminate", "reject", "exclude",
    ]

    /// The place of the last such letter. O(text).
    mutating func last() -> Int? {
        let members = ByteSet(range: letters)
        var end = text.count
        while let place = text[0..<end].findLast(in: members) {
            end = place
            guard !ChoiceScan.isWord(text, place - 1), !ChoiceScan.isWord(text, place + 1), stands(place) else {
                continue
            }
            return place
        }
        return nil
    }

    private mutating func stands(_ place: Int) -> Bool {
        let scan = ChoiceScan(text: text, letters: letters)
        let before = scan.wordBefore(place)
        if ChoiceScan.isOne(before, of: ChoiceWords.negations) { return false }
        let first = byte(place - 1)
        let isBracketed =
            first == UInt8(ascii: "(") && byte(place + 1) == UInt8(ascii: ")")
            || first == UInt8(ascii: "[") && byte(place + 1) == UInt8(ascii: "]")
        let isStyled = first == UInt8(ascii: "{") && byte(place + 1) == UInt8(ascii: "}") && isStyle(before: place - 1)
        let (start, end) = dressed(place)
        let isEmphasised =
            start > 0 && text[start] == UInt8(ascii: "*")
            || start == 0 && first == UInt8(ascii: "*") || first == UInt8(ascii: "*")
        let tail = text.suffix(from: end)
        let rest = tail.hasPrefix(" ") ? tail.suffix(from: 1) : tail
        if ChoiceWords.confirmations.contains(where: { rest.hasPrefix($0) }) { return true }
        let isLineStart = beginsLine(start)
        if isLineStart, endsLine(end), first != UInt8(ascii: "{") || isStyled { return !isListed(place) }
        if onlyMarks(tail) {
            if isBracketed || isStyled || first == UInt8(ascii: "*") {
                return !ChoiceScan.isOne(before, of: StandingChoice.references) && !isListed(place)
            }
            if first == UInt8(ascii: "$") || first == UInt8(ascii: "{") { return false }
            return ChoiceScan.isOne(before, of: StandingChoice.announcing)
        }
        if isEmphasised, isBracketed || byte(place + 1) == UInt8(ascii: "*") || byte(place + 1).isOne(of: ".):") {
            return !isListed(place)
        }
        // A label with its text, on the first line or the last.
        let isLabel = isBracketed || byte(place + 1).isOne(of: ".):")
        // "Option (B) Paris"
        let isNamed =
            ChoiceScan.isOne(before, of: ["option", "choice", "选项", "選項"]) && beginsLine(start - 1 - before.count)
        guard isLineStart || isNamed, isLabel, !isListed(place) else { return false }
        return text[0..<lineStart(place)].trimmed.isEmpty || tail.trimmed.find(Bytes("\n")) == nil
    }

    /// True for a letter that ends the text as a conclusion: "but (B)".
    func concludes(_ place: Int) -> Bool {
        let before = ChoiceScan(text: text, letters: letters).wordBefore(place)
        return onlyMarks(text.suffix(from: dressed(place).end)) && !isJoined(place)
            && ChoiceScan.isOne(
                before, of: ["but", "rather", "actually", "is", "so", "thus", "therefore", "hence", "choose", "pick"])
    }

    /// True when the letter is joined to one before it or behind it: "A or B", "A/B".
    func isJoined(_ place: Int) -> Bool {
        var scan = ChoiceScan(text: text, letters: letters, at: place)
        guard let letter = scan.letter() else { return false }
        if let next = scan.joined(), next.letter.set != letter.set { return true }
        // From the letter before.
        var from = place
        let limit = max(0, place - 24)
        while from > limit {
            from -= 1
            guard letters.contains(text[from]), !ChoiceScan.isWord(text, from - 1), !ChoiceScan.isWord(text, from + 1)
            else { continue }
            var scan = ChoiceScan(text: text, letters: letters, at: from)
            guard scan.letter() != nil, let next = scan.joined() else { return false }
            return next.letter.range.lowerBound == place
        }
        return false
    }

    /// True when other letters are labels in the same text: the options are listed.
    private mutating func isListed(_ place: Int) -> Bool {
        searches += 1
        if searches > StandingChoice.maxSearches { return true }
        let own = text[place]
        var labels: UInt32 = 0
        let members = ByteSet(range: letters)
        var at = max(0, place - 2000)
        let limit = min(text.count, place + 2000)
        while let found = text[at..<limit].findFirst(in: members) {
            at += found
            defer { at += 1 }
            guard text[at] != own, !ChoiceScan.isWord(text, at - 1), !ChoiceScan.isWord(text, at + 1) else { continue }
            guard byte(at + 1).isOne(of: ".):"),
                beginsLine(dressed(at).start) || byte(place - 1) == byte(at - 1) && byte(at - 1) == UInt8(ascii: "(")
            else { continue }
            labels |= 1 << UInt32(text[at] - 0x41)
        }
        // The letter that ends a text behind a list of the options is the answer.
        let line = text[lineStart(place)..<place]
        let behind = onlyMarks(text.suffix(from: dressed(place).end))
        if behind, line.count > 6 { return labels != 0 && line.trimmed.hasSuffix(")") }
        if behind, byte(place - 1) == UInt8(ascii: "*") { return false }
        if behind, endsLine(dressed(place).end), byte(place + 1) != UInt8(ascii: ".") { return false }
        return labels != 0
    }

    private func byte(_ at: Int) -> UInt8 { at >= 0 && at < text.count ? text[at] : 0x0A }

    private func isStyle(before brace: Int) -> Bool {
        let before = text[max(0, brace - 8)..<brace]
        return (["\\boxed", "\\fbox", "\\text", "\\textbf", "\\mathrm", "\\mathbf"] as [StaticString]).contains {
            before.hasSuffix($0)
        }
    }

    /// Where brackets and emphasis around a letter begin and end.
    private func dressed(_ place: Int) -> (start: Int, end: Int) {
        var (start, end) = (place, place + 1)
        while start > 0, place - start < 8, text[start - 1].isOne(of: "([{*_$<\"'`") { start -= 1 }
        while end < text.count, end - place < 8, text[end].isOne(of: ")]}*_$>\"'`") { end += 1 }
        return (start, end)
    }

    private func lineStart(_ at: Int) -> Int {
        var start = at
        while start > 0, at - start < 400, text[start - 1] != 0x0A { start -= 1 }
        return start
    }

    private func beginsLine(_ at: Int) -> Bool {
        var index = at - 1
        while index >= 0, at - index <= 8, text[index].isOne(of: " \t*_-#>") { index -= 1 }
        return index < 0 || text[index] == 0x0A
    }

    private func endsLine(_ at: Int) -> Bool {
        var index = at
        while index < text.count, index - at <= 8, text[index].isOne(of: " \t\r.*_") { index += 1 }
        return index == text.count || text[index] == 0x0A
    }

    private func onlyMarks(_ tail: Bytes) -> Bool {
        guard tail.count <= 16 else { return tail.trimmed.isEmpty }
        return (0..<tail.count).allSatisfy { tail[$0].isOne(of: " \t\r\n.!)*_\"'`]}") }
    }
}

extension ByteSet {
    /// The bytes of a range.
    init(range: ClosedRange<UInt8>) {
        self.init("")
        for byte in range { insert(byte) }
    }
}
