import AdjudgeBase
import CGMP
import Glibc

/// A rational number of any size that a budget allows, held by GMP; immutable and in lowest terms.
final class BigRational: @unchecked Sendable {
    /// Outside the object, so that both operands of an operation may be the same number.
    let value: UnsafeMutablePointer<__mpq_struct>

    /// The number that `build` sets; `build` leaves a denominator that is not zero.
    init(_ build: (mpq_ptr) -> Void) {
        value = .allocate(capacity: 1)
        __gmpq_init(value)
        build(value)
        __gmpq_canonicalize(value)
    }

    deinit {
        __gmpq_clear(value)
        value.deallocate()
    }
}

extension BigRational {
    /// The integer that decimal `digits` spell.
    convenience init(digits: Bytes) {
        self.init { value in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: digits.count + 1) { text in
                for index in 0..<digits.count { text[index] = CChar(bitPattern: digits[index]) }
                text[digits.count] = 0
                __gmpz_set_str(&value.pointee._mp_num, text.baseAddress, 10)
            }
        }
    }

    /// Ten to the power of `exponent`, which is not negative.
    convenience init(tenTo exponent: Int) {
        self.init { __gmpz_ui_pow_ui(&$0.pointee._mp_num, 10, UInt(exponent)) }
    }

    /// `numerator / denominator`; the denominator is positive.
    convenience init(_ numerator: Int128, _ denominator: Int128) {
        self.init { value in
            BigRational.set(&value.pointee._mp_num, numerator)
            BigRational.set(&value.pointee._mp_den, denominator)
        }
    }

    convenience init(sum left: BigRational, _ right: BigRational) {
        self.init { __gmpq_add($0, left.value, right.value) }
    }

    convenience init(difference left: BigRational, _ right: BigRational) {
        self.init { __gmpq_sub($0, left.value, right.value) }
    }

    convenience init(product left: BigRational, _ right: BigRational) {
        self.init { __gmpq_mul($0, left.value, right.value) }
    }

    /// `left / right`; `right` is not zero.
    convenience init(quotient left: BigRational, _ right: BigRational) {
        self.init { __gmpq_div($0, left.value, right.value) }
    }

    /// -1, 0 or 1 as this number is less than, equal to or greater than `other`.
    func compare(_ other: BigRational) -> Int {
        let order = __gmpq_cmp(value, other.value)
        return order < 0 ? -1 : order > 0 ? 1 : 0
    }

    /// -1, 0 or 1.
    var sign: Int { Int(value.pointee._mp_num._mp_size.signum()) }

    /// The number as `n` or `n/d`.
    var description: String {
        guard let text = __gmpq_get_str(nil, 10, value) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    private static func set(_ integer: mpz_ptr, _ number: Int128) {
        let magnitude = number.magnitude
        __gmpz_set_ui(integer, UInt(truncatingIfNeeded: magnitude >> 64))
        __gmpz_mul_2exp(integer, integer, 64)
        __gmpz_add_ui(integer, integer, UInt(truncatingIfNeeded: magnitude))
        if number < 0 { integer.pointee._mp_size = -integer.pointee._mp_size }
    }
}
