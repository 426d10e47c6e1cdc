import AdjudgeBase
import AdjudgeProse

/// The tokenizer `13a` of sacrebleu, which is mteval-v13a's: marks apart from words, full stops and commas apart unless
/// between digits. Each rule is one pass over the text, as its regular expression would go. O(text).
struct MTTokenizer {
    private let arena: Arena
    private var text: CodePoints

    /// The tokens of two texts as numbers.
    static func numbers(
        _ left: ProseText, _ right: ProseText, _ scratch: ProseScratch
    ) -> (CodePoints, CodePoints) {
        if left.isASCII, right.isASCII {
            var scans = (MTWords(left.bytes), MTWords(right.bytes))
            scratch.words.begin(scratch)
            let first = scratch.words.numbers(&scans.0, scratch.arena)
            let second = scratch.words.numbers(&scans.1, scratch.arena)
            if !scans.0.isBeyond, !scans.1.isBeyond { return (first, second) }
        }
        return WordNumbers.of(words(left.points, scratch.arena), words(right.points, scratch.arena), scratch)
    }

    /// The tokens of a text.
    static func words(_ text: CodePoints, _ arena: Arena) -> [CodePoints] {
        var end = text.count
        while end > 0, CodePoints.isSpace(text[end - 1]) { end -= 1 }
        var tokenizer = MTTokenizer(arena: arena, text: text[0..<end])
        tokenizer.drop("<skipped>")
        tokenizer.drop("-\n")
        if (0..<tokenizer.text.count).contains(where: { tokenizer.text[$0] == 0x26 }) {
            for (entity, plain) in entities { tokenizer.replace(entity, plain) }
        }
        tokenizer.marks()
        tokenizer.pairs { first, second in
            !first.isASCIIDigit && isStop(second) ? .apart(behind: true) : .keep
        }
        tokenizer.pairs { first, second in
            isStop(first) && !second.isASCIIDigit ? .apart(behind: false) : .keep
        }
        tokenizer.pairs { first, second in
            first.isASCIIDigit && second == 0x2D ? .apart(behind: true) : .keep
        }
        return tokenizer.text.words()
    }

    private static let entities: [(StaticString, UInt32)] = [
        ("&quot;", 0x22), ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E),
    ]

    private static func isStop(_ codePoint: UInt32) -> Bool { codePoint == 0x2E || codePoint == 0x2C }

    /// ASCII's marks beside the apostrophe, the comma, the hyphen and the full stop; and the space.
    private static func isMark(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x7B...0x7E, 0x5B...0x60, 0x20...0x26, 0x28...0x2B, 0x3A...0x40, 0x2F: true
        default: false
        }
    }

    // MARK: Passes

    private mutating func drop(_ piece: StaticString) { replace(piece, nil) }

    private mutating func replace(_ piece: StaticString, _ plain: UInt32?) {
        let length = piece.utf8CodeUnitCount
        let first = UInt32(piece.utf8Start[0])
        guard text.count >= length, (0...text.count - length).contains(where: { text[$0] == first }) else { return }
        let memory = arena.array(of: UInt32.self, text.count)
        var written = 0
        var at = 0
        while at < text.count {
            let isHere =
                text[at] == first && at + length <= text.count
                && (0..<length).allSatisfy { text[at + $0] == UInt32(piece.utf8Start[$0]) }
            if isHere {
                if let plain {
                    memory[written] = plain
                    written += 1
                }
                at += length
            } else {
                memory[written] = text[at]
                written += 1
                at += 1
            }
        }
        text = CodePoints(start: memory, count: written)
    }

    /// Spaces around each mark, and around the text; a new line is a space.
    private mutating func marks() {
        let memory = arena.array(of: UInt32.self, 3 * text.count + 6)
        memory[0] = 0x20
        memory[1] = 0x20
        var written = 2
        for index in 0..<text.count {
            let codePoint = text[index] == 0x0A ? 0x20 : text[index]
            if MTTokenizer.isMark(codePoint) {
                memory[written] = 0x20
                memory[written + 1] = codePoint
                memory[written + 2] = 0x20
                written += 3
            } else {
                memory[written] = codePoint
                written += 1
            }
        }
        memory[written] = 0x20
        text = CodePoints(start: memory, count: written + 1)
    }

    private enum Parting {
        case keep
        /// A space between both, and behind the second; or before the first, and between both.
        case apart(behind: Bool)
    }

    /// Looks at neighbours from the left; two that are parted are both used up.
    private mutating func pairs(_ rule: (UInt32, UInt32) -> Parting) {
        let memory = arena.array(of: UInt32.self, 2 * text.count + 2)
        var written = 0
        var at = 0
        while at < text.count {
            guard at + 1 < text.count, case .apart(let behind) = rule(text[at], text[at + 1]) else {
                memory[written] = text[at]
                written += 1
                at += 1
                continue
            }
            if !behind {
                memory[written] = 0x20
                written += 1
            }
            memory[written] = text[at]
            memory[written + 1] = 0x20
            memory[written + 2] = text[at + 1]
            written += 3
            if behind {
                memory[written] = 0x20
                written += 1
            }
            at += 2
        }
        text = CodePoints(start: memory, count: written)
    }
}
