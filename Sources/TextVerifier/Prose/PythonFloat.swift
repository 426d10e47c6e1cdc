import AdjudgeBase
import AdjudgeProse

/// Numbers as Python's `float()` reads them and `str()` writes them.
enum PythonFloat {
    /// The value of a text: white space around it, a sign, digits of any script, underscores between digits, `inf` and
    /// `nan` count; nil for what raises. O(text).
    static func parse(_ text: CodePoints) -> Double? {
        let text = text.stripped
        guard !text.isEmpty, text.count <= 4096, mayBegin(text[0]) else { return nil }
        if let whole = plainWhole(text) { return whole }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        for index in 0..<text.count {
            let codePoint = text[index]
            if codePoint == 0x5F {
                // Only between digits.
                guard index > 0, index + 1 < text.count, isDigit(text[index - 1]), isDigit(text[index + 1]) else {
                    return nil
                }
                continue
            }
            guard let byte = ascii(codePoint) else { return nil }
            plain.append(byte)
        }
        return value(plain)
    }

    /// `str(number)`: the shortest digits that read back as it, with an exponent from 1e16 on and below 1e-4.
    static func written(_ number: Double, _ arena: Arena) -> CodePoints {
        let text = string(number)
        let memory = arena.array(of: UInt32.self, text.utf8.count)
        for (index, byte) in text.utf8.enumerated() { memory[index] = UInt32(byte) }
        return CodePoints(start: memory, count: text.utf8.count)
    }

    static func string(_ number: Double) -> String {
        // What the shortest form of a whole number is, below the exponents.
        if number.magnitude < 1e15, number == number.rounded(), number != 0 { return "\(Int64(number)).0" }
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        // The digits and the place of the point, from Swift's own shortest form.
        var digits: [Character] = []
        var point = 0
        var sawPoint = false
        var exponent = 0
        let text = number.magnitude.description
        for (index, character) in text.enumerated() {
            if character == "e" {
                exponent = Int(text.dropFirst(index + 1))!
                break
            } else if character == "." {
                sawPoint = true
            } else {
                digits.append(character)
                if !sawPoint { point += 1 }
            }
        }
        point += exponent
        while digits.count > 1, digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let sign = number.sign == .minus ? "-" : ""
        if number == 0 { return sign + "0.0" }
        if point > 16 || point < -3 {
            let mantissa = String(digits[0]) + (digits.count > 1 ? "." + String(digits[1...]) : "")
            let power = point - 1
            let padded = power.magnitude < 10 ? "0\(power.magnitude)" : "\(power.magnitude)"
            return "\(sign)\(mantissa)e\(power < 0 ? "-" : "+")\(padded)"
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + String(digits) }
        if digits.count <= point {
            return sign + String(digits) + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return sign + String(digits[..<point]) + "." + String(digits[point...])
    }

    /// Digits alone, as few as a double holds.
    private static func plainWhole(_ text: CodePoints) -> Double? {
        guard text.count <= 15 else { return nil }
        var value: Int64 = 0
        for index in 0..<text.count {
            guard text[index].isASCIIDigit else { return nil }
            value = 10 * value + Int64(text[index] - 0x30)
        }
        return Double(value)
    }

    /// Whether a number may begin so: most words are none, and are told by their first letter.
    @inline(__always)
    private static func mayBegin(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x49, 0x69, 0x4E, 0x6E, 0x80...: true
        default: false
        }
    }

    private static func isDigit(_ codePoint: UInt32) -> Bool {
        ascii(codePoint).map(\.isASCIIDigit) ?? false
    }

    /// The character, or the ASCII digit of a decimal digit of another script.
    private static func ascii(_ codePoint: UInt32) -> UInt8? {
        if codePoint < 0x80 { return UInt8(codePoint) }
        guard let properties = Unicode.Scalar(codePoint)?.properties, properties.numericType == .decimal,
            let value = properties.numericValue
        else { return nil }
        return 0x30 + UInt8(value)
    }

    private static func value(_ text: [UInt8]) -> Double? {
        var at = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? 1 : 0
        let isNegative = text.first == UInt8(ascii: "-")
        let rest = String(decoding: text[at...], as: UTF8.self).lowercased()
        if rest == "inf" || rest == "infinity" { return isNegative ? -.infinity : .infinity }
        if rest == "nan" { return .nan }
        var digits = 0
        func skipDigits() {
            while at < text.count, text[at].isASCIIDigit {
                at += 1
                digits += 1
            }
        }
        skipDigits()
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            skipDigits()
        }
        guard digits > 0 else { return nil }
        if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
            digits = 0
            skipDigits()
            guard digits > 0 else { return nil }
        }
        guard at == text.count else { return nil }
        return Double(
            String(decoding: text, as: UTF8.self).hasSuffix(".")
                ? String(decoding: text, as: UTF8.self) + "0" : String(decoding: text, as: UTF8.self))
            ?? Double("0" + rest).map { isNegative ? -$0 : $0 }
    }
}
