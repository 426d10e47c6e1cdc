import AdjudgeBase

/// A path into a value, as StructEval writes them: `user.tags[0].name`, names with dots in backticks, `csv::name` for a
/// column of a header, `@id` for an attribute of XML, and `*` for any element.
struct PathQuery {
    /// The most of a value's nodes that a path may visit by `*`.
    private static let maxVisits = 100_000

    private let tokens: [Bytes]
    private let isPython: Bool

    /// Reads a path; nil where a bracket is not closed. `isPython`: `[*]` is no wildcard, as StructEval's code has it.
    init?(_ path: Bytes, isPython: Bool, _ arena: Arena) {
        self.isPython = isPython
        var tokens: [Bytes] = []
        if path.hasPrefix("csv::") {
            self.tokens = [path]
            return
        }
        var name = ByteWriter(capacity: path.count)
        func end() {
            if name.count > 0 { tokens.append(arena.copy(name.bytes)) }
            name.removeAll()
        }
        var at = 0
        var isQuoted = false
        while at < path.count {
            let byte = path[at]
            switch byte {
            case UInt8(ascii: "`"): isQuoted.toggle()
            case UInt8(ascii: ".") where !isQuoted: end()
            case UInt8(ascii: "[") where !isQuoted:
                end()
                guard let close = path.suffix(from: at).find(Bytes("]")) else { return nil }
                tokens.append(path[at..<at + close + 1])
                at += close
            default: name.append(byte)
            }
            at += 1
        }
        end()
        self.tokens = tokens
    }

    /// Whether a value has the path. `header` are the names of CSV's columns. O(members passed).
    func isFound(in root: JSONValue, header: [Bytes], _ scratch: Scratch) -> Bool {
        if !isPython, let column = tokens.first, column.hasPrefix("csv::") {
            return header.contains(column.suffix(from: 5))
        }
        var visits = PathQuery.maxVisits
        return find(0, in: root, &visits, scratch)
    }

    private func find(_ index: Int, in value: JSONValue, _ visits: inout Int, _ scratch: Scratch) -> Bool {
        guard index < tokens.count else { return true }
        visits -= 1
        guard visits > 0 else { return false }
        let token = tokens[index]
        scratch.spend(1 + value.count)
        if isPython, token.hasPrefix("csv::"), let headers = value.member("csv_headers") {
            let name = token.suffix(from: 5)
            return index + 1 == tokens.count && headers.elements.contains { $0.isString(name) }
        }
        if token.equals("*") || !isPython && token.equals("[*]") {
            return value.elements.contains { find(index + 1, in: $0, &visits, scratch) }
        }
        if token.hasPrefix("["), token.hasSuffix("]") {
            guard let place = token[1..<token.count - 1].pythonIndex, let element = value.element(place) else {
                return false
            }
            return find(index + 1, in: element, &visits, scratch)
        }
        if let member = value.member(token) { return find(index + 1, in: member, &visits, scratch) }
        guard isPython, token.hasPrefix("@"), let member = value.member(token.suffix(from: 1)) else { return false }
        return find(index + 1, in: member, &visits, scratch)
    }
}

extension Bytes {
    /// The number of an element as Python's `int` reads it; nil for what is none or below 0.
    fileprivate var pythonIndex: Int? {
        let text = pythonStripped
        let digits = text.hasPrefix("+") ? text.suffix(from: 1) : text
        var value: Int?
        for index in 0..<digits.count {
            let byte = digits[index]
            if byte == 0x5F, value != nil, index + 1 < digits.count, digits[index + 1].isASCIIDigit { continue }
            guard byte.isASCIIDigit, value ?? 0 < 1 << 40 else { return nil }
            value = (value ?? 0) * 10 + Int(byte - 0x30)
        }
        return value
    }
}
