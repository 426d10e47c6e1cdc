import AdjudgeBase
import AdjudgeProse

/// Forms that patterns and markers make: so many lines of a kind, every marker and none besides.
enum LineForms {
    /// Whether at least `least` lines match a pattern; nil where a limit of work was reached. Lines are what newlines part.
    static func holds(_ text: Bytes, _ patterns: [RegexPattern], least: Int, _ scratch: Scratch) -> Bool? {
        guard text.count <= RegexPattern.maxTextBytes else { return nil }
        guard scratch.validText(text) != nil else { return false }
        var (found, begin) = (0, 0)
        while found < least, begin <= text.count {
            let end = text.suffix(from: begin).find(Bytes("\n")).map { begin + $0 } ?? text.count
            guard let line = scratch.validText(text[begin..<end]) else { return false }
            begin = end + 1
            pattern: for pattern in patterns {
                switch pattern.match(line, scratch: scratch.regex) {
                case .limitExceeded: return nil
                case .none: continue
                case .found:
                    found += 1
                    break pattern
                }
            }
        }
        return found >= least
    }

    /// Whether every marker stands in the text, and what the patterns match is one; nil where a limit of work was reached.
    static func holds(_ text: Bytes, markers: [Bytes], _ patterns: [RegexPattern], _ scratch: Scratch) -> Bool? {
        scratch.spend(text.count * markers.count)
        guard markers.allSatisfy({ $0.isEmpty || text.find($0) != nil }) else { return false }
        if patterns.isEmpty { return true }
        guard text.count <= RegexPattern.maxTextBytes else { return nil }
        guard let valid = scratch.validText(text) else { return false }
        for pattern in patterns {
            var isSpurious = false
            let isDone = pattern.forEachMatch(in: valid, scratch: scratch.regex) { groups in
                let found = text[groups.range(0)!]
                if !isSpurious, !markers.contains(found) { isSpurious = true }
            }
            if isSpurious { return false }
            if !isDone { return nil }
        }
        return true
    }
}

/// Forms of tags, beside ``TagForms``.
extension TagForms {
    /// Every tag opens and closes as often as any other does, none before it opened or inside itself, and all at least
    /// once. O(text) for each.
    static func balanced(_ text: Bytes, _ tags: [(open: OwnedBytes, close: OwnedBytes)]) -> Bool {
        tags.allSatisfy { tag in
            var rest = text
            var count = 0
            while let open = rest.find(tag.open.view) {
                let inside = rest.suffix(from: open + tag.open.view.count)
                guard let close = inside.find(tag.close.view), rest[0..<open].find(tag.close.view) == nil,
                    inside[0..<close].find(tag.open.view) == nil
                else { return false }
                rest = inside.suffix(from: close + tag.close.view.count)
                count += 1
            }
            return count > 0 && rest.find(tag.close.view) == nil
        }
    }

    /// The fields one after the other, each once, none empty, and nothing but white space around them.
    static func fields(_ text: Bytes, _ tags: [(open: OwnedBytes, close: OwnedBytes)]) -> Bool {
        guard balanced(text, tags) else { return false }
        var rest = text.trimmed
        for tag in tags {
            let open = tag.open.view.count
            guard rest.count > open, rest[0..<open] == tag.open.view,
                let close = rest.suffix(from: open).find(tag.close.view),
                !rest[open..<open + close].trimmed.isEmpty
            else { return false }
            rest = rest.suffix(from: open + close + tag.close.view.count).trimmed
        }
        return rest.isEmpty
    }
}
