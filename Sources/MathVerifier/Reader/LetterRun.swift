import AdjudgeBase

/// Runs of letters that no command makes upright: products of variables, or words.
enum LetterRun {
    /// True when a run that stands alone is a product, not a word or a name: usual symbols that no word is spelled with,
    /// such as `mgh`, `qvB`, `xyz`. O(run).
    static func isUsualProduct(_ run: Bytes) -> Bool {
        guard run.count >= 2, run.count <= 5 else { return false }
        if isAlphabetic(run) { return true }
        var (hasVowel, hasCapital, hasSmall, rises) = (false, false, false, false)
        for index in 0..<run.count {
            let isCapital = run[index] < 0x60
            if isCapital, hasSmall { rises = true }
            hasCapital = hasCapital || isCapital
            hasSmall = hasSmall || !isCapital
            hasVowel = hasVowel || vowels.contains(run[index] | 0x20)
        }
        // No word or name has a capital behind a small letter.
        if rises { return true }
        guard !hasVowel, let name = Symbol(run), !words.contains(name) else { return false }
        // `PQR` and `Mg` are names; `GMm` is none.
        return !hasCapital || hasSmall && run.count > 2
    }

    /// True for a word or a name that has no vowel.
    static func isKnownWord(_ run: Bytes) -> Bool { Symbol(run).map { words.contains($0) } ?? false }

    /// `abc`, `xyz`: letters in their order, one after the other.
    private static func isAlphabetic(_ run: Bytes) -> Bool {
        guard run.count >= 3, run[0] >= 0x61 else { return false }
        return (1..<run.count).allSatisfy { run[$0] == run[$0 - 1] + 1 }
    }

    /// True when the run is written as words are: with a vowel, in capitals or small letters behind the first.
    static func isWordLike(_ run: Bytes) -> Bool {
        guard (0..<run.count).contains(where: { vowels.contains(run[$0] | 0x20) || run[$0] | 0x20 == 0x79 }) else {
            return false
        }
        return (1..<run.count).allSatisfy { run[$0] >= 0x60 } || (0..<run.count).allSatisfy { run[$0] < 0x60 }
    }

    /// True when some of the answers `A` to `J` are chosen, each once, in their order.
    static func isChoices(_ run: Bytes) -> Bool {
        guard run.count >= 3 else { return false }
        return (0..<run.count).allSatisfy {
            run[$0] >= 0x41 && run[$0] <= 0x4A && ($0 == 0 || run[$0] > run[$0 - 1])
        }
    }

    /// True when both have the same letters, and say the same whether they are options or the corners of a figure:
    /// three in any order, more of them turned or read backwards.
    static func areSameInAnyReading(_ a: Bytes, _ b: Bytes) -> Bool {
        guard a.count == b.count, (0..<a.count).map({ a[$0] }).sorted() == (0..<b.count).map({ b[$0] }).sorted() else {
            return false
        }
        return a.count <= 3 || isTurned(a, b)
    }

    /// True when `b` names the same corners in the order of `a`, begun elsewhere or read backwards.
    static func isTurned(_ a: Bytes, _ b: Bytes) -> Bool {
        let count = a.count
        guard count == b.count else { return false }
        return (0..<count).contains { turn in
            (0..<count).allSatisfy { a[$0] == b[($0 + turn) % count] }
                || (0..<count).allSatisfy { a[$0] == b[(2 * count - $0 + turn) % count] }
        }
    }

    private static let vowels = ByteSet("aeiou")

    /// Words without a vowel.
    private static let words = SymbolTable([
        "my", "by", "why", "try", "dry", "fly", "sky", "cry", "shy", "spy", "fry", "sly",
        "gym", "myth", "hymn", "vs", "pts", "hrs", "yrs", "mph", "ft", "kg", "km", "cm", "mm", "th", "nd", "rd", "st",
        "qt", "lb", "lbs", "yd", "yds", "mr", "mrs", "dr", "ph", "html", "css", "xml", "sql", "php", "pdf", "http",
        "https",
        "tcp", "udp", "ftp", "ssh", "dns", "gdp", "cpu", "gpu", "phd", "dvd", "rhythm", "pry", "ply", "wry", "cwm",
        "nth",
    ])
}
