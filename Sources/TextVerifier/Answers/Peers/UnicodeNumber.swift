import AdjudgeProse

import Glibc

/// Numbers in the notations that Inspect reads beside Python's: signs, digits and fractions of other scripts, superscript
/// exponents, decimal commas, Chinese numerals.
enum UnicodeNumber {
    /// The value; nil for what is no such number. O(text).
    static func parse(_ text: CodePoints) -> Double? {
        var rest = text.stripped
        guard !rest.isEmpty, rest.count <= 256 else { return nil }
        var isNegative = false
        while let first = rest.isEmpty ? nil : rest[0] {
            if minus.contains(first) {
                isNegative.toggle()
            } else if !plus.contains(first) {
                break
            }
            rest = rest[1..<rest.count].stripped
        }
        if rest.isEmpty { return nil }
        if rest.count == 1, let value = Unicode.Scalar(rest[0])?.properties.numericValue {
            return isNegative ? -value : value
        }
        let (base, exponent) = splitExponent(rest)
        guard let value = fractional(base) else { return nil }
        let signed = isNegative ? -value : value
        guard let exponent else { return signed }
        return signed == 0 && exponent < 0 ? nil : pow(signed, Double(exponent))
    }

    private static let minus: Set<UInt32> = [0x2D, 0x2212, 0xFE63, 0xFF0D, 0x8D1F, 0x8CA0]
    private static let plus: Set<UInt32> = [0x2B, 0xFF0B, 0xFE62, 0x6B63]
    private static let groups: Set<UInt32> = [
        0x2C, 0xFF0C, 0xFE50, 0x3001, 0x66C, 0x20, 0xA0, 0x202F, 0x2009, 0x2007, 0x2008, 0x27, 0x2019, 0x2BC, 0xFF07,
    ]
    private static let superscripts: [UInt32: Int] = [
        0x2070: 0, 0xB9: 1, 0xB2: 2, 0xB3: 3, 0x2074: 4, 0x2075: 5, 0x2076: 6, 0x2077: 7, 0x2078: 8, 0x2079: 9,
    ]

    private static func splitExponent(_ text: CodePoints) -> (CodePoints, Int?) {
        var end = text.count
        while end > 0, CodePoints.isSpace(text[end - 1]) || groups.contains(text[end - 1]) { end -= 1 }
        var start = end
        while start > 0, superscripts[text[start - 1]] != nil { start -= 1 }
        guard start < end, end - start <= 6 else { return (text.stripped, nil) }
        var exponent = 0
        for index in start..<end { exponent = exponent * 10 + superscripts[text[index]]! }
        if start > 0, text[start - 1] == 0x207B || text[start - 1] == 0x207A {
            start -= 1
            if text[start] == 0x207B { exponent = -exponent }
        }
        let base = text[0..<start].stripped
        return base.isEmpty ? (text.stripped, nil) : (base, exponent)
    }

    /// A number, and at most one fraction character behind it.
    private static func fractional(_ text: CodePoints) -> Double? {
        var fraction: (at: Int, value: Double)?
        for index in 0..<text.count {
            guard let value = Unicode.Scalar(text[index])?.properties.numericValue, value > 0, value < 1 else {
                continue
            }
            if fraction != nil { return nil }
            fraction = (index, value)
        }
        guard let fraction else { return core(text) }
        for index in fraction.at + 1..<text.count
        where !CodePoints.isSpace(text[index]) && !groups.contains(text[index]) { return nil }
        let head = text[0..<fraction.at].stripped
        if head.isEmpty { return fraction.value }
        return core(head).map { $0 + fraction.value }
    }

    private static func core(_ text: CodePoints) -> Double? {
        let text = text.stripped
        if text.isEmpty { return nil }
        if (0..<text.count).contains(where: { ChineseNumber.isPart(text[$0]) }), let value = ChineseNumber.parse(text) {
            return value
        }
        if let value = generic(text) { return value }
        return text.count == 1 ? Unicode.Scalar(text[0])?.properties.numericValue : nil
    }

