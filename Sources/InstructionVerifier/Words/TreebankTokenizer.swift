import AdjudgeBase

/// NLTK's `word_tokenize` for English: Punkt's sentences, each through the rules of `NLTKWordTokenizer` (NLTK 3.9), which
/// improve on those of the Penn Treebank.
///
/// Each rule is one pass over the sentence, and passes whose characters it lacks are left out. One per worker.
final class TreebankTokenizer {
    private var from = Draft()
    private var to = Draft()
    private var mayContract = false

    /// The words and marks of a text, views of it or of `arena`. O(text).
    func words(of text: Bytes, _ arena: Arena) -> Views {
        words(of: Punkt.english.sentences(of: text, arena), in: text, arena)
    }

    /// The words and marks of sentences of a text, as Punkt gives them.
    func words(of sentences: some Sequence<Bytes>, in text: Bytes, _ arena: Arena) -> Views {
        mayContract = Contractions.mayStand(in: text, arena)
        var words = Views(room: text.count / 4, arena)
        for sentence in sentences { append(sentence, to: &words, arena) }
        return words
    }

    /// The words and marks of one of Punkt's sentences, views of it or of `arena`. O(sentence).
    func words(ofSentence sentence: Bytes, _ arena: Arena) -> Views {
        words(of: CollectionOfOne(sentence), in: sentence, arena)
    }

    private func append(_ sentence: Bytes, to words: inout Views, _ arena: Arena) {
        if !mayContract, PlainWords.append(sentence, to: &words) { return }
        appendByRules(sentence, to: &words, arena)
    }

    /// The same rule by rule.
    func appendByRules(_ sentence: Bytes, to words: inout Views, _ arena: Arena) {
        from.removeAll()
        from.append(sentence)
        let kinds = TreebankTokenizer.kinds(of: sentence)
        startingQuotes(kinds)
        punctuation(kinds)
        endings(kinds)
        if mayContract { Contractions.split(&from, &to) }
        arena.copy(from.bytes).forEachWord { words.append($0) }
    }

    // MARK: What a sentence holds

    /// Which characters a sentence has that rules are about.
    private struct Kinds: OptionSet {
        let rawValue: UInt16
        static let quote = Kinds(rawValue: 1)
        static let apostrophe = Kinds(rawValue: 2)
        static let backtick = Kinds(rawValue: 4)
        static let comma = Kinds(rawValue: 8)
        static let mark = Kinds(rawValue: 16)
        static let dot = Kinds(rawValue: 32)
        static let bracket = Kinds(rawValue: 64)
        static let dash = Kinds(rawValue: 128)
        static let wide = Kinds(rawValue: 256)
    }

