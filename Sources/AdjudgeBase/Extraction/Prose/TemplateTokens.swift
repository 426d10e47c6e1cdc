/// Tokens of chat templates that a response may end in: `<|im_end|>`, `</s>`, `<eoa>`.
enum TemplateTokens {
    /// The longest token that is looked for.
    static let maxCount = 32
    private static let names: [StaticString] = [
        "/s", "eoa", "eos", "eot", "eoe", "eom", "end_of_turn", "end_of_text", "endoftext", "im_end", "pad",
        "turn|",
    ]

    /// The text without such tokens at its end, and without the role that an opened turn begins with. O(tokens).
    static func trimmed(_ text: Bytes) -> Bytes {
        var text = text.trimmed
        while let start = start(in: text) ?? bracketed(text) { text = text[0..<start].trimmed }
        return text
    }

    /// Where a token in square brackets begins that ends the text: `[EOS]`.
    private static func bracketed(_ text: Bytes) -> Int? {
        for token in brackets where text.hasSuffix(token) { return text.count - token.utf8CodeUnitCount }
        return nil
    }

    private static let brackets: [StaticString] = ["[EOS]", "[/INST]", "[END]", "[DONE]"]

    /// Whether a token at a text's end may begin with this character.
    @inline(__always)
    static func mayBegin(_ first: UInt8) -> Bool { first == UInt8(ascii: "<") || first == UInt8(ascii: "[") }

    /// Whether a token at a text's end may begin with these two characters.
    static func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        case UInt8(ascii: "<"): second == UInt8(ascii: "|") || names.contains { $0.utf8Start[0] == second }
        case UInt8(ascii: "["): brackets.contains { $0.utf8Start[1] == second }
        default: false
        }
    }

    private static let turnEnds: [StaticString] = [
        "im_end|>", "im_start|>", "endoftext|>", "eot_id|>", "end|>", "end_of_text|>", "start_header_id|>",
    ]

    /// What stands before the first token that ends the turn of whoever wrote it, or begins another's; a text that
    /// begins with such a token loses only those before its first word. `stops` are texts that end a turn as well, each
    /// where something stands before it. O(text) for each.
    static func firstTurn(of text: Bytes, stops: [OwnedBytes]) -> Bytes {
        var text = firstTurn(of: text)
        for stop in stops {
            var from = 0
            while let found = text.suffix(from: from).find(stop.view) {
                let before = text[0..<from + found]
                if !before.trimmed.isEmpty {
                    text = before
                    break
                }
                from += found + stop.view.count
            }
        }
        return text
    }

    /// The first turn by tokens alone.
    static func firstTurn(of text: Bytes) -> Bytes {
        var from = 0
        while let found = text.suffix(from: from).find(Bytes("<|")) {
            let at = from + found
            from = at + 2
            let name = text.suffix(from: from)
            guard turnEnds.contains(where: { name.hasPrefix($0) }) else { continue }
            let before = text[0..<at].trimmed
            if !before.isEmpty, before[before.count - 1] != UInt8(ascii: ">") { return before }
        }
        return text
    }

    private static func start(in text: Bytes) -> Int? {
        var close = text.count
        // `<|im_start|>user`
        while close > 0, text.count - close < maxCount, text[close - 1].isASCIILetter { close -= 1 }
        guard close > 0, text[close - 1] == UInt8(ascii: ">") else { return nil }
        let tail = text[max(0, close - maxCount)..<close]
        guard let open = tail.findLast(Bytes("<")) else { return nil }
        let name = tail[open + 1..<tail.count - 1]
        let isPiped = name.count > 2 && name[0] == UInt8(ascii: "|") && name[name.count - 1] == UInt8(ascii: "|")
        guard isPiped || (close == text.count && names.contains { name.equals($0) }) else { return nil }
        return close - tail.count + open
    }
}
