/// Words that a full stop shortens instead of ending the sentence.
enum Abbreviations {
    private static let words: [StaticString] = [
        "St", "Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "Gen", "Col", "Lt", "Sgt", "Capt", "Gov", "Sen", "Rep", "Mt",
        "Ft",
        "vs", "Fr", "Msgr", "Hon",
    ]
    private static let starters: [StaticString] = [
        "The", "It", "This", "That", "These", "A", "An", "In", "So", "We", "I", "Because", "Since", "Therefore", "Thus",
        "However", "If", "As", "For", "To", "Here", "There", "Note", "Hence", "But", "And", "Let", "By", "Option",
    ]

    /// True when the full stop at `stop`, which white space follows, belongs to a title ("St. Louis"), a number ("No. 5"),
    /// or initials ("George W. Bush", "the U.S. Congress").
    static func end(_ text: Bytes, at stop: Int) -> Bool {
        var start = stop
        while start > 0, text[start - 1].isASCIILetter { start -= 1 }
        let word = text[start..<stop]
        let next = text.suffix(from: stop + 1).trimmed
        guard !word.isEmpty, !next.isEmpty else { return false }
        if words.contains(where: { word.equals($0) }) { return next[0] >= 0x41 && next[0] <= 0x5A }
        if word.equals("No") || word.equals("no") || word.equals("Nos") { return next[0].isASCIIDigit }
        guard word.count == 1, word[0] >= 0x41, word[0] <= 0x5A, next[0] >= 0x41, next[0] <= 0x5A else { return false }
        var end = 0
        while end < next.count, next[end].isASCIILetter { end += 1 }
        if starters.contains(where: { next[0..<end].equals($0) }) { return false }
        // Of "U.S." and "J. R. R. Tolkien", or behind a name.
        if start >= 2, text[start - 1] == UInt8(ascii: ".") { return true }
        if start == 0 { return false }
        guard text[start - 1] == 0x20 else { return false }
        var name = start - 1
        while name > 0, text[name - 1].isASCIILetter || text[name - 1] == UInt8(ascii: ".") { name -= 1 }
        let before = text[name..<start - 1]
        guard !before.isEmpty, before[0] >= 0x41, before[0] <= 0x5A else { return false }
        return
            !(["Option", "Choice", "Answer", "Vitamin", "Point", "Case", "Type", "Plan", "Hepatitis"] as [StaticString])
            .contains { before.equals($0) }
    }
}
