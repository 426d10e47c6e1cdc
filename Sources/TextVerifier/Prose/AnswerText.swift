import AdjudgeBase
import AdjudgeProse

/// Steps of normalising short answers, each as Python's code does it. Every step is linear in the text.
extension CodePoints {
    /// ASCII's punctuation: `string.punctuation`.
    static func isPunctuation(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// What `\w` matches in a Python pattern: letters and numbers of every script, and the underscore.
    static func isWordCharacter(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 {
            return codePoint.isASCIIAlphanumeric || codePoint == 0x5F
        }
        guard let properties = Unicode.Scalar(codePoint)?.properties else { return false }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return properties.numericType != nil
        }
    }

    /// A mark that belongs to the letter before it, such as a vowel sign or an accent.
    static func isMark(_ codePoint: UInt32) -> Bool {
        switch Unicode.Scalar(codePoint)?.properties.generalCategory {
        case .nonspacingMark, .spacingMark: true
        default: false
        }
    }

    /// The text without what `isDropped` names.
    func without(_ arena: Arena, _ isDropped: (UInt32) -> Bool) -> CodePoints {
        let memory = arena.array(of: UInt32.self, count)
        var written = 0
        for index in 0..<count where !isDropped(start[index]) {
            memory[written] = start[index]
            written += 1
        }
        return CodePoints(start: memory, count: written)
    }

    /// The text without white space at its ends, as `str.strip()` gives it.
    var stripped: CodePoints {
        var (first, end) = (0, count)
        while first < end, CodePoints.isSpace(start[first]) { first += 1 }
        while end > first, CodePoints.isSpace(start[end - 1]) { end -= 1 }
        return self[first..<end]
    }

    /// The words with single spaces between them: `" ".join(text.split())`.
    func collapsed(_ arena: Arena) -> CodePoints { CodePoints.joined(words(), arena) }

    /// `\b(a|an|the)\b` to a space, in a text in lower case.
    func withoutArticles(_ arena: Arena) -> CodePoints {
        let memory = arena.array(of: UInt32.self, count + 1)
        var written = 0
        var at = 0
        while at < count {
            let begin = at
            while at < count, CodePoints.isWordCharacter(start[at]) { at += 1 }
            let word = self[begin..<at]
            if word.equals("a") || word.equals("an") || word.equals("the") {
                memory[written] = 0x20
                written += 1
            } else {
                (memory + written).update(from: word.start, count: word.count)
                written += word.count
            }
            if at < count {
                memory[written] = start[at]
                written += 1
                at += 1
            }
        }
        return CodePoints(start: memory, count: written)
    }

    /// True for the ASCII text `literal`.
    func equals(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count where start[index] != UInt32(literal.utf8Start[index]) { return false }
        return true
    }

    /// The text as UTF-8.
    func bytes(_ arena: Arena) -> Bytes {
        let memory = arena.allocate(4 * count + 1)
        var written = 0
        for index in 0..<count {
            let codePoint = start[index]
            if codePoint < 0x80 {
                memory[written] = UInt8(codePoint)
                written += 1
                continue
            }
            for unit in UTF8.encode(Unicode.Scalar(codePoint) ?? "\u{FFFD}")! {
                memory[written] = unit
                written += 1
            }
        }
        arena.shrinkLast(memory, to: written)
        return Bytes(start: memory, count: written)
    }

    /// Whether `other` stands anywhere in the text.
    func contains(_ other: CodePoints, _ arena: Arena) -> Bool {
        other.isEmpty || bytes(arena).find(other.bytes(arena)) != nil
    }
}

/// Whole normalisations of short answers.
enum AnswerText {
    /// SQuAD's: lower case, no ASCII punctuation, no articles, single spaces. `3.5` becomes `35`.
    static func squad(_ text: CodePoints, _ arena: Arena) -> CodePoints {
        text.lowered(arena).without(arena, CodePoints.isPunctuation).withoutArticles(arena).collapsed(arena)
    }

    /// HELM's form of it that keeps articles.
    static func keepingArticles(_ text: CodePoints, _ arena: Arena) -> CodePoints {
        text.lowered(arena).without(arena, CodePoints.isPunctuation).collapsed(arena)
    }

    /// LightEval's for TriviaQA: lower case, no ASCII punctuation, no space at the ends.
    static func triviaQA(_ text: CodePoints, _ arena: Arena) -> CodePoints {
        text.lowered(arena).without(arena, CodePoints.isPunctuation).stripped
    }

    /// DROP's: parts between spaces and hyphens, each in lower case; a number as Python writes it, of others the
    /// punctuation and articles dropped.
    static func drop(_ text: CodePoints, _ arena: Arena) -> CodePoints { drop(text, arena, keepsNumbers: true) }

