import AdjudgeBase

/// Formulas of substances that stand among other things: `CO2, H2O`.
extension Substance {
    /// True when the formulas that stand among other things in the reference are those of the answer: `CO2, H2O`. A
    /// reference without any is no `CO2` that would be the product `2CO`. O(both).
    static func haveSameFormulas(_ reference: Bytes, _ answer: Bytes) -> Bool {
        let mine = formulas(in: reference)
        return mine.isEmpty ? formulas(in: answer, onlyPlain: true).isEmpty : mine == formulas(in: answer)
    }

    private static func formulas(in whole: Bytes, onlyPlain: Bool = false) -> [[UInt8]] {
        // `V2 = 5` and `CO2: 44` have labels.
        let label = (0..<whole.count).last { whole[$0] == UInt8(ascii: "=") || whole[$0] == UInt8(ascii: ":") }
        let text = label.map { whole.suffix(from: $0 + 1) } ?? whole
        var all: [[UInt8]] = []
        var (start, hasCapital, hasDigit) = (0, false, false)
        let separators = separators
        for at in 0...text.count {
            if at < text.count, !separators.contains(text[at]) {
                if text[at] >= 0x41, text[at] <= 0x5A { hasCapital = true }
                if text[at].isASCIIDigit { hasDigit = true }
                continue
            }
            if hasCapital, hasDigit, let formula = Substance(withoutOpen(text[start..<at])), formula.isCounted,
                onlyPlain ? formula.isFormula && formula.hasPlainCount : formula.isFormula || formula.mayBeProduct
            {
                all.append(formula.term)
            }
            (start, hasCapital, hasDigit) = (at + 1, false, false)
        }
        return all.count < 2 ? all : all.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static let separators = ByteSet(" ,;+.")

    /// Without the parenthesis that opens or closes a list.
    private static func withoutOpen(_ text: Bytes) -> Bytes {
        let (opened, closed) = (
            (0..<text.count).count(where: { text[$0] == UInt8(ascii: "(") }),
            (0..<text.count).count(where: { text[$0] == UInt8(ascii: ")") })
        )
        if opened > closed, text.hasPrefix("(") { return text.suffix(from: 1) }
        return closed > opened && text.hasSuffix(")") ? text[0..<text.count - 1] : text
    }
}
