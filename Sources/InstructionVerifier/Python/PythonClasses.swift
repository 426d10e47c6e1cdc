import AdjudgeBase

/// The character classes of Python's `re`.
extension Bytes {
    /// The length of the character at `offset` where it is one of `\w`; else 0.
    @inline(__always)
    func wordLength(at offset: Int) -> Int {
        let byte = self[offset]
        if byte < 0x80 { return byte.isASCIIAlphanumeric || byte == 0x5F ? 1 : 0 }
        return wordLengthBeyondASCII(at: offset)
    }

    /// Whether the character that ends at `offset` is one of `\w`.
    func isWord(before offset: Int) -> Bool {
        guard offset > 0, offset <= count else { return false }
        var at = offset - 1
        while at > 0, start[at] & 0xC0 == 0x80 { at -= 1 }
        return wordLength(at: at) > 0
    }

    /// Whether `\b` holds at `offset`.
    func isWordBoundary(at offset: Int) -> Bool {
        isWord(before: offset) != (offset < count && wordLength(at: offset) > 0)
    }

    /// Whether `literal` stands in the text with a word boundary at both of its ends. O(count).
    func holdsWhole(_ literal: Bytes) -> Bool {
        var at = 0
        while let found = suffix(from: at).find(literal) {
            let start = at + found
            if isWordBoundary(at: start), isWordBoundary(at: start + literal.count) { return true }
            at = start + 1
        }
        return false
    }

    /// The length of the character at `offset` where it is one of `\d`; else 0.
    func digitLength(at offset: Int) -> Int {
        let byte = self[offset]
        if byte < 0x80 { return byte.isASCIIDigit ? 1 : 0 }
        let (scalar, length) = scalar(at: offset)
        guard let scalar = scalar.flatMap({ Unicode.Scalar($0) }) else { return 0 }
        return scalar.properties.generalCategory == .decimalNumber ? length : 0
    }

    /// Calls `body` with each run of `\w`. O(count).
    @inline(__always)
    func forEachWordRun(_ body: (Bytes) -> Void) {
        var at = 0
        while at < count {
            let first = at
            while at < count {
                let length = wordLength(at: at)
                if length == 0 { break }
                at += length
            }
            if at > first { body(self[first..<at]) } else { at += start[at] < 0x80 ? 1 : codePointLength(at: at) }
        }
    }

    private func wordLengthBeyondASCII(at offset: Int) -> Int {
        let (scalar, length) = scalar(at: offset)
        guard let scalar = scalar.flatMap({ Unicode.Scalar($0) }) else { return 0 }
        switch scalar.value {
        // General punctuation, and letters of the commonest scripts.
        case 0x2000...0x206F: return 0
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x400...0x481, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF,
            0xAC00...0xD7A3:
            return length
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return length
        default: return 0
        }
    }
}
