import AdjudgeBase

/// Runs of letters: names, words, digits of high bases, a.m. and p.m.
extension Lexer {
    mutating func letters() {
        let start = at
        var end = at
        while end < text.count, text[end].isASCIILetter { end += 1 }
        if text[end] >= 0x80, let word = latinWordEnd(start) {
            emit(.word, word - start)
            return
        }
        if let length = meridiemLength() {
            emit(.meridiem, text[at] | 0x20 == UInt8(ascii: "p") ? 1 : 0, length)
            return
        }
        // `W(x)=1orW(x)=-1`
        let run = text[start..<end]
        if !isSpaced, run.count > 2, run.hasPrefix("or"), let last = tokens.last?.kind,
            last == .number || last == .closeParen
        {
            emit(.or, 2)
            return
        }
        // Digits of a high base are more than a letter.
        if end - start > 1 || text[end].isASCIIDigit, let digits = upperDigitsEnd() {
            emit(.basedDigits, digits - start)
            return
        }
        if end - start == 1 {
            emit(.letter, 0, 1)
            return
        }
        if let name = Symbol(text[start..<end]), let meaning = meaning(of: name) {
            emit(meaning.kind, meaning.detail, end - start)
            return
        }
        // A name that another letter run begins with, as in `sqrt2` or `sinx`, is found when no word is.
        emit(.word, 0, end - start)
    }

    /// The length of what an apostrophe joins to the word before it: `Newton's`, `isn't`. Nil where it is a prime.
    func wordEnding() -> Int? {
        guard let last = tokens.last, last.kind == .word, Int(last.end) == at else { return nil }
        var end = at + 1
        while end < text.count, text[end].isASCIILetter { end += 1 }
        let rest = text[at + 1..<end]
        return Lexer.wordEndings.contains(where: { rest.equals($0) }) ? end - at : nil
    }

    private static let wordEndings: [StaticString] = ["s", "t", "re", "ve", "ll", "d"]

    /// The meaning of a name; set upright it may be any operator, behind a number `min` is a unit.
    private func meaning(of name: Symbol) -> CommandTable.Meaning? {
        let meaning = CommandTable.words[name]
        if meaning?.kind == .meridiem, let last = tokens.last, isPicometre(last) { return nil }
        if meaning?.kind == .function, name == Symbol("min"), tokens.last?.kind == .number { return nil }
        // `\frac lg`: two letters.
        if meaning?.kind == .function, name == Symbol("lg"), tokens.last?.kind == .fraction { return nil }
        // `F = am`: half of the day only behind an hour.
        if meaning?.kind == .meridiem, tokens.last?.kind != .number, tokens.last?.kind != .closeParen { return nil }
        guard meaning == nil, !textEnds.isEmpty, let command = CommandTable.commands[name], command.kind == .function
        else { return meaning }
        return command
    }

    /// The end of digits such as `BAD` or `a2` that a base above ten follows: `BAD_{16}`.
    func upperDigitsEnd() -> Int? {
        var end = at
        while end < text.count, text[end].isASCIIAlphanumeric { end += 1 }
        var mark = end
        if let close = textEnds.last, mark == close { mark += 1 }
        guard mark + 2 < text.count, text[mark] == UInt8(ascii: "_") else { return nil }
        mark += 1
        if text[mark] == UInt8(ascii: "{") { mark += 1 }
        guard mark + 1 < text.count, text[mark].isASCIIDigit, text[mark + 1].isASCIIDigit else { return nil }
        // One letter with a subscript is a variable, as `a_{12}` is.
        guard end - at > 1, mark + 2 >= text.count || !text[mark + 2].isASCIIDigit else { return nil }
        let base = Int(text[mark] - 0x30) * 10 + Int(text[mark + 1] - 0x30)
        guard base > 10, base <= 36, Numeral.value(text[at..<end], base: base) != nil else { return nil }
        return end
    }

    /// `a.m.`, `p. m.`, right after a number.
    private func meridiemLength() -> Int? {
        guard let last = tokens.last, last.kind == .number || last.kind == .closeParen,
            text[at] | 0x20 == UInt8(ascii: "a") || text[at] | 0x20 == UInt8(ascii: "p")
        else { return nil }
        var end = at + 1
        guard end < text.count else { return nil }
        let dotted = text[end] == UInt8(ascii: ".")
        if dotted { end += 1 }
        while end < text.count, text[end] == 0x20, dotted { end += 1 }
        guard end < text.count, text[end] | 0x20 == UInt8(ascii: "m"),
            end + 1 >= text.count || !text[end + 1].isASCIILetter
        else { return nil }
        end += 1
        if dotted, end < text.count, text[end] == UInt8(ascii: ".") { end += 1 }
        return !dotted && isPicometre(last) ? nil : end - at
    }

    /// `52 pm`, `\mathrm{pm}`: no time of day.
    private func isPicometre(_ last: Token) -> Bool {
        guard text[at] | 0x20 == UInt8(ascii: "p") else { return false }
        var before = at
        while before > 0, text[before - 1] == 0x20 || text[before - 1] == UInt8(ascii: "~") { before -= 1 }
        if text[0..<before].hasSuffix("\\mathrm{") { return true }
        let number = text[Int(last.start)..<Int(last.end)]
        // Hours, or the minutes behind them.
        if tokens.count > 1, tokens[tokens.count - 2].kind == .colon { return false }
        guard number.count <= 2, (0..<number.count).allSatisfy({ number[$0].isASCIIDigit }) else {
            return last.kind == .number
        }
        let hours = (0..<number.count).reduce(0) { $0 * 10 + Int(number[$1] - 0x30) }
        return hours < 1 || hours > 12
    }
}
