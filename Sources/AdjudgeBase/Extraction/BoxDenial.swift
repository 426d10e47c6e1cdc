/// What the text around a box or a stated answer says of it: "the answer is not \\boxed{5}", "\\boxed{5} is wrong".
///
/// Only the words of the box's own clause count, from the box outwards, so that "it is not 4: \\boxed{5}" and
/// "\\boxed{5}, which is not prime" state their boxes. English; of other languages ``ForeignDenial`` knows the nearest words.
public enum BoxDenial {
    /// More words than this from the box are about something else.
    private static let maxWords = 9

    /// True where the box that holds `answer`, or the sentence or the tags that state it, is denied. With `ofStatements` the answer
    /// names a statement, which may be asked for because it is false, and only a box or tags count. O(the clause).
    public static func denies(_ answer: Bytes, in response: Bytes, ofStatements: Bool = false) -> Bool {
        AnswerPlace(of: answer, in: response).map { denies(at: $0, ofStatements: ofStatements) } ?? false
    }

    /// The same of an answer whose place is known.
    public static func denies(at place: AnswerPlace, ofStatements: Bool = false) -> Bool {
        let (answer, response) = (place.answer, place.response)
        guard !answer.isEmpty else { return false }
        if let (box, held) = place.box {
            let (before, behind) = (response[0..<box.start], response.suffix(from: box.end))
            return Disclaimer.governs(before) || isDeniedBehind(behind, ofStatements: ofStatements)
                || Retraction.follows(held, in: behind) || ForeignDenial.governs(before)
                || ForeignDenial.follows(in: behind)
        }
        let before = response[0..<place.offset]
        let inside = response.suffix(from: place.offset + answer.count)
        let rest = behindTag(inside)
        if ofStatements { return rest.count < inside.count && isDeniedBehind(rest, ofStatements: true) }
        return Disclaimer.governs(before, opens: true) || isDeniedBehind(rest)
            || Retraction.follows(answer, in: rest) || ForeignDenial.governs(before)
            || ForeignDenial.follows(in: rest)
    }

    /// True where a sentence that is read as its last number denies it. O(sentence).
    public static func deniesLastNumber(of sentence: Bytes) -> Bool {
        guard let last = sentence.findLast(in: digits) else { return false }
        var start = last
        while start > 0, sentence[start - 1].isASCIIDigit || sentence[start - 1].isOne(of: ".,-/") { start -= 1 }
        return Disclaimer.governs(sentence[0..<start], opens: true) || ForeignDenial.governs(sentence[0..<start])
            || ForeignDenial.follows(in: sentence.suffix(from: last + 1)) || Exclusion.rejects(sentence[0..<start])
    }

    private static let digits = ByteSet("0123456789")

    /// True where the box that holds `answer` is only part of what a box around it holds: `\boxed{\boxed{5} + 1}`.
    public static func isPart(_ answer: Bytes, in response: Bytes) -> Bool {
        AnswerPlace(of: answer, in: response)?.box?.box.outermost(in: response) != nil
    }

    // MARK: Behind the box

    /// The text behind a closing tag that stands at its start: `</answer> is wrong`.
    private static func behindTag(_ text: Bytes) -> Bytes {
        let start = text.suffix(from: (0..<text.count).first { text[$0] > 0x20 } ?? text.count)
        guard start.hasPrefix("</"), let end = start[0..<min(start.count, 40)].findFirst(in: closers) else {
            return text
        }
        return start.suffix(from: end + 1)
    }

    private static let closers = ByteSet(">")

    private static func isDeniedBehind(_ text: Bytes, ofStatements: Bool = false) -> Bool {
        var words = Words(text)
        guard var word = words.next() else { return false }
        // "\\boxed{5}, which is wrong", "\\boxed{5}. That is wrong"
        while isOne(word, of: ["which", "that", "this", "it", "but"]) {
            guard let following = words.next(), !words.hasEnded else { return false }
            word = following
        }
        guard words.isBesideBox || isOne(word, of: verbs) || Disclaimer.isNegation(word) else { return false }
        if word.equals("cannot") || isOne(word, of: ["can't", "can’t", "couldn't"]) {
            guard let verb = words.next(), verb.equals("be") else { return false }
            return isRightWord(&words)
        }
        if isOne(word, of: ["isn't", "isn’t", "wasn't", "wasn’t"]) { return isRightWord(&words) }
        guard isOne(word, of: verbs), var said = words.next() else { return false }
        if said.equals("be"), let next = words.next() { said = next }
        for _ in 0..<2 where isOne(said, of: degrees) {
            guard let next = words.next() else { return false }
            said = next
        }
        if isOne(said, of: faults) { return !ofStatements || !isOne(said, of: untruths) }
        return said.equals("not") && isRightWord(&words)
    }

    private static let verbs: [StaticString] = [
        "is", "was", "seems", "looks", "must", "would", "should", "are", "may", "might", "appears",
    ]
    private static let degrees: [StaticString] = [
        "clearly", "obviously", "a", "an", "the", "definitely", "certainly", "probably", "also", "simply", "just",
        "too",
    ]
    /// What says of an answer that it is wrong, in lower case.
    public static let faults: [StaticString] = [
        "wrong", "incorrect", "false", "invalid", "impossible", "mistaken", "mistake", "untrue", "error", "extraneous",
    ]

    /// What is said of statements as well as of answers.
    private static let untruths: [StaticString] = ["false", "untrue", "invalid", "impossible", "error"]

    /// "the answer", "correct" and the like, with what may stand before it.
    private static func isRightWord(_ words: inout Words) -> Bool {
        for _ in 0..<3 {
            guard let word = words.next() else { return false }
            if isOne(word, of: ["correct", "right", "answer", "true", "valid", "it", "possible", "solution"]) {
                return true
            }
            guard isOne(word, of: ["the", "a", "an", "my", "our", "final", "be"]) else { return false }
        }
        return false
    }

    // MARK: Words

    private static func isOne(_ word: Bytes, of list: [StaticString]) -> Bool { Disclaimer.isOne(word, of: list) }

    /// The words of the clause behind a box.
    private struct Words {
        private let text: Bytes
        private var at = 0
        private var count = 0
        /// A sentence ended before the word that was taken last.
        private(set) var hasEnded = false
        /// Nothing but signs that close a formula stood before the first word.
        private(set) var isBesideBox = true

        init(_ text: Bytes) { self.text = text }

        mutating func next() -> Bytes? {
            var lines = 0
            while at < text.count, !DisclaimerClause.isLetter(text[at]) {
                switch text[at] {
                case UInt8(ascii: ","), UInt8(ascii: "."): if count > 0 || text[at] == UInt8(ascii: ".") { mark() }
                case 0x0A:
                    lines += 1
                    if lines > 1 { return nil }
                case 0x20, 0x0D, 0x09, UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: ")"), UInt8(ascii: "]"): break
                case UInt8(ascii: "\\"):
                    guard at + 1 < text.count, text[at + 1] == UInt8(ascii: ")") || text[at + 1] == UInt8(ascii: "]")
                    else {
                        return nil
                    }
                default: return nil
                }
                at += 1
            }
            guard at < text.count, count < maxWords, !hasEnded || count == 0 else { return nil }
            let start = at
            while at < text.count, DisclaimerClause.isLetter(text[at]) { at += 1 }
            count += 1
            return text[start..<at]
        }

        private mutating func mark() {
            if count > 0 { hasEnded = true } else { isBesideBox = false }
        }
    }
}
