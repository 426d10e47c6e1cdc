/// `hash`: what follows the last `####` (GSM8K's form), to the end of its line; a colon may stand between.
struct HashFinder: Finder {
    private static let mark = Bytes("####")

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        guard let found = text.findLast(HashFinder.mark) else {
            scratch.spend(text.count)
            return .nothing()
        }
        scratch.spend(text.count - found)
        var line = text.suffix(from: found + HashFinder.mark.count).firstLine.trimmed
        if line.hasPrefix(":") { line = line.suffix(from: 1).trimmed }
        return line.isEmpty ? .nothing(.emptyAnswer, miss: text[found..<found + 4]) : .found(line, .hash)
    }
}

extension Bytes {
    /// The text up to its first newline.
    var firstLine: Bytes { self[0..<(find(Bytes("\n")) ?? count)] }
}
