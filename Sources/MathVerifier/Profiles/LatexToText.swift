import AdjudgeBase

/// LaTeX as plain text, as pylatexenc's `latex2text` (2.10) writes it: `\frac{a}{b}` is `a/b`, `\sqrt{3}` is `√(3)`,
/// `\pi` is `π`, braces vanish, an unknown macro vanishes, a matrix is `[ 1 2; 3 4 ]`.
///
/// Accented letters are left decomposed, which the original composes.
struct LatexToText {
    private static let maxDepth = 128
    private static let maxOutput = 1 << 16

    private enum Stop {
        case end, brace, bracket, inline, display, cell, environment
    }

    private let text: Bytes
    private var at = 0
    private var depth = 0
    private var written = 0
    private var failed = false
    /// Inside of `\(…\)`, `\[…\]` or an equation, white space alone between two macros or groups goes, and that behind
    /// a macro before a character stays.
    private var equations = 0
    /// The white space behind the last macro that had no argument.
    private var spaceBehind = 0..<0
    /// The end of the last run of nodes inside of an environment.
    private var separator: UInt8 = 0

    private init(_ text: Bytes) { self.text = text }

    /// The plain text, or nil beyond the budget of depth and length. O(text), for a matrix O(cells × widest cell).
    static func convert(_ text: Bytes, _ arena: Arena) -> Bytes? {
        var converter = LatexToText(text)
        let output = converter.nodes(.end)
        guard !converter.failed else { return nil }
        let to = arena.allocate(output.count + 1)
        output.withUnsafeBufferPointer { to.update(from: $0.baseAddress ?? UnsafePointer(to), count: $0.count) }
        return Bytes(start: to, count: output.count)
    }

    // MARK: Nodes

    private mutating func nodes(_ stop: Stop) -> [UInt8] {
        var out: [UInt8] = []
        depth += 1
        defer {
            depth -= 1
            written += out.count
            if written > LatexToText.maxOutput { failed = true }
        }
        if depth > LatexToText.maxDepth { failed = true }
        var run = out.count
        while at < text.count, !failed {
            let byte = text[at]
            let isCharacter = !LatexToText.special.contains(byte)
            if !isCharacter, equations > 0, out.count > run, out[run...].allSatisfy({ $0 <= 0x20 }) {
                out.removeSubrange(run...)
            }
            if isCharacter, equations > 0, spaceBehind.upperBound == at {
                for index in spaceBehind { out.append(text[index]) }
            }
            defer { if !isCharacter { run = out.count } }
            switch byte {
            case UInt8(ascii: "{"):
                at += 1
                out += nodes(.brace)
            case UInt8(ascii: "}"):
                if stop == .brace {
                    at += 1
                    return out
                }
                at += 1
            case UInt8(ascii: "]") where stop == .bracket:
                at += 1
                return out
            case UInt8(ascii: "\\"):
                if macro(stop, &out) { return out }
            case UInt8(ascii: "&"):
                at += 1
                if stop == .cell {
                    separator = byte
                    return out
                }
                out += "   ".utf8
            case UInt8(ascii: "%"):
                at += 1
                while at < text.count, text[at] != 0x0A { at += 1 }
            case UInt8(ascii: "$"): at += 1
            case UInt8(ascii: "~"):
                at += 1
                out += "\u{A0}".utf8
            case UInt8(ascii: "-"), UInt8(ascii: "`"), UInt8(ascii: "'"): ligature(&out)
            default:
                out.append(byte)
                at += 1
            }
        }
        separator = 0
        return out
    }

    private static let special = ByteSet("{}\\&%$~-`'")

    private mutating func ligature(_ out: inout [UInt8]) {
        let rest = text.suffix(from: at)
        for (written, meant) in LatexToText.ligatures where rest.hasPrefix(written) {
            out += meant.utf8
            at += written.utf8CodeUnitCount
            return
        }
        out.append(text[at])
        at += 1
    }

    private static let ligatures: [(StaticString, String)] = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")]

    // MARK: Macros

    /// Reads a macro; true when it ends the run of nodes.
    private mutating func macro(_ stop: Stop, _ out: inout [UInt8]) -> Bool {
        let name = macroName()
        switch name {
        case "\\":
            if stop == .cell {
                optionalArgument()
                separator = UInt8(ascii: "\\")
                return true
            }
            optionalArgument()
            out.append(0x0A)
        case "begin": environment(&out)
        case "end":
            _ = rawArgument()
            separator = 0
            return stop == .cell || stop == .environment
        case "(": out += equation(.inline)
        case "[": out += Array("\n    ".utf8) + equation(.display) + [0x0A]
        case ")": return stop == .inline
        case "]": return stop == .display
        case "frac", "nicefrac", "textfrac":
            let start = at
            let above = argument()
            guard !isAtGap else {
                // Without both arguments the original writes its own template and goes on behind the name.
                out += "%s/%s".utf8
                at = start
                return false
            }
            out += above
            out.append(UInt8(ascii: "/"))
            out += argument()
        case "sqrt":
            optionalArgument()
            if isAtGap { failed = true }
            out += "√(".utf8
            out += argument()
            out.append(UInt8(ascii: ")"))
        default: plainMacro(name, &out)
        }
        return false
    }

