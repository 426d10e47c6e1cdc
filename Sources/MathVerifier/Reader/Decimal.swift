import AdjudgeBase

/// A decimal as it was written: its value, and how precisely.
struct Decimal {
    let value: Rational
    /// Digits after the point.
    let places: Int

    /// Reads digits with separators, a point and an exponent; nil when there are more digits than the budget allows.
    /// With `isEuropean` the point groups and the comma is decimal.
    init?(_ text: Bytes, isEuropean: Bool = false) {
        if !isEuropean, let plain = PlainDecimal(text) {
            value = plain.value
            places = plain.places
            return
        }
        let point = UInt8(ascii: isEuropean ? "," : ".")
        var integerEnd = text.count
        var fraction = 0..<0
        var exponent = 0
        for index in 0..<text.count {
            if text[index] == point, integerEnd == text.count {
                integerEnd = index
                fraction = index + 1..<text.count
            } else if text[index] | 0x20 == UInt8(ascii: "e") {
                guard let power = Decimal.exponent(text.suffix(from: index + 1)) else { return nil }
                exponent = power
                if integerEnd == text.count { integerEnd = index } else { fraction = fraction.lowerBound..<index }
                break
            }
        }
        guard text.count <= NumberReader.maxDigits, abs(exponent) <= NumberReader.maxDigits else { return nil }
        let digits = NumberReader.number(text[0..<integerEnd], text[fraction])
        var places = 0
        for index in fraction where text[index].isASCIIDigit { places += 1 }
        self.places = places
        let shift = exponent - places
        let scale = NumberReader.tenTo(abs(shift))
        value = shift >= 0 ? (shift == 0 ? digits : digits * scale) : Rational.quotient(digits, scale)!
    }

    private static func exponent(_ text: Bytes) -> Int? {
        var value = 0
        var negative = false
        for index in 0..<text.count {
            if index == 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
                negative = text[0] == UInt8(ascii: "-")
                continue
            }
            value = value * 10 + Int(text[index] &- 0x30)
            if value > NumberReader.maxDigits { return nil }
        }
        return negative ? -value : value
    }
}
