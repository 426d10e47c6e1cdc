import AdjudgeBase

/// A text that may be one number: what it is read as, and how it is printed, which decides how it compares.
struct NumberText: Sendable {
    let reading: NumberReading
    /// It has a decimal point, so that its precision may decide.
    let isDecimal: Bool
    let isPercent: Bool
    /// Digits behind the point, when it is nothing but a decimal.
    let places: Int?
    /// It has a sign of currency beyond the dollar.
    let hasForeignSign: Bool
    /// A fraction of integers, or a decimal of few digits, without any sign but those.
    let isPlain: Bool

    @inline(__always)
    var value: Rational? { reading.value }

    /// A fraction of machine size that is no percentage.
    struct Small {
        let numerator: Int128
        let denominator: Int128
    }

    @inline(__always)
    var small: Small? {
        guard case .number(.small(let numerator, let denominator), isPercent: false) = reading else { return nil }
        return Small(numerator: numerator, denominator: denominator)
    }

    @inline(__always)
    var isTooLarge: Bool { if case .tooLarge = reading { true } else { false } }

    @inline(__always)
    var isNumber: Bool { if case .number = reading { true } else { false } }

    /// Reads `text`, which has been folded for mathematics.
    init(_ text: Bytes) {
        if let decimal = PlainDecimal(text) {
            reading = .number(decimal.value, isPercent: false)
            isDecimal = decimal.places > 0
            isPercent = false
            places = decimal.places
            hasForeignSign = false
            isPlain = true
            return
        }
        reading = NumberReader.readDressed(text)
        // How it is printed matters for numbers only.
        guard case .number = reading else {
            (isDecimal, isPercent, places, hasForeignSign, isPlain) = (false, false, nil, false, false)
            return
        }
        var (isDecimal, isPercent, hasForeignSign, isPlain) = (false, false, false, true)
        for index in 0..<text.count {
            switch text[index] {
            // All that `-\frac{12}{345}` and `12/345` have.
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "{"), UInt8(ascii: "}"),
                UInt8(ascii: "\\"), UInt8(ascii: "d"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "r"),
                UInt8(ascii: "a"), UInt8(ascii: "c"):
                continue
            case UInt8(ascii: "."): isDecimal = true
            case UInt8(ascii: "%"): isPercent = true
            // The lead bytes of £, ¥, € and their kin; nothing else that is not ASCII reads as part of a number.
            case 0xC2, 0xE2, 0xEF: hasForeignSign = true
            default: break
            }
            isPlain = false
        }
        (self.isDecimal, self.isPercent, self.hasForeignSign, self.isPlain) =
            (isDecimal, isPercent, hasForeignSign, isPlain)
        places = NumberText.places(text)
    }

    /// Digits behind the point of a plain decimal, nil for any other text.
    private static func places(_ text: Bytes) -> Int? {
        var places: Int?
        for index in 0..<text.count {
            switch text[index] {
            case 0x30...0x39: if let count = places { places = count + 1 }
            case UInt8(ascii: "."): places = 0
            case UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "$"), 0x20: break
            default: return nil
            }
        }
        return places ?? 0
    }
}

extension NumberText {
    /// True when this decimal has at least three significant digits, and `exact` rounds
    /// to it. Nil when one of them is not printed so plainly that this is all there is to it.
    func isRounding(of exact: NumberText) -> Bool? {
        guard isPlain, exact.isPlain, let places, places > 0, let target = value, let value = exact.value else {
            return nil
        }
        let digits = (target * NumberReader.tenTo(places)).magnitude
        guard Rational.compare(digits, .integer(100)) >= 0 else { return false }
        let distance = (value - target).magnitude
        return Rational.compare(distance * (NumberReader.tenTo(places) * .integer(2)), .one) <= 0
    }
}
