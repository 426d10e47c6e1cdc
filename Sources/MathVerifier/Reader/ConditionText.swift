import AdjudgeBase

extension Phrase {
    /// Words and signs as they stand, but for style, spacing, dollar signs and the case of words: what a part or a
    /// condition says that cannot be read. Kept in the tree's memory. O(text).
    static func exact(_ text: Bytes, in tree: MathTree) -> Bytes {
        tree.store(text.count + 1) { to in
            var count = 0
            var index = 0
            var pending = false
            func isWord(_ byte: UInt8) -> Bool {
                byte >= 0x80 || byte.isASCIIAlphanumeric
            }
            while index < text.count {
                let byte = text[index]
                if byte == UInt8(ascii: "\\") {
                    var end = index + 1
                    while text[end].isASCIILetter { end += 1 }
                    let name = Symbol(text[index + 1..<end])
                    let isStyle = name.map {
                        CommandTable.text.contains($0) || CommandTable.dropped.contains($0)
                            || CommandTable.space.contains($0)
                    }
                    // `\,` and its kin only space.
                    if isStyle ?? !isSetBrace(text[end]) {
                        index = isStyle == nil ? end + 1 : end
                        pending = true
                        continue
                    }
                }
                if byte <= 0x20 || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "$")
                    || byte == UInt8(ascii: "~")
                {
                    pending = true
                    index += 1
                    continue
                }
                if pending, count > 0, isWord(to[count - 1]), isWord(byte) {
                    to[count] = 0x20
                    count += 1
                }
                pending = false
                guard byte.isASCIILetter, index == 0 || text[index - 1] != UInt8(ascii: "\\") else {
                    to[count] = byte
                    count += 1
                    index += 1
                    continue
                }
                let start = index
                while text[index].isASCIILetter { index += 1 }
                // One letter is a name, and its case tells it from another.
                let isName = index - start == 1
                for place in start..<index {
                    to[count] = isName || text[place] >= 0x60 ? text[place] : text[place] | 0x20
                    count += 1
                }
            }
            while count > 0, to[count - 1] == UInt8(ascii: ".") || to[count - 1] == UInt8(ascii: ",") { count -= 1 }
            return count
        }
    }

    private static func isSetBrace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") }
}

/// The meaning of a condition in words.
enum ConditionText {
    /// The words that carry meaning, in their order: `n is even`, `even n` and `n is an even number` are `n even`.
    static func words(_ text: Bytes) -> [Bytes] {
        var words: [Bytes] = []
        for word in split(text) where !contains(fillers, word) {
            if contains(nouns, word), let last = words.last, contains(adjectives, last) { continue }
            words.append(word)
        }
        if words.count == 2, contains(adjectives, words[0]), words[1].count == 1 { words.swapAt(0, 1) }
        return words
    }

    /// True when the same variable is said to be this and what excludes this.
    static func excludeEachOther(_ a: Bytes, _ b: Bytes) -> Bool {
        let (left, right) = (words(a), words(b))
        guard left.count == 2, right.count == 2, left[0] == right[0] else { return false }
        return contains(parities, left[1]) && contains(parities, right[1]) && left[1] != right[1]
    }

    /// True when the words only say what kind of thing a letter is: a constant, an integer, any real number.
    static func isDeclaration(_ text: Bytes) -> Bool {
        var hasNoun = false
        for word in split(text) {
            if contains(declared, word) {
                hasNoun = true
            } else if !contains(declaring, word), word.count > 1 {
                return false
            }
        }
        return hasNoun && !text.isEmpty
    }

    /// The set that the words say a letter is in: whole numbers or naturals; nil when they name none.
    static func domain(_ text: Bytes) -> Symbol? {
        let words = split(text)
        guard words.contains(where: { $0.equals("integer") || $0.equals("integers") || $0.equals("natural") }) else {
            return nil
        }
        let isNatural = words.contains { $0.equals("positive") || $0.equals("natural") || $0.equals("nonnegative") }
        return isNatural ? Symbol("N") : Symbol("Z")
    }

    /// The letters that the words are about.
    static func letters(_ text: Bytes) -> [Symbol] {
        split(text).compactMap { $0.count == 1 && $0[0] | 0x20 >= 0x61 && !$0.equals("a") ? Symbol($0) : nil }
    }

    private static func split(_ text: Bytes) -> [Bytes] {
        var words: [Bytes] = []
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 || text[index] == 0x2C {
            if index > start { words.append(text[start..<index]) }
            start = index + 1
        }
        return words
    }

    private static func contains(_ set: SymbolTable<Bool>, _ word: Bytes) -> Bool {
        Symbol(word).map { set.contains($0) } ?? false
    }

    private static let fillers = SymbolTable(["is", "are", "the", "a", "an", "be", "it", "that", "both", "all"])
    private static let nouns = SymbolTable(["number", "numbers", "integer", "integers"])
    private static let adjectives = SymbolTable([
        "even", "odd", "prime", "composite", "positive", "negative", "rational", "irrational",
    ])
    private static let parities = SymbolTable(["even", "odd"])
    private static let declared = SymbolTable([
        "constant", "constants", "integer", "integers", "real", "reals", "number", "numbers", "parameter",
        "parameters", "scalar", "arbitrary", "any", "all", "every", "each", "natural",
    ])
    private static let declaring = SymbolTable([
        "is", "are", "be", "an", "the", "some", "of", "integration", "and", "where", "for", "in", "denotes", "can",
        "positive", "nonnegative", "non-negative", "nonzero", "non-zero", "whole", "complex", "variable", "value",
        "values", "being", "with", "\\in", "fixed", "free", "possible", "given", "being",
    ])
}
