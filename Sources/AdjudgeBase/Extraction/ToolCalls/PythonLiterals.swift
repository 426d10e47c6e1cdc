import Glibc

/// A number of Python's syntax: digits with underscores, other bases, points and exponents.
struct PythonNumber {
    /// Digits of an integer, or the text of a float, as JSON has it.
    private let text: [UInt8]
    let isInteger: Bool

    /// Reads one at a place and moves behind it; nil where there is none, for imaginary ones and beyond 64 bits in other
    /// bases.
    init?(_ source: Bytes, at: inout Int) {
        let start = at
        if source[at] == UInt8(ascii: "0"), let radix = PythonNumber.radix(source[at + 1]) {
            var value: UInt64 = 0
            at += 2
            let first = at
            while source[at].isASCIIAlphanumeric || source[at] == UInt8(ascii: "_") {
                if source[at] != UInt8(ascii: "_") {
                    guard let digit = Character(Unicode.Scalar(source[at])).hexDigitValue, digit < radix else {
                        return nil
                    }
                    let (scaled, isOver) = value.multipliedReportingOverflow(by: UInt64(radix))
                    guard !isOver else { return nil }
                    value = scaled &+ UInt64(digit)
                }
                at += 1
            }
            guard at > first else { return nil }
            text = Array(String(value).utf8)
            isInteger = true
            return
        }
        func digits(_ at: inout Int, _ text: inout [UInt8]) {
            while source[at].isASCIIDigit || source[at] == UInt8(ascii: "_") && source[at + 1].isASCIIDigit {
                if source[at] != UInt8(ascii: "_") { text.append(source[at]) }
                at += 1
            }
        }
        var text: [UInt8] = []
        digits(&at, &text)
        let isZeros = text.allSatisfy { $0 == 0x30 }
        let integerDigits = text.count
        var isInteger = true
        if source[at] == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            if integerDigits == 0 { text.append(0x30) }
            text.append(UInt8(ascii: "."))
            let before = text.count
            digits(&at, &text)
            if text.count == before {
                if integerDigits == 0 { return nil }
                text.append(0x30)
            }
        }
        if text.isEmpty { return nil }
        if source[at] | 0x20 == UInt8(ascii: "e") {
            let sign = source[at + 1] == UInt8(ascii: "-") || source[at + 1] == UInt8(ascii: "+") ? 1 : 0
            if source[at + 1 + sign].isASCIIDigit {
                isInteger = false
                text.append(UInt8(ascii: "e"))
                if sign == 1 { text.append(source[at + 1]) }
                at += 1 + sign
                digits(&at, &text)
            }
        }
        // 007 is no number, and 1j, 1x and 1_ are none either.
        if isInteger, integerDigits > 1, text[0] == 0x30, !isZeros { return nil }
        if source[at].isASCIILetter || source[at] == UInt8(ascii: "_") || at == start { return nil }
        var zeros = 0
        while zeros + 1 < text.count, text[zeros] == 0x30, text[zeros + 1].isASCIIDigit { zeros += 1 }
        self.text = Array(text[zeros...])
        self.isInteger = isInteger
    }

    private static func radix(_ letter: UInt8) -> Int? {
        switch letter | 0x20 {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    func write(to writer: inout ByteWriter) {
        text.withUnsafeBufferPointer { writer.append(Bytes($0)) }
    }

    /// Its nearest double.
    var double: Double { Double(String(decoding: text, as: UTF8.self)) ?? .infinity }
    /// Its value as an integer, if it is one that fits.
    var integer: Int? { isInteger ? Int(String(decoding: text, as: UTF8.self)) : nil }
}

/// Sums and products of numbers, which the Berkeley leaderboard computes: `1+2`, `5*60`.
struct PythonSum {
    private enum Value {
        case integer(Int)
        case float(Double)

        var double: Double {
            switch self {
            case .integer(let value): Double(value)
            case .float(let value): value
            }
        }
    }

    private let source: Bytes
    private var at: Int
    private var value = Value.integer(0)

    /// Behind the sum.
    var end: Int { at }

    /// The sum at a place; nil where there is none, but a single operand.
    init?(_ source: Bytes, at: Int) {
        self.source = source
        self.at = at
        guard let first = product() else { return nil }
        value = first.value
        var isCompound = first.isCompound
        while let sign = sign("+-"), let next = product() {
            guard let sum = PythonSum.apply(sign, value, next.value) else { return nil }
            value = sum
            isCompound = true
        }
        guard isCompound else { return nil }
        // What follows belongs to it, and is no number.
        skipSpace()
        guard self.source[self.at..<self.at + 1].findFirst(in: PythonSum.ends) != nil || self.at == source.count else {
            return nil
        }
    }

    private static let ends = ByteSet(",)]}:")

    private mutating func product() -> (value: Value, isCompound: Bool)? {
        guard var value = factor() else { return nil }
        var isCompound = false
        while let sign = sign("*/%"), let next = factor() {
            guard let product = PythonSum.apply(sign, value, next) else { return nil }
            value = product
            isCompound = true
        }
        return (value, isCompound)
    }

    private mutating func factor() -> Value? {
        skipSpace()
        let isNegative = source[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        guard source[at].isASCIIDigit || source[at] == UInt8(ascii: "."), let number = PythonNumber(source, at: &at)
        else {
            return nil
        }
        if let integer = number.integer { return .integer(isNegative ? -integer : integer) }
        return .float(isNegative ? -number.double : number.double)
    }

    private mutating func sign(_ signs: StaticString) -> UInt8? {
        skipSpace()
        let byte = source[at]
        // Powers and whole quotients are left alone.
        guard byte != 0, Bytes(signs).find(source[at..<at + 1]) != nil, source[at + 1] != byte else { return nil }
        at += 1
        return byte
    }

    private mutating func skipSpace() { while source[at] == 0x20 { at += 1 } }

    private static func apply(_ sign: UInt8, _ left: Value, _ right: Value) -> Value? {
        if case .integer(let mine) = left, case .integer(let other) = right, sign != UInt8(ascii: "/") {
            let result: (partialValue: Int, overflow: Bool)
            switch sign {
            case UInt8(ascii: "+"): result = mine.addingReportingOverflow(other)
            case UInt8(ascii: "-"): result = mine.subtractingReportingOverflow(other)
            case UInt8(ascii: "*"): result = mine.multipliedReportingOverflow(by: other)
            default:
                guard other != 0, other != -1 else { return nil }
                let rest = mine % other
                return .integer(rest != 0 && (rest < 0) != (other < 0) ? rest + other : rest)
            }
            return result.overflow ? nil : .integer(result.partialValue)
        }
        switch sign {
        case UInt8(ascii: "+"): return .float(left.double + right.double)
        case UInt8(ascii: "-"): return .float(left.double - right.double)
        case UInt8(ascii: "*"): return .float(left.double * right.double)
        case UInt8(ascii: "/"): return right.double == 0 ? nil : .float(left.double / right.double)
        default: return nil
        }
    }

    func write(to writer: inout ByteWriter) {
        switch value {
        case .integer(let value): writer.append(decimal: value)
        case .float(let value): writer.append(value.isFinite ? value.description : "null")
        }
    }
}

/// Strings of Python's syntax.
enum PythonText {
    /// Whether a string begins at a place, with its prefix.
    static func begins(_ text: Bytes, at: Int) -> Bool {
        var place = at
        while place < at + 2, text[place].isASCIILetter, isPrefix(text[place]) { place += 1 }
        return text[place] == UInt8(ascii: "'") || text[place] == UInt8(ascii: "\"")
    }

    private static func isPrefix(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "b"), UInt8(ascii: "f")].contains(byte | 0x20)
    }

    /// The content of the string at a place and of those that stand right behind it; moves behind them. Nil for strings
    /// of bytes, those with values in them, and those that do not end.
    static func read(_ text: Bytes, at: inout Int, _ scratch: Scratch) -> Bytes? {
        let memory = scratch.arena.allocate(text.count - at + 4)
        var count = 0
        while begins(text, at: at) {
            var isRaw = false
            while isPrefix(text[at]) {
                if text[at] | 0x20 == UInt8(ascii: "b") || text[at] | 0x20 == UInt8(ascii: "f") { return nil }
                isRaw = isRaw || text[at] | 0x20 == UInt8(ascii: "r")
                at += 1
            }
            let quote = text[at]
            let isLong = text[at + 1] == quote && text[at + 2] == quote
            at += isLong ? 3 : 1
            while true {
                guard at < text.count else { return nil }
                let byte = text[at]
                if byte == quote, !isLong || text[at + 1] == quote && text[at + 2] == quote { break }
                if byte == 0x0A, !isLong { return nil }
                at += 1
                guard byte == UInt8(ascii: "\\") else {
                    memory[count] = byte
                    count += 1
                    continue
                }
                if isRaw {
                    memory[count] = byte
                    memory[count + 1] = text[at]
                    count += 2
                    at += 1
                } else if !escape(text, &at, memory, &count) {
                    return nil
                }
            }
            at += isLong ? 3 : 1
            while text[at] == 0x20 || (0x09...0x0D).contains(text[at]) { at += 1 }
        }
        scratch.arena.shrinkLast(memory, to: count)
        return Bytes(start: memory, count: count)
    }

    private static func escape(
        _ text: Bytes, _ at: inout Int, _ memory: UnsafeMutablePointer<UInt8>, _ count: inout Int
    ) -> Bool {
        let byte = text[at]
        at += 1
        func put(_ byte: UInt8) {
            memory[count] = byte
            count += 1
        }
        switch byte {
        case 0x0A: break
        case UInt8(ascii: "n"): put(0x0A)
        case UInt8(ascii: "t"): put(0x09)
        case UInt8(ascii: "r"): put(0x0D)
        case UInt8(ascii: "a"): put(0x07)
        case UInt8(ascii: "b"): put(0x08)
        case UInt8(ascii: "f"): put(0x0C)
        case UInt8(ascii: "v"): put(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): put(byte)
        case UInt8(ascii: "x"): return code(text, &at, digits: 2, memory, &count)
        case UInt8(ascii: "u"): return code(text, &at, digits: 4, memory, &count)
        case UInt8(ascii: "U"): return code(text, &at, digits: 8, memory, &count)
        case UInt8(ascii: "N"): return false
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = Int(byte - 0x30)
            for _ in 0..<2 where text[at] >= 0x30 && text[at] <= 0x37 {
                value = value * 8 + Int(text[at] - 0x30)
                at += 1
            }
            append(UInt32(value), memory, &count)
        default:
            put(UInt8(ascii: "\\"))
            put(byte)
        }
        return true
    }

    private static func code(
        _ text: Bytes, _ at: inout Int, digits: Int, _ memory: UnsafeMutablePointer<UInt8>, _ count: inout Int
    ) -> Bool {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = Character(Unicode.Scalar(text[at])).hexDigitValue, value < 1 << 27 else { return false }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        guard value < 0x110000 else { return false }
        append(value, memory, &count)
        return true
    }

    /// A code point in UTF-8; U+FFFD for half a surrogate pair.
    private static func append(_ value: UInt32, _ memory: UnsafeMutablePointer<UInt8>, _ count: inout Int) {
        for byte in String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8 {
            memory[count] = byte
            count += 1
        }
    }
}