    private mutating func plainMacro(_ name: String, _ out: inout [UInt8]) {
        if let font = LatexSymbols.font(name) {
            for scalar in String(decoding: argument(), as: UTF8.self).unicodeScalars {
                let styled = Unicode.Scalar(font.styled(scalar.value)) ?? scalar
                out += String(styled).utf8
            }
        } else if let accent = LatexSymbols.accent(name) {
            let base = trimmed(argument())
            if name == "not", base == Array("=".utf8) {
                out += "≠".utf8
            } else {
                for scalar in String(decoding: base, as: UTF8.self).unicodeScalars {
                    out += String(scalar).utf8
                    out += accent.utf8
                }
            }
        } else if let rule = LatexSymbols.arguments(name) {
            switch rule {
            case .kept: out += argument()
            case .dropped(let count):
                optionalArgument()
                for _ in 0..<count { _ = argument() }
            case .last(let count):
                optionalArgument()
                for _ in 1..<count { _ = argument() }
                out += argument()
            }
        } else if let symbol = LatexSymbols.text(name) {
            out += symbol.utf8
        }
    }

    /// The name behind a backslash; the white space behind a name of letters goes with it.
    private mutating func macroName() -> String {
        at += 1
        let start = at
        while at < text.count, text[at].isASCIILetter { at += 1 }
        guard at == start else {
            let name = text[start..<at].string
            let end = at
            skipSpace()
            spaceBehind = end..<at
            return name
        }
        guard at < text.count else { return "" }
        at += text.codePointLength(at: at)
        at = min(at, text.count)
        return text[start..<at].string
    }

    // MARK: Arguments

    /// One argument: a group, a macro, a character.
    private mutating func argument() -> [UInt8] {
        skipSpace()
        guard at < text.count else { return [] }
        switch text[at] {
        case UInt8(ascii: "{"):
            at += 1
            return nodes(.brace)
        case UInt8(ascii: "}"), UInt8(ascii: "&"): return []
        case UInt8(ascii: "\\"):
            let name = macroName()
            return Array((LatexSymbols.text(name) ?? "").utf8)
        default:
            let length = min(text.codePointLength(at: at), text.count - at)
            let character = text[at..<at + length]
            at += length
            return (0..<character.count).map { character[$0] }
        }
    }

    /// True when no argument follows.
    private var isAtGap: Bool {
        var next = at
        while next < text.count, text.pythonSpaceLength(at: next) > 0 { next += text.pythonSpaceLength(at: next) }
        return next >= text.count || text[next] == UInt8(ascii: "}")
    }

    private mutating func optionalArgument() {
        if at < text.count, text[at] == UInt8(ascii: "*") { at += 1 }
        guard at < text.count, text[at] == UInt8(ascii: "[") else { return }
        at += 1
        _ = nodes(.bracket)
    }

    private mutating func rawArgument() -> Bytes {
        guard at < text.count, text[at] == UInt8(ascii: "{") else { return .empty }
        let start = at + 1
        while at < text.count, text[at] != UInt8(ascii: "}") { at += 1 }
        let name = text[start..<max(start, at)]
        at = min(at + 1, text.count)
        return name
    }

    // MARK: Environments

    private mutating func environment(_ out: inout [UInt8]) {
        let name = rawArgument()
        if LatexToText.matrices.contains(where: { name.equals($0) }) {
            if name.equals("array") {
                optionalArgument()
                _ = argument()
            }
            matrix(&out)
        } else if LatexToText.equations.contains(where: { name.equals($0) }) {
            out += Array("\n    ".utf8) + equation(.environment) + [0x0A]
        } else {
            out += nodes(.environment)
        }
    }

    private mutating func equation(_ stop: Stop) -> [UInt8] {
        equations += 1
        defer { equations -= 1 }
        return trimmed(nodes(stop))
    }

    private static let matrices: [StaticString] = [
        "pmatrix", "bmatrix", "array", "smallmatrix", "psmallmatrix", "bsmallmatrix",
    ]

    private static let equations: [StaticString] = [
        "equation", "equation*", "eqnarray", "eqnarray*", "align", "align*", "multline", "multline*", "gather",
        "gather*", "dmath", "dmath*",
    ]

    private mutating func matrix(_ out: inout [UInt8]) {
        var rows: [[[UInt8]]] = [[]]
        var cells = 0
        while !failed {
            let start = at
            let cell = nodes(.cell)
            let hasNodes = at > start + (separator == 0 ? 0 : separator == UInt8(ascii: "&") ? 1 : 2)
            if hasNodes, separator != 0 || !isAtEnd(start) { rows[rows.count - 1].append(trimmed(cell)) }
            cells += 1
            if separator == 0 { break }
            if separator == UInt8(ascii: "\\") { rows.append([]) }
        }
        let width = rows.joined().map { String(decoding: $0, as: UTF8.self).unicodeScalars.count }.max() ?? 0
        guard width * cells <= LatexToText.maxOutput else {
            failed = true
            return
        }
        out += "[ ".utf8
        for (index, row) in rows.enumerated() {
            if index > 0 { out += "; ".utf8 }
            for (column, cell) in row.enumerated() {
                if column > 0 { out.append(0x20) }
                let length = String(decoding: cell, as: UTF8.self).unicodeScalars.count
                out += Array(repeating: 0x20, count: width - length) + cell
            }
        }
        out += " ]".utf8
    }

    /// True when the last cell held nothing but the end of the environment.
    private func isAtEnd(_ start: Int) -> Bool { text.suffix(from: start).hasPrefix("\\end") }

    // MARK: White space

    private mutating func skipSpace() {
        while at < text.count, text.pythonSpaceLength(at: at) > 0 { at += text.pythonSpaceLength(at: at) }
    }

    private func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { buffer in
            let text = Bytes(buffer).pythonStripped
            return (0..<text.count).map { text[$0] }
        }
    }
}
