import AdjudgeBase

/// A Python regular expression as one of PCRE2; nil where Python's `re` refuses it.
///
/// Both agree on most of the syntax. What only PCRE2 has (verbs, recursion, `\Q`, `\K`, `\R`, POSIX classes) is refused or
/// taken literally as Python does, and what they write differently (`\Z`, `\u`, `{,n}`) is translated.
enum PythonPattern {
    /// The pattern for PCRE2. With `ignoringCase`, `i` also stands for the dotless and the dotted capital one, as in
    /// Python. O(pattern).
    static func translated(_ pattern: String, ignoringCase: Bool) -> String? {
        var reader = Translation(pattern: Array(pattern.unicodeScalars), ignoringCase: ignoringCase)
        return reader.run() ? reader.output : nil
    }
}

private struct Translation {
    let pattern: [Unicode.Scalar]
    let ignoringCase: Bool
    var output = ""
    var at = 0
    /// Whether what comes before can be repeated.
    var isRepeatable = false

    init(pattern: [Unicode.Scalar], ignoringCase: Bool) {
        self.pattern = pattern
        self.ignoringCase = ignoringCase
    }

    private func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
        at + offset < pattern.count ? pattern[at + offset] : nil
    }

    mutating func run() -> Bool {
        while let next = scalar() {
            switch next {
            case "\\": if !escape(inClass: false) { return false }
            case "[": if !characterClass() { return false }
            case "(": if !group() { return false }
            case "*", "+", "?":
                guard isRepeatable else { return false }
                take()
                if let suffix = scalar(), suffix == "?" || suffix == "+" { take() }
                isRepeatable = false
            case "{": if !braces() { return false }
            case "^", "|":
                take()
                isRepeatable = false
            case "i", "I":
                output += ignoringCase ? "[iI\u{131}\u{130}]" : String(next)
                at += 1
                isRepeatable = true
            default:
                take()
                isRepeatable = true
            }
        }
        return true
    }

    private mutating func take(_ count: Int = 1) {
        for _ in 0..<count where at < pattern.count {
            output.unicodeScalars.append(pattern[at])
            at += 1
        }
    }

    /// `(`, with what stands behind it where that is an extension that Python has.
    private mutating func group() -> Bool {
        isRepeatable = false
        guard scalar(1) == "?" else {
            if scalar(1) == "*" { return false }
            take()
            return true
        }
        switch scalar(2) {
        case ":", "=", "!", ">": take(3)
        case "<":
            guard scalar(3) == "=" || scalar(3) == "!" else { return false }
            take(4)
        case "#":
            while let next = scalar(), next != ")" { _ = next; at += 1 }
            guard scalar() != nil else { return false }
            at += 1
        case "P":
            guard scalar(3) == "<" || scalar(3) == "=" else { return false }
            take(4)
        case "(": take(2)
        case "i", "m", "s", "x", "a", "u", "L", "-":
            // Flags for the whole pattern may only stand at its start.
            var end = at + 2
            while end < pattern.count, "imsx-".unicodeScalars.contains(pattern[end]) { end += 1 }
            guard end < pattern.count, pattern[end] == ":" || pattern[end] == ")" && at == 0 else { return false }
            take(end + 1 - at)
        default: return false
        }
        return true
    }

    private mutating func braces() -> Bool {
        var end = at + 1
        var commas = 0
        while end < pattern.count, pattern[end] == "," || ("0"..."9").contains(pattern[end]) {
            if pattern[end] == "," { commas += 1 }
            end += 1
        }
        // What is no quantifier is literal, `{}` too; `{,}` and `{,n}` are quantifiers.
        guard end < pattern.count, pattern[end] == "}", commas <= 1, end > at + 1 else {
            output += "\\{"
            at += 1
            isRepeatable = true
            return true
        }
        guard isRepeatable else { return false }
        output += "{"
        if pattern[at + 1] == "," { output += "0" }
        at += 1
        take(end + 1 - at)
        if let suffix = scalar(), suffix == "?" || suffix == "+" { take() }
        isRepeatable = false
        return true
    }

    private mutating func characterClass() -> Bool {
        take()
        if scalar() == "^" { take() }
        if scalar() == "]" {
            output += "\\]"
            at += 1
        }
        while let next = scalar(), next != "]" {
            if next == "\\" {
                guard escape(inClass: true) else { return false }
            } else if next == "[" {
                output += "\\["
                at += 1
            } else {
                take()
            }
        }
        guard scalar() == "]" else { return false }
        take()
        isRepeatable = true
        return true
    }

    private mutating func escape(inClass: Bool) -> Bool {
        guard let next = scalar(1) else { return false }
        isRepeatable = true
        switch next {
        case "Z" where !inClass:
            output += "\\z"
            at += 2
        case "A" where !inClass, "B" where !inClass, "b" where !inClass: take(2)
        case "d", "D", "s", "S", "w", "W", "n", "r", "t", "f", "a", "b": take(2)
        case "v":
            output += "\\x0B"
            at += 2
        case "x", "u", "U":
            let length = next == "x" ? 2 : next == "u" ? 4 : 8
            guard at + 2 + length <= pattern.count else { return false }
            var digits = ""
            for scalar in pattern[at + 2..<at + 2 + length] { digits.unicodeScalars.append(scalar) }
            guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else { return false }
            output += "\\x{\(digits)}"
            at += 2 + length
        case "0"..."9": take(2)
        case "A"..."Z", "a"..."z": return false
        default: take(2)
        }
        return true
    }
}
