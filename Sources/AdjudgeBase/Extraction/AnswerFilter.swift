import CKernels

/// A filter that an answer goes through after it was found.
enum AnswerFilter: String, Sendable {
    case lowercase
    case uppercase
    case removeWhitespace = "remove_whitespace"
    case takeFirst = "take_first"
    case lastValue = "last_value"
    /// Decided by the chain: an answer without an option letter is none.
    case letter

    func apply(_ answer: Bytes, _ arena: Arena) -> Bytes {
        if self == .takeFirst || self == .letter { return answer }
        if self == .lastValue { return ProseValue.of(answer) }
        let memory = arena.allocate(answer.count)
        var count = answer.count
        switch self {
        case .lowercase: ak_active().pointee.ascii_lower(memory, answer.start, answer.count)
        case .removeWhitespace:
            count = ak_active().pointee.remove_whitespace(memory, answer.start, answer.count)
        case .uppercase:
            for index in 0..<answer.count {
                let byte = answer[index]
                memory[index] = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            }
        case .takeFirst, .lastValue, .letter: break
        }
        return Bytes(start: memory, count: count)
    }
}
