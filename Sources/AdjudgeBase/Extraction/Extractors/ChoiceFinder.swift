/// `choice`: the option letter that a text states: behind the last phrase that announces one, as the whole of a short text,
/// or standing as one in brackets or emphasis where the text ends or a line holds nothing else.
///
/// A capital letter of prose ("A dog"), of a formula (`$C$`, `{F}`), of a list of the options, and of a discussion that
/// breaks off are none.
struct ChoiceFinder: Finder {
    /// How many announcements are looked at, from the last.
    private static let maxAnnouncements = 16
    /// A text that is not longer than this may be a statement as a whole.
    private static let maxShort = 200
    /// How often a letter may take another's place.
    private static let maxCorrections = 8

    private let statement: ChoiceStatement
    /// Whether several letters are an answer.
    private let takesSeveral: Bool
    /// Letters that count where the text has nothing else.
    private let alone: ClosedRange<UInt8>?
    /// No letter has more around it.
    private static let maxAlone = 16
    private static let announcements = AnswerLineFinder(phrases: ChoicePhrases.standard)

    init(
        letters: ClosedRange<UInt8> = 0x41...0x4A, takesSeveral: Bool = false, alone: ClosedRange<UInt8>? = nil
    ) {
        self.alone = alone
        statement = ChoiceStatement(letters: letters)
        self.takesSeveral = takesSeveral
    }

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        let takesSeveral = try step.option("several")?.bool() ?? false
        return ChoiceFinder(
            letters: try step.option("letters").map { node throws(DocumentError) in try letters(node) } ?? 0x41...0x4A,
            takesSeveral: takesSeveral,
            alone: try step.option("alone").map { node throws(DocumentError) in try letters(node) })
    }

    private static func letters(_ node: DocumentNode) throws(DocumentError) -> ClosedRange<UInt8> {
        let letters = Array(try node.string("capital letters, such as \"ABCD\"").utf8)
        guard let first = letters.first, let last = letters.last, first >= 0x41, last <= 0x5A, first <= last,
            letters == Array(first...last)
        else { throw node.mismatch(expected: "capital letters in order, such as \"ABCD\"") }
        return first...last
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        let plain = ChoiceText(text, scratch.arena)
        let bytes = TemplateTokens.trimmed(plain.bytes)
        var state = State()
        if announced(in: bytes, &state) { return answer(state, plain, text, bytes) }
        var standing = StandingChoice(text: bytes, letters: statement.letters)
        let place = standing.last()
        if bytes.count <= ChoiceFinder.maxShort, !bytes.hasPrefix("{") {
            let isLine = bytes.find(Bytes("\n")) == nil
            let read = statement.locate(bytes)
            var reading = read.reading
            // "(A) or so I thought, but (B)": what the text ends in decides.
            if case .hedge = reading, let place, !isLine || standing.concludes(place) { reading = .none }
            // Of lines, only letters that are the whole text.
            if case .letters(let set) = reading, !isLine, set.nonzeroBitCount == 1 { reading = .none }
            reading = takenBack(reading, read.range, at: 0, in: bytes, &state)
            if state.take(reading, read.range, at: 0) {
                return answer(state, plain, text, bytes)
            }
            if state.isReplaced { return answer(state, plain, text, bytes) }
        }
        // A letter that is denied stands for nothing, unless it stands behind what takes it back.
        if let place, Disclaimer.governs(bytes[0..<place]) { state.negated |= 1 << UInt32(bytes[place] - 0x41) }
        if let place, state.negated >> UInt32(bytes[place] - 0x41) & 1 == 0 || place > state.takenBackAt {
            let set: UInt32 = 1 << UInt32(bytes[place] - 0x41)
            let reading = takenBack(.letters(set), place..<place + 1, at: 0, in: bytes, &state)
            if state.take(reading, place..<place + 1, at: 0) {
                state.isHedge = standing.isJoined(place)
                return answer(state, plain, text, bytes)
            }
            if state.isReplaced { return answer(state, plain, text, bytes) }
        }
        if let place = loneLetter(bytes) {
            state.set = 1 << UInt32(bytes[place] - 0x41)
            state.range = place..<place + 1
            return answer(state, plain, text, bytes)
        }
        // What is denied is no answer for a weaker extractor either, unless something else is announced behind it.
        if state.negated != 0, !state.saysElse { return .denied(.choice, miss: text) }
        return .nothing()
    }

    /// Where one of the letters that count alone stands, in brackets and marks at most.
    private func loneLetter(_ text: Bytes) -> Int? {
        guard let alone, text.count <= ChoiceFinder.maxAlone else { return nil }
        var found: Int?
        for index in 0..<text.count {
            if alone.contains(text[index]), found == nil {
                found = index
            } else if !text[index].isOne(of: " ()[]{}*_.\"'`") {
                return nil
            }
        }
        return found
    }

    /// What was read so far, from the end.
    private struct State {
        var set: UInt32 = 0
        var range = 0..<0
        var isHedge = false
        var negated: UInt32 = 0
        /// Letters that a later text adds as a possibility.
        var possible: UInt32 = 0
        /// Whether `set` is what the text puts in the place of a letter that it takes back.
        var isReplaced = false
        /// Where the text takes back what it announced.
        var takenBackAt = Int.max
        /// Whether a text without a letter is announced.
        var saysElse = false

        /// Takes a reading whose range counts from `offset`; true where it decides.
        mutating func take(_ reading: ChoiceStatement.Reading, _ range: Range<Int>, at offset: Int) -> Bool {
            switch reading {
            case .none: return false
            case .negated(let letters):
                negated |= letters
                return false
            case .hedge(let letters):
                (set, isHedge) = (letters, true)
            case .letters(let letters):
                set = letters
                isHedge = letters & negated != 0
            }
            self.range = range.lowerBound + offset..<range.upperBound + offset
            return true
        }
    }

    /// Reads the announcements from the last; true where one decides.
    private func announced(in text: Bytes, _ state: inout State) -> Bool {
        var end = text.count
        var possible: (set: UInt32, range: Range<Int>)?
        for _ in 0..<ChoiceFinder.maxAnnouncements {
            guard let anchor = ChoiceFinder.announcements.lastAnchor(in: text[0..<end]) else { break }
            end = anchor.lowerBound
            var start = anchor.upperBound
            while start < text.count, text[start].isOne(of: " \t\r\n:*_") { start += 1 }
            let line = text.suffix(from: start).firstLine
            var (reading, range) = statement.locate(line)
            if case .letters(let letters) = reading, isDenied(anchor, in: text) {
                reading = .negated(letters)
            } else if case .letters(let letters) = reading, isPossibility(text[anchor]) {
                possible = possible ?? (letters, range.lowerBound + start..<range.upperBound + start)
                state.possible |= letters
                continue
            } else {
                reading = takenBack(reading, range, at: start, in: text, &state)
                if state.isReplaced { return true }
            }
            if reading == .none, !line.trimmed.isEmpty { state.saysElse = true }
            if state.take(reading, range, at: start) {
                if state.possible & ~state.set != 0 { state.isHedge = true }
                return true
            }
        }
        guard let possible else { return false }
        (state.set, state.range) = possible
        state.isHedge = state.possible.nonzeroBitCount > 1 || state.possible & state.negated != 0
        return true
    }

    /// The reading, or its denial where the text behind its letters takes them back; letters put in their place are the
    /// state's.
    private func takenBack(
        _ reading: ChoiceStatement.Reading, _ range: Range<Int>, at offset: Int, in text: Bytes, _ state: inout State
    ) -> ChoiceStatement.Reading {
        var letters: UInt32 = 0
        if case .letters(let stated) = reading { letters = stated }
        // "(A). Actually, no: (D)" reads as a hedge between both.
        if case .hedge = reading, range.count == 1 {
            letters = 1 << UInt32((text[range.lowerBound + offset] | 0x20) - 0x61)
        }
        guard letters != 0 else { return reading }
        let correction = ChoiceCorrection(text: text, statement: statement)
        var last: (set: UInt32, range: Range<Int>)?
        var end = range.upperBound + offset
        // "No, B. No, wait: C"
        for _ in 0..<ChoiceFinder.maxCorrections {
            guard let next = correction.replacement(of: last?.set ?? letters, behind: end) else { break }
            last = next
            if next.set == 0 { break }
            end = next.range.upperBound
        }
        guard let last else { return reading }
        if case .hedge = reading, last.set == 0 { return reading }
        state.takenBackAt = min(state.takenBackAt, last.range.lowerBound)
        if last.set != 0 {
            state.set = last.set
            state.range = last.range
            state.isReplaced = true
        }
        return .negated(letters)
    }

    private func isPossibility(_ phrase: Bytes) -> Bool {
        (["could", "might", "may"] as [StaticString]).contains { phrase.find(Bytes($0)) != nil }
    }

    /// True for a phrase that is denied: 不选, "nobody thinks the answer is".
    private func isDenied(_ anchor: Range<Int>, in text: Bytes) -> Bool {
        let before = text[0..<anchor.lowerBound]
        return before.hasSuffix("不") || before.hasSuffix("别") || before.hasSuffix("not ") || before.hasSuffix("n't ")
            || Disclaimer.governs(text[0..<anchor.upperBound])
    }

    private func answer(_ state: State, _ plain: ChoiceText, _ text: Bytes, _ bytes: Bytes) -> Extraction {
        // The text without template tokens begins later.
        let shift = bytes.offset(in: plain.bytes) ?? 0
        let range = state.range.lowerBound + shift..<state.range.upperBound + shift
        let origin = plain.origin(range, in: text)
        if state.isHedge || !takesSeveral && state.set.nonzeroBitCount != 1 {
            return .undecided(.choice, miss: origin)
        }
        return .found(plain.bytes[range], .choice, origin: origin)
    }
}
