import AdjudgeBase

/// Adjudge's own forms.
enum TagForms {
    /// `<think>…</think>` then `<answer>…</answer>`: each tag once, both contents not empty, only white space around.
    static func thinkAnswer(_ text: Bytes) -> Bool {
        guard let think = block(text.trimmed, "<think>", "</think>"),
            let answer = block(think.rest.trimmed, "<answer>", "</answer>")
        else { return false }
        return !think.content.isEmpty && !answer.content.isEmpty && answer.rest.trimmed.isEmpty
            && !holdsTag(think.content) && !holdsTag(answer.content)
    }

    /// One `<think>…</think>` at the start, not empty, then an answer without another think tag.
    static func think(_ text: Bytes) -> Bool {
        guard let think = block(text.trimmed, "<think>", "</think>") else { return false }
        let rest = think.rest.trimmed
        return !think.content.isEmpty && !rest.isEmpty && think.content.find(Bytes("<think>")) == nil
            && rest.find(Bytes("<think>")) == nil && rest.find(Bytes("</think>")) == nil
    }

    /// Exactly one balanced `\boxed{}` that is not empty after the last `</think>`. `holdsThink` is false where there is
    /// known to be none.
    static func oneBox(_ text: Bytes, holdsThink: Bool) -> Bool {
        let behind = holdsThink ? text.findLast(Bytes("</think>")) : nil
        let answer = behind.map { text.suffix(from: $0 + 8) } ?? text
        let box = Bytes("\\boxed{")
        guard let start = answer.find(box), let close = answer.matchingBrace(open: start + 6) else { return false }
        return !answer[start + 7..<close].trimmed.isEmpty && answer.suffix(from: start + 7).find(box) == nil
    }

    private static func block(_ text: Bytes, _ open: StaticString, _ close: StaticString) -> (
        content: Bytes, rest: Bytes
    )? {
        guard text.hasPrefix(open) else { return nil }
        let inside = text.suffix(from: open.utf8CodeUnitCount)
        guard let end = inside.find(Bytes(close)) else { return nil }
        return (inside[0..<end].trimmed, inside.suffix(from: end + close.utf8CodeUnitCount))
    }

    private static func holdsTag(_ text: Bytes) -> Bool {
        (["<think>", "</think>", "<answer>", "</answer>"] as [StaticString]).contains { text.find(Bytes($0)) != nil }
    }
}
