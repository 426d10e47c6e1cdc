import AdjudgeBase
import Glibc

/// `_normalize` of the PRM800K grader, in its own form and in that of verl's `prime_math`.
struct PRM800KText {
    /// PRIME's form: `liter` is a unit too, spaces and braces stay.
    let prime: Bool

    private static let units: [StaticString] = [
        "degree", "cm", "centimeter", "meter", "mile", "second", "minute", "hour", "day", "week", "month", "year",
        "foot", "feet", "inch", "yard",
    ]

    /// The normal form. O(answer × units).
    func normalized(_ text: Bytes, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(PRM800KText.unwrappedText(text), arena: arena)
        buffer.replace("\\%", with: "%")
        buffer.replace("\\$", with: "$")
        buffer.replace("$", with: "")
        buffer.replace("%", with: "")
        buffer.replace(" or ", with: " , ")
        buffer.replace(" and ", with: " , ")
        buffer.replace("million", with: "*10^6")
        buffer.replace("billion", with: "*10^9")
        buffer.replace("trillion", with: "*10^12")
        for unit in PRM800KText.units { cutUnit(unit, &buffer) }
        if prime { cutUnit("liter", &buffer) }
        if buffer.bytes.contains("\\circ") { buffer.cut { text, at in PRM800KText.circle(text, at) } }
        let text = buffer.bytes
        if text.count > 0, text[0] == UInt8(ascii: "{"), text[text.count - 1] == UInt8(ascii: "}") {
            buffer.keep(text.count > 1 ? text[1..<text.count - 1] : .empty)
        }
        if buffer.bytes.contains(",\\!") {
            buffer.cut { text, at in
                text.suffix(from: at).hasPrefix(",\\!") ? PRM800KText.spaces(text, at + 3) : nil
            }
        }
        if let number = buffer.bytes.pythonFloat, PRM800KText.isInteger(number) {
            buffer.keep(PRM800KText.digits(number.rounded(.toNearestOrEven), arena))
        }
        if buffer.bytes.contains("\\") { readLatex(&buffer, arena) }
        if buffer.bytes.contains("- ") {
            buffer.substitute { text, at in
                text[at] == UInt8(ascii: "-") ? (PRM800KText.spaces(text, at + 1), Bytes("-")) : nil
            }
        }
        joinMixedNumbers(&buffer)
        if !prime {
            buffer.replace(" ", with: "")
            buffer.replace("{", with: "")
            buffer.replace("}", with: "")
        }
        buffer.keep(buffer.bytes.pythonLowered(arena))
        if PRM800KText.isInteger(buffer.bytes, arena) {
            var bare = EditBuffer(buffer.bytes, arena: arena)
            bare.replace(",", with: "")
            if let number = bare.bytes.pythonFloat {
                buffer.keep(PRM800KText.digits(number.rounded(.towardZero), arena))
            }
        }
        return buffer.bytes
    }

    /// The content of a `\text{…}` that is the whole.
    static func unwrappedText(_ text: Bytes) -> Bytes {
        let whole = text.hasSuffix("\n") ? text[0..<text.count - 1] : text
        guard whole.hasPrefix("\\text{"), whole.hasSuffix("}"), whole.count > 7 else { return text }
        let content = whole[6..<whole.count - 1]
        return content.contains("\n") ? text : content
    }

    /// `unit(es)?(s)? *(\^[0-9]+)?` by nothing, wherever it stands.
    private func cutUnit(_ unit: StaticString, _ buffer: inout EditBuffer) {
        guard buffer.bytes.find(Bytes(unit)) != nil else { return }
        buffer.cut { text, at in
            guard text.suffix(from: at).hasPrefix(unit) else { return nil }
            var end = at + unit.utf8CodeUnitCount
            if text.suffix(from: end).hasPrefix("es") { end += 2 }
            if end < text.count, text[end] == UInt8(ascii: "s") { end += 1 }
            end = PRM800KText.spaces(text, end)
            if end + 1 < text.count, text[end] == UInt8(ascii: "^"), text[end + 1].isASCIIDigit {
                end += 1
                while end < text.count, text[end].isASCIIDigit { end += 1 }
            }
            return end
        }
    }

