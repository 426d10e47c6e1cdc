/// `answer_line`: what follows the last phrase that announces an answer, to the end of its line (the next line where
/// nothing follows), without emphasis, dollar signs and the full stop.
struct AnswerLineFinder: Finder {
    private let phrases: [OwnedBytes]
    private let rareBytes: RareBytes
    /// The phrases that a text may begin with, for each byte that it begins with, the longest first.
    private let candidates: [Int]
    /// Where the candidates of a byte begin, and where those of 255 end.
    private let starts: [Int]
    /// The first bytes of each candidate, as far as they follow one another in a text.
    private let heads: [Head]
    /// The bytes behind "answer", before which an aside may stand, of each candidate that begins so.
    private let tails: [Head]

    /// Up to eight bytes in lower case, and which of a text's they are compared with.
    private struct Head: Sendable {
        var bytes: UInt64 = 0
        var mask: UInt64 = 0

        /// Those of a phrase from `start` on, before an aside.
        init(_ phrase: Bytes, from start: Int) {
            for index in start..<max(start, min(start + 8, phrase.count)) {
                // What stands before a colon may be apart from it.
                if phrase[index] == UInt8(ascii: ":"), index > 0 { break }
                if index > start, index == AnswerLineFinder.noun.count, phrase.hasPrefix("answer") { break }
                bytes |= UInt64(AnswerLineFinder.lower(phrase[index])) << UInt64(8 * (index - start))
                mask |= 0xFF << UInt64(8 * (index - start))
            }
        }

        @inline(__always)
        func begins(_ text: UInt64) -> Bool { text & mask == bytes }
    }

