import AdjudgeBase

/// `2-propanol`, `1,2-dichloroethane`, `3-phase`: a name that begins with a number, which is part of the name and no value.
enum NumberedName {
    /// What is only equal by the numbers of names is left open. O(both).
    static func judge(_ reference: Bytes, _ answer: Bytes, _ given: Judgement) -> Judgement {
        guard given.isEqual, isName(reference) || isName(answer), !haveSameLetters(reference, answer) else {
            return given
        }
        return .undecided(.differentText)
    }

    private static func isName(_ text: Bytes) -> Bool {
        guard text.count > 3, text.count <= 80, text[0].isASCIIDigit else { return false }
        var at = 0
        while at < text.count, text[at].isASCIIDigit || text[at] == UInt8(ascii: ",") && text[at + 1].isASCIIDigit {
            at += 1
        }
        let isHyphen = at < text.count && text[at] == UInt8(ascii: "-")
        guard isHyphen || at < text.count && text[at] == 0x20 else { return false }
        let start = at + 1
        at = start
        while at < text.count, text[at].isASCIILetter { at += 1 }
        let word = text[start..<at]
        // A letter or two are variables.
        guard word.count > 3 else { return false }
        return isCompound(word) || isHyphen && LetterRun.isWordLike(word) && !isMeasure(word)
    }

    /// `5-foot`, `3-fold`: how much of something.
    private static func isMeasure(_ word: Bytes) -> Bool {
        UnitLexicon.unit(word) != nil || NumberWords.scale(word) != nil || NumberWords.part(word) != nil
            || measures.contains { word.equals($0) }
    }

    private static let measures: [StaticString] = [
        "fold", "folds", "times", "percent", "point", "points", "step", "steps", "digit", "digits", "sided",
        "dimensional", "unit", "units", "item", "items", "ways",
    ]

    /// A word with a stem of organic chemistry.
    private static func isCompound(_ word: Bytes) -> Bool {
        word.count > 5 && stems.contains { word.find(Bytes($0)) != nil }
    }

    private static let stems: [StaticString] = [
        "methyl", "ethyl", "propyl", "butyl", "phenyl", "vinyl", "chloro", "bromo", "fluoro", "iodo", "nitro", "amino",
        "hydroxy", "methoxy", "ethoxy", "propan", "butan", "pentan", "hexan", "heptan", "octan", "nonan", "decan",
        "propen", "buten", "penten", "hexen", "propyn", "butyn", "pentyn", "hexyn", "phenol", "benz", "tolu", "naphth",
    ]

    private static func haveSameLetters(_ a: Bytes, _ b: Bytes) -> Bool {
        var (left, right) = (0, 0)
        while true {
            while left < a.count, !a[left].isASCIIAlphanumeric { left += 1 }
            while right < b.count, !b[right].isASCIIAlphanumeric { right += 1 }
            guard left < a.count, right < b.count else { return left >= a.count && right >= b.count }
            let isSame = a[left] == b[right] || a[left].isASCIILetter && a[left] | 0x20 == b[right] | 0x20
            guard isSame else { return false }
            left += 1
            right += 1
        }
    }
}
