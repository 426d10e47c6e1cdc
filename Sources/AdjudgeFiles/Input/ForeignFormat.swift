import AdjudgeBase

/// A file format other than JSONL, recognised by its first bytes, with advice on converting it.
struct ForeignFormat: Equatable {
    /// The format's name.
    let name: String
    /// The advice to the user, with FILE as a placeholder for the path.
    let advice: String

    /// The number of bytes that are examined.
    static let lookAhead = 1 << 16

    /// The error message that refuses the file at `path`.
    func refusal(of path: String) -> String {
        let file = path == "-" ? "FILE" : path.contains(" ") ? "'\(path)'" : path
        let shown = path == "-" ? "standard input" : path
        return "\(shown): found \(name), expected JSONL, a JSON object on each line; "
            + advice.replacing("FILE", with: file)
    }

    /// True when the first bytes are clearly the start of a row.
    static func isPlainlyRows(_ head: [UInt8]) -> Bool {
        let text = withoutMark(head).drop(while: isBlank)
        guard text.first == UInt8(ascii: "{"), let next = text.dropFirst().first(where: { !isBlank($0) || $0 == 0x0A })
        else { return false }
        return next != 0x0A && next != 0
    }

    /// The format of a file that begins with `head`; nil for JSONL, even damaged, and when the bytes do not tell.
    static func of(_ head: [UInt8], isWhole: Bool) -> ForeignFormat? {
        if let binary = binary(head) { return binary }
        let text = withoutMark(head).drop(while: isBlank)
        guard let first = text.first, !isPlainlyRows(head) else { return nil }
        let lines = text.split(whereSeparator: { $0 == 0x0A }).map { trimmed($0) }.filter { !$0.isEmpty }
        // A single line that continues beyond `head` does not tell the format.
        if !isWhole, lines.count < 2, first != UInt8(ascii: "[") { return nil }
        switch first {
        case UInt8(ascii: "["): return isArray(lines) ? array : nil
        case UInt8(ascii: "{"): return lines.count > 1 && lines[1].first != UInt8(ascii: "{") ? prettyPrinted : nil
        default:
            // If any of the first lines is an object, the file is JSONL with a damaged first row.
            if lines.prefix(20).contains(where: { $0.first == UInt8(ascii: "{") }) { return nil }
            return isTable(lines) ? table : otherContent(lines[0])
        }
    }

    // MARK: Binary

    private static func binary(_ head: [UInt8]) -> ForeignFormat? {
        for (magic, name, advice) in magics where head.starts(with: magic) {
            return ForeignFormat(name: name, advice: advice)
        }
        if head.count > 262, head[257..<262].elementsEqual("ustar".utf8) {
            return ForeignFormat(name: "a tar archive", advice: "tar -xOf FILE | adjudge score --input - …")
        }
        // UTF-16 without a byte-order mark: the first character is ASCII, so one of its two bytes is zero.
        if head.count >= 4, (head[0] == 0) != (head[1] == 0), (head[2] == 0) != (head[3] == 0) {
            return utf16(head[0] == 0 ? "UTF-16BE" : "UTF-16LE")
        }
        return nil
    }

    private static let magics: [(magic: [UInt8], name: String, advice: String)] = [
        (Array("PAR1".utf8), "Parquet", tabular("read_parquet")),
        (Array("ARROW1".utf8), "an Arrow file", tabular("read_feather")),
        (Array("ORC".utf8), "ORC", tabular("read_orc")),
        (Array("Obj\u{1}".utf8), "Avro", "convert it to JSONL"),
        (Array("SQLite format 3".utf8), "an SQLite database", "select rows with: sqlite3 -json FILE … | jq -c '.[]'"),
        ([0x89, 0x48, 0x44, 0x46], "HDF5", "convert it to JSONL"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "xz -dc FILE | adjudge score --input - …"),
        (Array("BZh".utf8), "bzip2", "bzip2 -dc FILE | adjudge score --input - …"),
        ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc FILE | adjudge score --input - …"),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive", "unzip -p FILE NAME | adjudge score --input - …"),
        ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", "give the rows themselves"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", "7z x -so FILE | adjudge score --input - …"),
        ([0x1F, 0x8B], "gzip inside compression", "zcat FILE | adjudge score --input - …"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd inside compression", "zstd -dc FILE | adjudge score --input - …"),
        (Array("%PDF".utf8), "PDF", "give the rows themselves"),
        ([0xFF, 0xFE, 0x00, 0x00], "UTF-32", "iconv -f UTF-32 -t UTF-8 FILE | adjudge score --input - …"),
        ([0x00, 0x00, 0xFE, 0xFF], "UTF-32", "iconv -f UTF-32 -t UTF-8 FILE | adjudge score --input - …"),
        ([0xFF, 0xFE], "UTF-16", "iconv -f UTF-16 -t UTF-8 FILE | adjudge score --input - …"),
        ([0xFE, 0xFF], "UTF-16", "iconv -f UTF-16 -t UTF-8 FILE | adjudge score --input - …"),
        ([0x80, 0x02], "a Python pickle", "convert it to JSONL"),
        ([0x80, 0x03], "a Python pickle", "convert it to JSONL"),
        ([0x80, 0x04], "a Python pickle", "convert it to JSONL"),
        ([0x80, 0x05], "a Python pickle", "convert it to JSONL"),
    ]

    private static func tabular(_ reader: String) -> String {
        "convert it first: python3 -c 'import pandas; "
            + "pandas.\(reader)(\"FILE\").to_json(\"rows.jsonl\", orient=\"records\", lines=True)'"
    }

    private static func utf16(_ encoding: String) -> ForeignFormat {
        ForeignFormat(name: "UTF-16", advice: "iconv -f \(encoding) -t UTF-8 FILE | adjudge score --input - …")
    }

    // MARK: Text

    private static let array = ForeignFormat(
        name: "a JSON array", advice: "put its elements on lines: jq -c '.[]' FILE > rows.jsonl")
    private static let prettyPrinted = ForeignFormat(
        name: "one JSON object over several lines", advice: "put it on one line: jq -c . FILE > rows.jsonl")
    private static let table = ForeignFormat(
        name: "a table as CSV or TSV", advice: tabular("read_csv"))

    private static func otherContent(_ line: [UInt8]) -> ForeignFormat {
        let isText = !line.contains { $0 < 0x20 && $0 != 0x09 }
        let shown = String(decoding: line.prefix(30), as: UTF8.self)
        return ForeignFormat(
            name: isText ? "text without a JSON object (it begins with \"\(shown)\")" : "binary data",
            advice: "give one object with the response and its reference for each row")
    }

    /// True for a JSON array. If an object follows on its own line, the file is JSONL with a damaged first row instead.
    private static func isArray(_ lines: [[UInt8]]) -> Bool {
        guard lines.count > 1, lines[0] != [UInt8(ascii: "[")] else { return true }
        let parser = JSONParser()
        defer { withExtendedLifetime(parser) {} }
        return lines[1].withUnsafeBufferPointer { (try? parser.parse(Bytes($0)))?.kind != .object }
    }

    /// True when the first two lines have fields with the same separator.
    private static func isTable(_ lines: [[UInt8]]) -> Bool {
        for separator in [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")] {
            guard lines[0].contains(separator) else { continue }
            return lines.count == 1 || lines[1].contains(separator) || lines[1].first == UInt8(ascii: "\"")
        }
        return false
    }

    private static func withoutMark(_ head: [UInt8]) -> ArraySlice<UInt8> {
        head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return Array(line)
    }
}
