import AdjudgeBase

/// Finds the option whose text an answer states.
struct ChoiceOptions {
    private let options: [Bytes]
    private let arena: Arena

    /// The texts of a row's options.
    init(_ options: [Bytes], _ arena: Arena) {
        self.arena = arena
        self.options = options.map { ChoiceOptions.plain($0, arena) }
    }

    /// The option that an answer is the text of.
    func whole(_ answer: Bytes) -> UInt32 {
        let answer = ChoiceOptions.plain(answer, arena)
        return set { options[$0] == answer }
    }

    /// The options that an answer states, bit 0 for the first: its whole text is one's; or words that lead to an answer
    /// come before one's whole words, and a mark or a reason behind. 0 where it denies one or says something else.
    /// O(answer) for each option.
    func stated(in answer: Bytes) -> UInt32 {
        let answer = ChoiceOptions.plain(answer, arena)
        let whole = set { options[$0] == answer }
        if whole.nonzeroBitCount == 1 { return whole }
        var found: [(option: Int, range: Range<Int>)] = []
        for (index, option) in options.enumerated() where option.count > 1 || option.first(isIn: 0x30...0x39) {
            for range in occurrences(of: option, in: answer) { found.append((index, range)) }
        }
        // A shorter option inside a longer one is not named.
        found = found.filter { item in
            !found.contains {
                $0.range != item.range && $0.range.lowerBound <= item.range.lowerBound
                    && $0.range.upperBound >= item.range.upperBound
            }
        }
        guard let first = found.min(by: { $0.range.lowerBound < $1.range.lowerBound }) else { return 0 }
        let named = found.reduce(into: UInt32(0)) { $0 |= 1 << UInt32($1.option) }
        guard leads(answer[0..<first.range.lowerBound]), ends(answer.suffix(from: first.range.upperBound)) else {
            return 0
        }
        return named
    }

    /// Options other than the chosen ones that an answer leaves open: "A or Paris".
    func alternatives(in answer: Bytes, besides chosen: UInt32) -> UInt32 {
        let answer = ChoiceOptions.plain(answer, arena)
        var at = 0
        var set: UInt32 = 0
        while let found = answer.suffix(from: at).find(Bytes(" or ")) {
            at += found + 4
            let tail = answer.suffix(from: at)
            for (index, option) in options.enumerated() where chosen >> UInt32(index) & 1 == 0 && option.count > 1 {
                if occurrences(of: option, in: tail).contains(where: { leads(tail[0..<$0.lowerBound]) }) {
                    set |= 1 << UInt32(index)
                }
            }
        }
        // "or Paris" inside the chosen option's own text is no other.
        for index in options.indices where chosen >> UInt32(index) & 1 == 1 && options[index].find(Bytes(" or ")) != nil
        { return 0 }
        return set
    }

    private func set(_ holds: (Int) -> Bool) -> UInt32 {
        options.indices.reduce(into: UInt32(0)) { if !options[$1].isEmpty && holds($1) { $0 |= 1 << UInt32($1) } }
    }

