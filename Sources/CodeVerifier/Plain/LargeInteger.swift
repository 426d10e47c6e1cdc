import AdjudgeBase

/// Integers that fit no machine word, as digits in base 2³².
enum LargeInteger {
    /// The most digits that are converted, which costs O(digits²).
    static let maxDigits = 100_000

    /// A decimal as an optional `-` and lower-case hexadecimal digits; past ``maxDigits``, zero digits of it are dropped
    /// from neither side: the text is cut, and equal to no integer that is not cut alike.
    static func hexadecimal(ofDecimal text: Bytes) -> [UInt8] {
        var at = 0
        var digits: [UInt8] = []
        if text.count > 0, text[0] == UInt8(ascii: "-") { digits.append(text[0]) }
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") { at = 1 }
        var limbs: [UInt32] = []
        let end = min(text.count, at + maxDigits)
        while at < end {
            var chunk: UInt64 = 0
            var scale: UInt64 = 1
            for _ in 0..<min(9, end - at) {
                chunk = chunk * 10 + UInt64(text[at] &- 0x30)
                scale *= 10
                at += 1
            }
            var carry = chunk
            for index in limbs.indices {
                let product = UInt64(limbs[index]) * scale + carry
                limbs[index] = UInt32(truncatingIfNeeded: product)
                carry = product >> 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
        }
        var started = false
        for limb in limbs.reversed() {
            for shift in stride(from: UInt32(28), through: 0, by: -4) {
                let digit = UInt8(limb >> shift & 15)
                if digit == 0, !started { continue }
                started = true
                digits.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        if !started { return [0x30] }
        return digits
    }

    /// The nearest double of hexadecimal digits with an optional `-`; infinite where none is near.
    static func double(ofHexadecimal text: Bytes) -> Double {
        var value = 0.0
        for index in 0..<text.count {
            let byte = text[index]
            switch byte {
            case 0x30...0x39: value = value * 16 + Double(byte - 0x30)
            case 0x61...0x66: value = value * 16 + Double(byte - 0x57)
            default: continue
            }
            if value.isInfinite { break }
        }
        return text.count > 0 && text[0] == UInt8(ascii: "-") ? -value : value
    }
}
