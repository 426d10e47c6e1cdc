import AdjudgeBase

/// Reads CSV into a list of objects, one for each row beneath the header; all values are strings.
///
/// RFC 4180 and nothing else: one header, as many fields in every row as it has, quotes around whole fields only. With
/// `isPython` as `csv.DictReader` reads (Python 3.12), which refuses next to nothing: short rows are filled with null, what
/// is too much is a list under a name of its own, a quote that is not closed ends with the text.
///
/// Of our own, for 100 lines: no library that ships says why a row is not RFC 4180's.
package struct CSVReader: ~Copyable {
    /// The longest field that Python reads, in characters; more bytes than that are not counted one by one.
    private static let pythonFieldLimit = 131_072
    /// The name of the fields that no column is for.
    static let restKey = Bytes("\0rest")

    private let text: Bytes
    private let isPython: Bool
    private let arena: Arena
    private var at = 0
    private var fields: [Bytes] = []
    private var unquoted = ByteWriter(capacity: 256)
    /// How many fields that are not there may still be filled in.
    private var fillsLeft: Int

    package init(_ text: Bytes, isPython: Bool, arena: Arena) {
        self.text = text
        self.isPython = isPython
        self.arena = arena
        fillsLeft = 16 * text.count + 1_024
    }
}

extension CSVReader {
    /// The rows as an array of objects, and the names of the header.
    package mutating func read(_ tree: inout StructureTree) throws(StructureError) -> (
        rows: StructureTree.Index, header: [Bytes]
    ) {
        let rows = try tree.make(.array)
        guard try readRecord() else {
            if isPython { return (rows, []) }
            throw StructureError(at: 0, "nothing, expected a header")
        }
        let header = fields
        if !isPython {
            var seen: Set<Key> = []
            for name in header where !seen.insert(Key(name)).inserted {
                throw StructureError(.duplicateKey, at: 0, "two columns named \(name.string), expected one")
            }
        }
        while true {
            let begun = at
            guard try readRecord() else { break }
            if isPython, fields.isEmpty { continue }
            if !isPython, fields.count != header.count {
                throw StructureError(
                    at: begun, "a row of \(fields.count) fields, expected \(header.count) as in the header")
            }
            fillsLeft -= max(0, header.count - fields.count)
            guard fillsLeft >= 0 else {
                throw StructureError(.limit, at: begun, "more fields missing than the text has bytes, expected fewer")
            }
            let row = try tree.make(.object)
            for (index, name) in header.enumerated() {
                let value = index < fields.count ? try tree.make(.string, fields[index]) : try tree.make(.null)
                tree.append(value, to: row, key: name)
            }
            if fields.count > header.count {
                let rest = try tree.make(.array)
                for field in fields[header.count...] { tree.append(try tree.make(.string, field), to: rest) }
                tree.append(rest, to: row, key: CSVReader.restKey)
            }
            tree.append(row, to: rows)
        }
        return (rows, header)
    }

    /// Reads the next record into `fields`; false at the end. A blank line has no fields for Python, and one empty one by
    /// the standard.
    private mutating func readRecord() throws(StructureError) -> Bool {
        fields.removeAll(keepingCapacity: true)
        guard at < text.count else { return false }
        if isPython, text[at] == 0x0A || text[at] == 0x0D {
            try endLine()
            return true
        }
        while true {
            fields.append(try readField())
            guard at < text.count else { return true }
            if text[at] == UInt8(ascii: ",") {
                at += 1
                continue
            }
            try endLine()
            return true
        }
    }

    /// Passes over the end of a line.
    private mutating func endLine() throws(StructureError) {
        if isPython {
            while at < text.count, text[at] == 0x0D { at += 1 }
            if at == text.count { return }
            guard text[at] == 0x0A else {
                throw StructureError(at: at, "a carriage return within a field, expected it before a line feed")
            }
            at += 1
            return
        }
        if text[at] == 0x0D, at + 1 < text.count, text[at + 1] == 0x0A { at += 1 }
        guard text[at] == 0x0A else {
            throw StructureError(at: at, "\(named(text[at])) behind a field, expected a comma or the line's end")
        }
        at += 1
    }

    private static let ends = ByteSet(",\n\r")
    private static let strictEnds = ByteSet(",\n\r\"")

    private mutating func readField() throws(StructureError) -> Bytes {
        guard at < text.count, text[at] == UInt8(ascii: "\"") else {
            let rest = text.suffix(from: at)
            let length = rest.findFirst(in: isPython ? CSVReader.ends : CSVReader.strictEnds) ?? rest.count
            at += length
            if !isPython, at < text.count, text[at] == UInt8(ascii: "\"") {
                throw StructureError(at: at, "a quote within a field, expected quotes around the whole of it")
            }
            return try checked(rest[0..<length])
        }
        return try checked(try readQuoted())
    }

    /// A field that begins with a quote.
    private mutating func readQuoted() throws(StructureError) -> Bytes {
        let begun = at
        at += 1
        unquoted.removeAll()
        while true {
            let rest = text.suffix(from: at)
            guard let quote = rest.find(Bytes("\"")) else {
                guard isPython else {
                    throw StructureError(at: begun, "a quote that is not closed, expected another")
                }
                unquoted.append(rest)
                at = text.count
                return arena.copy(unquoted.bytes)
            }
            unquoted.append(rest[0..<quote])
            at += quote + 1
            if at < text.count, text[at] == UInt8(ascii: "\"") {
                unquoted.append(UInt8(ascii: "\""))
                at += 1
                continue
            }
            if isPython {
                // What stands behind the closing quote belongs to the field.
                let rest = text.suffix(from: at)
                let length = rest.findFirst(in: CSVReader.ends) ?? rest.count
                unquoted.append(rest[0..<length])
                at += length
            } else if at < text.count, !CSVReader.ends.contains(text[at]) {
                throw StructureError(at: at, "\(named(text[at])) behind a quote, expected a comma or the line's end")
            }
            return arena.copy(unquoted.bytes)
        }
    }

    private func checked(_ field: Bytes) throws(StructureError) -> Bytes {
        if isPython, field.count > CSVReader.pythonFieldLimit {
            throw StructureError(at: at, "a field of \(field.count) bytes, expected at most 131072")
        }
        return field
    }
}

/// A byte as a message names it.
func named(_ byte: UInt8) -> String {
    switch byte {
    case 0: "the text's end"
    case 0x09: "a tab"
    case 0x0A: "a line's end"
    case 0x0D: "a carriage return"
    case 0x20: "a space"
    case 0x21..<0x7F: "'\(Character(UnicodeScalar(byte)))'"
    default: "a character beyond ASCII"
    }
}
