import AdjudgeBase

/// Answers that state no value: a blank, dots, "unknown", words.
enum NoValue {
    /// The kinds of answers without a value.
    enum Kind {
        /// Nothing at all.
        case blank
        /// One of the closed list of ``NonAnswers``.
        case phrase
        /// Words of which none is a number, an operation or a symbol.
        case words
    }

    /// The kind of non-answer that a text is, which has been folded for mathematics; nil when it may state a value.
    /// O(text).
    static func kind(of answer: Bytes, _ arena: Arena) -> Kind? {
        guard answer.count <= 400, let text = plain(answer, arena) else { return nil }
        if text.isEmpty { return .blank }
        if phrases.contains(text) { return .phrase }
        return isProse(text) ? .words : nil
    }

    private static let phrases = WordIndex(NonAnswers.phrases)

    // MARK: Plain text

    /// Commands that only set text or space; and those that stand for what was left out.
    private static let style: [StaticString] = [
        "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mbox", "quad", "qquad", "boxed", "fbox", "left",
        "right", "displaystyle", "ldots", "dots", "cdots", "square", "Box", "underline", "phantom", "hspace",
    ]

    /// The letters in lower case, one space between words; nil where digits, signs or other commands stand.
    private static func plain(_ text: Bytes, _ arena: Arena) -> Bytes? {
        let memory = arena.allocate(text.count + 1)
        var count = 0
        var at = 0
        var isSpaced = false
        func put(_ byte: UInt8) {
            if isSpaced, count > 0 {
                memory[count] = 0x20
                count += 1
            }
            isSpaced = false
            memory[count] = byte
            count += 1
        }
        while at < text.count {
            let byte = text[at]
            switch byte {
            case 0x41...0x5A: put(byte | 0x20)
            case 0x61...0x7A: put(byte)
            case 0x80...: put(lower(text, at))
            case UInt8(ascii: "\\"):
                var end = at + 1
                while end < text.count, text[end].isASCIILetter { end += 1 }
                let name = text[at + 1..<end]
                guard name.isEmpty || style.contains(where: { name.equals($0) }) else { return nil }
                // `\_`, `\ `, `\(`
                if name.isEmpty { end += 1 }
                isSpaced = true
                at = end
                continue
            case UInt8(ascii: "'"), UInt8(ascii: "`"): break
            case UInt8(ascii: "/") where count > 0 && at + 1 < text.count && text[at + 1].isASCIILetter:
                put(byte)
            case 0x00...0x20, UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "!"),
                UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "_"), UInt8(ascii: "\""), UInt8(ascii: "$"),
                UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "~"):
                isSpaced = true
            case UInt8(ascii: "-") where text[at + 1] == byte || count > 0: isSpaced = true
            default: return nil
            }
            at += 1
        }
        return Bytes(UnsafeBufferPointer(start: memory, count: count))
    }

    /// The byte at `at` of a letter beyond ASCII, as its lower case has it: the basic Cyrillic and Latin-1 blocks.
    private static func lower(_ text: Bytes, _ at: Int) -> UInt8 {
        let byte = text[at]
        let next = text[at + 1]
        let before = at > 0 ? text[at - 1] : 0
        switch byte {
        // А to П stay in their block, Р to Я go to the next.
        case 0xD0 where (0xA0...0xAF).contains(next): return 0xD1
        case 0x90...0x9F where before == 0xD0: return byte + 0x20
        case 0xA0...0xAF where before == 0xD0: return byte - 0x20
        case 0x80...0x9E where before == 0xC3: return byte + 0x20
        default: return byte
        }
    }

    // MARK: Prose

    /// True for words of a script whose number words are known, none of which is one, nor short enough for a symbol.
    private static func isProse(_ text: Bytes) -> Bool {
        guard hasLongWord(text) else { return false }
        var hasWord = false
        var words = 0
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 {
            let word = text[start..<index]
            start = index + 1
            guard !word.isEmpty else { continue }
            words += 1
            guard let script = script(of: word), !ValueWords.contains(word) else { return false }
            switch script {
            case .han:
                if ValueWords.numerals.isFound(in: word) { return false }
                hasWord = true
            case .alphabet:
                // A letter alone is a symbol, but for the article and the first person.
                if word.count == 1, !word.equals("a"), !word.equals("i") { return false }
                if word.count > 4 { hasWord = true }
            }
        }
        // A short run of letters alone may be a product.
        return hasWord && words > 0
    }

    /// True for a text with a word of more than four bytes, or a sign of Chinese: others are symbols, for all that is known.
    private static func hasLongWord(_ text: Bytes) -> Bool {
        var count = 0
        for index in 0..<text.count {
            count = text[index] == 0x20 ? 0 : count + 1
            if count > 4 || text[index] >= 0xE3 { return true }
        }
        return false
    }

    /// True for letters with digits, spaces and hyphens behind them at most, or words with other joints between them:
    /// `CO2`, `dB`, `Apollo 11`, `read/write`, `end_user`. They may be the name of anything.
    static func isName(_ text: Bytes) -> Bool {
        var at = 0
        for style in ["\\text{", "\\mathrm{"] as [StaticString] where text.hasPrefix(style) {
            at = style.utf8CodeUnitCount
        }
        guard text.count > at + 1, text[at].isASCIILetter else { return false }
        var (run, longest) = (0, 0)
        var isJoined = false
        while at < text.count {
            run = text[at].isASCIILetter ? run + 1 : 0
            longest = max(longest, run)
            switch text[at] {
            case UInt8(ascii: "/"), UInt8(ascii: "_"): isJoined = true
            case 0x20, UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "}"): break
            case let byte: guard byte.isASCIIAlphanumeric else { return false }
            }
            at += 1
        }
        return !isJoined || longest > 2
    }

    private enum Script {
        case alphabet, han
    }

    /// Latin, Cyrillic, or Chinese signs alone; nil for every other script, whose number words are not known.
    private static func script(of word: Bytes) -> Script? {
        var at = 0
        var found: Script?
        while at < word.count {
            // Most words are of small letters alone.
            if word[at] >= 0x61, word[at] <= 0x7A, found != .han {
                found = .alphabet
                at += 1
                continue
            }
            let (wide, length) = word.scalar(at: at)
            guard let scalar = word[at] < 0x80 ? UInt32(word[at]) : wide else { return nil }
            let script: Script
            switch scalar {
            case 0x61...0x7A, 0x2F, 0xC0...0x24F, 0x400...0x52F, 0x1E00...0x1EFF, 0x2B0...0x2FF: script = .alphabet
            case 0x4E00...0x9FFF: script = .han
            default: return nil
            }
            guard found == nil || found == script else { return nil }
            found = script
            at += length
        }
        return found
    }
}

