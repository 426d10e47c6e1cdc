/// The value that prose ends in: its last formula or number with its unit, or several that are joined.
///
/// For evaluation, where a response may state its answer in a sentence and announce none. What is not stated as a fact
/// is no value: a guess among several, a denial, a bound (`at least 5`), an end of a range, a condition (`for $x>0$`),
/// a question.
struct ProseValue {
    /// Sentences are looked at this far before their last value, and behind it.
    private static let maxSentence = 400

    private let text: Bytes
    private let tokens: [ProseToken]

    private init(_ text: Bytes) {
        self.text = text
        tokens = ProseTokens.all(of: text)
    }

    /// The value of `text` where it is prose and has one; else the text, without template tokens and emphasis around it.
    static func of(_ text: Bytes) -> Bytes {
        let text = TemplateTokens.trimmed(text)
        if let value = find(in: text) { return value }
        var plain = text
        while plain.count > 4, plain.hasPrefix("**"), plain.hasSuffix("**") {
            plain = plain[2..<plain.count - 2].trimmed
        }
        return plain
    }

    /// Without any of these there are no words, and a short text is a value.
    private static let letters: ByteSet = {
        var set = ByteSet("")
        for byte in UInt8.min...UInt8.max where byte.isASCIILetter || byte >= 0x80 { set.insert(byte) }
        return set
    }()

    private static func find(in text: Bytes) -> Bytes? {
        // What a program printed, or what it is, is not stated.
        guard !text.hasSuffix("```"), text.findFirst(in: letters) != nil else { return nil }
        if text.count <= maxSentence {
            guard isProse(text), !beginsWithChoice(text) else { return nil }
        }
        guard let sentence = lastSentence(of: text) else { return nil }
        return ProseValue(sentence).value
    }

    // MARK: Prose

    /// Words that make a statement of what stands beside them.
    private static let verbs: [StaticString] = [
        "is", "are", "equals", "gives", "was", "be", "est", "es", "ist", "sono",
    ]

    /// True when the text says something about its value, rather than being one. Stops at the first sign of prose.
    private static func isProse(_ text: Bytes) -> Bool {
        var reader = ProseTokens(text)
        var previous: ProseToken.Kind?
        var (hasWord, hasForeign, hasValue) = (false, false, false)
        var index = 0
        while let token = reader.next() {
            switch token.kind {
            case .command: return false
            case .foreign: hasForeign = true
            case .number, .formula:
                if hasWord, token.kind == .formula { return true }
                hasValue = true
            case .word:
                if previous == .word || isOne(text[token.start..<token.end], of: verbs) { return true }
                hasWord = true
            case .colon, .newline: if previous == .word { return true }
            case .comma: if previous == .word, index == 1 { return true }
            default: break
            }
            if hasForeign, hasValue { return true }
            previous = token.kind
            index += 1
        }
        return false
    }

    /// `(a) it grows on [0, 1]`: the letter is the answer.
    private static func beginsWithChoice(_ text: Bytes) -> Bool {
        var reader = ProseTokens(text)
        guard var letter = reader.next() else { return false }
        if letter.kind == .open, let inner = reader.next() { letter = inner }
        guard letter.kind == .letter, let next = reader.next() else { return false }
        return next.kind == .close || (letter.start == 0 && text[letter.end] == UInt8(ascii: "."))
    }

    // MARK: The sentence

    private static let ends: ByteSet = {
        var set = ByteSet("$)]")
        for digit: UInt8 in 0x30...0x39 { set.insert(digit) }
        return set
    }()

    /// The last sentence with a number or a formula.
    private static func lastSentence(of text: Bytes) -> Bytes? {
        var limit = text.count
        while let last = text[0..<limit].findLast(in: ends) {
            limit = last
            let byte = text[last]
            let isFormula = byte == UInt8(ascii: "$") || (last > 0 && text[last - 1] == UInt8(ascii: "\\"))
            if !byte.isASCIIDigit, !isFormula { continue }
            var start = last
            if isFormula, let open = Formula.start(endingAt: last + 1, in: text),
                Formula.end(open, in: text) == last + 1
            {
                start = open
            }
            let floor = max(0, start - maxSentence)
            while start > floor, !isBoundary(start - 1, in: text) { start -= 1 }
            var end = last + 1
            let ceiling = min(text.count, end + maxSentence)
            while end < ceiling, !isBoundary(end, in: text) { end += 1 }
            if end < text.count, text[end] == UInt8(ascii: "?") { end += 1 }
            return text[start..<end]
        }
        return nil
    }

