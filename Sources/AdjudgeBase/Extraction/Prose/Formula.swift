/// Formulas of TeX in prose: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.
enum Formula {
    /// The longest formula that is looked at.
    private static let maxCount = 2000

    /// The offset past the formula that begins at `at`; nil when none does. A dollar before an amount begins none.
    static func end(_ at: Int, in text: Bytes) -> Int? {
        let rest = text[at..<min(text.count, at + maxCount)]
        if rest.hasPrefix("\\(") { return close("\\)", 2, rest, at) }
        if rest.hasPrefix("\\[") { return close("\\]", 2, rest, at) }
        if rest.hasPrefix("$$") { return close("$$", 2, rest, at) }
        guard rest.hasPrefix("$") else { return nil }
        var from = 1
        while let found = rest.suffix(from: from).find(Bytes("$")) {
            let end = from + found
            from = end + 1
            if rest[end - 1] == UInt8(ascii: "\\") { continue }
            // As Pandoc has it, no digit follows the closing dollar: `$5 and $6` are two amounts.
            if from < rest.count, rest[from].isASCIIDigit { return nil }
            return isMath(rest[1..<end]) ? at + from : nil
        }
        return nil
    }

    /// What stands between the signs of a formula.
    static func content(_ formula: Bytes) -> Bytes {
        let width = formula.hasPrefix("$") && !formula.hasPrefix("$$") ? 1 : 2
        return formula[width..<formula.count - width].trimmed
    }

    /// The beginning of the formula that ends before `end`, where its closing sign stands.
    static func start(endingAt end: Int, in text: Bytes) -> Int? {
        let before = text[max(0, end - maxCount)..<end]
        let shift = end - before.count
        if before.hasSuffix("\\)") { return before.findLast(Bytes("\\(")).map { $0 + shift } }
        if before.hasSuffix("\\]") { return before.findLast(Bytes("\\[")).map { $0 + shift } }
        if before.hasSuffix("$$") { return before[0..<before.count - 2].findLast(Bytes("$$")).map { $0 + shift } }
        var limit = before.count - 1
        while limit > 0, let found = before[0..<limit].findLast(Bytes("$")) {
            if found == 0 || before[found - 1] != UInt8(ascii: "\\") { return found + shift }
            limit = found
        }
        return nil
    }

    private static func close(_ mark: StaticString, _ width: Int, _ rest: Bytes, _ at: Int) -> Int? {
        guard let found = rest.suffix(from: width).find(Bytes(mark)), !rest[width..<width + found].trimmed.isEmpty
        else {
            return nil
        }
        return at + width + found + mark.utf8CodeUnitCount
    }

    /// True unless two plain words stand side by side, or there is nothing.
    private static func isMath(_ content: Bytes) -> Bool {
        if content.trimmed.isEmpty || content.find(Bytes("\n\n")) != nil { return false }
        var previous = false
        var depth = 0
        var at = 0
        while at < content.count {
            let byte = content[at]
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            guard byte.isASCIILetter || byte == UInt8(ascii: "\\") else {
                if byte != 0x20 { previous = false }
                at += 1
                continue
            }
            let start = at
            at += 1
            while at < content.count, content[at].isASCIILetter { at += 1 }
            let isWord = byte != UInt8(ascii: "\\") && at - start >= 2 && depth == 0
            if isWord, previous { return false }
            previous = isWord
        }
        return true
    }
}
