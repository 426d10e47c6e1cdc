import AdjudgeBase

/// White space, directives, anchors and tags, plain scalars.
extension YAMLScanner {
    /// Passes over a line's end; returns whether there was one.
    @discardableResult
    mutating func skipBreak() -> Bool {
        guard at < text.count else { return false }
        if text[at] == 0x0D, at + 1 < text.count, text[at + 1] == 0x0A {
            at += 2
        } else if text[at] == 0x0A || text[at] == 0x0D {
            at += 1
        } else {
            return false
        }
        line += 1
        lineStart = at
        return true
    }

    mutating func skipToBreak() {
        let rest = text.suffix(from: at)
        at += rest.findFirst(in: YAMLScanner.breaks) ?? rest.count
    }

    static let breaks = ByteSet("\n\r")

    /// Spaces, remarks and line ends before a token. Tabs only where no indent is meant, and for PyYAML nowhere.
    mutating func skipToToken() throws(StructureError) {
        while true {
            while at < text.count,
                text[at] == 0x20 || text[at] == 0x09 && !rules.isPyYAML && (flowLevel > 0 || !allowsKey)
            {
                at += 1
            }
            if at < text.count, text[at] == UInt8(ascii: "#") { skipToBreak() }
            guard skipBreak() else { return }
            if flowLevel == 0 { allowsKey = true }
        }
    }

    /// `%YAML 1.2`: the major version must be 1. Others say nothing, but that no handle of `%TAG` is known here.
    mutating func scanDirective() throws(StructureError) -> YAMLToken {
        let begun = at
        at += 1
        while at < text.count, text[at].isASCIIAlphanumeric || text[at] == UInt8(ascii: "-") || text[at] == 0x5F {
            at += 1
        }
        let name = text[begun..<at]
        guard name.count > 1, isBlank(at), at == text.count || text[at] != 0x09 else {
            throw StructureError(at: begun, "a directive without a name, expected such as %YAML 1.2")
        }
        skipToBreak()
        let directive = text[begun..<at]
        let rest = directive.suffix(from: name.count)
        let content = rest.part(from: 0, to: rest.find(Bytes(" #")) ?? rest.count).trimmed
        let isRight: Bool
        switch name.string {
        case "%YAML": isRight = content.count > 2 && content.hasPrefix("1.") && content.suffix(from: 2).isNumber
        case "%TAG": isRight = content.hasPrefix("!") && content.find(Bytes(" ")) != nil
        default: isRight = true
        }
        guard isRight else {
            throw StructureError(at: begun, "\(directive.string), expected such as %YAML 1.2")
        }
        return YAMLToken(kind: .directive, byte: begun, text: directive)
    }

    mutating func scanAnchor() throws(StructureError) -> YAMLToken {
        let begun = at
        at += 1
        let name = at
        while at < text.count, text[at].isASCIIAlphanumeric || text[at] == UInt8(ascii: "-") || text[at] == 0x5F {
            at += 1
        }
        guard at > name, isBlank(at) || YAMLScanner.anchorEnds.contains(text[at]) else {
            throw StructureError(at: begun, "no name of letters, digits, - and _, expected one")
        }
        return YAMLToken(
            kind: text[begun] == UInt8(ascii: "*") ? .alias : .anchor, byte: begun, text: text[name..<at])
    }

    private static let anchorEnds = ByteSet("?:,]}%@`")

    mutating func scanTag() throws(StructureError) -> YAMLToken {
        let begun = at
        if text.suffix(from: at).hasPrefix("!<") {
            while !isBlank(at), text[at] != UInt8(ascii: ">") { at += 1 }
            if !isBlank(at) { at += 1 }
        } else {
            while !isBlank(at), flowLevel == 0 || !YAMLScanner.flowMarks.contains(text[at]) { at += 1 }
        }
        guard isBlank(at) || flowLevel > 0 && text[at] == UInt8(ascii: ",") && !rules.isPyYAML else {
            throw StructureError(at: at, "\(named(text[at])) behind a tag, expected a space")
        }
        return YAMLToken(kind: .tag, byte: begun, text: text[begun..<at])
    }

    // MARK: Plain scalars

    private static let plainStops = ByteSet(" \t\r\n:")
    private static let flowPlainStops = ByteSet(" \t\r\n:,[]{}")
    private static let pythonPlainStops = ByteSet(" \t\r\n:,?[]{}")

    mutating func scanPlain() throws(StructureError) -> YAMLToken {
        let begun = at
        let indent = self.indent + 1
        let stops =
            flowLevel == 0
            ? YAMLScanner.plainStops : rules.isPyYAML ? YAMLScanner.pythonPlainStops : YAMLScanner.flowPlainStops
        buffer.removeAll()
        // A scalar of one piece is a view of the text.
        var whole: Bytes?
        var spaces = Bytes.empty
        while at < text.count, text[at] != UInt8(ascii: "#") {
            let piece = at
            while at < text.count {
                let rest = text.suffix(from: at)
                at += rest.findFirst(in: stops) ?? rest.count
                guard at < text.count, text[at] == UInt8(ascii: ":"), !isBlank(at + 1),
                    flowLevel == 0 || !YAMLScanner.flowMarks.contains(text[at + 1])
                else { break }
                at += 1
            }
            guard at > piece else { break }
            allowsKey = false
            if buffer.count == 0, whole == nil {
                whole = text[piece..<at]
            } else {
                if let first = whole {
                    buffer.append(first)
                    whole = nil
                }
                buffer.append(spaces)
                buffer.append(text[piece..<at])
            }
            guard let found = scanPlainSpaces() else { break }
            spaces = found
            if spaces.isEmpty || at < text.count && text[at] == UInt8(ascii: "#") || flowLevel == 0 && column < indent {
                break
            }
        }
        return YAMLToken(kind: .scalar, byte: begun, text: whole ?? arena.copy(buffer.bytes), isPlain: true)
    }

    /// The white space between two pieces, folded; nil before a document's mark.
    private mutating func scanPlainSpaces() -> Bytes? {
        let begun = at
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 && !rules.isPyYAML { at += 1 }
        let blank = text[begun..<at]
        guard skipBreak() else { return blank }
        allowsKey = true
        var empty = 0
        while true {
            if isDocumentMark("---") || isDocumentMark("...") { return nil }
            while at < text.count, text[at] == 0x20 || text[at] == 0x09 && !rules.isPyYAML && flowLevel > 0 { at += 1 }
            guard skipBreak() else { break }
            empty += 1
        }
        return empty == 0 ? Bytes(" ") : lineFeeds(empty)
    }

    /// So many line feeds.
    private func lineFeeds(_ count: Int) -> Bytes {
        let memory = arena.allocate(count)
        memory.initialize(repeating: 0x0A, count: count)
        return Bytes(start: memory, count: count)
    }
}

extension Bytes {
    fileprivate var isNumber: Bool { (0..<count).allSatisfy { self[$0].isASCIIDigit } }
}
