import AdjudgeBase
import AdjudgeProse

/// What Inspect's three patterns of answers extract, by linear scans: each reads the leftmost "ANSWER:" that fits and that
/// no other follows.
enum InspectAnswers {
    /// Where an "ANSWER:" stands: its start, and what lies behind its colon.
    private struct Mark {
        let start: Int
        let end: Int
    }

    private static func marks(in text: Bytes) -> [Mark] {
        var marks: [Mark] = []
        var at = 0
        while at + 6 < text.count {
            defer { at += 1 }
            guard text[at] | 0x20 == 0x61, equals(text, at, "answer") else { continue }
            var end = at + 6
            while text.pythonSpaceLength(at: end) > 0 { end += text.pythonSpaceLength(at: end) }
            if text[end] == 0x3A { marks.append(Mark(start: at, end: end + 1)) }
        }
        return marks
    }

    private static func equals(_ text: Bytes, _ at: Int, _ word: StaticString) -> Bool {
        (0..<word.utf8CodeUnitCount).allSatisfy { text[at + $0] | 0x20 == word.utf8Start[$0] }
    }

    private static func skipSpace(_ text: Bytes, _ from: Int) -> Int {
        var at = from
        while at < text.count, case let length = text.pythonSpaceLength(at: at), length > 0 { at += length }
        return at
    }

    /// `ANSWER\s*:\s*([A-Za-z])(?:[^\w]|\n|$)(?!.*ANSWER\s*:)`
    static func letter(in text: Bytes) -> Bytes? {
        let marks = marks(in: text)
        for mark in marks {
            let at = skipSpace(text, mark.end)
            guard at < text.count, text[at].isASCIILetter else { continue }
            var next = at + 1
            if next < text.count {
                let (scalar, length) = text[next] < 0x80 ? (UInt32(text[next]), 1) : text.scalar(at: next)
                if CodePoints.isWordCharacter(scalar ?? 0xFFFD) { continue }
                next += length
            }
            if marks.last!.start < next { return text[at..<at + 1] }
        }
        return nil
    }

    /// `ANSWER\s*:\s*(\S+?)(?=[.,;:!?]?\s*(?:\n|$))(?!.*ANSWER\s*:)`
    static func word(in text: Bytes) -> Bytes? {
        let marks = marks(in: text)
        for mark in marks {
            let begin = skipSpace(text, mark.end)
            var end = begin
            while end < text.count, text.pythonSpaceLength(at: end) == 0 { end += 1 }
            guard end > begin else { continue }
            // The line ends behind the word.
            let behind = skipSpace(text, end)
            guard behind == text.count || text[end..<behind].find(Bytes("\n")) != nil else { continue }
            let isMarked = end - begin > 1 && ".,;:!?".utf8.contains(text[end - 1])
            for stop in isMarked ? [end - 1, end] : [end] where marks.last!.start < stop { return text[begin..<stop] }
        }
        return nil
    }

    /// `ANSWER\s*:\s*([^\n]+)\s*\Z`
    static func line(in text: Bytes) -> Bytes? {
        for mark in marks(in: text) {
            let begin = skipSpace(text, mark.end)
            if begin < text.count {
                let end = begin + (text.suffix(from: begin).find(Bytes("\n")) ?? text.count - begin)
                if skipSpace(text, end) == text.count { return text[begin..<end] }
                continue
            }
            // Of white space alone the last character that is no line break is the line.
            var at = text.count - 1
            while at >= mark.end, text[at] == 0x0A || text[at] & 0xC0 == 0x80 { at -= 1 }
            if at >= mark.end { return text[at..<at + max(1, text.pythonSpaceLength(at: at))] }
        }
        return nil
    }
}
