import AdjudgeBase

/// Texts that were damaged: braces that nothing closes, digits with a gap between them. What of an answer had to be mended
/// may show it to be wrong, and never to be right.
extension Equivalence {
    /// Reads a text, with the braces that it leaves open closed at its end where it cannot be read otherwise.
    func readMended(_ text: Bytes) -> (reading: Reader.Reading, isMended: Bool) {
        let reading = read(text)
        guard case .unreadable = reading, let mended = withBracesClosed(text) else { return (reading, false) }
        let second = read(mended)
        guard case .answer = second else { return (reading, false) }
        return (second, true)
    }

    /// The text with up to four braces more; nil where no brace is open at its end, where one closes that nothing opened,
    /// or where the last group was not closed: then more may be missing than the brace.
    private func withBracesClosed(_ text: Bytes) -> Bytes? {
        var level = 0
        var at = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: "{"): level += 1
            case UInt8(ascii: "}"): level -= 1
            default: break
            }
            guard level >= 0 else { return nil }
            at += 1
        }
        var last = text.count
        while last > 0 {
            if text[0..<last].hasSuffix("\\,") {
                last -= 2
            } else if text[last - 1] == 0x20 || text[last - 1] == UInt8(ascii: "$") {
                last -= 1
            } else {
                break
            }
        }
        guard level > 0, level <= 4, last > 0, text[last - 1] == UInt8(ascii: "}") else { return nil }
        return tree.store(text.count + level) { to in
            to.update(from: text.start, count: text.count)
            for index in 0..<level { to[text.count + index] = UInt8(ascii: "}") }
            return text.count + level
        }
    }

    /// `result` where digits stand apart, `2 2\pi`: a product whose sign was forgotten, or 22π. Different only where
    /// both are.
    func comparedApart(_ reference: Bytes, _ answer: Bytes, _ result: Result) -> Result {
        guard reference != answer, result.judgement.verdict != .undecided else { return result }
        var result = result
        guard !result.judgement.isEqual else {
            result.judgement = .undecided(.unparsed)
            return result
        }
        let arena = Arena()
        var closed = compareUsually(reference: closingGaps(reference, arena), answer: closingGaps(answer, arena))
        if closed.judgement.verdict != .different { closed.judgement = .undecided(.unparsed) }
        withExtendedLifetime(arena) {}
        return closed
    }

    /// The text without the spaces between digits.
    private func closingGaps(_ text: Bytes, _ arena: Arena) -> Bytes {
        let memory = arena.allocate(text.count + 1)
        var count = 0
        var at = 0
        while at < text.count {
            if text[at] == 0x20, count > 0, Equivalence.digits.contains(memory[count - 1]) {
                var next = at
                while next < text.count, text[next] == 0x20 { next += 1 }
                if next < text.count, Equivalence.digits.contains(text[next]) {
                    at = next
                    continue
                }
            }
            memory[count] = text[at]
            count += 1
            at += 1
        }
        return Bytes(UnsafeBufferPointer(start: memory, count: count))
    }

    private static let digits = ByteSet("0123456789")
}
