import AdjudgeBase
import CGMP
import Glibc

/// A rational number as it was written, without rounding. Immutable; held by GMP.
final class ExactNumber: @unchecked Sendable {
    /// Numbers with more digits, or an exponent beyond this either way, are not made.
    static let maxDigits = 1_000_000
    static let maxExponent = 20_000

    // Outside the object, so that both operands of an operation may be the same number.
    private let value: UnsafeMutablePointer<__mpq_struct>

    private init(_ build: (mpq_ptr) -> Void) {
        value = .allocate(capacity: 1)
        __gmpq_init(value)
        build(value)
        __gmpq_canonicalize(value)
    }

    deinit {
        __gmpq_clear(value)
        value.deallocate()
    }

    /// A decimal with sign, point and exponent, by the grammar of ``NumberToken``; nil when it is out of bounds.
    /// O(digits · log digits).
    convenience init?(decimal text: Bytes) {
        guard let parts = DecimalForm(text), parts.digits.count <= ExactNumber.maxDigits,
            abs(parts.exponent) <= ExactNumber.maxExponent
        else { return nil }
        self.init { value in
            ExactNumber.set(&value.pointee._mp_num, parts.digits, base: 10)
            if parts.exponent > 0 {
                var power = mpz_t()
                __gmpz_init(&power)
                __gmpz_ui_pow_ui(&power, 10, UInt(parts.exponent))
                __gmpz_mul(&value.pointee._mp_num, &value.pointee._mp_num, &power)
                __gmpz_clear(&power)
            } else if parts.exponent < 0 {
                __gmpz_ui_pow_ui(&value.pointee._mp_den, 10, UInt(-parts.exponent))
            }
            if parts.negative { __gmpq_neg(value, value) }
        }
    }

    /// An integer in hexadecimal with an optional `-`.
    convenience init?(hexadecimal text: Bytes) {
        guard text.count <= ExactNumber.maxDigits else { return nil }
        let digits = (0..<text.count).map { text[$0] }
        self.init { ExactNumber.set(&$0.pointee._mp_num, digits, base: 16) }
    }

    /// An integer.
    convenience init(_ integer: Int64) { self.init { __gmpq_set_si($0, Int(integer), 1) } }

    /// The value of a float; nil when it is not finite.
    convenience init?(_ float: Double) {
        guard float.isFinite else { return nil }
        self.init { __gmpq_set_d($0, float) }
    }

    /// `numerator / denominator`; nil when the denominator is 0.
    convenience init?(_ numerator: ExactNumber, over denominator: ExactNumber) {
        guard denominator.sign != 0 else { return nil }
        self.init { __gmpq_div($0, numerator.value, denominator.value) }
    }

    private var sign: Int { Int(value.pointee._mp_num._mp_size.signum()) }

    /// The nearest double, by truncation.
    var double: Double { __gmpq_get_d(value) }

    private static func set(_ integer: mpz_ptr, _ digits: [UInt8], base: Int32) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: digits.count + 2) { text in
            for index in digits.indices { text[index] = CChar(bitPattern: digits[index]) }
            text[digits.count] = 0
            if digits.isEmpty {
                text[0] = 0x30
                text[1] = 0
            }
            __gmpz_set_str(integer, text.baseAddress, base)
        }
    }

    /// Whether two numbers are the same.
    static func == (left: ExactNumber, right: ExactNumber) -> Bool { __gmpq_equal(left.value, right.value) != 0 }

    /// Whether `|self - expected| <= max(absolute, relative · |expected|)`, the bounds as their shortest decimals say.
    func isNear(_ expected: ExactNumber, _ tolerance: Tolerance) -> Bool {
        if self == expected { return true }
        let distance = ExactNumber {
            __gmpq_sub($0, self.value, expected.value)
            __gmpq_abs($0, $0)
        }
        for (bound, isRelative) in [(tolerance.absolute, false), (tolerance.relative, true)] where bound > 0 {
            guard let factor = withBytes(of: "\(bound)", { ExactNumber(decimal: $0) }) else { continue }
            let most = ExactNumber { value in
                guard isRelative else { return __gmpq_set(value, factor.value) }
                __gmpq_abs(value, expected.value)
                __gmpq_mul(value, value, factor.value)
            }
            if __gmpq_cmp(distance.value, most.value) <= 0 { return true }
        }
        return false
    }
}

/// A decimal number without rounding: digits without zeros at either end, and the power of ten of the last.
struct DecimalForm: Equatable {
    let negative: Bool
    let digits: [UInt8]
    let exponent: Int

    /// The form of a number by the grammar of ``NumberToken``; nil when it is none, or its exponent fits no word.
    init?(_ text: Bytes) {
        guard NumberToken.isNumber(text) else { return nil }
        var digits: [UInt8] = []
        var exponent = 0
        var afterPoint = false
        var at = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") ? 1 : 0
        while at < text.count, text[at] | 0x20 != UInt8(ascii: "e") {
            if text[at] == UInt8(ascii: ".") {
                afterPoint = true
            } else {
                if !(digits.isEmpty && text[at] == 0x30) { digits.append(text[at]) }
                if afterPoint { exponent -= 1 }
            }
            at += 1
        }
        if at < text.count {
            guard let power = Int(text.suffix(from: at + 1).string) else { return nil }
            exponent = exponent.addingReportingOverflow(power).partialValue
        }
        while digits.last == 0x30 {
            digits.removeLast()
            exponent += 1
        }
        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : exponent
        negative = !digits.isEmpty && text[0] == UInt8(ascii: "-")
    }
}
