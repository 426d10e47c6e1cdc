import AdjudgeBase
import AdjudgeProse

/// Numbers that a text lists: `[0.1, 0.2, 0.3, 0.4]`, `(12, 40)`, `<point>(12, 40)</point>`, `{"x": 1, "y": 2}`.
enum Coordinates {
    /// What a text lists.
    enum List {
        case numbers([Double])
        /// It is no list of numbers.
        case none
        /// A number is no place on an image: beyond ``farthest``, infinite, or not a number.
        case outOfRange
    }

    /// Areas of numbers up to this are exact to the last digits.
    static let farthest = 1e9

    /// Every number of a text that has nothing but numbers, brackets, commas, names and colons; none for other texts and
    /// for more than `most`. O(text).
    static func list(_ text: Bytes, most: Int, _ arena: Arena) -> List {
        var numbers: [Double] = []
        var at = 0
        while at < text.count {
            let byte = text[at]
            let isNumber = byte.isASCIIDigit || byte == 0x2E || byte == 0x2D || byte == 0x2B
            guard isNumber else {
                if " \t\r\n,;:()[]{}<>\"'/=".utf8.contains(byte) {
                    at += 1
                    continue
                }
                // A name such as x1 or bbox_2d.
                guard byte.isASCIILetter else { return .none }
                let start = at
                while at < text.count, isName(text[at]) { at += 1 }
                // "nan" and "Infinity" are numbers to Python, and no names of any.
                if PythonFloat.parse(CodePoints(text[start..<at], arena)) != nil { return .outOfRange }
                continue
            }
            let start = at
            at += 1
            while at < text.count, isPart(text, at) { at += 1 }
            guard numbers.count < most, let value = PythonFloat.parse(CodePoints(text[start..<at], arena)) else {
                return .none
            }
            guard abs(value) <= farthest else { return .outOfRange }
            numbers.append(value)
        }
        return .numbers(numbers)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == 0x5F
    }

    private static func isPart(_ text: Bytes, _ at: Int) -> Bool {
        let byte = text[at]
        if byte.isASCIIDigit || byte == 0x2E || byte | 0x20 == 0x65 { return true }
        return (byte == 0x2D || byte == 0x2B) && text[at - 1] | 0x20 == 0x65
    }

    /// `float(x) for x in text.replace("[", "").replace("]", "").split(",")`; nil where one raises.
    static func pythonList(_ text: Bytes, _ arena: Arena) -> [Double]? {
        var plain = EditBuffer(text, arena: arena)
        plain.replace("[", with: "")
        plain.replace("]", with: "")
        var numbers: [Double] = []
        var begin = 0
        for at in 0...plain.bytes.count where at == plain.bytes.count || plain.bytes[at] == 0x2C {
            guard let value = PythonFloat.parse(CodePoints(plain.bytes[begin..<at], arena)) else { return nil }
            numbers.append(value)
            begin = at + 1
        }
        return numbers
    }
}
