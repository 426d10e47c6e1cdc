import AdjudgeBase

/// A text as the gate reads it: its words in lower case, whatever alphabet their letters pretend to be of.
struct GateText {
    /// The text, folded, in lower case.
    let plain: String
    /// Runs of letters and digits.
    let words: [Substring]
    let wordSet: Set<Substring>
    /// The words with one space between them.
    let joined: String

    init(_ text: String) {
        plain = GateText.plain(text)
        words = GateText.words(of: plain)
        wordSet = Set(words)
        joined = words.joined(separator: " ")
    }

    private static func plain(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return String(decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
        }
        let arena = Arena()
        let folded = withBytes(of: text) { $0.folded(.text, into: arena).string }
        var scalars = String.UnicodeScalarView()
        for scalar in folded.lowercased().unicodeScalars where !isHidden(scalar) {
            scalars.append(lookalikes[scalar] ?? scalar)
        }
        return String(scalars)
    }

    private static func words(of plain: String) -> [Substring] {
        if plain.utf8.allSatisfy({ $0 < 0x80 }) {
            return plain.utf8.split { !$0.isASCIIAlphanumeric }.map { Substring($0) }
        }
        return plain.unicodeScalars.split { !isWord($0) }.map { Substring($0) }
    }

    /// Whether `part` stands in the text. O(count), by bytes.
    func holds(_ part: String) -> Bool { GateText.holds(plain, part) }

    /// Whether the words of `part`, which are joined, stand in the text in that order. O(count), by bytes.
    func holdsWords(_ part: String) -> Bool { GateText.holds(joined, part) }

    private static func holds(_ text: String, _ part: String) -> Bool {
        var (text, part) = (text, part)
        return text.withUTF8 { text in part.withUTF8 { part in Bytes(text).find(Bytes(part)) != nil } }
    }

    /// Whether the text says anything at all: `∞` does, a check mark does not.
    var hasContent: Bool {
        !words.isEmpty || plain.unicodeScalars.contains { !$0.isASCII && $0.properties.generalCategory == .mathSymbol }
    }

    /// Whether the text is words: letters and spaces, of at least two letters in a row.
    var isWords: Bool {
        words.contains { $0.utf8.count >= 2 }
            && plain.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0 == " " || "'.,-".unicodeScalars.contains($0)
            }
    }

    /// The letters and digits of a text in lower case, without commands of LaTeX.
    static func letters(of text: String) -> String {
        var letters: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == 0x5C, rest.first?.isASCIILetter == true {
                rest = rest.drop { $0.isASCIILetter }
            } else if byte.isASCIIAlphanumeric || byte >= 0x80 {
                letters.append(byte.isASCIILetter ? byte | 0x20 : byte)
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Whether half of the other text's words or more are in this one, and all of this one's in the other.
    func isMost(of other: GateText) -> Bool {
        words.allSatisfy(other.wordSet.contains) && words.count * 2 >= other.words.count
    }

    /// The text as a judge sees it: without characters that nobody sees, or that turn others around.
    static func shown(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isHidden(scalar) || scalar.value == 0x200D { scalars.append(scalar) }
        return String(scalars)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x115F, 0x1160, 0x180E, 0x3164, 0xFFA0, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
            0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return UInt8(scalar.value).isASCIIAlphanumeric }
        let properties = scalar.properties
        return properties.isAlphabetic || properties.numericType != nil
    }

    /// Cyrillic and Greek letters that look like Latin ones.
    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = [
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ј": "j", "ԁ": "d",
        "һ": "h", "ԛ": "q", "ԝ": "w", "ց": "g", "к": "k", "м": "m", "т": "t", "в": "b", "н": "h", "α": "a", "ο": "o",
        "ρ": "p", "ν": "v", "ι": "i", "κ": "k", "τ": "t", "υ": "u", "χ": "x", "ε": "e", "ѵ": "v", "ո": "n", "ս": "u",
        "օ": "o", "ı": "i", "ɑ": "a", "ɡ": "g",
    ]
}
