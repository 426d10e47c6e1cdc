import AdjudgeBase

/// DAPO's rule as verl's `math_dapo` has it: of the last 300 characters the last `Answer: …` line, both sides through
/// Minerva's normalisation, equal as text; 1 or -1. Without such a line the last box of the last 100 characters, equal
/// to the reference as it is.
///
/// Unsafe: all before the last `=` is dropped, so any `… = 0` is 0; `a ` and `an ` go wherever they stand, `(a + 5)`
/// among them; unit words are cut out of longer words.
struct DAPOProfile: CompatProfile {
    static let name = "dapo"
    private static let clip = 300
    private static let boxClip = 100

    /// Only the box counts (`strict_box`).
    let strictBox: Bool

    var wrong: Double { -1 }

    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? {
        let tail = response.lastCodePoints(DAPOProfile.clip)
        if !strictBox, let line = lastAnswerLine(tail) { return CompatAnswer(text: line) }
        let end = tail.lastCodePoints(DAPOProfile.boxClip)
        guard let box = end.findLast(Bytes("\\boxed{")), let close = PlainBraces.close(end, open: box + 6) else {
            return nil
        }
        return CompatAnswer(text: end[box + 7..<close], isVerbatim: true)
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes { MinervaText.normalized(text, scratch.arena) }

    /// The last match of `(?i)Answer\s*:\s*([^\n]+)`, left to right and not overlapping.
    private func lastAnswerLine(_ text: Bytes) -> Bytes? {
        var last: Bytes?
        var at = 0
        while let found = text.suffix(from: at).findFirst(in: DAPOProfile.firstLetter) {
            at += found
            guard let line = answerLine(text, at) else {
                at += 1
                continue
            }
            last = line
            at = line.offset(in: text)! + line.count
        }
        return last
    }

    private func answerLine(_ text: Bytes, _ start: Int) -> Bytes? {
        let word: StaticString = "answer"
        guard start + 6 <= text.count, (0..<6).allSatisfy({ text[start + $0] | 0x20 == word.utf8Start[$0] }) else {
            return nil
        }
        var at = start + 6
        while at < text.count, text.pythonSpaceLength(at: at) > 0 { at += text.pythonSpaceLength(at: at) }
        guard at < text.count, text[at] == UInt8(ascii: ":") else { return nil }
        at += 1
        // The space after the colon is taken greedily; when nothing follows it, its last character that is no newline
        // is given back to the line.
        var lastOnLine: Int?
        while at < text.count {
            let length = text.pythonSpaceLength(at: at)
            if length == 0 { return text.suffix(from: at).firstLine }
            if text[at] != 0x0A { lastOnLine = at }
            at += length
        }
        return lastOnLine.map { text.suffix(from: $0).firstLine }
    }

    private static let firstLetter = ByteSet("aA")
}

extension Bytes {
    /// The text up to its first newline.
    var firstLine: Bytes { self[0..<(find(Bytes("\n")) ?? count)] }
}
