import AdjudgeBase

/// The text of chat messages.
enum ChatText {
    /// The content of the last message that the model wrote; nil when there is none.
    static func lastTurn(_ messages: JSONValue, _ arena: Arena) -> Bytes? {
        var last: JSONValue?
        for message in messages.elements where isModel(message.member("role")) { last = message }
        return last.flatMap { content($0.member("content"), arena) }
    }

    /// `content` of a message: text, one block, or the text blocks of an array joined; null is the empty text. A block
    /// is an object with `text`; one of reasoning says nothing.
    static func content(_ value: JSONValue?, _ arena: Arena) -> Bytes? {
        guard let value else { return nil }
        switch value.kind {
        case .string: return value.string(into: arena)
        case .null: return .empty
        case .array: return blocks(value, arena)
        case .object:
            guard let text = value.member("text")?.string(into: arena) else { return nil }
            return isReasoning(value) ? .empty : text
        default: return nil
        }
    }

    /// True for the role of a turn that the model wrote.
    static func isModel(_ role: JSONValue?) -> Bool {
        guard let role else { return false }
        return role.isString(Bytes("assistant")) || role.isString(Bytes("nova_assistant"))
    }

    /// True for a block that holds the model's reasoning, which is no part of its answer.
    private static func isReasoning(_ block: JSONValue) -> Bool {
        guard let type = block.member("type") else { return false }
        return type.isString(Bytes("reasoning")) || type.isString(Bytes("thinking"))
    }

    private static func blocks(_ list: JSONValue, _ arena: Arena) -> Bytes? {
        var parts: [Bytes] = []
        for block in list.elements {
            if block.kind == .string {
                parts.append(block.string(into: arena)!)
            } else if !isReasoning(block), let text = block.member("text"), let content = text.string(into: arena) {
                parts.append(content)
            }
        }
        if parts.count == 1 { return parts[0] }
        let length = parts.reduce(0) { $0 + $1.count }
        let joined = arena.allocate(length)
        var end = 0
        for part in parts {
            (joined + end).update(from: part.start, count: part.count)
            end += part.count
        }
        return Bytes(start: joined, count: length)
    }
}
