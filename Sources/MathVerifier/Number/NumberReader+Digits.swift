import AdjudgeBase

extension NumberReader {
    /// The integer of the digits of both texts, separators left out.
    static func number(_ integer: Bytes, _ fraction: Bytes) -> Rational {
        if integer.count + fraction.count <= 18 {
            var value: Int64 = 0
            for index in 0..<integer.count where integer[index].isASCIIDigit {
                value = value &* 10 &+ Int64(integer[index] &- 0x30)
            }
            for index in 0..<fraction.count where fraction[index].isASCIIDigit {
                value = value &* 10 &+ Int64(fraction[index] &- 0x30)
            }
            return .small(Int128(value), 1)
        }
        var value: Int128 = 0
        var fits = true
        for part in [integer, fraction] {
            for index in 0..<part.count {
                let digit = part[index] &- 0x30
                guard digit < 10 else { continue }
                let (high, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = high.addingReportingOverflow(Int128(digit))
                if overflow || carry {
                    fits = false
                    break
                }
                value = sum
            }
        }
        if fits { return .small(value, 1) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: integer.count + fraction.count) { digits in
            var count = 0
            for part in [integer, fraction] {
                for index in 0..<part.count where part[index].isASCIIDigit {
                    digits[count] = part[index]
                    count += 1
                }
            }
            return .big(BigRational(digits: Bytes(start: digits.baseAddress!, count: count)))
        }
    }
}
