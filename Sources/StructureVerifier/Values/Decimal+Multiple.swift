extension Decimal {
    /// The most significant digits of a divisor.
    private static let maxDivisorDigits = 200

    /// Whether this value is an integer times `divisor`, which is not zero; nil where the divisor has too many digits.
    /// Exact, by the remainder of the digits: O(digits * digits of the divisor).
    func isMultiple(of divisor: Decimal) -> Bool? {
        if isZero { return true }
        guard divisor.count <= Decimal.maxDivisorDigits else { return nil }
        // The value is a * 10^shift times the divisor's digits, both without zeros at the end.
        let shift = (scale - count) - (divisor.scale - divisor.count)
        // Ten does not divide a.
        if shift < 0 { return false }
        if divisor.count <= 18 {
            var modulus: UInt64 = 0
            divisor.forEachDigit { modulus = modulus * 10 + UInt64($0) }
            return remainder(modulus, shift: shift) == 0
        }
        // A power of ten beyond the divisor's own bits adds no factor that it lacks.
        let zeros = min(shift, 4 * divisor.count)
        var modulus: [UInt8] = []
        divisor.forEachDigit { modulus.append($0) }
        var remainder = [UInt8](repeating: 0, count: modulus.count + 1)
        forEachDigit { Decimal.push($0, into: &remainder, modulus) }
        for _ in 0..<zeros { Decimal.push(0, into: &remainder, modulus) }
        return remainder.allSatisfy { $0 == 0 }
    }

    private func remainder(_ modulus: UInt64, shift: Int) -> UInt64 {
        func times(_ left: UInt64, _ right: UInt64) -> UInt64 {
            let product = left.multipliedFullWidth(by: right)
            return modulus.dividingFullWidth((product.high % modulus, product.low)).remainder
        }
        var value: UInt64 = 0
        forEachDigit { value = (times(value, 10) + UInt64($0)) % modulus }
        var (power, rest) = (10 % modulus, shift)
        while rest > 0, value > 0 {
            if rest & 1 == 1 { value = times(value, power) }
            power = times(power, power)
            rest >>= 1
        }
        return value
    }

    /// One step of long division: the remainder times ten plus a digit, again below the modulus.
    private static func push(_ digit: UInt8, into remainder: inout [UInt8], _ modulus: [UInt8]) {
        remainder.removeFirst()
        remainder.append(digit)
        while isBelow(modulus, remainder) {
            var borrow: Int8 = 0
            for index in (0..<modulus.count).reversed() {
                var difference = Int8(remainder[index + 1]) - Int8(modulus[index]) - borrow
                borrow = difference < 0 ? 1 : 0
                if difference < 0 { difference += 10 }
                remainder[index + 1] = UInt8(difference)
            }
            remainder[0] -= UInt8(borrow)
        }
    }

    /// Whether a modulus, one digit shorter, is at most a value.
    private static func isBelow(_ modulus: [UInt8], _ value: [UInt8]) -> Bool {
        if value[0] > 0 { return true }
        for index in modulus.indices where modulus[index] != value[index + 1] {
            return modulus[index] < value[index + 1]
        }
        return true
    }
}
