import AdjudgeBase

/// A decimal of up to 18 digits with nothing but a sign before it, perhaps between dollar signs: the commonest answer.
struct PlainDecimal {
    /// The digits without their point, with the sign.
    private let digits: Int64
    let places: Int
    /// The sign and the digits.
    let text: Bytes

    init?(_ text: Bytes) {
        var text = text.trimmed
        if text.count > 2, text[0] == UInt8(ascii: "$"), text[text.count - 1] == UInt8(ascii: "$") {
            text = text[1..<text.count - 1].trimmed
        }
        guard text.count > 0, text.count <= 20 else { return nil }
        var digits: Int64 = 0
        var point: Int?
        let start = text[0] == UInt8(ascii: "-") ? 1 : 0
        for index in start..<text.count {
            let digit = text[index] &- 0x30
            if digit < 10 {
                digits = digits &* 10 &+ Int64(digit)
            } else if text[index] == UInt8(ascii: "."), point == nil, index > start, index + 1 < text.count {
                point = index
            } else {
                return nil
            }
        }
        let count = text.count - start - (point == nil ? 0 : 1)
        guard count > 0, count <= 18 else { return nil }
        self.text = text
        self.digits = start == 1 ? -digits : digits
        places = point.map { text.count - $0 - 1 } ?? 0
    }

    var value: Rational {
        var scale: Int64 = 1
        for _ in 0..<places { scale &*= 10 }
        return .small(Int128(digits), Int128(scale))
    }
}
