import AdjudgeBase
import AdjudgeProse

/// Signs without which a short answer would be another one: those of relation (`>5`, `x<y`) and of powers (`3²`, `2^n`).
/// They become characters that no normal form drops.
enum AnswerSigns {
    /// Small forms of `<`, `>` and `=`, which stand in no profile's punctuation.
    static let less: UInt32 = 0xFE64
    static let greater: UInt32 = 0xFE65
    static let equals: UInt32 = 0xFE66
    private static let atMost: UInt32 = 0x2264
    private static let atLeast: UInt32 = 0x2265
    private static let unequal: UInt32 = 0x2260
    /// What stands for `^` before a power.
    private static let power: UInt32 = 0x02C4

    /// True for a sign that begins the word of what stands behind it.
    static func isRelation(_ sign: UInt32) -> Bool {
        sign == less || sign == greater || sign == atMost || sign == atLeast || sign == unequal
    }

    /// The text of an answer in its folded form, with its signs in the form that stays. O(text).
    static func text(_ answer: Bytes, _ arena: Arena) -> CodePoints {
        var text = answer
        if !answer.isASCII {
            text = raised(CodePoints(answer, arena), arena).bytes(arena).folded(.text, into: arena)
        }
        return marked(CodePoints(text, arena), arena)
    }

    /// The text with `^` before raised digits, which the folding would put in line.
    private static func raised(_ text: CodePoints, _ arena: Arena) -> CodePoints {
        let memory = arena.array(of: UInt32.self, 2 * text.count)
        var written = 0
        for at in 0..<text.count {
            if isRaised(text[at]), at > 0, !isRaised(text[at - 1]), !CodePoints.isSpace(text[at - 1]) {
                memory[written] = 0x5E
                written += 1
            }
            memory[written] = text[at]
            written += 1
        }
        return CodePoints(start: memory, count: written)
    }

    private static func isRaised(_ point: UInt32) -> Bool {
        switch point {
        case 0xB2, 0xB3, 0xB9, 0x2070, 0x2071, 0x2074...0x207F: true
        default: false
        }
    }

    private static func marked(_ text: CodePoints, _ arena: Arena) -> CodePoints {
        let hasSigns = (0..<text.count).contains {
            (0x3C...0x3E).contains(text[$0]) || text[$0] == 0x5E || isRelation(text[$0])
        }
        guard hasSigns else { return text }
        // A sign of one character becomes three at most.
        let memory = arena.array(of: UInt32.self, 3 * text.count)
        var (written, at) = (0, 0)
        var isInBrackets = false
        while at < text.count {
            if text[at] == 0x5E, isPower(text, at) {
                memory[written] = power
                (written, at) = (written + 1, at + 1)
                continue
            }
            if text[at] == 0x3C, opensBrackets(text, at) {
                isInBrackets = true
            } else if text[at] == 0x3E, isInBrackets {
                isInBrackets = false
            } else if let (sign, length) = relation(text, at) {
                memory[written] = 0x20
                memory[written + 1] = sign
                written += 2
                at += length
                if sign == equals {
                    memory[written] = 0x20
                    written += 1
                } else {
                    while at < text.count, CodePoints.isSpace(text[at]) { at += 1 }
                }
                continue
            }
            memory[written] = text[at]
            (written, at) = (written + 1, at + 1)
        }
        return CodePoints(start: memory, count: written)
    }

    /// "10^5", "2^n", "(3)^2"; in "m^2" the digit says the same without.
    private static func isPower(_ text: CodePoints, _ at: Int) -> Bool {
        guard at > 0, at + 1 < text.count, !CodePoints.isSpace(text[at + 1]) else { return false }
        let (before, behind) = (text[at - 1], text[at + 1])
        if before.isASCIIDigit || before == 0x29 || before == 0x5D || before == 0x7D { return true }
        return CodePoints.isWordCharacter(before) && !behind.isASCIIDigit
    }

    /// "<Paris>": brackets around a word. The look ahead is bounded.
    private static func opensBrackets(_ text: CodePoints, _ at: Int) -> Bool {
        if at > 0, CodePoints.isWordCharacter(text[at - 1]) { return false }
        var next = at + 1
        while next < min(text.count, at + 64), !CodePoints.isSpace(text[next]), text[next] != 0x3C {
            if text[next] == 0x3E { return next > at + 1 }
            next += 1
        }
        return false
    }

    /// The sign of relation that begins at an index and its length; nil for an arrow, a quotation and what relates nothing.
    private static func relation(_ text: CodePoints, _ at: Int) -> (sign: UInt32, length: Int)? {
        func point(_ at: Int) -> UInt32 { at >= 0 && at < text.count ? text[at] : 0 }
        func isPart(_ point: UInt32) -> Bool { (0x3C...0x3E).contains(point) }
        guard !isPart(point(at - 1)) else { return nil }
        let found: (sign: UInt32, length: Int)
        switch (point(at), point(at + 1)) {
        case (0x3C, 0x3D): found = (atMost, 2)
        case (0x3E, 0x3D): found = (atLeast, 2)
        case (0x21, 0x3D), (0x3C, 0x3E): found = (unequal, 2)
        case (0x3D, 0x3D): found = (equals, 2)
        case (0x3C, _): found = (less, 1)
        case (0x3E, _): found = (greater, 1)
        case (0x3D, _): found = (equals, 1)
        case (atMost, _), (atLeast, _), (unequal, _): found = (point(at), 1)
        case (0x2A7D, _): found = (atMost, 1)
        case (0x2A7E, _): found = (atLeast, 1)
        default: return nil
        }
        let behind = at + found.length
        guard !isPart(point(behind)), found.sign != greater || point(at - 1) != 0x2D else { return nil }
        var (left, right) = (at - 1, behind)
        while left >= 0, CodePoints.isSpace(text[left]) { left -= 1 }
        while right < text.count, CodePoints.isSpace(text[right]) { right += 1 }
        let before = point(left)
        let isInfix =
            left >= 0
            && (CodePoints.isWordCharacter(before) || before == 0x29 || before == 0x5D || before == 0x25
                || before == 0x27)
        if found.sign == equals, !isInfix { return nil }
        let signs: [UInt32] = [0x2B, 0x2D, 0x2E, 0x24, 0x28, 0x5C]
        let isSigned = signs.contains(point(right))
        if point(right).isASCIIDigit || isSigned && point(right + 1).isASCIIDigit { return found }
        // Between words a sign relates where it stands alike to both: "x<y", "x < y", and none of "> a quotation".
        guard isInfix, CodePoints.isWordCharacter(point(right)) || isSigned else { return nil }
        return (left == at - 1) == (right == behind) ? found : nil
    }
}
