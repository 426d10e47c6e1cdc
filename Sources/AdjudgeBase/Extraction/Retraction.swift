/// What comes behind a stated value and puts another in its place, or takes it back: "5. Wait, 6", "5. Scratch that."
enum Retraction {
    /// How much of the text behind a value is looked at.
    private static let reach = 2000
    private static let marks = ByteSet(".!?\n;(")
    private static let beforeSentences = ByteSet(" \t\r\n-*_$)]\\")
    private static let beforeValues = ByteSet(" ,:.!-")
    private static let beforeWords = ByteSet(" ,:")
    private static let aroundValues = ByteSet("$*")

    /// True where `text`, which follows `value`, takes it back. O(reach).
    static func follows(_ value: Bytes, in text: Bytes) -> Bool {
        let limit = min(text.count, reach)
        guard limit > 0 else { return false }
        let (marks, before, letters) = (Retraction.marks, beforeSentences, firstLetters)
        var at = 0
        while at < limit, let mark = text[at..<limit].findFirst(in: marks) {
            at += mark + 1
            let start = skipped(before, from: at, in: text)
            guard start > at || text[at - 1] == 0x0A || text[at - 1] == UInt8(ascii: "("),
                letters.contains(text[start])
            else { continue }
            if let end = phrase(of: decided, at: start, in: text), isClauseEnd(end, in: text) {
                // A value that is stated again stands.
                return text.suffix(from: end).find(value.trimmed) == nil
            }
            if let end = phrase(of: tentative, at: start, in: text), replaces(value.trimmed, from: end, in: text) {
                return true
            }
        }
        return false
    }

    /// True where another value than `value` stands at `from`, behind a mark or words that lead to it.
    private static func replaces(_ value: Bytes, from: Int, in text: Bytes) -> Bool {
        var at = skipped(beforeValues, from: from, in: text)
        var isLed = !text[from..<at].trimmed.isEmpty
        for _ in 0..<3 {
            guard let end = phrase(of: leads, at: at, in: text) else { break }
            at = skipped(beforeWords, from: end, in: text)
            isLed = true
        }
        at = skipped(aroundValues, from: at, in: text)
        let next = text.suffix(from: at)
        let digit = next.hasPrefix("-") ? 1 : 0
        guard isLed, digit < next.count, next[digit].isASCIIDigit else { return false }
        var end = digit
        while end < next.count, next[end].isASCIIDigit || next[end].isOne(of: ".,/") { end += 1 }
        while end > digit, !next[end - 1].isASCIIDigit { end -= 1 }
        // A sum or a step that goes on is a check, and no other value.
        let behind = next.suffix(from: end).trimmed
        let isAlone = behind.isEmpty || behind[0].isOne(of: ".,;!)$*") || next[end] == 0x0A
        return isAlone
            && !(value.count >= end && value[0..<end] == next[0..<end]
                && !(value.count > end && value[end].isASCIIDigit))
    }

    private static let decided = Phrases([
        "scratch that", "strike that", "i take that back", "i take it back", "never mind", "nevermind", "i was wrong",
        "that's wrong", "that is wrong", "that's incorrect", "that is incorrect", "that can't be right",
        "that cannot be right", "my mistake", "i made a mistake", "wrong", "incorrect", "not correct",
        "no, that's wrong",
        "no, that is wrong", "no, wrong", "that's not right", "that is not right", "that's not it",
    ])
    private static let tentative = Phrases([
        "wait", "hold on", "no", "nope", "actually", "correction", "oops", "sorry", "hmm", "i mean", "or rather",
        "on second thought", "scratch that", "make that",
    ])
    private static let leads = Phrases([
        "no", "actually", "sorry", "it's", "it is", "it should be", "it must be", "make that", "i mean", "should be",
        "that's", "the answer is", "the correct answer is", "wait",
    ])

    private static func skipped(_ set: ByteSet, from: Int, in text: Bytes) -> Int {
        var at = from
        while at < text.count, set.contains(text[at]) { at += 1 }
        return at
    }

    private static func isClauseEnd(_ at: Int, in text: Bytes) -> Bool {
        at >= text.count || text[at].isOne(of: ".,;:!)\n")
    }

    /// The letters that a phrase of ``decided`` or ``tentative`` begins with, in both cases: most sentences begin with
    /// none of them.
    private static let firstLetters: ByteSet = {
        var letters = ByteSet("")
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z")
        where !decided.beginning(with: letter).isEmpty || !tentative.beginning(with: letter).isEmpty {
            letters.insert(letter)
            letters.insert(letter - 0x20)
        }
        return letters
    }()

    /// The offset past one of these phrases, as whole words and without case.
    private static func phrase(of list: Phrases, at start: Int, in text: Bytes) -> Int? {
        guard start < text.count else { return nil }
        for phrase in list.beginning(with: text[start]) {
            let end = start + phrase.utf8CodeUnitCount
            guard end <= text.count, end == text.count || !text[end].isASCIIAlphanumeric,
                Disclaimer.isOne(text[start..<end], of: phrase)
            else { continue }
            return end
        }
        return nil
    }

    /// Phrases by their first letters.
    private struct Phrases {
        private let byLetter: [[StaticString]]

        init(_ phrases: [StaticString]) {
            var byLetter = [[StaticString]](repeating: [], count: 32)
            for phrase in phrases { byLetter[Int(phrase.utf8Start[0] & 0x1F)].append(phrase) }
            self.byLetter = byLetter
        }

        func beginning(with byte: UInt8) -> [StaticString] { byte.isASCIILetter ? byLetter[Int(byte & 0x1F)] : [] }
    }
}
