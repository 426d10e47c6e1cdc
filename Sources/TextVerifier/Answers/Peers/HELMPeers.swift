import AdjudgeBase
import AdjudgeProse

/// HELM's metrics of short answers. An empty response scores 0 by all that compare texts.
enum HELMPeers {
    static let all = [
        PeerAnswer("helm.exact_match", "The texts are the same but for space at the ends.") { input in
            unlessEmpty(input) { $0 == $1 ? 1 : 0 }
        },
        PeerAnswer("helm.quasi_exact_match", "The same by SQuAD's normalisation. Unsafe: 3.5 equals 35.") { input in
            unlessEmpty(input, AnswerText.squad) { $0 == $1 ? 1 : 0 }
        },
        PeerAnswer("helm.quasi_leave_articles_exact_match", "The same, articles kept.") { input in
            unlessEmpty(input, AnswerText.keepingArticles) { $0 == $1 ? 1 : 0 }
        },
        PeerAnswer("helm.prefix_exact_match", "The response begins with the reference. Unsafe: 12 begins with 1.") {
            input in unlessEmpty(input) { begins($0, with: $1) }
        },
        PeerAnswer(
            "helm.quasi_prefix_exact_match", "It begins with it once normalised. Unsafe: an article is a prefix."
        ) {
            input in unlessEmpty(input, AnswerText.squad) { begins($0, with: $1) }
        },
        PeerAnswer("helm.f1_score", "F1 of the words as sets: a word that stands often counts once.") { input in
            let answer = AnswerText.squad(input.points(input.response), input.arena)
            return input.best { reference in
                let gold = AnswerText.squad(reference, input.arena)
                let overlap = WordOverlap.countOnce(answer, gold, input.prose)
                guard overlap.matches > 0 else { return 0 }
                let precision = Double(overlap.matches) / Double(overlap.left)
                let recall = Double(overlap.matches) / Double(overlap.right)
                return 1 / (0.5 / precision + 0.5 / recall)
            }
        },
        PeerAnswer("helm.final_number_exact_match", "The last numbers are the same text.") { input in
            let answer = lastNumber(input.points(input.response), input.arena)
            if answer.isEmpty { return 0 }
            return input.best { lastNumber($0, input.arena) == answer ? 1 : 0 }
        },
        PeerAnswer("helm.exact_set_match", "\"… is a and b\": the sets are the same.") { input in
            sets(input) { $0.matches == $0.left && $0.matches == $0.right ? 1 : 0 }
        },
        PeerAnswer("helm.iou_set_match", "\"… is a and b\": what both sets have over what either has.") { input in
            sets(input) { Double($0.matches) / Double($0.left + $0.right - $0.matches) }
        },
        PeerAnswer("helm.f1_set_match", "\"… is a and b\": F1 of the sets.") { input in
            sets(input) { 2 * Double($0.matches) / Double($0.left + $0.right) }
        },
    ]

    private static func unlessEmpty(
        _ input: PeerAnswer.Input, _ normalize: (CodePoints, Arena) -> CodePoints = { text, _ in text.stripped },
        _ score: (CodePoints, CodePoints) -> Double
    ) -> Double {
        if input.response.isEmpty { return 0 }
        let answer = normalize(input.points(input.response), input.arena)
        return input.best { score(answer, normalize($0, input.arena)) }
    }

    private static func begins(_ text: CodePoints, with prefix: CodePoints) -> Double {
        text.commonPrefix(prefix) == prefix.count ? 1 : 0
    }

    /// The last match of `-?[\d,]+(?:.\d+)?`, without its commas, and without space at its ends.
    private static func lastNumber(_ text: CodePoints, _ arena: Arena) -> CodePoints {
        func isDigit(_ at: Int) -> Bool {
            at < text.count && Unicode.Scalar(text[at])?.properties.numericType == .decimal
        }
        var last = text[0..<0]
        var at = 0
        while at < text.count {
            let begin = at
            if text[at] == 0x2D { at += 1 }
            let first = at
            while at < text.count, text[at] == 0x2C || isDigit(at) { at += 1 }
            guard at > first else {
                at = begin + 1
                continue
            }
            // Any character but a line break may stand before the decimals.
            if at < text.count, text[at] != 0x0A, isDigit(at + 1) {
                at += 1
                while isDigit(at) { at += 1 }
            }
            last = text[begin..<at]
        }
        return last.without(arena) { $0 == 0x2C }.stripped
    }

    /// The elements of the sets that two sentences name, as words of an overlap.
    private static func sets(_ input: PeerAnswer.Input, _ score: (GramOverlap) -> Double) -> Double {
        let answer = elements(firstLine(input.points(input.response)), input)
        return input.best { reference in
            let gold = elements(reference, input)
            // An empty set is only matched by another.
            if gold.isEmpty || answer.isEmpty { return gold.isEmpty && answer.isEmpty ? 1 : 0 }
            return score(WordOverlap.countOnce(WordNumbers.of(answer, gold, input.prose)))
        }
    }

    private static func firstLine(_ text: CodePoints) -> CodePoints {
        text[0..<((0..<text.count).first { text[$0] == 0x0A } ?? text.count)]
    }

    /// What stands behind the last " is ", between " and ", without full stops; nothing for "Nothing."
    private static func elements(_ text: CodePoints, _ input: PeerAnswer.Input) -> [CodePoints] {
        if text.equals("Nothing.") { return [] }
        let bytes = text.without(input.arena) { $0 == 0x2E }.bytes(input.arena)
        var rest = bytes
        if let found = bytes.findLastSplit(Bytes(" is ")) { rest = bytes.suffix(from: found) }
        var elements: [CodePoints] = []
        while let found = rest.find(Bytes(" and ")) {
            elements.append(input.points(rest[0..<found]))
            rest = rest.suffix(from: found + 5)
        }
        elements.append(input.points(rest))
        return elements
    }
}

extension Bytes {
    /// The offset behind the last separator, as splitting from the left sees them: none overlaps another.
    func findLastSplit(_ separator: Bytes) -> Int? {
        var end: Int?
        var at = 0
        while let found = suffix(from: at).find(separator) {
            at += found + separator.count
            end = at
        }
        return end
    }
}
