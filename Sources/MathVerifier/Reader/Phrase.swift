import AdjudgeBase

/// The words of answers: normal forms, and what they do to a value.
enum Phrase {
    /// Lower case, TeX wrappers and punctuation dropped, single spaces; kept in the tree's memory. O(text).
    static func normalized(_ text: Bytes, in tree: MathTree) -> Bytes {
        tree.store(text.count) { to in
            var count = 0
            var index = 0
            var pending = false
            while index < text.count {
                let byte = text[index]
                if byte == UInt8(ascii: "\\") {
                    var end = index + 1
                    while end < text.count, text[end].isASCIILetter { end += 1 }
                    let name = Symbol(text[index + 1..<end])
                    // Commands that mean something are part of what is said.
                    let isStyle = name.map {
                        CommandTable.text.contains($0) || CommandTable.dropped.contains($0)
                            || CommandTable.space.contains($0)
                    }
                    index = isStyle ?? true ? end : index + 1
                    pending = true
                    continue
                }
                let isWord =
                    byte >= 0x80 || byte.isASCIIAlphanumeric
                if isWord || byte == UInt8(ascii: "'") || keptSigns.contains(byte) || isSign(text, index) {
                    if pending, count > 0 {
                        to[count] = 0x20
                        count += 1
                    }
                    pending = false
                    to[count] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
                    count += 1
                } else {
                    pending = true
                }
                index += 1
            }
            return count
        }
    }

    /// A minus that is no hyphen, and a point or a colon between digits: signs that change what is said.
    private static func isSign(_ text: Bytes, _ index: Int) -> Bool {
        let before = index > 0 ? text[index - 1] : 0x20
        let after = text[index + 1]
        switch text[index] {
        case UInt8(ascii: "-"): return !isLetter(before) && !isSpace(after) || after.isASCIIDigit && !isLetter(before)
        case UInt8(ascii: "."), UInt8(ascii: ":"): return before.isASCIIDigit && after.isASCIIDigit
        default: return false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte >= 0x80
    }
    private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }

    private static let keptSigns = ByteSet("+*/=<>^()[]!|%")

    /// The text without white space, braces and style commands: a name. O(text).
    static func compact(_ text: Bytes, in tree: MathTree) -> Bytes {
        tree.store(text.count) { to in
            var count = 0
            var index = 0
            while index < text.count {
                let byte = text[index]
                if byte == UInt8(ascii: "\\"), index + 1 < text.count {
                    var end = index + 1
                    while end < text.count, text[end].isASCIILetter { end += 1 }
                    let name = text[index + 1..<end]
                    if let symbol = Symbol(name),
                        CommandTable.text.contains(symbol) || CommandTable.dropped.contains(symbol)
                    {
                        index = end
                        continue
                    }
                    if end == index + 1 {
                        index = end + 1
                        continue
                    }
                    index += 1
                    continue
                }
                if byte > 0x20, byte != UInt8(ascii: "{"), byte != UInt8(ascii: "}"), byte != UInt8(ascii: "$") {
                    to[count] = byte
                    count += 1
                }
                index += 1
            }
            return count
        }
    }

    /// Phrases that say what a sign says: the reals, no solution, noon.
    static func meaning(_ phrase: Bytes, in tree: MathTree, _ span: Span) -> NodeID? {
        for known: StaticString in [
            "all real numbers", "all reals", "all real", "the real numbers", "real numbers", "all real x",
            "any real number",
        ]
        where phrase.equals(known) { return tree.namedSet(Symbol("R"), span: span) }
        for known: StaticString in [
            "no solution", "no solutions", "empty set", "the empty set", "no real solution", "no real solutions",
            "there is no solution",
        ]
        where phrase.equals(known) { return tree.leaf(.emptySet, span: span) }
        if phrase.equals("a dozen") || phrase.equals("one dozen") { return tree.integer(12, span: span) }
        if phrase.equals("half a dozen") { return tree.integer(6, span: span) }
        if phrase.equals("noon") { return tree.add(.time, [tree.integer(43_200)], detail: 1, span: span) }
        if phrase.equals("midnight") { return tree.add(.time, [tree.integer(0)], detail: 1, span: span) }
        return nil
    }

    /// 2 or 3 for `square` and `cubic`.
    static func areaPrefix(_ word: Bytes) -> Int? {
        Symbol(word).flatMap { areaPrefixes[$0] }
    }

    private static let areaPrefixes = SymbolTable([
        Symbol("square"): 2, Symbol("sq"): 2, Symbol("Square"): 2,
        Symbol("cubic"): 3, Symbol("cu"): 3, Symbol("Cubic"): 3,
    ])

