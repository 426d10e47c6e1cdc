import AdjudgeBase
import AdjudgeProse

/// A pattern that a row gives: most are plain words, which need no regular expression.
enum Keyword {
    /// ASCII letters, digits and marks that are no part of a regular expression; letters in lower case where case is
    /// ignored. A view of the row or of an arena.
    case literal(Bytes)
    case pattern(RegexPattern)
    /// Python's `re` refuses it.
    case invalid

    /// What a keyword's text is put into.
    enum Form: UInt8 {
        /// The text alone, without case.
        case bare
        /// `\bTEXT\b`, without case.
        case whole
        /// The text alone, case and all.
        case exact
        /// `^\s*TEXT.*$` of any line.
        case lineStart
        /// `\s?TEXT\s?\d+\s?`.
        case numbered

        var isCaseless: Bool { self == .bare || self == .whole }
    }

    /// Whether the text needs no regular expression.
    fileprivate static func isPlain(_ text: Bytes) -> Bool { !text.isEmpty && text.findFirst(in: special) == nil }

    /// What has a meaning in a regular expression, and what is beyond ASCII.
    private static let special: ByteSet = {
        var set = ByteSet(".^$*+?{}[]\\|()")
        for byte: UInt8 in 0x80...0xFF { set.insert(byte) }
        return set
    }()

    /// The pattern; nil where Python's `re` refuses it.
    fileprivate static func pattern(_ text: Bytes, _ form: Form) -> RegexPattern? {
        let source =
            switch form {
            case .bare, .exact: text.string
            case .whole: "\\b" + text.string + "\\b"
            case .lineStart: "^\\s*" + text.string + ".*$"
            case .numbered: "\\s?" + text.string + "\\s?\\d+\\s?"
            }
        var options: RegexPattern.Options = form.isCaseless ? [.ignoreCase] : []
        if form == .lineStart { options.insert(.multiline) }
        guard let translated = PythonPattern.translated(source, ignoringCase: form.isCaseless) else { return nil }
        return try? RegexPattern(translated, options: options)
    }
}

/// A worker's patterns of late, made ready to be looked for.
final class KeywordCache {
    private let caches = (0...Keyword.Form.numbered.rawValue).map { _ in PatternCache() }

    /// What a keyword stands for; the letters of plain words in lower case, in `arena`, where case is ignored.
    func keyword(_ text: Bytes, _ form: Keyword.Form, _ arena: Arena) -> Keyword {
        if Keyword.isPlain(text) { return .literal(form.isCaseless ? text.pythonLower(arena) : text) }
        let pattern = caches[Int(form.rawValue)].cache.parsed(text) { Keyword.pattern($0, form) }
        return pattern.map { .pattern($0) } ?? .invalid
    }
}

private final class PatternCache {
    let cache = ReferenceCache<RegexPattern?>(slots: 256)
}

extension Reading {
    /// Whether `re.search(TEXT, text, re.IGNORECASE)` finds something.
    func has(_ keyword: Bytes, _ form: Keyword.Form = .bare) throws(Unsettled) -> Bool {
        try count(keyword, form, atMost: 1) > 0
    }

    /// How many matches `re.findall` has, counted up to `most`. A keyword's pattern works under PCRE2's limits. O(text)
    /// for plain words.
    func count(_ keyword: Bytes, _ form: Keyword.Form = .bare, atMost most: Int = .max) throws(Unsettled) -> Int {
        switch tools.keywords.keyword(keyword, form, arena) {
        case .invalid: throw .argument(keyword)
        case .literal(let literal):
            if form.isCaseless, !isASCII, mayFold(literal) { return try countFolding(keyword, form, most) }
            scratch.spend(text.count)
            return count(literal, in: form.isCaseless ? asciiLower : text, whole: form == .whole, most)
        case .pattern(let pattern): return try count(pattern, most)
        }
    }

    /// How many matches a pattern has, up to `most`.
    func count(_ pattern: RegexPattern, _ most: Int = .max) throws(Unsettled) -> Int {
        scratch.spend(text.count)
        var found = 0
        if most == 1 {
            switch pattern.match(valid, scratch: scratch.regex) {
            case .limitExceeded: throw .limit
            case .none: return 0
            case .found: return 1
            }
        }
        guard pattern.forEachMatch(in: valid, scratch: scratch.regex, { _ in found += 1 }) else { throw .limit }
        return found
    }

    private func count(_ literal: Bytes, in text: Bytes, whole: Bool, _ most: Int) -> Int {
        var found = 0
        var at = 0
        while found < most, let next = text.suffix(from: at).find(literal) {
            let start = at + next
            if whole, !(text.isWordBoundary(at: start) && text.isWordBoundary(at: start + literal.count)) {
                at = start + 1
                continue
            }
            found += 1
            at = start + literal.count
        }
        return found
    }

    /// Whether letters beyond ASCII fold to letters of the keyword in this text: the long s, the Kelvin sign, the
    /// Turkish i's.
    private func mayFold(_ literal: Bytes) -> Bool {
        literal.findFirst(in: Reading.foldable) != nil
            && (text.holds("\u{17F}") || text.holds("\u{212A}") || text.holds("\u{130}") || text.holds("\u{131}"))
    }

    private static let foldable = ByteSet("ski")

    private func countFolding(_ keyword: Bytes, _ form: Keyword.Form, _ most: Int) throws(Unsettled) -> Int {
        let source = form == .whole ? "\\b" + keyword.string + "\\b" : keyword.string
        guard let translated = PythonPattern.translated(source, ignoringCase: true),
            let pattern = try? RegexPattern(translated, options: [.ignoreCase])
        else { throw .argument(keyword) }
        return try count(pattern, most)
    }
}
