import AdjudgeBase

/// The question in a prompt: a text, or the last message of the user in a conversation.
enum PromptText {
    static func lastQuestion(_ field: Field, _ scratch: Scratch) -> String {
        guard field.kind == .json, let value = try? scratch.json.parse(field.bytes), value.kind == .array else {
            return field.bytes.string
        }
        var last = ""
        for message in value.elements where message.member("role")?.decodedString == "user" {
            if let content = message.member("content") { last = text(content) }
        }
        return last.isEmpty ? field.bytes.string : last
    }

    /// A message's content: a text, or the texts among its parts.
    private static func text(_ content: JSONValue) -> String {
        guard content.kind == .array else { return content.decodedString ?? "" }
        return content.elements.compactMap { $0.member("text")?.decodedString }.joined(separator: "\n")
    }
}
