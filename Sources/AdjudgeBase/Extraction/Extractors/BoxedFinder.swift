/// `boxed`: the content of a `\boxed{}` or `\fbox{}`, by default the last.
///
/// A box inside a box belongs to the outer one, unless the outer holds nothing else. `\boxed 7` without braces is read
/// to the end of its line or formula. An unbalanced last box yields nothing (policy: a truncated answer is no answer)
/// unless `walk_back` asks for the balanced one before it.
struct BoxedFinder: Finder {
    /// How many unbalanced boxes `walk_back` passes over; each costs a scan to the end.
    private static let maxUnbalanced = 16

    var takeFirst = false
    var requireSingle = false
    var walkBack = false

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        BoxedFinder(
            takeFirst: try step.takesFirst(),
            requireSingle: try step.option("require_single")?.bool() ?? false,
            walkBack: try step.option("walk_back")?.bool() ?? false)
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        guard let last = takeFirst ? Box.first(in: text) : Box.last(in: text, before: text.count) else {
            scratch.spend(text.count)
            return .nothing()
        }
        scratch.spend(text.count - last.start)
        var box = last
        if walkBack {
            for _ in 0..<BoxedFinder.maxUnbalanced where box.content == nil {
                guard let earlier = Box.last(in: text, before: box.start) else { break }
                box = earlier
            }
        }
        guard var content = box.content else { return .nothing(.unbalancedBox, miss: text.suffix(from: box.start)) }
        var start = box.start
        if !takeFirst {
            if let outer = box.outermost(in: text) { (content, start) = outer }
            if requireSingle, Box.last(in: text, before: start) != nil {
                return .nothing(.severalAnswers, miss: content)
            }
        } else if requireSingle, Box.first(in: text.suffix(from: box.end)) != nil {
            return .nothing(.severalAnswers, miss: content)
        }
        content = content.trimmed
        return content.isEmpty ? .nothing(.emptyAnswer, miss: text[start..<start]) : .found(content, .boxed)
    }
}

/// One `\boxed` or `\fbox` of a text.
struct Box {
    /// The offset of its backslash.
    let start: Int
    /// The offset past its content and closing brace; the end of the text when unbalanced.
    let end: Int
    /// What it holds; nil when its brace is never closed.
    let content: Bytes?

    private static let middle = Bytes("box")

    /// What the outermost box around this one holds, and where that box begins; nil where none holds more than this one.
    /// O(text), and O(text behind the box) where no brace is left open before it.
    func outermost(in text: Bytes) -> (content: Bytes, start: Int)? {
        let closing = Box.unmatchedBraces(in: text, from: end)
        guard !closing.isEmpty else { return nil }
        var found: (content: Bytes, start: Int)?
        // The text that so far says no more than what is found.
        var known = start..<end
        var level = 0
        var next = 0
        var at = start
        while at > 0, next < closing.count {
            at -= 1
            guard text[at] == UInt8(ascii: "{") || text[at] == UInt8(ascii: "}"), !Box.isEscaped(at, in: text) else {
                continue
            }
            if text[at] == UInt8(ascii: "}") {
                level += 1
            } else if level > 0 {
                level -= 1
            } else {
                let close = closing[next]
                next += 1
                guard let name = Box.nameStart(before: at, in: text) else { continue }
                let inner = text[at + 1..<close]
                let whole = inner.trimmed
                if whole.offset(in: text) != known.lowerBound || whole.count != known.count { found = (inner, name) }
                known = name..<close + 1
            }
        }
        return found
    }

    /// The offsets of the closing braces that none behind `start` opens. O(text behind `start`).
    private static func unmatchedBraces(in text: Bytes, from start: Int) -> [Int] {
        guard start > 0, text.suffix(from: start).find(Bytes("}")) != nil else { return [] }
        var offsets: [Int] = []
        // As if a brace stood open before it.
        var last = start - 1
        while let next = text.matchingBrace(open: last) {
            offsets.append(next)
            last = next
        }
        return offsets
    }

    private static func isEscaped(_ at: Int, in text: Bytes) -> Bool {
        var first = at
        while first > 0, text[first - 1] == UInt8(ascii: "\\") { first -= 1 }
        return (at - first) % 2 == 1
    }

    /// Where the name of the box whose brace opens at `open` begins; nil where another command, or none, stands there.
    private static func nameStart(before open: Int, in text: Bytes) -> Int? {
        var end = open
        while end > 0, text[end - 1] == 0x20 || text[end - 1] == 0x0A || text[end - 1] == 0x09 { end -= 1 }
        let before = text[0..<end]
        if before.hasSuffix("\\boxed") { return end - 6 }
        return before.hasSuffix("\\fbox") ? end - 5 : nil
    }

    /// The last box that begins before `limit`, of those whose name stands at `start` or behind it.
    static func last(in text: Bytes, from start: Int = 0, before limit: Int) -> Box? {
        var end = limit
        while let behind = text[start..<end].findLast(middle) {
            let found = start + behind
            if let box = Box(around: found, in: text) { return box }
            end = found + middle.count - 1
        }
        return nil
    }

    /// The first box.
    static func first(in text: Bytes) -> Box? {
        var from = 0
        while let found = text.suffix(from: from).find(middle) {
            if let box = Box(around: from + found, in: text) { return box }
            from += found + 1
        }
        return nil
    }

    /// The box whose name holds the `box` at `middle`.
    private init?(around middle: Int, in text: Bytes) {
        var name = middle + 3
        if middle >= 2, text[middle - 1] == UInt8(ascii: "f"), text[middle - 2] == UInt8(ascii: "\\") {
            start = middle - 2
        } else if middle >= 1, text[middle - 1] == UInt8(ascii: "\\"), text.count >= middle + 5,
            text[middle + 3] == UInt8(ascii: "e"), text[middle + 4] == UInt8(ascii: "d")
        {
            start = middle - 1
            name += 2
        } else {
            return nil
        }
        var open = name
        while open < text.count, text[open] == 0x20 || text[open] == 0x0A || text[open] == 0x09 { open += 1 }
        if open < text.count, text[open] == UInt8(ascii: "{") {
            let close = text.matchingBrace(open: open)
            content = close.map { text[open + 1..<$0] }
            end = close.map { $0 + 1 } ?? text.count
            return
        }
        guard name < text.count, text[name] == 0x20 || text[name].isASCIIDigit else { return nil }
        var stop = name
        while stop < text.count, text[stop] != UInt8(ascii: "$"), text[stop] != 0x0A { stop += 1 }
        content = text[name..<stop]
        end = stop
    }
}
