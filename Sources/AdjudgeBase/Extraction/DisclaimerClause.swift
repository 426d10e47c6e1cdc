/// The last words of a text's last clause, from its end: at most ``maxWords`` of them.
struct DisclaimerClause: Sequence, IteratorProtocol {
    /// More words than this before an answer are about something else.
    private static let maxWords = 14

    private let text: Bytes
    private var end: Int
    private var lines = 0
    private var count = 0

    init(_ text: Bytes) {
        self.text = text
        end = text.count
    }

    mutating func next() -> Bytes? {
        guard let end = nextEnd() else { return nil }
        var start = end
        while start > 0, DisclaimerClause.isLetter(text.start[start - 1]) { start -= 1 }
        return take(start..<end)
    }

    /// The next word, also as ``ListedWords`` looks it up; nil in that form where it is too long for it.
    @inline(__always)
    mutating func nextPacked() -> (word: Bytes, packed: PackedWord?)? {
        guard let end = nextEnd() else { return nil }
        var start = end
        var packed = PackedWord()
        while start > 0, DisclaimerClause.isLetter(text.start[start - 1]) {
            start -= 1
            packed.prepend(text.start[start])
        }
        guard let word = take(start..<end) else { return nil }
        return (word, word.count <= PackedWord.maxCount ? packed : nil)
    }

    private mutating func take(_ word: Range<Int>) -> Bytes? {
        guard !word.isEmpty else { return nil }
        count += 1
        end = word.lowerBound
        return text[word]
    }

    /// Where the next word ends; nil behind the last of the clause.
    private mutating func nextEnd() -> Int? {
        guard count < DisclaimerClause.maxWords else { return nil }
        while end > 0 {
            let byte = text.start[end - 1]
            if byte == 0x0A { lines += 1 }
            let opens = byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[")
            if opens, end > 1, text.start[end - 2] == UInt8(ascii: "\\") {
                end -= 2
                continue
            }
            // A line's end, a colon and signs that set the answer apart stand only right before it.
            guard
                byte == 0x20 || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "=")
                    || count == 0 && (byte < 0x20 || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ":"))
            else { break }
            if lines > 1 { return nil }
            end -= 1
        }
        return end
    }

    /// Whether a byte is part of a word.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "'") || byte >= 0x80
    }
}