    /// Words that say nothing about the value that follows.
    static func isFiller(_ word: Bytes) -> Bool { contains(fillers, word) }

    /// Words that begin a condition or a range of a value.
    static func isQualifier(_ word: Bytes) -> Bool { contains(qualifiers, word) }

    /// Words that make of a number another one, or of one answer several, or deny it.
    static func changesValue(_ word: Bytes) -> Bool {
        contains(changing, word) || contains(remaking, word) || NumberWords.isNumber(word)
            || NumberWords.part(word) != nil
    }

    /// Words that change a number which they end, and say little before a noun: `5 square`, but `5 square tiles`.
    static func changesValueAtEnd(_ word: Bytes) -> Bool { contains(closing, word) }

    /// Short words that are no products of variables.
    static func isCommonWord(_ word: Bytes) -> Bool {
        contains(common, word) || contains(changing, word) || contains(qualifiers, word)
            || UnitLexicon.isName(word)
            || NumberWords.isNumber(word)
    }

    /// Words behind the letter of a choice that begin no option's text: `(A) is wrong`, `(A) or maybe (B)`.
    static func saysOfChoice(_ word: Bytes) -> Bool { contains(sayings, word) }

    private static let sayings = SymbolTable([
        "is", "isn", "was", "wasn", "or", "and", "seems", "might", "may", "could", "can", "cannot", "should", "would",
        "wrong", "incorrect", "if", "maybe", "perhaps", "probably", "possibly", "either", "but", "not", "looks",
        "appears", "unless", "though", "vs", "versus", "nor", "also", "then", "instead", "has", "will", "must",
    ])

    /// Words of sentences and of numbers, which are never letters that multiply.
    static func isConnective(_ word: Bytes) -> Bool {
        contains(changing, word) || contains(qualifiers, word) || NumberWords.isNumber(word)
    }

    /// Words that are spelled with letters that could be variables.
    static func isShortWord(_ word: Bytes) -> Bool { contains(common, word) }

    private static func contains(_ set: SymbolTable<Bool>, _ word: Bytes) -> Bool {
        guard word.count <= Symbol.maxBytes else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { lower in
            for index in 0..<word.count { lower[index] = word[index] < 0x80 ? word[index] | 0x20 : word[index] }
            return Symbol(Bytes(UnsafeBufferPointer(lower))).map { set.contains($0) } ?? false
        }
    }

    private static let fillers = SymbolTable([
        "only", "about", "approximately", "exactly", "roughly", "is", "just", "answer", "the", "option", "choice",
    ])
    private static let qualifiers = SymbolTable([
        "for", "where", "when", "if", "such", "with", "whenever", "unless", "given", "as", "otherwise", "else",
        "provided",
        "assuming",
    ])
    private static let changing = SymbolTable([
        "or", "and", "not", "no", "wrong", "maybe", "perhaps", "possibly", "either", "neither", "nor", "but", "except",
        "minus", "plus", "times", "over", "divided", "by", "less", "more", "than", "half", "twice", "double", "triple",
        "percent", "squared", "cubed", "least", "most", "is", "was", "isn", "answer", "correct", "incorrect", "to",
        "between", "mod", "modulo", "choose", "hundred", "thousand", "million", "billion", "trillion", "dozen",
        "quarter",
        "third", "ago", "before", "after", "below", "under", "negative", "positive", "upper", "lower", "false", "true",
        "infinity", "infinite", "any", "all", "up", "greater", "smaller", "larger", "multiple", "multiples", "power",
        "of",
        "from", "until", "through", "thru", "vs", "versus", "instead", "rather", "actually", "unknown", "undefined",
    ])
    /// Words behind a number that make another one of it, or take it back.
    private static let remaking = SymbolTable([
        "factorial", "factorials", "off", "short", "too", "inverse", "reciprocal", "score", "gross", "doubled",
        "halved", "tripled", "quadrupled", "hundreds", "thousands", "millions", "billions", "trillions", "dozens",
        "lakh", "lakhs", "crore", "crores", "grand", "above", "never", "without", "nope", "inverted", "negated",
        "reversed", "opposite", "conjugate", "log", "exponent", "raised", "multiplied", "subtracted", "added",
        "increased", "decreased", "reduced", "impossible", "unlikely", "doubtful", "invalid", "untrue", "rejected",
        "excluded", "excluding", "hopefully", "remainder", "rem",
    ])
    private static let closing = SymbolTable(["square", "cube", "root", "radical", "base", "and"])
    private static let common = SymbolTable([
        "no", "on", "at", "so", "as", "is", "it", "an", "of", "to", "in", "we", "he", "up", "do", "go", "be", "yes",
        "odd",
        "even", "all", "may", "day", "man", "men", "tea", "eat", "ate", "red", "blue", "none", "true", "both", "east",
        "west", "acf", "sum", "any", "one", "two", "six", "ten", "sat", "sun", "mon", "tue", "wed", "thu", "fri", "the",
        "ox", "hi", "ok", "tv", "zero", "four", "five", "nine", "left", "same", "more", "less", "side", "area", "cone",
        "line", "cube", "rent",
    ])
}

