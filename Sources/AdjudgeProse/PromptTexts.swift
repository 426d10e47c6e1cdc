import AdjudgeBase

/// The texts of a prompt: itself, or the contents of a conversation's messages.
public enum PromptTexts {
    /// The texts, in order, of a conversation those of one role where a message has it; nil where the prompt is JSON that cannot
    /// be read. Views of the prompt or of the scratch's arena. O(prompt).
    public static func texts(of prompt: Field, role: StaticString? = nil, _ scratch: Scratch) -> [Bytes]? {
        guard prompt.kind == .json else { return [prompt.bytes] }
        guard let value = try? scratch.json.parse(prompt.bytes) else { return nil }
        var texts: [Bytes] = []
        if let role {
            for message in value.elements where message.member("role")?.isString(Bytes(role)) ?? false {
                collect(message, scratch, &texts)
            }
        }
        if texts.isEmpty { collect(value, scratch, &texts) }
        return texts
    }

    private static func collect(_ value: JSONValue, _ scratch: Scratch, _ texts: inout [Bytes]) {
        switch value.kind {
        case .string: if let text = value.string(into: scratch.arena) { texts.append(text) }
        case .array: for element in value.elements { collect(element, scratch, &texts) }
        case .object:
            for key in ["content", "text"] as [StaticString] {
                if let inner = value.member(key) { collect(inner, scratch, &texts) }
            }
        default: break
        }
    }
}