    /// The end of `\^ *\\circ`.
    private static func circle(_ text: Bytes, _ at: Int) -> Int? {
        guard text[at] == UInt8(ascii: "^") else { return nil }
        let command = spaces(text, at + 1)
        return text.suffix(from: command).hasPrefix("\\circ") ? command + 5 : nil
    }

    private func readLatex(_ buffer: inout EditBuffer, _ arena: Arena) {
        var latex = buffer
        latex.replace("\\tfrac", with: "\\frac")
        latex.replace("\\dfrac", with: "\\frac")
        latex.replace("\\frac", with: " \\frac")
        guard let plain = LatexToText.convert(latex.bytes, arena) else { return }
        buffer.keep(plain)
        buffer.replace("√", with: "sqrt")
        buffer.replace("π", with: "pi")
        buffer.replace("∞", with: "inf")
        buffer.replace("∪", with: "U")
        buffer.replace("·", with: "*")
        buffer.replace("×", with: "*")
        buffer.keep(buffer.bytes.pythonStripped)
    }

    /// `([0-9]) +([0-9])` to `\1+\2`: 7 3/4 is 7+3/4.
    private func joinMixedNumbers(_ buffer: inout EditBuffer) {
        guard buffer.bytes.contains(" ") else { return }
        buffer.rewrite { text, to in
            var count = 0
            var at = 0
            // A digit that ended one match begins none.
            var free = 0
            while at < text.count {
                if text[at] == 0x20, at > free, text[at - 1].isASCIIDigit {
                    let end = PRM800KText.spaces(text, at)
                    if end < text.count, text[end].isASCIIDigit {
                        to[count] = UInt8(ascii: "+")
                        to[count + 1] = text[end]
                        count += 2
                        at = end + 1
                        free = at
                        continue
                    }
                }
                to[count] = text[at]
                count += 1
                at += 1
            }
            return count
        }
    }

    // MARK: Numbers

    /// True when the number is within 1e-7 of an integer.
    static func isInteger(_ number: Double) -> Bool {
        number.isFinite && abs(number - number.rounded(.toNearestOrEven)) <= 1e-7
    }

    /// True when the text, thousands separators left out, is such a number.
    static func isInteger(_ text: Bytes, _ arena: Arena) -> Bool {
        withoutSeparators(text, arena).pythonFloat.map { isInteger($0) } ?? false
    }

    /// `(\d),(\d\d\d)($|\D)` without the comma, until none is left. Each round takes about half of the commas.
    static func withoutSeparators(_ text: Bytes, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(text, arena: arena)
        while buffer.bytes.contains(",") {
            let before = buffer.bytes.count
            buffer.rewrite { text, to in
                var count = 0
                var at = 0
                while at < text.count {
                    if text.count - at >= 5, text[at + 1] == UInt8(ascii: ","), text[at].isASCIIDigit,
                        (2...4).allSatisfy({ text[at + $0].isASCIIDigit }),
                        text.count == at + 5 || !text[at + 5].isASCIIDigit
                    {
                        to[count] = text[at]
                        for offset in 2...4 { to[count + offset - 1] = text[at + offset] }
                        count += 4
                        at += 5
                        if at < text.count {
                            to[count] = text[at]
                            count += 1
                            at += 1
                        }
                    } else {
                        to[count] = text[at]
                        count += 1
                        at += 1
                    }
                }
                return count
            }
            if buffer.bytes.count == before { break }
        }
        return buffer.bytes
    }

    /// An integer as Python prints it.
    static func digits(_ number: Double, _ arena: Arena) -> Bytes {
        let capacity = 400
        let to = arena.allocate(capacity)
        let count = to.withMemoryRebound(to: CChar.self, capacity: capacity) { buffer in
            withVaList([number == 0 ? 0.0 : number]) { vsnprintf(buffer, capacity, "%.0f", $0) }
        }
        return Bytes(start: to, count: Int(count))
    }

    /// The offset behind the spaces at `at`.
    static func spaces(_ text: Bytes, _ at: Int) -> Int {
        var end = at
        while end < text.count, text[end] == 0x20 { end += 1 }
        return end
    }
}
