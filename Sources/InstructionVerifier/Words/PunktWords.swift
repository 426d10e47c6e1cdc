import AdjudgeBase

/// Punkt's words: what its word tokenizer makes of a few words around a candidate.
enum PunktWords {
    /// Calls `body` with each token, line by line, until it returns true; whether it did. O(text).
    static func forEach(in text: Bytes, _ body: (Bytes) -> Bool) -> Bool {
        var at = 0
        while at < text.count {
            let space = text.pythonSpaceLength(at: at)
            if space > 0 {
                at += space
                continue
            }
            let end = tokenEnd(text, at)
            if body(text[at..<end]) { return true }
            at = end
        }
        return false
    }

    private static func tokenEnd(_ text: Bytes, _ start: Int) -> Int {
        if let end = multiEnd(text, start) { return end }
        let first = start + (text[start] < 0x80 ? 1 : text.codePointLength(at: start))
        guard !noStart.contains(text[start]) else { return first }
        var at = first
        while at < text.count {
            if ends(text, at) { return at }
            if text[at] == UInt8(ascii: ","), ends(text, at + 1) {
                return at
            }
            at += text[at] < 0x80 ? 1 : text.codePointLength(at: at)
        }
        return at
    }

    /// Whether a word ends before `at`: at white space, a mark that is no part of words, or several dashes or full stops.
    private static func ends(_ text: Bytes, _ at: Int) -> Bool {
        at >= text.count || nonWord.contains(text[at]) || text.pythonSpaceLength(at: at) > 0
            || multiEnd(text, at) != nil
    }

    /// The end of `-{2,}`, `\.{2,}` or `(?:\.\s){2,}\.` at an offset.
    private static func multiEnd(_ text: Bytes, _ start: Int) -> Int? {
        let byte = text[start]
        guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { return nil }
        var end = start
        while text[end] == byte { end += 1 }
        if end - start >= 2 { return end }
        guard byte == UInt8(ascii: ".") else { return nil }
        var (at, pairs) = (start, 0)
        var last: Int?
        while text[at] == byte {
            if pairs >= 2 { last = at + 1 }
            let space = text[at + 1] == 0x0A ? 0 : text.pythonSpaceLength(at: at + 1)
            if space == 0 { break }
            at += 1 + space
            pairs += 1
        }
        return last
    }

    private static let nonWord = ByteSet(")\";}]*:@'({[?!")
    private static let noStart = ByteSet("(\"`{[:;&#*@)}]-,")
}

/// A token with what Punkt knows of it.
struct PunktToken {
    let text: Bytes
    /// In lower case; `##number##` for numbers.
    let type: Bytes
    let isNumber: Bool
    let endsInPeriod: Bool
    let isEllipsis: Bool
    var endsSentence = false
    var isAbbreviation = false

    /// The token after the first pass, which looks at it alone.
    init(_ text: Bytes, _ parameters: PunktParameters, _ arena: Arena) {
        self.text = text
        isNumber = PunktToken.isNumber(text)
        type = isNumber ? Bytes("##number##") : text.pythonLower(arena)
        endsInPeriod = text[text.count - 1] == UInt8(ascii: ".")
        var dots = 0
        while text[dots] == UInt8(ascii: ".") { dots += 1 }
        isEllipsis = dots >= 2 && dots == text.count
        if text.count == 1, text[0].isOne(of: ".?!") {
            endsSentence = true
        } else if !isEllipsis, endsInPeriod, text[text.count - 2] != UInt8(ascii: ".") {
            let word = isNumber ? text[0..<text.count - 1] : type[0..<type.count - 1]
            let tail = word.findLast(Bytes("-")).map { word.suffix(from: $0 + 1) }
            if parameters.isAbbreviation(word) || tail.map({ parameters.isAbbreviation($0) }) ?? false {
                isAbbreviation = true
            } else {
                endsSentence = true
            }
        }
    }

    var typeWithoutPeriod: Bytes {
        type.count > 1 && type[type.count - 1] == UInt8(ascii: ".") ? type[0..<type.count - 1] : type
    }

    /// One letter and a full stop.
    var isInitial: Bool {
        let length = text[0] < 0x80 ? 1 : text.codePointLength(at: 0)
        return text.count == length + 1 && text[length] == UInt8(ascii: ".") && text.wordLength(at: 0) > 0
            && text.digitLength(at: 0) == 0
    }

    var isUpperFirst: Bool { text.firstCodePoint.isPythonUpper }
    var isLowerFirst: Bool { text.firstCodePoint.isPythonLower }

    /// `-?[\.,]?\d[\d,\.-]*\.?`
    private static func isNumber(_ text: Bytes) -> Bool {
        if text[0].isASCIILetter { return false }
        var at = text[0] == UInt8(ascii: "-") ? 1 : 0
        if text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",") { at += 1 }
        let digit = text.digitLength(at: at)
        guard at < text.count, digit > 0 else { return false }
        at += digit
        while at < text.count {
            let digit = text.digitLength(at: at)
            if digit == 0, !text[at].isOne(of: ",.-") { return false }
            at += max(digit, 1)
        }
        return true
    }
}
