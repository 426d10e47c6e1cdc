import AdjudgeBase

/// Peers' format rewards, as their regular expressions decide, by linear scans.
enum PeerForms {
    /// TRL's `think_format_reward`: `^<think>(?!.*<think>)(.*?)</think>.*$` with DOTALL.
    ///
    /// Unsafe: the reasoning and the answer may be empty, and `</think>` may stand more than once.
    static func trlThink(_ text: Bytes) -> Bool {
        guard text.hasPrefix("<think>") else { return false }
        let rest = text.suffix(from: 7)
        return rest.find(Bytes("<think>")) == nil && rest.find(Bytes("</think>")) != nil
    }

    /// open-r1's `format_reward`: `^<think>\n.*?\n</think>\n<answer>\n.*?\n</answer>$` with DOTALL and MULTILINE.
    ///
    /// Unsafe: anything may follow once a line ends in `</answer>`.
    static func openR1(_ text: Bytes) -> Bool {
        guard text.hasPrefix("<think>\n") else { return false }
        let middle = Bytes("\n</think>\n<answer>\n")
        let afterOpen = text.suffix(from: 8)
        guard let split = afterOpen.find(middle) else { return false }
        let end = Bytes("\n</answer>")
        var rest = afterOpen.suffix(from: split + middle.count)
        while let close = rest.find(end) {
            let past = close + end.count
            if past == rest.count || rest[past] == 0x0A { return true }
            rest = rest.suffix(from: past)
        }
        return false
    }

    /// open-r1's `tag_count_reward`: a quarter for each of four tags with its newline that stands exactly once.
    static func openR1TagCount(_ text: Bytes) -> Double {
        let tags: [StaticString] = ["<think>\n", "\n</think>\n", "\n<answer>\n", "\n</answer>"]
        return tags.reduce(0) { $0 + (standsOnce(Bytes($1), in: text) ? 0.25 : 0) }
    }

    private static func standsOnce(_ tag: Bytes, in text: Bytes) -> Bool {
        guard let first = text.find(tag) else { return false }
        return text.suffix(from: first + tag.count).find(tag) == nil
    }
}