    /// Where an option stands as whole words; a number as a whole number.
    private func occurrences(of option: Bytes, in text: Bytes) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var from = 0
        while ranges.count < 8, let found = text.suffix(from: from).find(option) {
            let range = from + found..<from + found + option.count
            from = range.lowerBound + 1
            if isWhole(range, in: text, option) { ranges.append(range) }
        }
        return ranges
    }

    private func isWhole(_ range: Range<Int>, in text: Bytes, _ option: Bytes) -> Bool {
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : 0x20
        let after = range.upperBound < text.count ? text[range.upperBound] : 0x20
        let next = range.upperBound + 1 < text.count ? text[range.upperBound + 1] : 0x20
        if ChoiceOptions.isWord(before) || ChoiceOptions.isWord(after) || after == 0x27 { return false }
        // "well-known" for "known", "non-empty".
        if before == UInt8(ascii: "-")
            && (range.lowerBound < 2 || text[range.lowerBound - 2] != 0x20 || option.first(isIn: 0x30...0x39))
        {
            return false
        }
        if after == UInt8(ascii: "-"), next != 0x20 { return false }
        if option.first(isIn: 0x30...0x39), ".,+/^*\\_".utf8.contains(before) { return false }
        if option.last(isIn: 0x30...0x39) {
            if "/^*\\_%".utf8.contains(after) { return false }
            if ".,:".utf8.contains(after), next.isASCIIDigit { return false }
            // A unit would be part of the number.
            if after == 0x20, ChoiceOptions.isWord(next) { return false }
        }
        return true
    }

    /// True where all words only lead to an answer.
    private func leads(_ text: Bytes) -> Bool {
        var at = 0
        while at < text.count {
            guard ChoiceOptions.isWord(text[at]) else {
                guard " .:,*_\"'`({[-=".utf8.contains(text[at]) else { return false }
                at += 1
                continue
            }
            let start = at
            while at < text.count, ChoiceOptions.isWord(text[at]) || text[at] == 0x27 { at += 1 }
            if !ChoiceOptions.leadWords.contains(where: { text[start..<at].equals($0) }) { return false }
        }
        return true
    }

    /// True where nothing, a mark, another option, or a reason follows that denies nothing.
    private func ends(_ rest: Bytes) -> Bool {
        let tail = rest.trimmed
        if tail.isEmpty { return true }
        var at = 0
        while at < tail.count {
            let start = at
            while at < tail.count, ChoiceOptions.isWord(tail[at]) || tail[at] == 0x27 { at += 1 }
            let word = tail[start..<at]
            if ChoiceOptions.denials.contains(where: { word.equals($0) }) { return false }
            if at == start { at += 1 }
        }
        if ".,;:!)*_\"'`]}(".utf8.contains(tail[0]) || tail.hasPrefix("- ") { return true }
        return ChoiceOptions.reasons.contains { tail.hasPrefix($0) }
    }

    /// Without letter case, dollar signs, TeX's styles, and white space beyond single spaces; `50 %` as `50%`.
    private static func plain(_ text: Bytes, _ arena: Arena) -> Bytes {
        var text = Normalization([.lowercase, .collapseWhitespace]).apply(to: text.folded(.text, into: arena), arena)
            .trimmed
        for _ in 0..<4 {
            let before = text.count
            for (open, close) in [
                ("\\text{", "}"), ("\\textbf{", "}"), ("**", "**"), ("\"", "\""), ("`", "`"), ("\\(", "\\)"),
            ] as [(StaticString, StaticString)]
            where text.count > open.utf8CodeUnitCount + close.utf8CodeUnitCount && text.hasPrefix(open)
                && text.hasSuffix(close)
            {
                text = text[open.utf8CodeUnitCount..<text.count - close.utf8CodeUnitCount].trimmed
            }
            if text.hasSuffix("."), text.count > 1 { text = text[0..<text.count - 1].trimmed }
            if text.count == before { break }
        }
        let memory = arena.allocate(text.count + 1)
        var count = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "$"),
                index == 0 || index == text.count - 1 || text[index - 1] == 0x20 || text[index + 1] == 0x20
                    || text[index + 1] == UInt8(ascii: ".")
            {
                continue
            }
            if byte == 0x20, index + 1 < text.count, text[index + 1] == UInt8(ascii: "%") { continue }
            if byte == UInt8(ascii: "\\"), index + 1 < text.count, text[index + 1] == UInt8(ascii: "%") { continue }
            memory[count] = byte
            count += 1
        }
        return Bytes(start: memory, count: count).trimmed
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte >= 0x80
    }

    private static let leadWords: [StaticString] = [
        "the", "a", "an", "it", "it's", "its", "is", "are", "be", "was", "that", "this", "answer", "option", "choice",
        "correct", "right", "best", "final", "my", "i", "think", "believe", "say", "choose", "pick", "select", "would",
        "must", "should", "so", "thus", "therefore", "hence", "clearly", "most", "likely", "to", "one", "with", "go",
        "either",
    ]
    private static let denials: [StaticString] = [
        "not", "no", "never", "wrong", "incorrect", "false", "isn't", "neither", "nor", "excluded", "cannot", "can't",
    ]
    private static let reasons: [StaticString] = [
        "because ", "since ", "which ", "as ", "and ", "or ", "is correct", "is the correct", "is right",
        "is the right",
        "is the answer", "is the best",
    ]
}

extension Bytes {
    fileprivate func first(isIn range: ClosedRange<UInt8>) -> Bool { !isEmpty && range.contains(self[0]) }
    fileprivate func last(isIn range: ClosedRange<UInt8>) -> Bool { !isEmpty && range.contains(self[count - 1]) }
}