    /// LightEval's form of it, in which numbers lose their points too: `10.5` becomes `105.0`.
    static func lightEval(_ text: CodePoints, _ arena: Arena) -> CodePoints { drop(text, arena, keepsNumbers: false) }

    private static func drop(_ text: CodePoints, _ arena: Arena, keepsNumbers: Bool) -> CodePoints {
        var parts: [CodePoints] = []
        var begin = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 || text[index] == 0x2D {
            var part = text[begin..<index].lowered(arena)
            begin = index + 1
            if !keepsNumbers || PythonFloat.parse(part) == nil { part = part.without(arena, CodePoints.isPunctuation) }
            if let number = PythonFloat.parse(part) { part = PythonFloat.written(number, arena) }
            part = part.withoutArticles(arena).collapsed(arena)
            if !part.isEmpty { parts.append(part) }
        }
        return CodePoints.joined(parts, arena)
    }

    /// The safe form of SQuAD's: marks that are part of a number stay (`3.5`, `-5`, `1/2`), separators of thousands go,
    /// and so do the quotation marks and dashes of other scripts.
    static func safe(_ text: CodePoints, _ arena: Arena, keepsArticles: Bool = false) -> CodePoints {
        let lower = text.lowered(arena)
        let memory = arena.array(of: UInt32.self, lower.count)
        var written = 0
        for index in 0..<lower.count {
            let codePoint = lower[index]
            if isMark(codePoint), !isInNumber(lower, index) {
                // "twenty-one" is "twenty one"; and what parts two numbers never makes one of them.
                guard codePoint == 0x2D || codePoint == 0x2F || codePoint >= 0x80 || isBetweenDigits(lower, index)
                else { continue }
                memory[written] = 0x20
            } else {
                memory[written] = codePoint
            }
            written += 1
        }
        let plain = CodePoints(start: memory, count: written)
        return (keepsArticles ? plain : plain.withoutArticles(arena)).collapsed(arena)
    }

    /// True for the signs of "C++", "F#" and "A+", without which they would be another name.
    private static func isSuffixOfLetter(_ text: CodePoints, _ index: Int) -> Bool {
        var (first, end) = (index, index + 1)
        while first > 0, text[first - 1] == text[index] { first -= 1 }
        while end < text.count, text[end] == text[index] { end += 1 }
        guard first > 0, end - first <= 2, text[first - 1].isASCIILetter else { return false }
        return (first < 2 || !CodePoints.isWordCharacter(text[first - 2]))
            && (end == text.count || !CodePoints.isWordCharacter(text[end]))
    }

    private static func isMark(_ codePoint: UInt32) -> Bool {
        if codePoint < 0x80 { return CodePoints.isPunctuation(codePoint) }
        switch Unicode.Scalar(codePoint)?.properties.generalCategory {
        case .initialPunctuation, .finalPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .otherPunctuation, .connectorPunctuation:
            return true
        default: return false
        }
    }

    /// True for a mark that a number cannot lose: a point or a stroke between digits, a sign before the first, a percent
    /// sign behind the last.
    private static func isInNumber(_ text: CodePoints, _ index: Int) -> Bool {
        func digit(_ at: Int) -> Bool { at >= 0 && at < text.count && text[at].isASCIIDigit }
        switch text[index] {
        case 0x2E, 0x3A: return digit(index - 1) && digit(index + 1) || text[index] == 0x2E && digit(index + 1)
        case 0x2F: return digit(index - 1) && digit(index + 1)
        case 0x2C:
            // A comma in "1,234" only groups; in "1,5" it may be a decimal one.
            let isGroup = digit(index + 1) && digit(index + 2) && digit(index + 3) && !digit(index + 4)
            return digit(index - 1) && digit(index + 1) && !isGroup
        case 0x2D: return digit(index + 1) && (index == 0 || CodePoints.isSpace(text[index - 1]))
        case 0x25: return digit(index - 1)
        case 0x2B, 0x23: return isSuffixOfLetter(text, index) || isBetweenDigits(text, index)
        // "10^5" and "3*4" are no other number's digits.
        case 0x5E, 0x2A, 0x3C, 0x3D, 0x3E, 0x7E: return isBetweenDigits(text, index)
        default: return false
        }
    }

    private static func isBetweenDigits(_ text: CodePoints, _ index: Int) -> Bool {
        // A comma that is none of the number's own groups its digits.
        text[index] != 0x2C && index > 0 && index + 1 < text.count && text[index - 1].isASCIIDigit
            && text[index + 1].isASCIIDigit
    }
}
