/// `last_number`: the last number that is not part of a word: digits with separators and one decimal point, and the
/// sign before them where it does not follow a word or a number (`12-05` ends in 05, `= -3` in -3).
struct LastNumberFinder: Finder {
    private static let digits = ByteSet("0123456789")

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        var end = text.count
        while let last = text[0..<end].findLast(in: LastNumberFinder.digits) {
            var start = last
            while start > 0, isBody(text[start - 1]) { start -= 1 }
            while start < last, text[start] == UInt8(ascii: ",") { start += 1 }
            let before = start > 0 ? text[start - 1] : 0x20
            if isWord(before) {
                end = start
                continue
            }
            scratch.spend(text.count - start)
            if before == UInt8(ascii: "-") || before == UInt8(ascii: "+") {
                let outer = start > 1 ? text[start - 2] : 0x20
                if !isWord(outer), !outer.isASCIIDigit, outer != UInt8(ascii: ")") { start -= 1 }
            }
            return .found(text[start..<last + 1], .lastNumber)
        }
        scratch.spend(text.count)
        return .nothing()
    }

    private func isBody(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
    }

    private func isWord(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte == 0x5F }
}
