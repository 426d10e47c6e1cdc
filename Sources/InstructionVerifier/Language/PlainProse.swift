import AdjudgeBase

/// A text without what is of no language: fenced and inline code, LaTeX formulas, links, addresses, tags.
enum PlainProse {
    /// The text with a space for each part that is left out, in `arena`. O(text).
    static func text(_ text: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count + 1)
        var (count, at) = (0, 0)
        var missing: Set<Int> = []
        while let found = text.suffix(from: at).findFirst(in: starts) {
            let start = at + found
            (memory + count).update(from: text.start + at, count: found)
            count += found
            if let end = partEnd(text, start, &missing) {
                memory[count] = 0x20
                at = end
            } else {
                memory[count] = text[start]
                at = start + 1
            }
            count += 1
        }
        (memory + count).update(from: text.start + at, count: text.count - at)
        return Bytes(start: memory, count: count + text.count - at)
    }

    private static let starts = ByteSet("`~$\\<hw")

    private struct Pair {
        let open: StaticString
        let close: StaticString
        /// Whether it ends with its line.
        var isInline = false
    }

    private static let pairs: [Pair] = [
        Pair(open: "```", close: "```"), Pair(open: "~~~", close: "~~~"), Pair(open: "`", close: "`", isInline: true),
        Pair(open: "$$", close: "$$"), Pair(open: "$", close: "$", isInline: true), Pair(open: "\\(", close: "\\)"),
        Pair(open: "\\[", close: "\\]"), Pair(open: "<", close: ">", isInline: true),
    ]

    /// The end of the part to leave out that begins at an offset. A closing mark that is missing once is missing for all
    /// that follow, so that each is looked for once.
    private static func partEnd(_ text: Bytes, _ start: Int, _ missing: inout Set<Int>) -> Int? {
        let rest = text.suffix(from: start)
        if rest.hasPrefix("http://") || rest.hasPrefix("https://") || rest.hasPrefix("www.") {
            var end = start
            while end < text.count, text.pythonSpaceLength(at: end) == 0 { end += text.codePointLength(at: end) }
            return end
        }
        for (index, pair) in pairs.enumerated() where rest.hasPrefix(pair.open) {
            let inside = rest.suffix(from: pair.open.utf8CodeUnitCount)
            if pair.isInline {
                let stop = inside.findFirst(in: ByteSet("\n`$>"))
                guard let stop, inside.suffix(from: stop).hasPrefix(pair.close), stop > 0, stop < 400 else {
                    return nil
                }
                return start + pair.open.utf8CodeUnitCount + stop + pair.close.utf8CodeUnitCount
            }
            if missing.contains(index) { continue }
            guard let end = inside.find(Bytes(pair.close)) else {
                missing.insert(index)
                continue
            }
            return start + pair.open.utf8CodeUnitCount + end + pair.close.utf8CodeUnitCount
        }
        return nil
    }
}
