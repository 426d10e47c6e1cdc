import AdjudgeBase
import AdjudgeProse

/// The modes of NeMo-Gym's `mcqa`.
struct NeMoChoice {
    let input: PeerChoice.Input
    private let text: Bytes

    init(input: PeerChoice.Input) {
        self.input = input
        text = input.response.pythonStripped
    }

    // MARK: Boxes

    func strict() -> PeerChoice.Found {
        guard let inner = boxed() else { return .none }
        let box = NeMoExtraction.withoutWrappers(inner.pythonStripped)
        return allowed(onlyLetter(box) ?? label(box))
    }

    func lenient() -> PeerChoice.Found {
        let strict = strict()
        guard strict == .none, let inner = boxed()?.pythonStripped else { return strict }
        let candidates = [plain(inner), plain(NeMoExtraction.withoutWrappers(inner))]
        var found: UInt32 = 0
        for option in input.options where option.text != nil {
            let wanted = plain(option.text!)
            if !wanted.isEmpty, candidates.contains(where: { $0.find(wanted) != nil }) { found |= option.bit }
        }
        return found.nonzeroBitCount == 1 ? .letter(found.trailingZeroBitCount) : .none
    }

    /// What the last `\boxed{` holds, by counting braces; nil where it is not closed.
    private func boxed() -> Bytes? {
        guard let start = text.findLast(Bytes("\\boxed{")) else { return nil }
        var depth = 1
        for at in start + 7..<text.count {
            if text[at] == 0x7B { depth += 1 }
            if text[at] == 0x7D { depth -= 1 }
            if depth == 0 { return text[start + 7..<at] }
        }
        return nil
    }

    /// The one letter of ASCII, a capital, that a text has.
    private func onlyLetter(_ text: Bytes) -> UInt8? {
        var letter: UInt8?
        for index in 0..<text.count where text[index].isASCIILetter {
            if letter != nil { return nil }
            letter = text[index]
        }
        return letter.flatMap { $0 <= 0x5A ? $0 : nil }
    }

    /// `^\s*([A-Z])\s*[:).\-]`
    private func label(_ text: Bytes) -> UInt8? {
        let text = text.pythonStripped
        guard text[0] >= 0x41, text[0] <= 0x5A else { return nil }
        let rest = text.suffix(from: 1).pythonStripped
        return !rest.isEmpty && ":).-".utf8.contains(rest[0]) ? text[0] : nil
    }

    // MARK: Lines

    func colon() -> PeerChoice.Found {
        guard let range = payload(from: 0, isMarkdown: false) else { return .none }
        let candidate = NeMoExtraction.withoutWrappers(text[range]).pythonStripped
        if candidate.count == 1, case let found = allowed(candidate[0] & 0xDF), found != .none,
            candidate[0].isASCIILetter
        {
            return found
        }
        let wanted = plain(candidate)
        for option in input.options where option.text.map(plain) == wanted { return .letter(option.letter) }
        return .none
    }

    func colonMarkdown() -> PeerChoice.Found {
        let folded = NeMoChoice(folded: input)
        var payloads: [Range<Int>] = []
        var at = 0
        while let range = folded.payload(from: at, isMarkdown: true) {
            payloads.append(range)
            at = range.upperBound
        }
        for payload in payloads.reversed() {
            if let letter = folded.choiceLetter(folded.text[payload]) { return .letter(Int(letter - 0x41)) }
        }
        return .none
    }

    private init(folded input: PeerChoice.Input) {
        self.input = input
        text = input.response.pythonStripped.folded(.text, into: input.arena)
    }

    /// What follows the next "answer", white space and a colon, to the end of the line.
    private func payload(from start: Int, isMarkdown: Bool) -> Range<Int>? {
        var at = start
        while at + 6 < text.count {
            guard text[at] | 0x20 == 0x61, text[at..<at + 6].isWord("answer") else {
                at += 1
                continue
            }
            var next = at + 6
            if isMarkdown { next = skip(next, most: 2) { $0 == 0x2A || $0 == 0x5F } }
            next = skipSpace(next)
            guard text[next] == 0x3A else {
                at += 1
                continue
            }
            next += 1
            let begin =
                isMarkdown
                ? skip(next, most: 2) { $0 == 0x2A || $0 == 0x5F || $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }
                : skipSpace(next)
            // At least one character that is no line break; what was skipped is given back for it.
            var first = min(begin, text.count)
            while first > next, first >= text.count || text[first] == 0x0A { first -= 1 }
            guard first < text.count, text[first] != 0x0A else {
                at += 1
                continue
            }
            return first..<first + (text.suffix(from: first).find(Bytes("\n")) ?? text.count - first)
        }
        return nil
    }