/// Numbers in words.
enum NumberWords {
    private static let values: SymbolTable<Int> = {
        var table: [Symbol: Int] = [:]
        let units: [StaticString] = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
        for (value, name) in units.enumerated() { table[Symbol(name)] = value }
        let tens: [StaticString] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        for (index, name) in tens.enumerated() { table[Symbol(name)] = 20 + 10 * index }
        return SymbolTable(table)
    }()

    private static let scales = SymbolTable([
        Symbol("hundred"): 100, Symbol("thousand"): 1000, Symbol("million"): 1_000_000,
        Symbol("billion"): 1_000_000_000,
        Symbol("trillion"): 1_000_000_000_000,
    ])

    /// The denominator that a word names: `half`, `fourths`.
    static func part(_ word: Bytes) -> Int? { lowered(word).flatMap { parts[$0] } }

    private static let parts: SymbolTable<Int> = {
        let names: [(StaticString, StaticString, Int)] = [
            ("half", "halves", 2), ("third", "thirds", 3), ("fourth", "fourths", 4), ("quarter", "quarters", 4),
            ("fifth", "fifths", 5), ("sixth", "sixths", 6), ("seventh", "sevenths", 7), ("eighth", "eighths", 8),
            ("ninth", "ninths", 9), ("tenth", "tenths", 10), ("eleventh", "elevenths", 11),
            ("twelfth", "twelfths", 12), ("thirteenth", "thirteenths", 13), ("fourteenth", "fourteenths", 14),
            ("fifteenth", "fifteenths", 15), ("sixteenth", "sixteenths", 16), ("seventeenth", "seventeenths", 17),
            ("eighteenth", "eighteenths", 18), ("nineteenth", "nineteenths", 19), ("twentieth", "twentieths", 20),
            ("thirtieth", "thirtieths", 30), ("fortieth", "fortieths", 40), ("fiftieth", "fiftieths", 50),
            ("sixtieth", "sixtieths", 60), ("seventieth", "seventieths", 70), ("eightieth", "eightieths", 80),
            ("ninetieth", "ninetieths", 90), ("hundredth", "hundredths", 100), ("thousandth", "thousandths", 1000),
            ("millionth", "millionths", 1_000_000), ("billionth", "billionths", 1_000_000_000),
            ("trillionth", "trillionths", 1_000_000_000_000),
        ]
        return SymbolTable(
            Dictionary(uniqueKeysWithValues: names.flatMap { [(Symbol($0.0), $0.2), (Symbol($0.1), $0.2)] }))
    }()

    /// The factor that a word behind a number multiplies it by, or nil.
    static func scale(_ word: Bytes) -> Int? { Symbol(word).flatMap { scales[$0] } }

    /// True for a word that is part of a number.
    static func isNumber(_ word: Bytes) -> Bool {
        guard let name = lowered(word) else { return false }
        return values[name] != nil || scales[name] != nil
    }

    private static func lowered(_ word: Bytes) -> Symbol? {
        guard word.count > 2, word.count <= Symbol.maxBytes else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { lower in
            for index in 0..<word.count { lower[index] = word[index] | 0x20 }
            return Symbol(Bytes(UnsafeBufferPointer(lower)))
        }
    }

    /// The value of `two hundred four` in normal form; nil when some word is no number.
    static func value(_ phrase: Bytes) -> Int? {
        var total = 0
        var group = 0
        var count = 0
        var start = 0
        var index = 0
        while index <= phrase.count {
            if index == phrase.count || phrase[index] == 0x20 || phrase[index] == UInt8(ascii: "-") {
                let word = phrase[start..<index]
                start = index + 1
                index += 1
                if word.isEmpty || (word.equals("and") && count > 0) { continue }
                count += 1
                guard let name = lowered(word), count <= 16 else { return nil }
                if let value = values[name] {
                    guard group % 10 == 0 || value >= 100, value < 10 || group % 100 == 0 else { return nil }
                    group += value
                } else if let scale = scales[name], group > 0 {
                    if scale == 100 {
                        guard group < 100 else { return nil }
                        group *= 100
                    } else {
                        total += group * scale
                        group = 0
                    }
                } else {
                    return nil
                }
                continue
            }
            index += 1
        }
        return count > 0 ? total + group : nil
    }
}
