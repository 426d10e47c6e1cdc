import AdjudgeBase

extension TOMLReader {
    /// A value.
    mutating func readValue(_ tree: inout StructureTree, depth: Int) throws(StructureError) -> StructureTree.Index {
        guard depth <= StructureTree.maxDepth else {
            throw StructureError(
                .limit, at: at, "nested deeper than \(StructureTree.maxDepth) levels, expected at most so many")
        }
        guard at < text.count else { throw unexpected("a value") }
        switch text[at] {
        case UInt8(ascii: "\""):
            return try tree.make(.string, starts("\"\"\"") ? try readLongString("\"\"\"") : try readBasicString())
        case UInt8(ascii: "'"):
            return try tree.make(.string, starts("'''") ? try readLongString("'''") : try readLiteralString())
        case UInt8(ascii: "["): return try readArray(&tree, depth: depth)
        case UInt8(ascii: "{"): return try readInlineTable(&tree, depth: depth)
        default: return try readScalar(&tree)
        }
    }

    private mutating func readArray(
        _ tree: inout StructureTree, depth: Int
    ) throws(StructureError) -> StructureTree.Index {
        let array = try tree.make(.array)
        tree[array].marks = Mark.isWhole
        at += 1
        while true {
            try skipLines()
            if starts("]") { break }
            tree.append(try readValue(&tree, depth: depth + 1), to: array)
            try skipLines()
            if starts("]") { break }
            guard starts(",") else { throw unexpected(", or ]") }
            at += 1
        }
        at += 1
        return array
    }

    /// White space, line ends and remarks.
    private mutating func skipLines() throws(StructureError) {
        while true {
            skipBlank()
            guard at < text.count else { throw unexpected("]") }
            if text[at] == 0x0A || text[at] == 0x0D {
                try endLine()
            } else if text[at] == UInt8(ascii: "#") {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func readInlineTable(
        _ tree: inout StructureTree, depth: Int
    ) throws(StructureError) -> StructureTree.Index {
        let table = try tree.make(.object)
        at += 1
        skipBlank()
        if starts("}") {
            at += 1
        } else {
            while true {
                try readPair(table, &tree, isInline: true, depth: depth + 1)
                skipBlank()
                if starts("}") { break }
                guard starts(",") else { throw unexpected(", or } in the same line") }
                at += 1
                skipBlank()
            }
            at += 1
        }
        tree[table].marks = Mark.isWhole
        return table
    }

    // MARK: Strings

    mutating func readLiteralString() throws(StructureError) -> Bytes {
        at += 1
        let rest = text.suffix(from: at)
        guard let end = rest.find(Bytes("'")) else { throw unexpected("another '") }
        if let control = rest[0..<end].findFirst(in: TOMLReader.lineControls) {
            at += control
            throw unexpected("no control character in a string")
        }
        at += end + 1
        return rest[0..<end]
    }

    private static let basicStops: ByteSet = {
        var set = lineControls
        for byte in [UInt8(ascii: "\""), UInt8(ascii: "\\")] { set.insert(byte) }
        return set
    }()

    mutating func readBasicString() throws(StructureError) -> Bytes {
        at += 1
        let begun = at
        let rest = text.suffix(from: at)
        let first = rest.findFirst(in: TOMLReader.basicStops) ?? rest.count
        if first < rest.count, rest[first] == UInt8(ascii: "\"") {
            at += first + 1
            return rest[0..<first]
        }
        buffer.removeAll()
        at = begun
        while true {
            let rest = text.suffix(from: at)
            let length = rest.findFirst(in: TOMLReader.basicStops) ?? rest.count
            buffer.append(rest[0..<length])
            at += length
            guard at < text.count else { throw unexpected("another \"") }
            switch text[at] {
            case UInt8(ascii: "\""):
                at += 1
                return arena.copy(buffer.bytes)
            case UInt8(ascii: "\\"): try readEscape()
            default: throw unexpected("no control character in a string")
            }
        }
    }

    /// A string of several lines; the line's end right behind the opening quotes is no part of it.
    private mutating func readLongString(_ quotes: StaticString) throws(StructureError) -> Bytes {
        let quote = quotes.utf8Start.pointee
        at += 3
        if starts("\n") { at += 1 } else if starts("\r\n") { at += 2 }
        buffer.removeAll()
        while true {
            guard at < text.count else { throw unexpected("three quotes") }
            let byte = text[at]
            if byte == quote, starts(quotes) {
                at += 3
                // Up to two quotes may stand before those that end it.
                for _ in 0..<2 where at < text.count && text[at] == quote {
                    buffer.append(quote)
                    at += 1
                }
                return arena.copy(buffer.bytes)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                if !(try skipLineEnd()) { try readEscape() }
            } else if byte == 0x0D {
                guard starts("\r\n") else { throw unexpected("no carriage return alone") }
                at += 1
            } else if byte != 0x0A, TOMLReader.lineControls.contains(byte) {
                throw unexpected("no control character in a string")
            } else {
                buffer.append(byte)
                at += 1
            }
        }
    }

    /// A backslash at a line's end: it and all white space behind it say nothing.
    private mutating func skipLineEnd() throws(StructureError) -> Bool {
        var end = at + 1
        while end < text.count, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
        guard end < text.count, text[end] == 0x0A || text[end] == 0x0D else { return false }
        while end < text.count, text[end].isXMLSpace {
            if text[end] == 0x0D, end + 1 == text.count || text[end + 1] != 0x0A { break }
            end += 1
        }
        at = end
        return true
    }

    private mutating func readEscape() throws(StructureError) {
        let begun = at
        let letter = at + 1 < text.count ? text[at + 1] : 0
        at += 2
        switch letter {
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.append(letter)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            guard let value = text.hexValue(at: at, digits: letter == UInt8(ascii: "u") ? 4 : 8),
                let scalar = UnicodeScalar(value)
            else { throw StructureError(at: begun, "an escape of no character, expected such as \\u00e9") }
            at += letter == UInt8(ascii: "u") ? 4 : 8
            buffer.append(scalar: scalar)
        default: throw StructureError(at: begun, "an escape that TOML has not, expected such as \\n")
        }
    }
}

extension Bytes {
    /// The value of so many hexadecimal digits at `offset`.
    package func hexValue(at offset: Int, digits: Int) -> UInt32? {
        guard offset + digits <= count else { return nil }
        var value: UInt32 = 0
        for index in offset..<offset + digits {
            guard let digit = self[index].hexDigit else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