    /// Digits of any script with separators of thousands; the last of full stop and comma is the decimal mark.
    private static func generic(_ text: CodePoints) -> Double? {
        let dot = (0..<text.count).last { text[$0] == 0x2E }
        let comma = (0..<text.count).last { text[$0] == 0x2C }
        var decimal: UInt32?
        if let dot, let comma {
            decimal = dot > comma ? 0x2E : 0x2C
        } else if dot != nil {
            decimal = 0x2E
        } else if let comma {
            let digits = (comma + 1..<text.count).filter { digit(text[$0]) != nil }.count
            if (1...3).contains(digits) { decimal = 0x2C }
        }
        var plain = ""
        var (sawDecimal, sawExponent) = (false, false)
        var at = 0
        while at < text.count {
            let codePoint = text[at]
            at += 1
            if codePoint | 0x20 == 0x65, codePoint < 0x80, !sawExponent {
                if plain.isEmpty { return nil }
                plain += "e"
                sawExponent = true
                if at < text.count, plus.contains(text[at]) && text[at] != 0x6B63 {
                    plain += "+"
                    at += 1
                } else if at < text.count, [0x2D, 0x2212, 0xFE63, 0xFF0D].contains(text[at]) {
                    plain += "-"
                    at += 1
                }
            } else if codePoint == 0x66B || codePoint == 0xFF0E || codePoint == decimal {
                if sawDecimal { return nil }
                plain += "."
                sawDecimal = true
            } else if groups.contains(codePoint) || CodePoints.isSpace(codePoint) || decimal != nil && codePoint == 0x2E
            {
                continue
            } else if let digit = digit(codePoint) {
                plain += String(digit)
            } else {
                return nil
            }
        }
        guard plain.contains(where: \.isNumber) else { return nil }
        return withPlain(plain)
    }

    private static func withPlain(_ text: String) -> Double? {
        let scalars = text.unicodeScalars.map(\.value)
        return scalars.withUnsafeBufferPointer {
            PythonFloat.parse(CodePoints(start: $0.baseAddress!, count: $0.count))
        }
    }

    /// The value of a digit: decimal digits of any script, superscripts, Chinese digits.
    static func digit(_ codePoint: UInt32) -> Int? {
        if let properties = Unicode.Scalar(codePoint)?.properties,
            properties.numericType == .decimal || properties.numericType == .digit
        {
            return properties.numericValue.map { Int($0) }
        }
        return ChineseNumber.digits[codePoint]
    }
}

/// Chinese numerals, as Inspect reads them.
enum ChineseNumber {
    static let digits = table([
        "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2,
        "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9, "两": 2, "兩": 2, "幺": 1,
    ])
    private static let tens = table(["廿": 20, "卅": 30, "卌": 40])
    private static let small = table(["十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000])
    private static let large = table([
        "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "兆": 1_000_000_000_000,
    ])
    private static let points = Set("点點．.".unicodeScalars.map(\.value))
    private static let words = Set("点點负負正".unicodeScalars.map(\.value))

    private static func table(_ entries: [Unicode.Scalar: Int]) -> [UInt32: Int] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0.key.value, $0.value) })
    }

    static func isPart(_ codePoint: UInt32) -> Bool {
        digits[codePoint] != nil || tens[codePoint] != nil || small[codePoint] != nil || large[codePoint] != nil
            || words.contains(codePoint)
    }

    static func parse(_ text: CodePoints) -> Double? {
        let point = (0..<text.count).first { points.contains(text[$0]) }
        let whole = text[0..<(point ?? text.count)]
        guard let value = integer(whole) else { return nil }
        var fraction = 0.0
        var base = 0.1
        for index in (point ?? text.count - 1) + 1..<text.count where !CodePoints.isSpace(text[index]) {
            guard let digit = UnicodeNumber.digit(text[index]) else { return nil }
            fraction += Double(digit) * base
            base /= 10
        }
        return value + fraction
    }

    private static func integer(_ text: CodePoints) -> Double? {
        let hasUnits = (0..<text.count).contains {
            small[text[$0]] != nil || large[text[$0]] != nil || tens[text[$0]] != nil
        }
        var (total, section, number) = (0.0, 0.0, 0.0)
        for index in 0..<text.count where !CodePoints.isSpace(text[index]) {
            let codePoint = text[index]
            if !hasUnits {
                guard let digit = UnicodeNumber.digit(codePoint) else { return nil }
                total = total * 10 + Double(digit)
            } else if let value = tens[codePoint] {
                section += Double(value)
            } else if let digit = digits[codePoint] {
                // A zero only fills a place.
                if digit != 0 { number = Double(digit) }
            } else if let digit = UnicodeNumber.digit(codePoint) {
                number = Double(digit)
            } else if let unit = small[codePoint] {
                section += (number == 0 ? 1 : number) * Double(unit)
                number = 0
            } else if let unit = large[codePoint] {
                total += (section + number) * Double(unit)
                (section, number) = (0, 0)
            } else {
                return nil
            }
        }
        return total + section + number
    }
}
