import AdjudgeBase

/// Scalars in quotes, and blocks of lines.
extension YAMLScanner {
    private static let singleStops = ByteSet("' \t\r\n")
    private static let doubleStops = ByteSet("\"\\ \t\r\n")

    mutating func scanQuoted(isDouble: Bool) throws(StructureError) -> YAMLToken {
        let begun = at
        let stops = isDouble ? YAMLScanner.doubleStops : YAMLScanner.singleStops
        at += 1
        buffer.removeAll()
        while true {
            let rest = text.suffix(from: at)
            let length = rest.findFirst(in: stops) ?? rest.count
            buffer.append(rest[0..<length])
            at += length
            guard at < text.count else {
                throw StructureError(at: begun, "a quote that is not closed, expected another")
            }
            switch text[at] {
            case UInt8(ascii: "'"):
                at += 1
                guard at < text.count, text[at] == UInt8(ascii: "'") else { return quoted(begun) }
                at += 1
                buffer.append(UInt8(ascii: "'"))
            case UInt8(ascii: "\""):
                at += 1
                return quoted(begun)
            case UInt8(ascii: "\\"): try scanEscape()
            default: try scanQuotedSpaces()
            }
        }
    }

    private func quoted(_ begun: Int) -> YAMLToken {
        YAMLToken(kind: .scalar, byte: begun, text: arena.copy(buffer.bytes))
    }

    /// White space within quotes: as it is within a line, folded over lines.
    private mutating func scanQuotedSpaces() throws(StructureError) {
        let begun = at
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
        let blank = text[begun..<at]
        guard skipBreak() else { return buffer.append(blank) }
        let empty = try skipQuotedLines()
        if empty == 0 { buffer.append(0x20) }
        for _ in 0..<empty { buffer.append(0x0A) }
    }

    /// Passes over empty lines and the next one's indent; how many were empty.
    private mutating func skipQuotedLines() throws(StructureError) -> Int {
        var empty = 0
        while true {
            if isDocumentMark("---") || isDocumentMark("...") {
                throw StructureError(at: at, "a document's mark within quotes, expected another quote before it")
            }
            while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
            guard skipBreak() else { return empty }
            empty += 1
        }
    }

    private mutating func scanEscape() throws(StructureError) {
        let begun = at
        let letter = at + 1 < text.count ? text[at + 1] : 0
        at += 2
        switch letter {
        case UInt8(ascii: "0"): buffer.append(0x00)
        case UInt8(ascii: "a"): buffer.append(0x07)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "t"), 0x09: buffer.append(0x09)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "v"): buffer.append(0x0B)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "e"): buffer.append(0x1B)
        case 0x20, UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): buffer.append(letter)
        case UInt8(ascii: "N"): buffer.append("\u{85}")
        case UInt8(ascii: "_"): buffer.append("\u{A0}")
        case UInt8(ascii: "L"): buffer.append("\u{2028}")
        case UInt8(ascii: "P"): buffer.append("\u{2029}")
        case UInt8(ascii: "x"): try scanCodePoint(2, begun)
        case UInt8(ascii: "u"): try scanCodePoint(4, begun)
        case UInt8(ascii: "U"): try scanCodePoint(8, begun)
        case 0x0A, 0x0D:
            at -= 1
            skipBreak()
            for _ in 0..<(try skipQuotedLines()) { buffer.append(0x0A) }
        default: throw StructureError(at: begun, "an escape that YAML has not, expected such as \\n")
        }
    }

    /// Two escapes of surrogates are one character, as in JSON; one alone is U+FFFD.
    private mutating func scanCodePoint(_ digits: Int, _ begun: Int) throws(StructureError) {
        guard var value = text.hexValue(at: at, digits: digits), value <= 0x10FFFF else {
            throw StructureError(at: begun, "an escape of no character, expected such as \\u00e9")
        }
        at += digits
        if digits == 4, value >> 10 == 0x36, text.suffix(from: at).hasPrefix("\\u"),
            let low = text.hexValue(at: at + 2, digits: 4), low >> 10 == 0x37
        {
            value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
            at += 6
        }
        buffer.append(scalar: UnicodeScalar(value) ?? "\u{FFFD}")
    }

    // MARK: Blocks of lines

    mutating func scanBlockScalar(isFolded: Bool) throws(StructureError) -> YAMLToken {
        let begun = at
        at += 1
        var keeps: Bool?
        var increment: Int?
        while at < text.count, let mark = blockMark(text[at]) {
            switch mark {
            case 0x2B,
                0x2D where keeps == nil:
                keeps = mark == 0x2B
            case 0x31...0x39 where increment == nil: increment = Int(mark - 0x30)
            default: throw StructureError(at: at, "\(named(mark)), expected at most one sign and one digit of 1 to 9")
            }
            at += 1
        }
        let isApart = isBlank(at)
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 && !rules.isPyYAML { at += 1 }
        if isApart, at < text.count, text[at] == UInt8(ascii: "#") { skipToBreak() }
        guard at == text.count || skipBreak() else {
            throw StructureError(at: at, "\(named(text[at])) behind a block's mark, expected a line's end")
        }
        buffer.removeAll()
        let least = max(1, indent + 1)
        var width = least
        var empty = 0
        if let increment {
            width = least + increment - 1
            empty = skipEmptyLines(width)
        } else {
            (width, empty) = measureIndent(least)
        }
        // Whether the line before ended, and with what.
        var hasBreak = false
        while column == width, at < text.count {
            for _ in 0..<empty { buffer.append(0x0A) }
            let wasText = !isSpace(at)
            let first = at
            skipToBreak()
            buffer.append(text[first..<at])
            hasBreak = skipBreak()
            empty = skipEmptyLines(width)
            guard column == width, at < text.count else { break }
            if isFolded, hasBreak, wasText, !isSpace(at) {
                if empty == 0 { buffer.append(0x20) }
            } else if hasBreak {
                buffer.append(0x0A)
            }
        }
        if keeps != false, hasBreak { buffer.append(0x0A) }
        if keeps == true { for _ in 0..<empty { buffer.append(0x0A) } }
        return YAMLToken(kind: .scalar, byte: begun, text: arena.copy(buffer.bytes))
    }

    private func blockMark(_ byte: UInt8) -> UInt8? {
        byte == 0x2B || byte == 0x2D || byte.isASCIIDigit ? byte : nil
    }

    private func isSpace(_ place: Int) -> Bool { place < text.count && (text[place] == 0x20 || text[place] == 0x09) }

    /// The indent of the first line that has a text, and how many empty lines stand before it.
    private mutating func measureIndent(_ least: Int) -> (width: Int, empty: Int) {
        var (widest, empty) = (0, 0)
        while at < text.count {
            if text[at] == 0x20 {
                at += 1
                widest = max(widest, column)
            } else if skipBreak() {
                empty += 1
            } else {
                break
            }
        }
        return (max(least, widest), empty)
    }

    /// Passes over lines without text and the indent of the next; how many there were.
    private mutating func skipEmptyLines(_ width: Int) -> Int {
        var empty = 0
        while true {
            while column < width, at < text.count, text[at] == 0x20 { at += 1 }
            guard skipBreak() else { return empty }
            empty += 1
        }
    }
}