    /// True where a sentence ends.
    private static func isBoundary(_ at: Int, in text: Bytes) -> Bool {
        switch text[at] {
        case 0x0A: return true
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
            return at + 1 == text.count || text[at + 1] <= 0x20
        // The last byte of the full stop of Chinese and Japanese, and of the danda.
        case 0x82: return at >= 2 && text[at - 2] == 0xE3 && text[at - 1] == 0x80
        case 0xA4: return at >= 2 && text[at - 2] == 0xE0 && text[at - 1] == 0xA5
        default: return false
        }
    }

    // MARK: The value

    /// The token at `index`; nothing that a value is made of before the first and behind the last.
    private func token(_ index: Int) -> ProseToken {
        tokens.indices.contains(index)
            ? tokens[index] : ProseToken(kind: .other, start: text.count, end: text.count, hasGap: true)
    }

    private var value: Bytes? {
        guard let core = tokens.lastIndex(where: \.isValue), !tokens.contains(where: { $0.kind == .command }),
            tokens.last?.kind != .question, core == 0 || token(core).kind == .formula || !isGlued(core)
        else { return nil }
        let run = bracketed(extendedRight(extendedLeft(core)))
        guard let run, isStated(run, core) else { return nil }
        let range = text.part(from: token(run.lowerBound).start, to: token(run.upperBound).end)
        return run.count == 1 && token(run.lowerBound).kind == .formula ? Formula.content(range) : range
    }

    /// A number behind letters is part of a name: `A2`.
    private func isGlued(_ index: Int) -> Bool {
        guard !token(index).hasGap else { return false }
        let before = token(index - 1)
        return before.kind == .word || (before.kind == .letter && (index < 2 || !token(index - 2).isOperand))
            || (before.kind == .other && text[before.start] == UInt8(ascii: "_") && index > 1
                && (token(index - 2).kind == .letter || token(index - 2).kind == .word) && !before.hasGap)
    }

    private func extendedLeft(_ core: Int) -> ClosedRange<Int> {
        var first = core
        while first > 0 {
            let before = token(first - 1)
            let operand = first > 1 ? token(first - 2) : nil
            switch before.kind {
            case .operation, .relation, .comma, .connector:
                if let operand, operand.isOperand {
                    first -= 2
                } else if before.kind == .operation, !token(first).hasGap, before.hasGap || operand?.kind == .open {
                    first -= 1
                } else {
                    return first...core
                }
            case .equals:
                // A label: `x = 5`.
                guard let operand, operand.kind == .letter, first < 3 || token(first - 3).kind != .equals else {
                    return first...core
                }
                first -= 2
            case .number, .letter, .currency:
                guard !token(first).hasGap else { return first...core }
                first -= 1
            default: return first...core
            }
        }
        return first...core
    }

    private func extendedRight(_ run: ClosedRange<Int>) -> ClosedRange<Int> {
        var last = run.upperBound
        while last + 1 < tokens.count {
            let next = token(last + 1)
            let after = last + 2 < tokens.count ? token(last + 2) : nil
            switch next.kind {
            case .suffix, .currency: last += 1
            case .letter where !next.hasGap: last += 1
            case .operation where after?.isOperand == true: last += 2
            case .word:
                // A unit, or what is counted; after a formula only where the sentence ends with it.
                let isLast = after == nil || after?.kind == .other || after?.kind == .comma
                guard token(last).kind == .number || token(last).kind == .suffix || isLast,
                    !isOne(next, of: ProseValue.notCounted) || (isLast && isOne(next, of: ["in"]))
                else { return run.lowerBound...last }
                last += 1
                // `2nd law` is named with what it counts.
                if !next.hasGap, isOne(next, of: ["st", "nd", "rd", "th"]) { continue }
                let isOfTwo = isOne(next, of: ["square", "cubic", "sq", "cu"])
                if isOfTwo, after?.kind == .word { last += 1 }
                if last + 1 < tokens.count, token(last + 1).kind == .suffix { last += 1 }
                return run.lowerBound...last
            default: return run.lowerBound...last
            }
        }
        return run.lowerBound...last
    }

    /// With the brackets around it; nil when they hold words, so that it is an aside.
    private func bracketed(_ run: ClosedRange<Int>) -> ClosedRange<Int>? {
        guard run.upperBound + 1 < tokens.count, token(run.upperBound + 1).kind == .close else { return run }
        guard let open = tokens[0..<run.lowerBound].lastIndex(where: { $0.kind == .open }) else { return run }
        let inside = tokens[open..<run.lowerBound]
        if inside.contains(where: { $0.kind == .word || $0.kind == .foreign }) { return nil }
        if inside.contains(where: { $0.kind == .equals }) { return run }
        let isCall =
            open > 0 && !token(open).hasGap && (token(open - 1).kind == .word || token(open - 1).kind == .letter)
        return (isCall ? extendedLeft(open - 1).lowerBound : open)...run.upperBound + 1
    }