extension Equivalence {
    /// True when the reference is one value that no non-answer of that kind can mean: for words a number or a formula
    /// that is none of 0, 1 and ∞, no lone symbol and no name, for the closed list also several values or a relation.
    func isRefuted(by kind: NoValue.Kind, _ reference: Reader.Reading, _ text: Bytes) -> Bool {
        guard case .answer(let id) = reference else { return false }
        let value = unwrappedReference(expanded(id)).value
        switch tree.kind(value) {
        case .words, .opaque, .choice, .emptySet, .infinity, .ellipsis, .setBuilder, .namedSet, .labelled, .conditioned:
            return kind == .blank && tree.kind(value) != .emptySet
        case .tuple, .list, .set, .relation, .union, .intersection, .difference, .matrix, .congruence:
            return kind != .words
        // What has a name may be called by it.
        case .symbol, .pi, .euler, .imaginary: return kind != .words
        default: break
        }
        if kind == .blank { return true }
        if tree.holdsWords(value) || kind == .words && NoValue.isName(text) { return false }
        let number = tree.kind(value) == .quantity ? tree.child(value, 0) : value
        var exact = ExactEvaluator(tree, budget)
        guard let size = exact.value(number) else { return true }
        return size.sign != 0 && Rational.compare(size, .one) != 0
    }
}