    init(phrases: [String] = AnswerPhrases.standard) {
        let phrases = phrases.sorted { $0.utf8.count > $1.utf8.count }.map { OwnedBytes($0) }
        rareBytes = RareBytes(of: phrases.map(\.view)) { phrase in
            phrase.hasPrefix("answer") ? AnswerLineFinder.noun.count : phrase.count
        }
        let byByte = (UInt8.min...UInt8.max).map { byte in
            phrases.indices.filter {
                phrases[$0].view[0] == byte || phrases[$0].view[0] == AnswerLineFinder.lower(byte)
            }
        }
        candidates = byByte.flatMap(\.self)
        heads = candidates.map { Head(phrases[$0].view, from: 0) }
        tails = candidates.map {
            let phrase = phrases[$0].view
            return Head(phrase, from: phrase.hasPrefix("answer") ? AnswerLineFinder.noun.count : phrase.count)
        }
        starts = byByte.reduce(into: [0]) { $0.append($0.last! + $1.count) }
        self.phrases = phrases
    }

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        guard let node = step.option("phrases") else { return AnswerLineFinder() }
        var phrases: [String] = []
        for element in try node.elements() {
            let phrase = try element.string("a phrase in lower case, such as \"answer:\"")
            guard !phrase.isEmpty else { throw element.mismatch(expected: "a phrase that is not empty") }
            phrases.append(phrase)
        }
        guard !phrases.isEmpty else { throw node.mismatch(expected: "at least one phrase") }
        return AnswerLineFinder(phrases: phrases)
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        guard let anchor = lastAnchor(in: text) else {
            scratch.spend(text.count)
            return .nothing()
        }
        scratch.spend(text.count - anchor.lowerBound)
        let answer = AnswerLineFinder.clean(payload(text.suffix(from: anchor.upperBound)))
        return answer.isEmpty ? .nothing(.emptyAnswer, miss: text[anchor]) : .found(answer, .answerLine)
    }

    /// The phrase that begins last.
    func lastAnchor(in text: Bytes) -> Range<Int>? {
        var last: Range<Int>?
        var from = 0
        var end = text.count
        while let found = rareBytes.last(in: text, from: from, before: end) {
            end = found
            for place in rareBytes.places(of: text[end]) {
                let place = rareBytes[place]
                let start = end - place.offset
                guard start >= from, place.firstBytes.contains(text[start]), let past = anchorEnd(start, in: text)
                else { continue }
                last = start..<past
                // Only a phrase that begins later is of interest now, and its rare byte lies later still.
                from = start + 1
                if from > end { return last }
            }
        }
        return last
    }

    /// The offset past a phrase that begins at `at` as a word of its own, or nil.
    private func anchorEnd(_ at: Int, in text: Bytes) -> Int? {
        if at > 0, text[at].isASCIILetter, text[at - 1].isASCIILetter { return nil }
        let head = text.eightLower(at: at)
        var tail: UInt64?
        for candidate in starts[Int(text[at])]..<starts[Int(text[at]) + 1] {
            guard heads[candidate].begins(head) else { continue }
            if tails[candidate].mask != 0 {
                let behind = tail ?? text.eightLower(at: afterAside(at + AnswerLineFinder.noun.count, in: text))
                tail = behind
                guard tails[candidate].begins(behind) else { continue }
            }
            let phrase = phrases[candidates[candidate]].view
            var past = at
            var matched = 0
            while matched < phrase.count {
                // What the answer is given in: The answer (in metres) is 5
                if matched == AnswerLineFinder.noun.count, phrase.hasPrefix("answer") {
                    past = afterAside(past, in: text)
                }
                // Emphasis may close between the word and its colon: **Answer**: 5
                if phrase[matched] == UInt8(ascii: ":"), matched > 0 {
                    while past < text.count, text[past] == UInt8(ascii: "*") { past += 1 }
                }
                guard past < text.count,
                    AnswerLineFinder.lower(text[past]) == phrase[matched] || text[past] == phrase[matched]
                else { break }
                past += 1
                matched += 1
            }
            guard matched == phrase.count else { continue }
            // "answer is" must not run into a longer word.
            if phrase[phrase.count - 1].isASCIILetter, past < text.count,
                text[past].isASCIILetter
            {
                continue
            }
            // `answer == 5` asks, it does not answer.
            if phrase[phrase.count - 1] == UInt8(ascii: "="), past < text.count, text[past] == UInt8(ascii: "=") {
                continue
            }
            return past
        }
        return nil
    }

    private static let noun = Bytes("answer")
    /// The longest aside between the word and its verb.
    private static let maxAside = 60

    /// The offset past ` (…)` at `at`; `at` when none stands there.
    private func afterAside(_ at: Int, in text: Bytes) -> Int {
        let rest = text[at..<min(text.count, at + AnswerLineFinder.maxAside)]
        guard rest.hasPrefix(" ("), let close = rest.find(Bytes(")")), rest[0..<close].find(Bytes("\n")) == nil else {
            return at
        }
        return at + close + 1
    }

    /// The rest of the line, or the next line that is not empty.
    private func payload(_ rest: Bytes) -> Bytes {
        var rest = rest
        while true {
            let line = rest.firstLine
            let content = AnswerLineFinder.strip(line, of: " \t\r*_:")
            if !content.isEmpty || line.count == rest.count { return content }
            rest = rest.suffix(from: line.count + 1)
        }
    }

    /// The answer without what surrounds it.
    static func clean(_ payload: Bytes) -> Bytes {
        var answer = payload
        if answer.hasPrefix("\\("), let close = answer.find(Bytes("\\)")) {
            return answer[2..<close].trimmed
        }
        if answer.hasPrefix("$"), let close = answer.suffix(from: 1).find(Bytes("$")), close > 0 {
            return answer[1..<close + 1].trimmed
        }
        if let stop = sentenceEnd(answer) { answer = answer[0..<stop] }
        if let stop = reasonStart(answer) { answer = answer[0..<stop] }
        return unquoted(strip(TemplateTokens.trimmed(answer), of: " \t\r*_.;,!"))
    }

    /// Without quotes or code marks that hold the whole answer.
    private static func unquoted(_ answer: Bytes) -> Bytes {
        for mark in ["\"", "`", "'"] as [StaticString]
        where answer.count > 2 && answer.hasPrefix(mark) && answer.hasSuffix(mark)
            && answer[1..<answer.count - 1].find(Bytes(mark)) == nil
        {
            return answer[1..<answer.count - 1].trimmed
        }
        if answer.count > 6, answer.hasPrefix("“"), answer.hasSuffix("”") {
            return answer[3..<answer.count - 3].trimmed
        }
        return answer
    }

    /// The offset of a full stop that is followed by white space, outside a number such as `3.14` and behind no
    /// abbreviation.
    private static func sentenceEnd(_ text: Bytes) -> Int? {
        var at = 0
        while let dot = text.suffix(from: at).find(Bytes(". ")) {
            let offset = at + dot
            if offset > 0, !Abbreviations.end(text, at: offset) { return offset }
            at = offset + 2
        }
        return nil
    }

    /// The offset of a comma behind which the sentence goes on with what follows from the answer or leads to it, and no
    /// other value: `72, in total, so …`.
    private static func reasonStart(_ text: Bytes) -> Int? {
        var at = 0
        while let comma = text.suffix(from: at).find(Bytes(", ")) {
            let offset = at + comma
            let rest = text.suffix(from: offset + 2)
            if offset > 0, reasons.contains(where: { rest.hasPrefix($0) }) { return offset }
            if isContrast(text[0..<offset], rest) { return offset }
            at = offset + 2
        }
        return nil
    }

    /// True for a number beside another that it is not: `5, not 6`.
    private static func isContrast(_ value: Bytes, _ rest: Bytes) -> Bool {
        guard rest.hasPrefix("not "), rest.count > 4, !value.isEmpty, value.find(Bytes(" ")) == nil else {
            return false
        }
        let other = rest.suffix(from: 4)
        return value[value.count - 1].isASCIIDigit && other.find(Bytes(" ")) == nil
            && (other[0].isASCIIDigit || other[0] == UInt8(ascii: "-"))
    }

    private static let reasons: [StaticString] = [
        "so ", "because ", "since ", "hence ", "thus ", "therefore ", "in total", "altogether",
    ]

    private static func strip(_ text: Bytes, of members: StaticString) -> Bytes {
        let set = ByteSet(members)
        var start = 0
        var end = text.count
        // A minus, a dot or a digit may begin an answer (-3, .5); only what cannot is taken from the front.
        let front = ByteSet(" \t\r*_:")
        while start < end, front.contains(text[start]) { start += 1 }
        while end > start, set.contains(text[end - 1]) { end -= 1 }
        return text[start..<end]
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

}
