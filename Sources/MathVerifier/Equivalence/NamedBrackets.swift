import AdjudgeBase

/// `the point (1,2)`, `\text{the closed interval }[0,1]`: brackets behind a noun that names what they are.
struct NamedBrackets {
    enum Kind { case point, interval }

    let kind: Kind
    /// The brackets alone.
    let rest: Bytes

    /// Nil where the text is anything else: other words, more behind the brackets of one thing. O(text).
    init?(_ text: Bytes) {
        guard text.count > 8, text.count <= 400,
            text[0].isASCIILetter || text[0] == UInt8(ascii: "\\") || text[0] == UInt8(ascii: "$")
        else { return nil }
        // The brackets end the text, but for what only sets a formula apart.
        let last = text[text.count - 1]
        guard last.isOne(of: ")]$,") || last <= 0x20 else { return nil }
        var at = 0
        var isInText = false
        var noun: (kind: Kind, isPlural: Bool)?
        while at < text.count {
            if text[at].isASCIILetter {
                let start = at
                while at < text.count, text[at].isASCIILetter || text[at] == UInt8(ascii: "-") { at += 1 }
                let word = text[start..<at]
                if let found = NamedBrackets.noun(word) {
                    guard noun == nil else { return nil }
                    noun = found
                } else if !NamedBrackets.isNeutral(word, isBehindNoun: noun != nil) {
                    return nil
                }
            } else if text[at] == UInt8(ascii: "\\"), !isInText, text.suffix(from: at).hasPrefix("\\text{") {
                isInText = true
                at += 6
            } else if text[at] == UInt8(ascii: "}"), isInText {
                isInText = false
                at += 1
            } else if noun == nil,
                let length = NamedBrackets.styles.first(where: { text.suffix(from: at).hasPrefix($0) })?
                    .utf8CodeUnitCount
            {
                at += length
            } else if text[at] == 0x20 || text[at] == UInt8(ascii: "~") || text[at] == UInt8(ascii: ":") && noun != nil
            {
                at += 1
            } else {
                break
            }
        }
        let rest = NamedBrackets.unwrapped(text.suffix(from: at))
        guard let noun, !isInText, NamedBrackets.isBracketed(rest, isOne: !noun.isPlural) else { return nil }
        kind = noun.kind
        self.rest = rest
    }

    /// What stands before the words and says nothing.
    private static let styles: [StaticString] = ["$", "\\displaystyle", "\\,"]

    /// The text without dollar signs and spaces at its ends.
    private static func unwrapped(_ text: Bytes) -> Bytes {
        var text = text.trimmed
        while let end = (["$", "\\,"] as [StaticString]).first(where: { text.hasSuffix($0) })?.utf8CodeUnitCount {
            text = text[0..<text.count - end].trimmed
        }
        return text.hasPrefix("$") ? text.suffix(from: 1).trimmed : text
    }

    /// Both texts without the nouns; as they are where one says a point and the other an interval.
    static func stripped(_ reference: Bytes, _ answer: Bytes) -> (reference: Bytes, answer: Bytes) {
        let (mine, theirs) = (NamedBrackets(reference), NamedBrackets(answer))
        if let mine, let theirs, mine.kind != theirs.kind { return (reference, answer) }
        return (mine?.rest ?? reference, theirs?.rest ?? answer)
    }

    private static func noun(_ word: Bytes) -> (kind: Kind, isPlural: Bool)? {
        if word.equals("interval") { return (.interval, false) }
        // Coordinates are those of one point.
        if word.equals("coordinates") || points.contains(where: { word.equals($0) }) { return (.point, false) }
        return plurals.contains { word.equals($0) } ? (.point, true) : nil
    }

    private static let points: [StaticString] = ["point", "pair", "vector", "triple", "triplet", "tuple", "vertex"]
    private static let plurals: [StaticString] = ["points", "pairs", "vectors", "triples", "vertices"]

    private static func isNeutral(_ word: Bytes, isBehindNoun: Bool) -> Bool {
        isBehindNoun
            ? word.equals("is") || word.equals("are")
            : neutral.contains { word.equals($0) }
    }

    private static let neutral: [StaticString] = [
        "the", "The", "a", "A", "an", "ordered", "closed", "open", "half-open", "position", "coordinate",
    ]

    /// True for a text that may give coordinates: brackets, a column, or values that are no range and no alternatives.
    static func mayBePoint(_ text: Bytes) -> Bool {
        text.findFirst(in: openings) != nil || text.find(Bytes("\\begin")) != nil
            || text.find(Bytes("langle")) != nil || text.find(Bytes("⟨")) != nil
            // `1, 2` and `x=1, y=2` give its coordinates.
            || text.findFirst(in: orders) == nil && text.find(Bytes(" or ")) == nil && text.find(Bytes("\\l")) == nil
    }

    private static let openings = ByteSet("([")
    private static let orders = ByteSet("<>")

    /// True when the text begins and ends with brackets; where it says one thing, with one pair of them.
    private static func isBracketed(_ text: Bytes, isOne: Bool) -> Bool {
        var depth = 0
        for at in 0..<text.count {
            switch text[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0, isOne { return at == text.count - 1 }
            default:
                // Only a command of size stands before the first.
                if depth == 0, isOne, !(at < 5 && "\\left".utf8.contains(text[at])) { return false }
            }
        }
        return depth == 0 && !text.isEmpty && (text.hasSuffix(")") || text.hasSuffix("]"))
            && (text[0] == UInt8(ascii: "(") || text[0] == UInt8(ascii: "[") || text.hasPrefix("\\left"))
    }
}