    // MARK: Whether it is stated

    /// Words behind a number that are no unit.
    private static let notCounted: [StaticString] = [
        "for", "in", "on", "of", "is", "are", "was", "were", "as", "to", "at", "by", "from", "with", "which", "when",
        "where", "so", "because", "since", "if", "then", "that", "the", "this", "per", "but", "not", "than", "after",
        "before", "has", "have", "will", "would", "satisfies", "works", "it", "we",
    ]

    /// Words right before a value that make something else of it.
    private static let changing: [StaticString] = [
        "than", "least", "most", "not", "minus", "negative", "times", "by", "mod", "modulo", "except", "without",
        "over", "under", "below", "above", "and", "or", "where", "for", "all", "any", "every", "some", "when", "if",
        "with", "let", "suppose", "since", "given", "integer", "integers", "real", "step", "equation", "case", "part",
        "exceed", "exceeds", "nearly", "almost", "base", "log", "ln", "sin", "cos", "tan", "sqrt", "half", "twice",
        "plus", "power",
    ]

    /// Verbs whose `by` says how much.
    private static let growing: [StaticString] = [
        "increase", "increases", "increased", "decrease", "decreases", "decreased", "grow", "grows", "grew", "rise",
        "rises", "rose", "drop", "drops", "dropped", "fall", "falls", "fell", "differ", "differs", "differed",
        "changes",
        "changed",
    ]

    /// Words that with `of` make something else of what follows.
    private static let derived: [StaticString] = [
        "root", "square", "cube", "half", "third", "quarter", "power", "multiple", "multiples", "factor", "factors",
        "divisor", "divisors", "logarithm", "log", "reciprocal", "negative", "inverse", "sine", "cosine", "tangent",
        "fraction", "percent", "out", "digits", "digit",
    ]

    /// Words near a value that leave it open, or take it back.
    private static let doubting: [StaticString] = [
        "or", "maybe", "perhaps", "possibly", "might", "either", "alternatively", "unless", "not", "wrong", "incorrect",
        "false", "impossible", "cannot", "couldn", "isn", "doesn", "nor", "neither", "guess",
    ]

    private func isStated(_ run: ClosedRange<Int>, _ core: Int) -> Bool {
        let (first, last) = (run.lowerBound, run.upperBound)
        if first > 0 {
            let before = token(first - 1)
            // "It grows by 5" says how much, "divide it by 5" does not.
            let isAmount = isOne(before, of: ["by"]) && first > 1 && isOne(token(first - 2), of: ProseValue.growing)
            if isOne(before, of: ProseValue.changing), !isAmount { return false }
            if isOne(before, of: ["to"]), first > 1,
                token(first - 2).isValue || (first > 2 && token(first - 3).isValue)
            {
                return false
            }
            if isOne(before, of: ["of"]), first > 1, isOne(token(first - 2), of: ProseValue.derived) { return false }
            // Part of a product or a sum that could not be read as one.
            if before.kind == .operation || before.kind == .close, !token(first).hasGap { return false }
        }
        if first > 0, token(first - 1).kind == .symbol { return false }
        let isCounted = token(last).kind == .word
        if Exclusion.governs(text[0..<token(first).start], isCounted: isCounted) { return false }
        if last + 1 < tokens.count, token(last + 1).kind == .symbol { return false }
        let previous = tokens[0..<first].lastIndex(where: \.isValue).map { $0 + 1 } ?? 0
        return !tokens[previous..<first].contains { isOne($0, of: ProseValue.doubting) }
            && !tokens[(last + 1)...].contains { isOne($0, of: ProseValue.doubting) }
    }

    private func isOne(_ token: ProseToken, of words: [StaticString]) -> Bool {
        guard token.kind == .word || token.kind == .connector else { return false }
        return ProseValue.isOne(text[token.start..<token.end], of: words)
    }

    private static func isOne(_ word: Bytes, of words: [StaticString]) -> Bool {
        words.contains { candidate in
            guard candidate.utf8CodeUnitCount == word.count else { return false }
            return (0..<word.count).allSatisfy { word[$0] | 0x20 == candidate.utf8Start[$0] }
        }
    }
}
