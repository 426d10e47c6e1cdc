import AdjudgeBase

/// What Python's `json.loads` takes: JSON, with NaN, Infinity and -Infinity.
struct PythonJSON {
    enum Verdict { case valid, invalid, tooDeep }

    /// The deepest nesting that Python's reader follows with its usual limit of recursion.
    static let maxDepth = 990

    private let text: Bytes
    private var at = 0
    /// The open brackets: true for an object.
    private var open: [Bool] = []

    /// Whether `json.loads(text)` succeeds. O(text), without recursion.
    static func verdict(_ text: Bytes) -> Verdict {
        var reader = PythonJSON(text: text)
        return reader.read()
    }

    private init(text: Bytes) { self.text = text }

    private mutating func read() -> Verdict {
        while true {
            // A value is due.
            skipSpace()
            switch text[at] {
            case UInt8(ascii: "{"):
                at += 1
                skipSpace()
                if text[at] != UInt8(ascii: "}") {
                    guard open.count < PythonJSON.maxDepth else { return .tooDeep }
                    guard key() else { return .invalid }
                    open.append(true)
                    continue
                }
                at += 1
            case UInt8(ascii: "["):
                at += 1
                skipSpace()
                if text[at] != UInt8(ascii: "]") {
                    guard open.count < PythonJSON.maxDepth else { return .tooDeep }
                    open.append(false)
                    continue
                }
                at += 1
            default: guard scalar() else { return .invalid }
            }
            // A value has ended.
            var isDue = false
            while let isObject = open.last {
                skipSpace()
                if text[at] == UInt8(ascii: ",") {
                    at += 1
                    skipSpace()
                    if isObject, !key() { return .invalid }
                    isDue = true
                    break
                }
                guard text[at] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return .invalid }
                at += 1
                open.removeLast()
            }
            if isDue { continue }
            skipSpace()
            return at == text.count ? .valid : .invalid
        }
    }

    private mutating func key() -> Bool {
        guard text[at] == UInt8(ascii: "\""), string() else { return false }
        skipSpace()
        guard text[at] == UInt8(ascii: ":") else { return false }
        at += 1
        return true
    }

    private mutating func scalar() -> Bool {
        let rest = text.suffix(from: at)
        switch text[at] {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            if rest.hasPrefix("-Infinity") {
                at += 9
                return true
            }
            return number()
        default:
            for word in ["true", "false", "null", "NaN", "Infinity"] as [StaticString] where rest.hasPrefix(word) {
                at += word.utf8CodeUnitCount
                return true
            }
            return false
        }
    }

    private mutating func number() -> Bool {
        if text[at] == UInt8(ascii: "-") { at += 1 }
        guard text[at].isASCIIDigit else { return false }
        if text[at] == UInt8(ascii: "0") { at += 1 } else { digits() }
        if text[at] == UInt8(ascii: "."), text[at + 1].isASCIIDigit {
            at += 1
            digits()
        }
        if text[at] | 0x20 == UInt8(ascii: "e") {
            let sign = text[at + 1] == UInt8(ascii: "+") || text[at + 1] == UInt8(ascii: "-") ? 1 : 0
            if text[at + 1 + sign].isASCIIDigit {
                at += 1 + sign
                digits()
            }
        }
        return true
    }

    private mutating func digits() { while text[at].isASCIIDigit { at += 1 } }

    private mutating func string() -> Bool {
        at += 1
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                return true
            }
            if byte < 0x20 { return false }
            guard byte == UInt8(ascii: "\\") else {
                at += 1
                continue
            }
            switch text[at + 1] {
            case UInt8(ascii: "u"):
                for offset in 2..<6 {
                    let digit = text[at + offset]
                    guard digit.isASCIIDigit || (digit | 0x20) &- 0x61 < 6 else { return false }
                }
                at += 6
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                at += 2
            default: return false
            }
        }
        return false
    }

    private mutating func skipSpace() {
        while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
    }
}
