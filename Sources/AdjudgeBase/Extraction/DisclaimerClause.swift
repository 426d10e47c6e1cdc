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
        var start = end
        while start > 0, DisclaimerClause.isLetter(text.start[start - 1]) { start -= 1 }
        guard start < end else { return nil }
        let word = text[start..<end]
        count += 1
        end = start
        return word
    }

    /// Whether a byte is part of a word.
    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte == UInt8(ascii: "'") || byte >= 0x80
    }
}
