import AdjudgeBase
import Glibc

/// The lines or words of an output, as a rule sees them.
struct Pieces {
    private enum Kind { case trimmedRight, trimmed, words }

    private var rest: Bytes
    private let kind: Kind

    init(_ text: Bytes, _ rule: OutputComparator.Rule) {
        switch rule {
        case .tokens, .numeric: kind = .words
        case .lines: kind = .trimmed
        default: kind = .trimmedRight
        }
        rest = kind == .trimmedRight ? text.trimmedRight : text
    }

    /// The next piece.
    mutating func next() -> Bytes? {
        switch kind {
        case .words: return nextWord()
        case .trimmedRight: return nextLine()?.trimmedRight
        case .trimmed:
            while let line = nextLine() {
                let line = line.trimmedOutput
                if !line.isEmpty { return line }
            }
            return nil
        }
    }

    private mutating func nextLine() -> Bytes? {
        guard !rest.isEmpty else { return nil }
        guard let end = memchr(rest.start, 0x0A, rest.count) else {
            defer { rest = .empty }
            return rest
        }
        let length = UnsafeRawPointer(end) - UnsafeRawPointer(rest.start)
        defer { rest = rest.suffix(from: length + 1) }
        return rest[0..<length]
    }

    private mutating func nextWord() -> Bytes? {
        var start = 0
        while start < rest.count, rest[start].isOutputSpace { start += 1 }
        guard start < rest.count else { return nil }
        var end = start
        while end < rest.count, !rest[end].isOutputSpace { end += 1 }
        defer { rest = rest.suffix(from: end) }
        return rest[start..<end]
    }
}

extension UInt8 {
    /// White space as C's isspace has it.
    var isOutputSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
}

extension Bytes {
    /// Without white space at the end.
    var trimmedRight: Bytes {
        var end = count
        while end > 0, self[end - 1].isOutputSpace { end -= 1 }
        return self[0..<end]
    }

    /// Without white space around it; control characters that are no white space stay.
    var trimmedOutput: Bytes {
        let text = trimmedRight
        var start = 0
        while start < text.count, text[start].isOutputSpace { start += 1 }
        return text.suffix(from: start)
    }

    /// The order of bytes.
    func precedes(_ other: Bytes) -> Bool {
        let order = memcmp(start, other.start, Swift.min(count, other.count))
        return order == 0 ? count < other.count : order < 0
    }

    /// With ASCII letters in lower case.
    func lowercased(_ arena: Arena) -> Bytes {
        let memory = arena.allocate(count)
        for index in 0..<count {
            let byte = self[index]
            memory[index] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        }
        return Bytes(start: memory, count: count)
    }
}
