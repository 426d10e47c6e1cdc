/// Boxes that are one term of what their formula comes to: `$x = -\boxed{4}$` says -4, `$\boxed{4} + 1$` 5.
///
/// A formula that goes on to an equals sign has a gap that its box fills, `3 + \boxed{4} = 7`; prose has dashes and bullets.
public enum BoxInFormula {
    /// Formulas are looked for so many bytes before a box.
    private static let maxReach = 240

    /// True where the box that holds an answer is a term or a factor in its formula. O(the formula).
    public static func changesValue(at place: AnswerPlace) -> Bool {
        guard let (box, _) = place.box else { return false }
        let before = place.response[max(0, box.start - maxReach)..<box.start]
        let behind = place.response.suffix(from: box.end)
        // Most boxes stand behind an equals sign, a word or the sign that opens a formula.
        let (left, right) = (before.trimmed, behind[0..<min(behind.count, maxReach)].trimmed)
        let isFactor = !before.isEmpty && before[before.count - 1].isASCIIDigit
        guard isFactor || endsWithOperator(left) || beginsWithOperator(right), isFormula(before) || isSigned(left)
        else {
            return false
        }
        let rest = right[0..<(right.findFirst(in: delimiters) ?? right.count)]
        return rest.find(Bytes("=")) == nil
    }

    private static let delimiters = ByteSet("$\n")
    private static let signs = ByteSet("+-*/")
    private static let commands: [StaticString] = ["\\cdot", "\\times", "\\div", "\\pm", "\\mp"]

    private static func endsWithOperator(_ text: Bytes) -> Bool {
        guard let last = text.isEmpty ? nil : text[text.count - 1] else { return false }
        if signs.contains(last) { return true }
        return last.isASCIILetter && commands.contains { text.hasSuffix($0) } || text.hasSuffix("−")
    }

    /// `x = -`, `x = 10 -`, which are formulas also where no sign opens one: behind the equals sign stand no words.
    private static func isSigned(_ text: Bytes) -> Bool {
        guard let equals = text.findLast(Bytes("=")) else { return false }
        let side = text.suffix(from: equals + 1)
        return (0..<side.count).allSatisfy { side[$0].isASCIIDigit || side[$0].isOne(of: " .+-*/()") }
    }

    private static func beginsWithOperator(_ text: Bytes) -> Bool {
        guard let first = text.isEmpty ? nil : text[0] else { return false }
        if signs.contains(first) { return true }
        // A degree is written as a power.
        if first == UInt8(ascii: "^") { return text[0..<min(text.count, 8)].find(Bytes("\\circ")) == nil }
        guard first == UInt8(ascii: "\\") else { return false }
        let end = (1..<text.count).first { !text[$0].isASCIILetter } ?? text.count
        return commands.contains { text[0..<end].equals($0) }
    }

    /// True where a formula has been opened and not closed: `$`, `\(`, `\[`.
    private static func isFormula(_ before: Bytes) -> Bool {
        var isOpen = false
        var at = before.findLast(Bytes("\n\n")).map { $0 + 2 } ?? 0
        while at < before.count {
            switch before[at] {
            case UInt8(ascii: "$"):
                isOpen.toggle()
                if at + 1 < before.count, before[at + 1] == UInt8(ascii: "$") { at += 1 }
            case UInt8(ascii: "\\") where at + 1 < before.count:
                at += 1
                if before[at].isOne(of: "([") { isOpen = true }
                if before[at].isOne(of: ")]") { isOpen = false }
            default: break
            }
            at += 1
        }
        return isOpen
    }
}
