/// `choice`: the last option letter that stands as one. A capital letter of prose, such as the article in "A dog", is
/// none: the letter must be in brackets or emphasis, begin a line with a mark after it, stand alone on its line, or
/// follow "answer", "option" or "choice".
struct ChoiceFinder: Finder {
    private let letters: ByteSet

    init(letters: String = "ABCDEFGHIJ") {
        var set = ByteSet("")
        for byte in letters.utf8 { set.insert(byte) }
        self.letters = set
    }

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        guard let node = step.option("letters") else { return ChoiceFinder() }
        let letters = try node.string("capital letters, such as \"ABCD\"")
        guard !letters.isEmpty, letters.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else {
            throw node.mismatch(expected: "capital letters, such as \"ABCD\"")
        }
        return ChoiceFinder(letters: letters)
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        var end = text.count
        while let at = text[0..<end].findLast(in: letters) {
            end = at
            guard !isWord(text, at - 1), !isWord(text, at + 1), standsAsChoice(at, in: text) else { continue }
            scratch.spend(text.count - at)
            if namesAnother(after: at, in: text) || namesAnother(before: at, in: text) {
                return .nothing(.severalAnswers, miss: text[at..<at + 1])
            }
            return .found(text[at..<at + 1], .choice)
        }
        scratch.spend(text.count)
        return .nothing()
    }

    private func standsAsChoice(_ at: Int, in text: Bytes) -> Bool {
        let before = at > 0 ? text[at - 1] : 0x0A
        let after = at + 1 < text.count ? text[at + 1] : 0x0A
        if before == UInt8(ascii: "("), after == UInt8(ascii: ")") { return true }
        if before == UInt8(ascii: "["), after == UInt8(ascii: "]") { return true }
        if before == UInt8(ascii: "{"), after == UInt8(ascii: "}") { return true }
        if before == UInt8(ascii: "*"), after == UInt8(ascii: "*") { return true }
        if before == UInt8(ascii: "$"), after == UInt8(ascii: "$") { return true }
        let marked =
            ".):*".utf8.contains(after) || after == 0x0A || after == 0x0D || after == 0x20 && endsLine(at + 1, in: text)
        if beginsLine(at, in: text), marked { return true }
        return followsAnnouncement(at, in: text)
    }

    /// True when the letter goes on with another, as in "A or B", "A/B" and "A, B".
    private func namesAnother(after at: Int, in text: Bytes) -> Bool {
        var index = at + 1
        let limit = min(text.count, at + 16)
        var joined = false
        while index < limit {
            let byte = text[index]
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "&") {
                joined = true
                index += 1
            } else if " ()*[]{}$\\".utf8.contains(byte) {
                index += 1
            } else if text.suffix(from: index).hasPrefix("or ") || text.suffix(from: index).hasPrefix("and ") {
                joined = true
                index += byte == UInt8(ascii: "o") ? 3 : 4
            } else {
                return joined && letters.contains(byte) && !isWord(text, index + 1)
            }
        }
        return false
    }

    /// True when the letter goes on from another in the same way.
    private func namesAnother(before at: Int, in text: Bytes) -> Bool {
        var end = at
        let limit = max(0, at - 16)
        var joined = false
        while end > limit {
            let byte = text[end - 1]
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "&") {
                joined = true
                end -= 1
            } else if " ()*[]{}$\\".utf8.contains(byte) {
                end -= 1
            } else if text[limit..<end].hasSuffix(" or") || text[limit..<end].hasSuffix(" and") {
                joined = true
                end -= byte == UInt8(ascii: "r") ? 2 : 3
            } else {
                return joined && letters.contains(byte) && !isWord(text, end - 2)
            }
        }
        return false
    }

    private func beginsLine(_ at: Int, in text: Bytes) -> Bool {
        var index = at - 1
        while index >= 0, at - index <= 8, " \t*_-".utf8.contains(text[index]) { index -= 1 }
        return index < 0 || text[index] == 0x0A
    }

    private func endsLine(_ at: Int, in text: Bytes) -> Bool {
        var index = at
        while index < text.count, index - at <= 8, text[index] == 0x20 || text[index] == 0x0D { index += 1 }
        return index == text.count || text[index] == 0x0A
    }

    /// True after `answer`, `option` or `choice`, with `is`, marks and spaces between.
    private func followsAnnouncement(_ at: Int, in text: Bytes) -> Bool {
        var window = text[max(0, at - 32)..<at]
        window = trimmedEnd(window)
        if endsWithWord(window, "is") { window = trimmedEnd(window[0..<window.count - 2]) }
        return endsWithWord(window, "answer") || endsWithWord(window, "option") || endsWithWord(window, "choice")
    }

    private func trimmedEnd(_ text: Bytes) -> Bytes {
        var end = text.count
        while end > 0, " \t\n*_:([{$".utf8.contains(text[end - 1]) { end -= 1 }
        return text[0..<end]
    }

    private func endsWithWord(_ text: Bytes, _ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard text.count >= length, !isWord(text, text.count - length - 1) else { return false }
        return (0..<length).allSatisfy { text[text.count - length + $0] | 0x20 == word.utf8Start[$0] }
    }

    private func isWord(_ text: Bytes, _ at: Int) -> Bool {
        guard at >= 0, at < text.count else { return false }
        let byte = text[at]
        return (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x27
            || byte >= 0x80
    }
}
