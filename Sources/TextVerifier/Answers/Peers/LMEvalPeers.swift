import AdjudgeBase
import AdjudgeProse

/// lm-eval's `exact_match`.
enum LMEvalPeers {
    static let all = [
        PeerAnswer(
            "lm_eval.exact_match", "The texts are the same once what the flags name is gone; no space is stripped.",
            keys: ["ignore_case", "ignore_punctuation", "ignore_numbers", "regexes_to_ignore"]
        ) { input in
            guard let answer = normalized(input.response, input) else { return nil }
            var isEqual = false
            for reference in input.references {
                guard let reference = normalized(reference, input) else { return nil }
                isEqual = isEqual || answer == reference
            }
            return isEqual ? 1 : 0
        }
    ]

    private static func normalized(_ text: Bytes, _ input: PeerAnswer.Input) -> CodePoints? {
        var text = text
        for pattern in input.options.ignoredPatterns {
            guard let rest = without(pattern, text, input) else { return nil }
            text = rest
        }
        var points = input.points(text)
        if input.options.ignoresCase { points = points.lowered(input.arena) }
        if input.options.ignoresPunctuation { points = points.without(input.arena, CodePoints.isPunctuation) }
        if input.options.ignoresNumbers { points = points.without(input.arena, \.isASCIIDigit) }
        return points
    }

    /// The text without what a pattern matches; nil where it is no text or the pattern needs too much work.
    private static func without(_ pattern: RegexPattern, _ text: Bytes, _ input: PeerAnswer.Input) -> Bytes? {
        guard text.count <= RegexPattern.maxTextBytes, let valid = input.scratch.validText(text) else { return nil }
        let memory = input.arena.allocate(text.count + 1)
        var written = 0
        var kept = 0
        let isDone = pattern.forEachMatch(in: valid, scratch: input.scratch.regex) { groups in
            guard let range = groups.range(0) else { return }
            let gap = text[kept..<max(range.lowerBound, kept)]
            (memory + written).update(from: gap.start, count: gap.count)
            written += gap.count
            kept = max(kept, range.upperBound)
        }
        guard isDone else { return nil }
        let rest = text.suffix(from: kept)
        (memory + written).update(from: rest.start, count: rest.count)
        return Bytes(start: memory, count: written + rest.count)
    }
}
