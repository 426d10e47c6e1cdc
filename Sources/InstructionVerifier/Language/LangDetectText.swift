import AdjudgeBase
import AdjudgeProse
import CProseTables

/// A text as langdetect looks at it: without addresses, Vietnamese letters composed, runs of spaces as one.
enum LangDetectText {
    /// The code points in `arena`, from at most the first `most` of the text. O(text).
    static func prepared(_ text: Bytes, _ tables: pt_languages, _ most: Int, _ arena: Arena) -> CodePoints {
        let text = withoutMail(withoutLinks(text, arena), arena)
        let points = composed(CodePoints(text, arena), tables)
        let memory = UnsafeMutablePointer(mutating: points.start)
        var count = 0
        var before: UInt32 = 0
        for index in 0..<min(points.count, most) {
            let point = points[index]
            if point != 0x20 || before != 0x20 {
                memory[count] = point
                count += 1
            }
            before = point
        }
        return CodePoints(start: memory, count: count)
    }

    /// `https?://[-_.?&~;+=/#0-9A-Za-z]{1,2076}` as spaces.
    private static func withoutLinks(_ text: Bytes, _ arena: Arena) -> Bytes {
        var spans: [Range<Int>] = []
        var at = 0
        while let found = text.suffix(from: at).find(Bytes("http")) {
            let start = at + found
            at = start + 4
            if text[at] == UInt8(ascii: "s") { at += 1 }
            guard text.suffix(from: at).hasPrefix("://") else { continue }
            let end = run(text, at + 3, link, most: 2076)
            guard end > at + 3 else { continue }
            spans.append(start..<end)
            at = end
        }
        return blanked(text, spans, arena)
    }

    /// `[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}` as spaces.
    private static func withoutMail(_ text: Bytes, _ arena: Arena) -> Bytes {
        var spans: [Range<Int>] = []
        var at = 0
        while let found = text.suffix(from: at).find(Bytes("@")) {
            let sign = at + found
            var start = sign
            while start > at, sign - start < 64, local.contains(text[start - 1]) { start -= 1 }
            let host = run(text, sign + 1, label, most: 255)
            let end = run(text, host, local, most: 255)
            at = sign + 1
            guard start < sign, host > sign + 1, end > host || host > sign + 2 else { continue }
            spans.append(start..<end)
            at = end
        }
        return blanked(text, spans, arena)
    }

    private static func run(_ text: Bytes, _ start: Int, _ set: ByteSet, most: Int) -> Int {
        var end = start
        while end < text.count, end - start < most, set.contains(text[end]) { end += 1 }
        return end
    }

    private static func blanked(_ text: Bytes, _ spans: [Range<Int>], _ arena: Arena) -> Bytes {
        guard !spans.isEmpty else { return text }
        let memory = arena.allocate(text.count)
        var (count, at) = (0, 0)
        for span in spans {
            (memory + count).update(from: text.start + at, count: span.lowerBound - at)
            count += span.lowerBound - at
            memory[count] = 0x20
            count += 1
            at = span.upperBound
        }
        (memory + count).update(from: text.start + at, count: text.count - at)
        return Bytes(start: memory, count: count + text.count - at)
    }

    /// Letters and the marks behind them as one letter, as Vietnamese profiles have them; in the same memory.
    private static func composed(_ text: CodePoints, _ tables: pt_languages) -> CodePoints {
        guard (0..<text.count).contains(where: { (0x300...0x323).contains(text[$0]) }) else { return text }
        let memory = UnsafeMutablePointer(mutating: text.start)
        var (count, at) = (0, 0)
        while at < text.count {
            if at + 1 < text.count, let form = form(text[at], text[at + 1], tables.vietnamese) {
                memory[count] = form
                at += 2
            } else {
                memory[count] = text[at]
                at += 1
            }
            count += 1
        }
        return CodePoints(start: memory, count: count)
    }

    private static func form(_ letter: UInt32, _ mark: UInt32, _ table: UnsafePointer<UInt16>) -> UInt32? {
        guard let row = (0..<5).first(where: { UInt32(table[24 + $0]) == mark }),
            let column = (0..<24).first(where: { UInt32(table[$0]) == letter })
        else { return nil }
        return UInt32(table[29 + 24 * row + column])
    }

    private static let link = ByteSet("-_.?&~;+=/#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    private static let local = ByteSet("-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    private static let label = ByteSet("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}
