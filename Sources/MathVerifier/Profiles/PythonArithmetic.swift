import AdjudgeBase
import Glibc

/// The value of a Python expression of numbers, `+ - * / // % **` and round brackets, in doubles; nil for anything else.
struct PythonArithmetic {
    private static let maxDepth = 32

    private let text: Bytes
    private var at = 0
    private var depth = 0

    /// The value, nil when the text is no such expression. O(text).
    static func value(_ text: Bytes) -> Double? {
        guard text.count <= 4096 else { return nil }
        var parser = PythonArithmetic(text: text.pythonStripped)
        guard let value = parser.sum(), parser.at == parser.text.count, value.isFinite else { return nil }
        return value
    }

    private init(text: Bytes) { self.text = text }

    private mutating func sum() -> Double? {
        guard var value = product() else { return nil }
        while true {
            if take("+") {
                guard let other = product() else { return nil }
                value += other
            } else if take("-") {
                guard let other = product() else { return nil }
                value -= other
            } else {
                return value
            }
        }
    }

    private mutating func product() -> Double? {
        guard var value = signed() else { return nil }
        while true {
            skipSpace()
            if text.suffix(from: at).hasPrefix("**") { return value }
            if take("*") {
                guard let other = signed() else { return nil }
                value *= other
            } else if take("//") {
                guard let other = signed(), other != 0 else { return nil }
                value = (value / other).rounded(.down)
            } else if take("/") {
                guard let other = signed(), other != 0 else { return nil }
                value /= other
            } else if take("%") {
                guard let other = signed(), other != 0 else { return nil }
                value -= (value / other).rounded(.down) * other
            } else {
                return value
            }
        }
    }

    private mutating func signed() -> Double? {
        depth += 1
        defer { depth -= 1 }
        guard depth < PythonArithmetic.maxDepth else { return nil }
        if take("-") { return signed().map { -$0 } }
        if take("+") { return signed() }
        guard let base = atom() else { return nil }
        guard take("**") else { return base }
        return signed().map { pow(base, $0) }
    }

    private mutating func atom() -> Double? {
        skipSpace()
        if take("(") {
            guard let value = sum(), take(")") else { return nil }
            return value
        }
        let start = at
        while at < text.count, text[at].isASCIIDigit || text[at] == UInt8(ascii: ".") { at += 1 }
        let number = text[start..<at]
        // Python refuses an integer with a leading zero.
        if number.count > 1, number[0] == 0x30, !number.contains("."),
            (0..<number.count).contains(where: { number[$0] != 0x30 })
        {
            return nil
        }
        return number.pythonFloat
    }

    private mutating func take(_ token: StaticString) -> Bool {
        skipSpace()
        guard text.suffix(from: at).hasPrefix(token) else { return false }
        at += token.utf8CodeUnitCount
        return true
    }

    private mutating func skipSpace() {
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    }
}
