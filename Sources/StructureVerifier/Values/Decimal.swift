import AdjudgeBase

/// A number of JSON by its exact decimal value: a view of the digits in its text, so that no size loses any.
struct Decimal {
    /// An exponent beyond this has no exact value here.
    private static let maxExponentDigits = 17

    let isNegative: Bool
    /// The text from the first significant digit to the last; a point may lie between them. Empty for zero.
    let digits: Bytes
    /// The number of significant digits.
    let count: Int
    /// The value is 0.d₁d₂… · 10^scale.
    let scale: Int

    var isZero: Bool { count == 0 }

    /// Whether it has no fraction.
    var isInteger: Bool { count == 0 || scale >= count }

    /// The value of a text of JSON's grammar for numbers; nil where its exponent has more than seventeen digits.
    init?(_ text: Bytes) {
        var at = 0
        isNegative = text[0] == UInt8(ascii: "-")
        if isNegative || text[0] == UInt8(ascii: "+") { at += 1 }
        var first = -1
        var last = -1
        var point = -1
        var significant = 0
        var pending = 0
        let start = at
        scan: while at < text.count {
            let byte = text[at]
            switch byte {
            case UInt8(ascii: "."): point = at
            case UInt8(ascii: "0"):
                if first >= 0 { pending += 1 }
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                if first < 0 { first = at }
                last = at
                significant += pending + 1
                pending = 0
            default: break scan
            }
            at += 1
        }
        let end = at
        var exponent = 0
        if at < text.count {
            at += 1
            let isBelow = text[at] == UInt8(ascii: "-")
            if isBelow || text[at] == UInt8(ascii: "+") { at += 1 }
            while at < text.count, text[at] == UInt8(ascii: "0") { at += 1 }
            guard text.count - at <= Decimal.maxExponentDigits else { return nil }
            for index in at..<text.count { exponent = exponent * 10 + Int(text[index] &- 0x30) }
            if isBelow { exponent = -exponent }
        }
        guard first >= 0 else {
            (digits, count, scale) = (.empty, 0, 0)
            return
        }
        let pointAt = point < 0 ? end : point
        // Digits between the first and the point; negative where zeros behind the point come first.
        let integer = first < pointAt ? pointAt - first : pointAt + 1 - first
        _ = start
        digits = text[first..<last + 1]
        count = significant
        scale = integer + exponent
    }

    /// An integer that fits; nil for fractions and what is greater.
    var integer: Int? {
        guard isInteger, scale <= 18 else { return nil }
        var value = 0
        forEachDigit { value = value * 10 + Int($0) }
        if count > 0 { for _ in count..<scale { value *= 10 } }
        return isNegative ? -value : value
    }

    /// Calls `body` with every significant digit, 0 to 9, from the first.
    @inline(__always)
    func forEachDigit(_ body: (UInt8) -> Void) {
        for index in 0..<digits.count where digits[index] != UInt8(ascii: ".") { body(digits[index] &- 0x30) }
    }

    /// Less than 0, 0 or more, as this value is below, equal to or above another. O(digits).
    func compare(_ other: Decimal) -> Int {
        if isZero || other.isZero {
            if isZero, other.isZero { return 0 }
            return isZero ? (other.isNegative ? 1 : -1) : (isNegative ? -1 : 1)
        }
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let magnitude = compareMagnitude(other)
        return isNegative ? -magnitude : magnitude
    }

    private func compareMagnitude(_ other: Decimal) -> Int {
        if scale != other.scale { return scale < other.scale ? -1 : 1 }
        var (mine, its) = (0, 0)
        for _ in 0..<min(count, other.count) {
            if digits[mine] == UInt8(ascii: ".") { mine += 1 }
            if other.digits[its] == UInt8(ascii: ".") { its += 1 }
            if digits[mine] != other.digits[its] { return digits[mine] < other.digits[its] ? -1 : 1 }
            mine += 1
            its += 1
        }
        return count == other.count ? 0 : count < other.count ? -1 : 1
    }

    /// A hash that equal values share. O(digits).
    var hash: UInt64 {
        var hash: UInt64 = isNegative && !isZero ? 0x9E37_79B9_7F4A_7C15 : 0xC2B2_AE3D_27D4_EB4F
        hash ^= UInt64(bitPattern: Int64(scale)) &* 0x1656_67B1_9E37_79F9
        forEachDigit { hash = (hash ^ UInt64($0)) &* 0x0000_0100_0000_01B3 }
        return hash ^ (hash >> 29)
    }

    /// Its nearest double.
    var double: Double {
        guard count > 0 else { return 0 }
        var text = isNegative ? "-0." : "0."
        forEachDigit { text.unicodeScalars.append(Unicode.Scalar($0 + 0x30)) }
        return Double(text + "e\(scale)") ?? (scale > 0 ? .infinity : 0)
    }
}
