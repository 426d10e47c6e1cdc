import AdjudgeBase

/// Booleans, numbers, dates and times.
extension TOMLReader {
    mutating func readScalar(_ tree: inout StructureTree) throws(StructureError) -> StructureTree.Index {
        let begun = at
        while at < text.count, text[at].isTOMLScalarByte { at += 1 }
        // A date and its time may stand apart by one space.
        if at - begun == 10, text[begun..<at].isDateTime, at + 3 < text.count, text[at] == 0x20,
            text[at + 1].isASCIIDigit, text[at + 2].isASCIIDigit, text[at + 3] == UInt8(ascii: ":")
        {
            at += 1
            while at < text.count, text[at].isTOMLScalarByte { at += 1 }
        }
        let scalar = text[begun..<at]
        if scalar.equals("true") { return try tree.make(.yes) }
        if scalar.equals("false") { return try tree.make(.no) }
        if scalar.isDateTime { return try tree.make(keepsDates ? .foreign : .string, scalar) }
        if let number = number(scalar) { return try tree.make(.number, number) }
        if let special = special(scalar) {
            if keepsDates { return try tree.make(.foreign, special) }
            throw StructureError(at: begun, "\(scalar.string), which no JSON has, expected a number")
        }
        at = begun
        throw unexpected("a value: a string in quotes, a number, true, false, a date, an array or a table")
    }

    private func special(_ scalar: Bytes) -> Bytes? {
        let name = scalar.hasPrefix("+") || scalar.hasPrefix("-") ? scalar.suffix(from: 1) : scalar
        if name.equals("nan") { return Bytes("nan") }
        if name.equals("inf") { return scalar.hasPrefix("-") ? Bytes("-inf") : Bytes("inf") }
        return nil
    }

    private func number(_ scalar: Bytes) -> Bytes? {
        let numbers = NumberText(arena: arena)
        for (prefix, radix) in [(StaticString("0x"), UInt32(16)), ("0o", 8), ("0b", 2)] where scalar.hasPrefix(prefix) {
            let digits = scalar.suffix(from: 2)
            guard digits.isDigits({ $0.hexDigit.map { UInt32($0) < radix } ?? false }) else { return nil }
            return numbers.integer(digits, radix: radix, isNegative: false)
        }
        var rest = scalar.hasPrefix("+") || scalar.hasPrefix("-") ? scalar.suffix(from: 1) : scalar
        let whole = rest.part(from: 0, to: rest.findFirst(in: TOMLReader.numberMarks) ?? rest.count)
        guard whole.isDigits({ $0.isASCIIDigit }), whole.count == 1 || whole[0] != 0x30 else { return nil }
        rest = rest.suffix(from: whole.count)
        if rest.hasPrefix(".") {
            let fraction = rest.part(from: 1, to: rest.findFirst(in: TOMLReader.exponentMarks) ?? rest.count)
            guard fraction.isDigits({ $0.isASCIIDigit }) else { return nil }
            rest = rest.suffix(from: 1 + fraction.count)
        }
        if !rest.isEmpty {
            var exponent = rest.suffix(from: 1)
            if exponent.hasPrefix("+") || exponent.hasPrefix("-") { exponent = exponent.suffix(from: 1) }
            guard exponent.isDigits({ $0.isASCIIDigit }) else { return nil }
        }
        return numbers.decimal(scalar)
    }

    private static let numberMarks = ByteSet(".eE")
    private static let exponentMarks = ByteSet("eE")
}

extension UInt8 {
    fileprivate var isTOMLScalarByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "+") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
            || self == UInt8(ascii: ":") || self == UInt8(ascii: "_")
    }
}

extension Bytes {
    /// Whether these are digits, with single underscores between them only.
    fileprivate func isDigits(_ isDigit: (UInt8) -> Bool) -> Bool {
        var wasDigit = false
        for index in 0..<count {
            let isOne = isDigit(self[index])
            guard isOne || wasDigit && self[index] == UInt8(ascii: "_") else { return false }
            wasDigit = isOne
        }
        return wasDigit
    }

    /// Whether this is a date, a time, or both, of RFC 3339, as TOML has them; the day must be one of the calendar.
    var isDateTime: Bool {
        func number(_ from: Int, _ length: Int) -> Int? {
            guard from + length <= count else { return nil }
            var value = 0
            for index in from..<from + length {
                guard self[index].isASCIIDigit else { return nil }
                value = value * 10 + Int(self[index] - 0x30)
            }
            return value
        }
        func isMark(_ index: Int, _ marks: StaticString) -> Bool {
            index < count && ByteSet(marks).contains(self[index])
        }
        var at = 0
        if isMark(4, "-") {
            guard let year = number(0, 4), let month = number(5, 2), isMark(7, "-"), let day = number(8, 2), year > 0,
                (1...12).contains(month)
            else { return false }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            guard (1...days[month - 1]).contains(day) else { return false }
            if count == 10 { return true }
            guard isMark(10, "Tt ") else { return false }
            at = 11
        }
        guard let hour = number(at, 2), hour < 24, isMark(at + 2, ":"), let minute = number(at + 3, 2), minute < 60,
            isMark(at + 5, ":"), let second = number(at + 6, 2), second < 60
        else { return false }
        let hasDate = at > 0
        at += 8
        if isMark(at, ".") {
            let begun = at + 1
            at = begun
            while at < count, self[at].isASCIIDigit { at += 1 }
            if at == begun { return false }
        }
        if at == count { return true }
        guard hasDate else { return false }
        if isMark(at, "Zz") { return at + 1 == count }
        guard isMark(at, "+-"), let hours = number(at + 1, 2), hours < 24, isMark(at + 3, ":"),
            let minutes = number(at + 4, 2), minutes < 60
        else { return false }
        return at + 6 == count
    }
}