    private static let kindOfByte: [UInt16] = (0..<256).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "\""): Kinds.quote.rawValue
        case UInt8(ascii: "'"): Kinds.apostrophe.rawValue
        case UInt8(ascii: "`"): Kinds.backtick.rawValue
        case UInt8(ascii: ","), UInt8(ascii: ":"): Kinds.comma.rawValue
        case UInt8(ascii: "."): Kinds.dot.rawValue
        case UInt8(ascii: "-"): Kinds.dash.rawValue
        case 0x80...0xFF: Kinds.wide.rawValue
        case let byte where TreebankTokenizer.marks.contains(byte): Kinds.mark.rawValue
        case let byte where TreebankTokenizer.brackets.contains(byte): Kinds.bracket.rawValue
        default: 0
        }
    }

    private static func kinds(of text: Bytes) -> Kinds {
        var kinds: UInt16 = 0
        kindOfByte.withUnsafeBufferPointer { table in
            for index in 0..<text.count { kinds |= table[Int(text.start[index])] }
        }
        return Kinds(rawValue: kinds)
    }

    private static let marks = ByteSet(";@#$%&?!*")
    private static let brackets = ByteSet("[](){}<>")
    private static let openers = ByteSet(" ([{<")

    // MARK: Rules

    /// Rewrites the sentence: `rule` looks at the text from each byte of `triggers` on, writes what stands for it, and says
    /// how far it got; 0 where it has nothing to say. What lies between is copied.
    private func rewrite(_ triggers: ByteSet, _ rule: (Bytes, Int, inout Draft) -> Int) {
        let text = from.bytes
        guard var found = text.findFirst(in: triggers) else { return }
        to.removeAll()
        var at = 0
        while true {
            to.append(text[at..<at + found])
            at += found
            let taken = rule(text, at, &to)
            if taken == 0 { to.append(text.start[at]) }
            at += max(taken, 1)
            guard let next = text.suffix(from: at).findFirst(in: triggers) else { break }
            found = next
        }
        to.append(text.suffix(from: at))
        swap(&from, &to)
    }

    /// Puts something else in the place of a part of the sentence.
    private func replace(_ part: Range<Int>, _ write: (inout Draft) -> Void) {
        let text = from.bytes
        to.removeAll()
        to.append(text[0..<part.lowerBound])
        write(&to)
        to.append(text.suffix(from: part.upperBound))
        swap(&from, &to)
    }

    private func startingQuotes(_ kinds: Kinds) {
        if !kinds.isDisjoint(with: [.wide, .backtick]) {
            rewrite(TreebankTokenizer.openQuotes) { text, at, to in
                var length = TreebankTokenizer.length(of: ["«", "“", "‘", "„"], text, at)
                if length == 0 { while text[at + length] == UInt8(ascii: "`") { length += 1 } }
                return TreebankTokenizer.pad(text, at, length, &to)
            }
        }
        if kinds.contains(.quote), from.bytes[0] == UInt8(ascii: "\"") { replace(0..<1) { $0.append("``") } }
        if !kinds.isDisjoint(with: [.quote, .backtick]) {
            rewrite(ByteSet("`")) { text, at, to in
                text[at + 1] == UInt8(ascii: "`") ? TreebankTokenizer.pad(text, at, 2, &to) : 0
            }
        }
        guard !kinds.isDisjoint(with: [.quote, .apostrophe]) else { return }
        rewrite(TreebankTokenizer.quotes) { text, at, to in
            guard at > 0, TreebankTokenizer.openers.contains(text[at - 1]) else { return 0 }
            let isDouble = text[at] == UInt8(ascii: "\"")
            guard isDouble || text[at + 1] == UInt8(ascii: "'") else { return 0 }
            to.append(" `` ")
            return isDouble ? 1 : 2
        }
        guard kinds.contains(.apostrophe) else { return }
        // A letter on its own behind an apostrophe, unless it may be a shortened word.
        rewrite(ByteSet("'")) { text, at, to in
            let length = text.wordLength(at: at + 1)
            guard length > 0, at + 1 < text.count, text.wordLength(at: at + 1 + length) == 0 else { return 0 }
            let letter = text[at + 1..<at + 1 + length]
            if length == 1, TreebankTokenizer.clitics.contains(letter[0]) { return 0 }
            if letter.equals("\u{17F}") { return 0 }
            to.append("' ")
            to.append(letter)
            return 1 + length
        }
    }

    private static let clitics = ByteSet("mtsdnMTSDN")
    private static let quotes = ByteSet("\"'")
    private static let openQuotes = wideSet("`")
    private static let closeQuotes = wideSet("")

    /// A set with the first bytes of the quotes beyond ASCII.
    private static func wideSet(_ members: StaticString) -> ByteSet {
        var set = ByteSet(members)
        set.insert(0xC2)
        set.insert(0xE2)
        return set
    }

    private func punctuation(_ kinds: Kinds) {
        if kinds.contains(.dot) {
            finalPeriod(closers: ["]", ")", "}", ">", "\"", "'", "»", "”", "’", " "], space: true)
        }
        if kinds.contains(.comma) {
            rewrite(ByteSet(",:")) { text, at, to in
                guard at + 1 < text.count, text.digitLength(at: at + 1) == 0 else { return 0 }
                let length = text.codePointLength(at: at + 1)
                to.appendPadded(text[at..<at + 1])
                to.append(text[at + 1..<at + 1 + length])
                return 1 + length
            }
            // `$` also stands before a newline that ends the text.
            let text = from.bytes
            let end = text[text.count - 1] == 0x0A ? text.count - 2 : text.count - 1
            if text[end] == UInt8(ascii: ",") || text[end] == UInt8(ascii: ":") {
                replace(end..<end + 1) { $0.appendPadded(text[end..<end + 1]) }
            }
        }
        if kinds.contains(.dot) {
            rewrite(ByteSet(".")) { text, at, to in
                var length = 0
                while text[at + length] == UInt8(ascii: ".") { length += 1 }
                return length >= 2 ? TreebankTokenizer.pad(text, at, length, &to) : 0
            }
        }
        if kinds.contains(.mark) { pad(TreebankTokenizer.earlyMarks) }
        if kinds.contains(.dot) { finalPeriod(closers: ["]", ")", "}", ">", "\"", "'"], space: false) }
        if kinds.contains(.mark) { pad(TreebankTokenizer.ends) }
        if kinds.contains(.apostrophe) {
            var matched = 0
            rewrite(ByteSet("'")) { text, at, to in
                guard text[at + 1] == 0x20, at > matched, text[at - 1] != UInt8(ascii: "'") else { return 0 }
                to.append(" ' ")
                matched = at + 2
                return 2
            }
        }
        if kinds.contains(.mark) { pad(TreebankTokenizer.stars) }
        if kinds.contains(.bracket) { pad(TreebankTokenizer.brackets) }
        if kinds.contains(.dash) {
            rewrite(ByteSet("-")) { text, at, to in
                text[at + 1] == UInt8(ascii: "-") ? TreebankTokenizer.pad(text, at, 2, &to) : 0
            }
        }
    }

    private static let earlyMarks = ByteSet(";@#$%&")
    private static let ends = ByteSet("?!")
    private static let stars = ByteSet("*")

    private func endings(_ kinds: Kinds) {
        replace(0..<0) { $0.append(0x20) }
        from.append(0x20)
        if kinds.contains(.wide) {
            rewrite(TreebankTokenizer.closeQuotes) { text, at, to in
                TreebankTokenizer.pad(text, at, TreebankTokenizer.length(of: ["»", "”", "’"], text, at), &to)
            }
        }
        guard !kinds.isDisjoint(with: [.quote, .apostrophe]) else { return }
        rewrite(ByteSet("'")) { text, at, to in
            guard text[at + 1] == UInt8(ascii: "'") else { return 0 }
            to.append(" '' ")
            return 2
        }
        rewrite(ByteSet("\"")) { _, _, to in
            to.append(" '' ")
            return 1
        }
        guard kinds.contains(.apostrophe) else { return }
        // White space of every kind as spaces; how many stand together makes no difference from here on.
        rewrite(TreebankTokenizer.otherSpaces) { text, at, to in
            let length = text.pythonSpaceLength(at: at)
            if length > 0 { to.append(0x20) }
            return length
        }
        clitics { text, at in
            // 's, 'm, 'd, or an apostrophe alone.
            if "sSmMdD".utf8.contains(text[at + 1]), text[at + 2] == 0x20 { return (at, 2) }
            return text[at + 1] == 0x20 ? (at, 1) : nil
        }
        clitics { text, at in
            let rest = text.suffix(from: at)
            let names: [StaticString] = ["'ll", "'LL", "'re", "'RE", "'ve", "'VE"]
            if rest[3] == 0x20, names.contains(where: { rest.hasPrefix($0) }) { return (at, 3) }
            let isNot =
                text[at - 1] == UInt8(ascii: "n")
                ? rest.hasPrefix("'t ") : rest.hasPrefix("'T ") && text[at - 1] == UInt8(ascii: "N")
            return isNot ? (at - 1, 3) : nil
        }
    }

    private static let otherSpaces: ByteSet = {
        var set = ByteSet("\t\n\r\u{0B}\u{0C}\u{1C}\u{1D}\u{1E}\u{1F}")
        for byte: UInt8 in [0xC2, 0xE1, 0xE2, 0xE3] { set.insert(byte) }
        return set
    }()

    /// Parts what `ending` finds around an apostrophe, where a character that is no apostrophe and no space stands before it
    /// and a space behind. The space belongs to the match, so that what follows it begins none.
    private func clitics(_ ending: (Bytes, Int) -> (start: Int, length: Int)?) {
        var matched = 0
        rewrite(ByteSet("'")) { text, at, to in
            guard let (start, length) = ending(text, at), start > matched, text[start - 1] != 0x20,
                text[start - 1] != UInt8(ascii: "'")
            else { return 0 }
            // What stands before the apostrophe was copied already.
            to.removeLast(at - start)
            to.appendPadded(text[start..<start + length])
            matched = start + length + 1
            return matched - at
        }
    }

    /// Puts spaces around each byte of a set.
    private func pad(_ set: ByteSet) {
        rewrite(set) { text, at, to in
            to.appendPadded(text[at..<at + 1])
            return 1
        }
    }

    private static func pad(_ text: Bytes, _ at: Int, _ length: Int, _ to: inout Draft) -> Int {
        if length > 0 { to.appendPadded(text[at..<at + length]) }
        return length
    }

    private static func length(of names: [StaticString], _ text: Bytes, _ at: Int) -> Int {
        guard text[at] >= 0x80 else { return 0 }
        let rest = text.suffix(from: at)
        return names.first { rest.hasPrefix($0) }?.utf8CodeUnitCount ?? 0
    }

    /// Parts the full stop that ends the text, with nothing but closing marks and white space behind it, from its word;
    /// with `space` from the marks too.
    private func finalPeriod(closers: [StaticString], space: Bool) {
        let text = from.bytes
        guard let dot = text.findLast(Bytes(".")), dot > 0, text[dot - 1] != UInt8(ascii: ".") else { return }
        var end = dot + 1
        while end < text.count, let name = closers.first(where: { text.suffix(from: end).hasPrefix($0) }) {
            end += name.utf8CodeUnitCount
        }
        guard text.suffix(from: end).pythonStripped.isEmpty else { return }
        replace(dot..<text.count) { to in
            to.append(space ? " . " : " .")
            to.append(text[dot + 1..<end])
            to.append(0x20)
        }
    }
}