    /// The one letter that a payload names; none where it lists several.
    private func choiceLetter(_ payload: Bytes) -> UInt8? {
        var candidate = native(payload).pythonStripped
        func isTrimmed(_ byte: UInt8) -> Bool { "*_` \t\n\r.,;:".utf8.contains(byte) }
        while !candidate.isEmpty, isTrimmed(candidate[0]) { candidate = candidate.suffix(from: 1) }
        while !candidate.isEmpty, isTrimmed(candidate[candidate.count - 1]) {
            candidate = candidate[0..<candidate.count - 1]
        }
        if listsChoices(candidate) { return nil }
        var letter: UInt8?
        if candidate.count == 1 || candidate[0].isASCIILetter && !candidate[1].isASCIIAlphanumeric {
            letter = candidate[0]
        } else {
            for at in stride(from: candidate.count - 1, through: 0, by: -1)
            where candidate[at] >= 0x41 && candidate[at] <= 0x5A && isAlone(candidate, at) {
                letter = candidate[at]
                break
            }
        }
        guard let letter, letter.isASCIILetter, case .letter = allowed(letter & 0xDF) else { return nil }
        return letter & 0xDF
    }

    /// Letters of Arabic, Bengali and full width as A to D.
    private func native(_ text: Bytes) -> Bytes {
        var plain = EditBuffer(text, arena: input.arena)
        for (letter, latin) in NeMoChoice.natives { plain.replace(letter, with: latin) }
        return plain.bytes
    }

    private static let natives: [(StaticString, StaticString)] = [
        ("أ", " A"), ("ب", " B"), ("ج", " C"), ("د", " D"), ("অ", " A"), ("ব", " B"), ("ড", " C"), ("ঢ", " D"),
        ("Ａ", " A"), ("Ｂ", " B"), ("Ｃ", " C"), ("Ｄ", " D"),
    ]

    /// True where two different options stand side by side, joined by marks, "or", "and" or spaces.
    private func listsChoices(_ text: Bytes) -> Bool {
        var last: (letter: UInt8, end: Int)?
        for at in 0..<text.count
        where text[at].isASCIILetter && !text[at - 1].isASCIILetter && !text[at + 1].isASCIILetter {
            guard case .letter = allowed(text[at] & 0xDF) else { continue }
            if let last, last.letter != text[at] & 0xDF, isSeparator(text[last.end..<at]) { return true }
            last = (text[at] & 0xDF, at + 1)
        }
        return false
    }

    private func isSeparator(_ gap: Bytes) -> Bool {
        let inner = gap.pythonStripped
        if inner.isEmpty { return !gap.isEmpty }
        if inner.count == 1, "/|&,;".utf8.contains(inner[0]) { return true }
        let isSpaced = gap.count > inner.count && gap[0] != inner[0] && gap[gap.count - 1] != inner[inner.count - 1]
        return isSpaced && (inner.isWord("or") || inner.isWord("and"))
    }

    // MARK: Patterns

    func patterns() -> PeerChoice.Found {
        guard let valid = input.scratch.validText(text) else { return .none }
        for pattern in input.patterns {
            var last: Range<Int>?
            let group = pattern.groupCount > 0 ? 1 : 0
            let isDone = pattern.forEachMatch(in: valid, scratch: input.scratch.regex) {
                last = $0.range(group) ?? 0..<0
            }
            guard isDone else { return .limitExceeded }
            guard let last else { continue }
            let captured = native(text[last].pythonStripped.folded(.text, into: input.arena)).pythonStripped
            // A letter is trusted even where it is no option.
            if captured.count == 1, captured[0].isASCIILetter { return .letter(Int(captured[0] & 0xDF) - 0x41) }
            let wanted = plain(captured)
            for option in input.options where option.text.map(plain) == wanted { return .letter(option.letter) }
        }
        return strict()
    }

    // MARK: Parts

    private func allowed(_ letter: UInt8?) -> PeerChoice.Found {
        guard let letter, letter >= 0x41, letter <= 0x5A, input.letters >> UInt32(letter - 0x41) & 1 == 1 else {
            return .none
        }
        return .letter(Int(letter - 0x41))
    }

    private func isAlone(_ text: Bytes, _ at: Int) -> Bool {
        !text[at - 1].continuesWord && !text[at + 1].continuesWord
    }

    private func plain(_ text: Bytes) -> Bytes {
        CodePoints(text, input.arena).lowered(input.arena).collapsed(input.arena).bytes(input.arena)
    }

    private func skip(_ from: Int, most: Int, _ isSkipped: (UInt8) -> Bool) -> Int {
        var at = from
        while at < text.count, at < from + most, isSkipped(text[at]) { at += 1 }
        return at
    }

    private func skipSpace(_ from: Int) -> Int {
        var at = from
        while at < text.count, case let length = text.pythonSpaceLength(at: at), length > 0 { at += length }
        return at
    }
}
