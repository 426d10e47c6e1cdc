import AdjudgeBase

/// Readings that only the lenient profile tries, when the usual ones are not equal.
extension Equivalence {
    /// Equal when both are plain words that differ in case, articles and punctuation at most, or when a comma between
    /// digits on one side is the other's decimal point; `judgement` otherwise.
    func compareLeniently(_ reference: Bytes, _ answer: Bytes, _ judgement: Judgement) -> Judgement {
        guard strictness.isLenient, !judgement.isEqual else { return judgement }
        if PlainWords.areSame(reference, answer) { return .equal(.equalText) }
        // In a reference `1,2` is a list more often than not.
        if answer.findFirst(in: Equivalence.point) == nil, reference.findFirst(in: Equivalence.point) != nil {
            return compareDecimals(reference, answer, comma: DecimalComma.find(in: answer, places: 1), judgement)
        }
        if reference.findFirst(in: Equivalence.point) == nil, answer.findFirst(in: Equivalence.point) != nil {
            return compareDecimals(answer, reference, comma: DecimalComma.find(in: reference, places: 2), judgement)
        }
        return judgement
    }

    private static let point = ByteSet(".")

    private func compareDecimals(_ printed: Bytes, _ text: Bytes, comma: Int?, _ judgement: Judgement) -> Judgement {
        guard let comma, NumberReader.read(printed).value != nil else { return judgement }
        let pointed = tree.store(text.count) { to in
            to.update(from: text.start, count: text.count)
            to[comma] = UInt8(ascii: ".")
            return text.count
        }
        guard case .answer(let a) = read(printed), case .answer(let b) = read(pointed) else { return judgement }
        let second = compare(a, b)
        if second.isEqual { isOneSided = true }
        return second.isEqual ? second : judgement
    }
}

/// `2,74`: a comma where a decimal point stands in English.
private enum DecimalComma {
    /// The offset of the one comma of `text`, when `places` digits or more follow it, but not the three of thousands.
    static func find(in text: Bytes, places: Int) -> Int? {
        guard let comma = text.find(Bytes(",")), text.suffix(from: comma + 1).find(Bytes(",")) == nil, comma > 0,
            text[comma - 1].isASCIIDigit
        else { return nil }
        var end = comma + 1
        while end < text.count, text[end].isASCIIDigit { end += 1 }
        let count = end - comma - 1
        // Nothing groups behind a lone zero: `0,111`.
        let isZero = text[comma - 1] == UInt8(ascii: "0") && (comma == 1 || !text[comma - 2].isASCIIDigit)
        return count >= places && (count != 3 || isZero) ? comma : nil
    }

}

/// Answers in words.
private enum PlainWords {
    private static let signs = ByteSet(" .,;:!?'\"-\t\n\r")

    /// True when both texts are words and the same ones, but for case, articles and punctuation. O(both).
    static func areSame(_ a: Bytes, _ b: Bytes) -> Bool {
        var (left, right) = (Cursor(a), Cursor(b))
        var hasWord = false
        while true {
            let (mine, theirs) = (left.next(), right.next())
            guard !left.isForeign, !right.isForeign else { return false }
            guard let mine, let theirs else { return mine == nil && theirs == nil && hasWord }
            guard mine.count == theirs.count else { return false }
            // Letters alone are names, of points, choices, variables.
            if mine.count == 1, mine[0] != theirs[0] { return false }
            for index in 0..<mine.count where lower(mine[index]) != lower(theirs[index]) { return false }
            // `mgh` and `mgH` are no words.
            if mine != theirs, LetterRun.isUsualProduct(mine) || LetterRun.isUsualProduct(theirs) { return false }
            // Nor is `BIl`: a word has no small letter behind two capitals.
            if mine != theirs, !hasCaseOfWords(mine) || !hasCaseOfWords(theirs) { return false }
            if mine.count > 2, isLetter(mine[0]) { hasWord = true }
        }
    }

    /// All small, all capitals, or a capital first.
    private static func hasCaseOfWords(_ word: Bytes) -> Bool {
        let rest = 1..<max(word.count, 1)
        return rest.allSatisfy { !isCapital(word[$0]) } || (0..<word.count).allSatisfy { isCapital(word[$0]) }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte >= 0x80
    }

    private struct Cursor {
        private let text: Bytes
        private var at = 0
        /// A byte was seen that words have not.
        private(set) var isForeign = false

        init(_ text: Bytes) { self.text = text }

        /// The next word that is no article, or run of digits.
        mutating func next() -> Bytes? {
            while at < text.count {
                if text[at].isASCIIDigit {
                    let start = at
                    while at < text.count, text[at].isASCIIDigit { at += 1 }
                    return text[start..<at]
                }
                if !isLetter(text[at]) {
                    // A sign right before a digit may be a point, a separator or a minus.
                    let next = at + 1 < text.count ? text[at + 1] : 0x20
                    guard signs.contains(text[at]), text[at] <= 0x20 || !next.isASCIIDigit else {
                        isForeign = true
                        return nil
                    }
                    at += 1
                    continue
                }
                let start = at
                while at < text.count, isLetter(text[at]) { at += 1 }
                let word = text[start..<at]
                // An article only before a word: `A, B` are two choices.
                let isFollowed =
                    at + 2 < text.count && text[at] == 0x20 && isLetter(text[at + 1]) && isLetter(text[at + 2])
                if isFollowed, isArticle(word) { continue }
                return word
            }
            return nil
        }

        private func isArticle(_ word: Bytes) -> Bool {
            switch word.count {
            case 1: return lower(word[0]) == UInt8(ascii: "a")
            case 2: return lower(word[0]) == UInt8(ascii: "a") && lower(word[1]) == UInt8(ascii: "n")
            case 3:
                return lower(word[0]) == UInt8(ascii: "t") && lower(word[1]) == UInt8(ascii: "h")
                    && lower(word[2]) == UInt8(ascii: "e")
            default: return false
            }
        }
    }
}
