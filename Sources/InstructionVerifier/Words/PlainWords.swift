import AdjudgeBase

/// The words and marks of sentences that have no apostrophes and nothing beyond ASCII, by the rules of ``TreebankTokenizer`` in one pass.
enum PlainWords {
    private enum Kind: UInt8 {
        case word, space
        /// A mark that is a word of its own.
        case mark
        /// A comma or a colon: of its own, but where a digit follows.
        case comma
        case dot
        case quote
        /// A dash is as a letter, but for two.
        case dash
        /// What needs the rules one by one.
        case other
    }

    /// Adds the words of a sentence, as views of it; false, with none added, where it needs the rules one by one. O(sentence).
    static func append(_ sentence: Bytes, to words: inout Views) -> Bool {
        kinds.withUnsafeBufferPointer { append(sentence, to: &words, $0.baseAddress!) }
    }

    private static func append(_ sentence: Bytes, to words: inout Views, _ kinds: UnsafePointer<UInt8>) -> Bool {
        let before = words.count
        let last = finalDot(of: sentence, kinds)
        var (start, at) = (0, 0)
        // Where a comma that belongs to the one before it stands.
        var taken = -1
        /// Ends the word at hand before a part that is one of its own.
        func part(_ end: Int) {
            if at > start { words.append(sentence[start..<at]) }
            words.append(sentence[at..<end])
            at = end
            start = end
        }
        while at < sentence.count {
            switch Kind(rawValue: kinds[Int(sentence.start[at])])! {
            case .word: at += 1
            case .space:
                if at > start { words.append(sentence[start..<at]) }
                at += 1
                start = at
            case .mark: part(at + 1)
            case .comma:
                let isLast = at + 1 == sentence.count
                if at != taken, !isLast, !sentence.start[at + 1].isASCIIDigit {
                    taken = at + 1
                    part(at + 1)
                } else if isLast || at + 2 == sentence.count && sentence.start[at + 1] == 0x0A {
                    part(at + 1)
                } else {
                    at += 1
                }
            case .dot:
                var end = at + 1
                while sentence[end] == UInt8(ascii: ".") { end += 1 }
                if end - at > 1 || at == last { part(end) } else { at += 1 }
            case .quote:
                if at > start { words.append(sentence[start..<at]) }
                words.append(isOpening(sentence, at) ? Bytes("``") : Bytes("''"))
                at += 1
                start = at
            case .dash where sentence[at + 1] != UInt8(ascii: "-"): at += 1
            case .dash, .other:
                words.removeLast(words.count - before)
                return false
            }
        }
        if at > start { words.append(sentence[start..<at]) }
        return true
    }

    /// The full stop that ends a sentence, with nothing behind it but closing marks and spaces, then white space; nil where there
    /// is none, or one stands before it.
    private static func finalDot(of sentence: Bytes, _ kinds: UnsafePointer<UInt8>) -> Int? {
        var end = sentence.count
        while end > 0, kinds[Int(sentence.start[end - 1])] == Kind.space.rawValue { end -= 1 }
        while end > 0, isCloser(sentence, end - 1) { end -= 1 }
        guard end > 1, sentence.start[end - 1] == UInt8(ascii: "."), sentence.start[end - 2] != UInt8(ascii: ".") else {
            return nil
        }
        return end - 1
    }

    private static func isCloser(_ sentence: Bytes, _ at: Int) -> Bool {
        let byte = sentence.start[at]
        return byte.isOne(of: "])}> ") || byte == UInt8(ascii: "\"") && !isOpening(sentence, at)
    }

    /// Whether a double quote opens: at the start, behind another there, or behind an opening mark or a space.
    private static func isOpening(_ sentence: Bytes, _ at: Int) -> Bool {
        at == 0 || sentence.start[at - 1].isOne(of: " ([{<") || at == 1 && sentence.start[0] == UInt8(ascii: "\"")
    }

    private static let kinds: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        let kind: Kind =
            switch byte {
            case 0x09...0x0D, 0x1C...0x20: .space
            case 0x80...0xFF, UInt8(ascii: "'"), UInt8(ascii: "`"): .other
            case UInt8(ascii: "\""): .quote
            case UInt8(ascii: "-"): .dash
            case UInt8(ascii: ","), UInt8(ascii: ":"): .comma
            case UInt8(ascii: "."): .dot
            case _ where byte.isOne(of: ";@#$%&?!*[](){}<>"): .mark
            default: .word
            }
        return kind.rawValue
    }
}
