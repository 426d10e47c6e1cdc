import AdjudgeBase
import Glibc

/// Texts as Python's `str`, `float` and `re` treat them, for rules that are defined by Python code.
extension Bytes {
    /// The number that `float(text)` gives, nil where it raises an exception. O(text).
    var pythonFloat: Double? {
        let text = pythonStripped
        guard text.count > 0, text.count <= 4096 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            var count = 0
            var at = 0
            func digits() -> Int {
                let start = at
                while at < text.count {
                    if let digit = text.decimalDigit(at: at) {
                        buffer[count] = CChar(0x30 + digit.value)
                        count += 1
                        at += digit.length
                    } else if text[at] == UInt8(ascii: "_"), at > start, text[at - 1] != UInt8(ascii: "_"),
                        at + 1 < text.count, text[at + 1].isASCIIDigit
                    {
                        at += 1
                    } else {
                        break
                    }
                }
                return at - start
            }
            func sign() {
                guard at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") else { return }
                buffer[count] = CChar(text[at])
                count += 1
                at += 1
            }
            sign()
            for (word, value) in Bytes.floatWords where text.suffix(from: at).equalsIgnoringCase(word) {
                return buffer[0] == CChar(0x2D) && count == 1 ? -value : value
            }
            var length = digits()
            if at < text.count, text[at] == UInt8(ascii: ".") {
                buffer[count] = CChar(0x2E)
                count += 1
                at += 1
                length += digits()
            }
            guard length > 0 else { return nil }
            if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
                buffer[count] = CChar(0x65)
                count += 1
                at += 1
                sign()
                guard digits() > 0 else { return nil }
            }
            guard at == text.count else { return nil }
            buffer[count] = 0
            return strtod(buffer.baseAddress!, nil)
        }
    }

    /// The decimal digit at `offset`, of any script, and its length.
    func decimalDigit(at offset: Int) -> (value: UInt8, length: Int)? {
        let byte = self[offset]
        if byte < 0x80 { return byte.isASCIIDigit ? (byte - 0x30, 1) : nil }
        let (scalar, length) = scalar(at: offset)
        guard let scalar, let character = Unicode.Scalar(scalar), character.properties.numericType == .decimal,
            let value = character.properties.numericValue
        else { return nil }
        return (UInt8(value), length)
    }

    private static let floatWords: [(StaticString, Double)] = [
        ("inf", .infinity), ("infinity", .infinity), ("nan", .nan),
    ]

    /// True when the text is `word`, ASCII letters compared without their case.
    func equalsIgnoringCase(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return (0..<count).allSatisfy { Bytes.lower(self[$0]) == Bytes.lower(word.utf8Start[$0]) }
    }

    /// The offset of the last occurrence of `word`, ASCII letters compared without their case. `word` is in small
    /// letters. O(text × word).
    func findLastIgnoringCase(_ word: StaticString) -> Int? {
        let length = word.utf8CodeUnitCount
        var first = ByteSet("")
        first.insert(word.utf8Start[0])
        if word.utf8Start[0] >= 0x61, word.utf8Start[0] <= 0x7A { first.insert(word.utf8Start[0] & 0xDF) }
        var end = count - length + 1
        while end > 0, let start = self[0..<end].findLast(in: first) {
            if (1..<length).allSatisfy({ Bytes.lower(self[start + $0]) == word.utf8Start[$0] }) { return start }
            end = start
        }
        return nil
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    /// `str.lower()`. O(text).
    func pythonLowered(_ arena: Arena) -> Bytes {
        var buffer = EditBuffer(self, arena: arena)
        buffer.rewrite(growth: 3) { text, to in
            var count = 0
            var at = 0
            while at < text.count {
                if text[at] < 0x80 {
                    to[count] = Bytes.lower(text[at])
                    count += 1
                    at += 1
                    continue
                }
                let (scalar, length) = text.scalar(at: at)
                if let scalar, let character = Unicode.Scalar(scalar), character.properties.changesWhenLowercased {
                    for byte in character.properties.lowercaseMapping.utf8.prefix(length * 3) {
                        to[count] = byte
                        count += 1
                    }
                } else {
                    (to + count).update(from: text.start + at, count: length)
                    count += length
                }
                at += length
            }
            return count
        }
        return buffer.bytes
    }

    /// True when the code point at `offset` is one of `\w`: a letter, a digit, `_`.
    func isPythonWord(at offset: Int) -> Bool {
        let byte = self[offset]
        if byte < 0x80 {
            return byte.isASCIIAlphanumeric
                || byte == UInt8(ascii: "_")
        }
        guard let scalar = scalar(at: offset).value, let character = Unicode.Scalar(scalar) else {
            return false
        }
        return character.isPythonLetter || character.properties.numericType != nil
    }

    /// The offset of the code point that ends at `offset`.
    func codePointStart(before offset: Int) -> Int {
        var start = offset - 1
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// `text.strip(characters)` for ASCII characters.
    func stripped(of characters: ByteSet) -> Bytes {
        var first = 0
        var end = count
        while first < end, characters.contains(self[first]) { first += 1 }
        while end > first, characters.contains(self[end - 1]) { end -= 1 }
        return self[first..<end]
    }

    /// How often a byte occurs.
    func occurrences(of byte: UInt8) -> Int { (0..<count).reduce(0) { $0 + (self[$1] == byte ? 1 : 0) } }

    /// `text.split(separator)` at one byte.
    func split(at separator: UInt8) -> [Bytes] {
        var parts: [Bytes] = []
        var start = 0
        for at in 0..<count where self[at] == separator {
            parts.append(self[start..<at])
            start = at + 1
        }
        parts.append(self[start..<count])
        return parts
    }

    /// True when the text occurs.
    func contains(_ text: StaticString) -> Bool { find(Bytes(text)) != nil }
}

extension Unicode.Scalar {
    /// `str.isalpha()`.
    var isPythonLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}

extension EditBuffer {
    /// `re.sub`: where `match` finds something to begin at an offset, what it found is replaced. The replacements must
    /// not make the text longer than `growth` times. O(text) calls.
    mutating func substitute(growth: Int = 1, _ match: (Bytes, Int) -> (end: Int, by: Bytes)?) {
        rewrite(growth: growth) { text, to in
            var count = 0
            var at = 0
            while at < text.count {
                if let found = match(text, at), found.end > at {
                    (to + count).update(from: found.by.start, count: found.by.count)
                    count += found.by.count
                    at = found.end
                } else {
                    to[count] = text[at]
                    count += 1
                    at += 1
                }
            }
            return count
        }
    }

    /// `re.sub` by nothing.
    mutating func cut(_ match: (Bytes, Int) -> Int?) {
        substitute { text, at in match(text, at).map { ($0, .empty) } }
    }
}
