import AdjudgeBase
import Glibc

/// How near two numbers must be to count as the same: `|got - expected| <= max(absolute, relative * |expected|)`.
public struct Tolerance: Sendable, Equatable {
    /// The absolute bound.
    public var absolute: Double
    /// The bound as a share of the expected magnitude.
    public var relative: Double

    /// Bounds of that size; both at least 0.
    public init(absolute: Double = 0, relative: Double = 0) {
        self.absolute = absolute
        self.relative = relative
    }

    /// Only the number itself.
    public static let exact = Tolerance()

    /// Whether numbers whose nearest doubles are these are near enough; nil where that depends on what the doubles do not
    /// hold: at the bound, for equal doubles, beyond their range.
    func decides(_ got: Double, _ expected: Double) -> Bool? {
        let least = 1e-290
        guard got.isFinite, expected.isFinite, got == 0 || abs(got) > least, expected == 0 || abs(expected) > least
        else {
            return nil
        }
        let distance = abs(got - expected)
        let bound = max(absolute, relative * abs(expected))
        guard bound.isFinite else { return nil }
        let error = (abs(got) + abs(expected)) * 0x1p-51 + bound * 0x1p-50
        if distance + error < bound { return true }
        return distance - error > bound ? false : nil
    }
}

/// A word that is a number by a strict grammar: sign, digits, point, exponent. `1_4`, `0x1`, `inf` and `nan` are none.
struct NumberToken {
    let text: Bytes
    let value: Double
    let isInteger: Bool

    /// The number that `text` is; nil when it is none. O(count).
    init?(_ text: Bytes) {
        guard let isInteger = NumberToken.form(text) else { return nil }
        self.text = text
        self.isInteger = isInteger
        value = NumberToken.double(text)
    }

    /// Whether the two are the same within `tolerance`, as they are written: nothing is rounded.
    func isNear(_ expected: NumberToken, _ tolerance: Tolerance) -> Bool {
        if isInteger, expected.isInteger, NumberToken.sameInteger(text, expected.text) { return true }
        if let decided = tolerance.decides(value, expected.value) { return decided }
        if tolerance == .exact { return DecimalForm(text).map { $0 == DecimalForm(expected.text) } ?? false }
        guard let got = ExactNumber(decimal: text), let wanted = ExactNumber(decimal: expected.text) else {
            return DecimalForm(text).map { $0 == DecimalForm(expected.text) } ?? false
        }
        return got.isNear(wanted, tolerance)
    }

    /// Whether a text is a number.
    static func isNumber(_ text: Bytes) -> Bool { form(text) != nil }

    /// Whether two integers in decimal are the same number.
    static func sameInteger(_ left: Bytes, _ right: Bytes) -> Bool {
        let (a, b) = (magnitude(left), magnitude(right))
        return a.digits == b.digits && (a.negative == b.negative || a.digits.isEmpty)
    }

    private static func magnitude(_ text: Bytes) -> (negative: Bool, digits: Bytes) {
        var at = 0
        let negative = text.count > 0 && text[0] == UInt8(ascii: "-")
        if text.count > 0, negative || text[0] == UInt8(ascii: "+") { at = 1 }
        while at < text.count, text[at] == UInt8(ascii: "0") { at += 1 }
        return (negative, text.suffix(from: at))
    }

    /// True for an integer, false for another number, nil for what is no number.
    private static func form(_ text: Bytes) -> Bool? {
        var at = 0
        func digits() -> Int {
            let start = at
            while at < text.count, text[at].isASCIIDigit { at += 1 }
            return at - start
        }
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
        var count = digits()
        var isInteger = true
        if at < text.count, text[at] == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            count += digits()
        }
        guard count > 0 else { return nil }
        if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
            guard digits() > 0 else { return nil }
        }
        return at == text.count ? isInteger : nil
    }

    /// The nearest double, by the C library, which reads a terminated copy.
    static func double(_ text: Bytes) -> Double {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
            for index in 0..<text.count { copy[index] = CChar(bitPattern: text[index]) }
            copy[text.count] = 0
            return strtod(copy.baseAddress!, nil)
        }
    }
}
