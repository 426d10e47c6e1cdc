import AdjudgeBase

/// lm-eval's `multi_choice_regex` filter: a pattern, else the text of an option anywhere, else a letter behind a colon.
///
/// Source: `MultiChoiceRegexFilter` in lm-eval's `filters/extraction.py`. Unsafe: the text of an option counts wherever it
/// stands, inside another word too ("a" in "that").
struct LMEvalChoiceFilter: Sendable {
    let pattern: RegexPattern
    /// Which of the matches, as Python's index; the same for all three searches.
    let select: Int
    let ignoresCase: Bool
    let ignoresPunctuation: Bool

    /// What the filter found.
    enum Found {
        case text(Bytes)
        /// The option with that index: `(A)`.
        case option(Int)
        case nothing
        case limitExceeded
    }

    /// Looks for the choice in `text`. O(text) for each option, and the pattern's own work.
    func find(in text: Bytes, options: [Bytes], _ scratch: Scratch) -> Found {
        switch pattern.search(text, RegexSelection(take: .index(select), group: nil), scratch: scratch) {
        case .limitExceeded: return .limitExceeded
        case .range(let range) where !text[range].pythonStripped.isEmpty: return .text(text[range].pythonStripped)
        default: break
        }
        let names = options.map { plain($0.pythonStripped, scratch) }
        if let named = selected(namesFound(in: plain(text, scratch), names.sorted { codePoints($0) > codePoints($1) }))?
            .pythonStripped, !named.isEmpty
        {
            return names.lastIndex(of: named).map { .option($0) } ?? .text(named)
        }
        return selected(lettersBehindColons(in: text, count: options.count)).map { .option($0) } ?? .nothing
    }

    private func codePoints(_ text: Bytes) -> Int { text.string.unicodeScalars.count }

    private func selected<Match>(_ matches: [Match]) -> Match? {
        let index = select < 0 ? matches.count + select : select
        return matches.indices.contains(index) ? matches[index] : nil
    }

    /// The text in lower case and without punctuation, as far as the filter asks for it.
    private func plain(_ text: Bytes, _ scratch: Scratch) -> Bytes {
        guard ignoresCase || ignoresPunctuation else { return text }
        var writer = ByteWriter(capacity: text.count + 16)
        var at = 0
        while at < text.count {
            let character = text[at..<at + text.codePointLength(at: at)]
            at += character.count
            guard let scalar = character.string.unicodeScalars.first else { continue }
            if ignoresPunctuation, LMEvalChoiceFilter.isPunctuation(scalar) { continue }
            if ignoresCase { writer.append(scalar.properties.lowercaseMapping) } else { writer.append(character) }
        }
        return scratch.arena.copy(writer.bytes)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }

    /// What `findall` gives for the names as one alternation, longest first: at each place the first that fits; an empty
    /// one fits everywhere, but not twice at the same place.
    private func namesFound(in text: Bytes, _ names: [Bytes]) -> [Bytes] {
        var found: [Bytes] = []
        var at = 0
        var afterEmpty = false
        while at <= text.count {
            let rest = text.suffix(from: at)
            let name = names.first { name in
                name.isEmpty ? !afterEmpty : name.count <= rest.count && rest[0..<name.count] == name
            }
            if let name { found.append(name) }
            afterEmpty = name?.isEmpty ?? false
            if let name, !name.isEmpty { at += name.count } else if !afterEmpty { at += 1 }
        }
        return found
    }

    /// The options named by `:\s*([A-Z])`, of the first `count` letters.
    private func lettersBehindColons(in text: Bytes, count: Int) -> [Int] {
        var found: [Int] = []
        var at = 0
        while let colon = text.suffix(from: at).find(Bytes(":")) {
            at += colon + 1
            while at < text.count, text.pythonSpaceLength(at: at) > 0 { at += text.pythonSpaceLength(at: at) }
            if at < text.count, text[at] >= 0x41, Int(text[at]) - 0x41 < count {
                found.append(Int(text[at]) - 0x41)
                at += 1
            }
        }
        return found
    }
}
