import AdjudgeBase

/// Format rewards of more peers, as their regular expressions decide, by linear scans.
extension PeerForms {
    /// open-r1's `get_code_format_reward`: its format, and within the answer a fenced block that `opening` begins, such as
    /// ```` ```python ````.
    ///
    /// Unsafe as ``openR1(_:)`` is.
    static func openR1Code(_ text: Bytes, opening: Bytes) -> Bool {
        let middle = Bytes("\n</think>\n<answer>\n")
        guard text.hasPrefix("<think>\n"), let split = text.suffix(from: 8).find(middle) else { return false }
        let answer = text.suffix(from: 8 + split + middle.count)
        guard let open = answer.find(opening) else { return false }
        let code = answer.suffix(from: open + opening.count)
        guard let close = code.find(Bytes("```")) else { return false }
        return closesAnswer(code.suffix(from: close + 3))
    }

    /// True where a line ends in a `</answer>` that begins it.
    private static func closesAnswer(_ text: Bytes) -> Bool {
        let end = Bytes("\n</answer>")
        var rest = text
        while let close = rest.find(end) {
            let past = close + end.count
            if past == rest.count || rest[past] == 0x0A { return true }
            rest = rest.suffix(from: past)
        }
        return false
    }

    /// open-r1's `reasoning_steps_reward`: a third for each of the first three matches of
    /// `Step \d+:|^\d+\.|\n-|\n\*|First,|Second,|Next,|Finally,`; `^` is the start of the text alone.
    static func openR1Steps(_ text: Bytes) -> Double {
        let words: [StaticString] = ["First,", "Second,", "Next,", "Finally,", "\n-", "\n*"]
        var found = 0
        var at = 0
        if let dot = endOfDigits(text, 0), dot < text.count, text[dot] == UInt8(ascii: ".") {
            found = 1
            at = dot + 1
        }
        while at < text.count, found < 3 {
            let rest = text.suffix(from: at)
            if let word = words.first(where: { rest.hasPrefix($0) }) {
                found += 1
                at += word.utf8CodeUnitCount
            } else if rest.hasPrefix("Step "), let colon = endOfDigits(text, at + 5), colon < text.count,
                text[colon] == UInt8(ascii: ":")
            {
                found += 1
                at = colon + 1
            } else {
                at += 1
            }
        }
        return min(1, Double(found) / 3)
    }

    /// The end of the digits of any script at `start`; nil where there is none.
    private static func endOfDigits(_ text: Bytes, _ start: Int) -> Int? {
        var at = start
        while at < text.count {
            if text[at].isASCIIDigit {
                at += 1
                continue
            }
            let (scalar, length) = text.scalar(at: at)
            guard let scalar = scalar.flatMap(Unicode.Scalar.init), scalar.properties.generalCategory == .decimalNumber
            else { break }
            at += length
        }
        return at > start ? at : nil
    }

    /// open-instruct's `soft_format_reward_func`: `.*?</think>\s*<answer>.*?</answer>` from the start.
    ///
    /// Unsafe: the answer may be empty, and anything may follow.
    static func openInstructSoft(_ text: Bytes) -> Bool {
        let close = Bytes("</think>")
        var rest = text
        while let found = rest.find(close) {
            rest = rest.suffix(from: found + close.count)
            var at = 0
            while at < rest.count, rest.pythonSpaceLength(at: at) > 0 { at += rest.pythonSpaceLength(at: at) }
            let inside = rest.suffix(from: at)
            if inside.hasPrefix("<answer>") { return inside.find(Bytes("</answer>")) != nil }
        }
        return false
    }

    /// verl's and NeMo-RL's geo3k form: `<think>.*</think>.*\boxed{.*}.*`, the whole text.
    static func geo3k(_ text: Bytes) -> Bool {
        guard text.hasPrefix("<think>"), let think = text.suffix(from: 7).find(Bytes("</think>")) else { return false }
        let rest = text.suffix(from: 7 + think + 8)
        guard let box = rest.find(Bytes("\\boxed{")) else { return false }
        return rest.suffix(from: box + 7).find(Bytes("}")) != nil
    }

    /// NeMo-RL's format reward: a quarter for `<think>…</think>` and three for `<answer>…</answer>`, in any order.
    static func nemoRL(_ text: Bytes) -> Double {
        (standsAround(text, "<think>", "</think>") ? 0.25 : 0)
            + (standsAround(text, "<answer>", "</answer>") ? 0.75 : 0)
    }

    private static func standsAround(_ text: Bytes, _ open: StaticString, _ close: StaticString) -> Bool {
        guard let start = text.find(Bytes(open)) else { return false }
        return text.suffix(from: start + open.utf8CodeUnitCount).find(Bytes(close)) != nil
    }

    /// verifiers' `ThinkParser`: one `<think>` at the start, one `</think>`, something behind it, be it white space.
    static func verifiersThink(_ text: Bytes) -> Bool {
        let (open, close) = (Bytes("<think>"), Bytes("</think>"))
        guard text.pythonStripped.hasPrefix("<think>"), count(open, in: text) == 1, count(close, in: text) == 1,
            let end = text.find(close)
        else { return false }
        return end + close.count < text.count
    }

    private static func count(_ tag: Bytes, in text: Bytes) -> Int {
        var count = 0
        var rest = text
        while let found = rest.find(tag) {
            count += 1
            rest = rest.suffix(from: found + tag.count)
        }
        return count
    }

    /// A field of verifiers' `XMLParser`: the names that it may have, each with its tags.
    struct XMLField: Sendable {
        let tags: [(open: OwnedBytes, close: OwnedBytes)]

        init(names: [String]) { tags = names.map { (OwnedBytes("<\($0)>"), OwnedBytes("</\($0)>")) } }
    }

    /// verifiers' `XMLParser` format reward: 0.4 times the share of fields of which a tag stands anywhere, where at least
    /// one is whole; 0.2 each for spacing, which nothing breaks, for a start by the first field, an end by the last.
    ///
    /// Unsafe: any text earns 0.2.
    static func verifiersXML(_ text: Bytes, fields: [XMLField]) -> Double {
        var present = 0
        var isAnyWhole = false
        for field in fields {
            var isPresent = false
            for tag in field.tags {
                let open = text.find(tag.open.view)
                if let open, text.suffix(from: open + tag.open.view.count).find(tag.close.view) != nil {
                    isAnyWhole = true
                }
                if open != nil || text.find(tag.close.view) != nil { isPresent = true }
            }
            if isPresent { present += 1 }
        }
        var score = isAnyWhole ? 0.4 * (Double(present) / Double(fields.count)) : 0
        score += 0.2
        let stripped = text.pythonStripped
        if fields[0].tags.contains(where: { starts(stripped, $0.open.view) }) { score += 0.2 }
        if fields[fields.count - 1].tags.contains(where: { ends(stripped, $0.close.view) }) { score += 0.2 }
        return score
    }

    private static func starts(_ text: Bytes, _ tag: Bytes) -> Bool {
        text.count >= tag.count && text[0..<tag.count] == tag
    }

    private static func ends(_ text: Bytes, _ tag: Bytes) -> Bool {
        text.count >= tag.count && text.suffix(from: text.count - tag.count) == tag
    }
}
