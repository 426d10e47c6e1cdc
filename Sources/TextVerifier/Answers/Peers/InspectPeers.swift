import AdjudgeBase
import AdjudgeProse

/// Inspect's scorers of text. Sources: inspect_ai's `scorer` package, 0.3.285.
enum InspectPeers {
    static let all = [
        PeerAnswer("inspect.exact", "Equal once normalised, numbers by value; a target of nothing never matches.") {
            input in
            let answer = normalized(input.points(input.response), input)
            return input.best { reference in
                let target = normalized(reference, input)
                return !target.isEmpty && target == answer ? 1 : 0
            }
        },
        PeerAnswer("inspect.f1", "F1 of the normalised words, rounded to two places.") { input in
            let answer = normalized(input.points(input.response), input)
            let best = input.best { reference in
                let target = normalized(reference, input)
                if target.isEmpty { return 0 }
                return WordOverlap.f1WithEmpty(WordOverlap.count(answer, target, input.prose))
            }
            return (best * 100).rounded(.toNearestOrEven) / 100
        },
        PeerAnswer(
            "inspect.includes", "The target stands anywhere in the response. Unsafe: lists of guesses, parts of words.",
            keys: ["ignore_case"]
        ) { input in
            let folds = input.options.ignoresCase
            let answer = folds ? input.points(input.response).caseFolded(input.arena) : input.points(input.response)
            return input.best { reference in
                answer.contains(folds ? reference.caseFolded(input.arena) : reference, input.arena) ? 1 : 0
            }
        },
        PeerAnswer(
            "inspect.match",
            "The response begins with, ends with, has or is the target, marks at the ends aside. Unsafe: 25 ends with 5 unless numeric.",
            keys: ["location", "numeric", "ignore_case"]
        ) { input in
            input.best { InspectMatch(input: input).matches(input.points(input.response), $0) ? 1 : 0 }
        },
        PeerAnswer(
            "inspect.pattern", "A group of the pattern's first match is a target, in any letter case.",
            keys: ["pattern", "ignore_case"]
        ) { input in
            guard let pattern = input.options.pattern, let text = input.scratch.validText(input.response) else {
                return nil
            }
            switch pattern.match(text, scratch: input.scratch.regex) {
            case .limitExceeded: return nil
            case .none: return 0
            case .found(let groups):
                let numbers = pattern.groupCount == 0 ? 0...0 : 1...pattern.groupCount
                return numbers.contains { number in
                    groups.range(number).map { isTarget(input.response[$0], input) } ?? false
                } ? 1 : 0
            }
        },
        PeerAnswer("inspect.answer_letter", "The letter behind the last \"ANSWER:\".") { input in
            InspectAnswers.letter(in: input.response).map { isTarget($0, input) } == true ? 1 : 0
        },
        PeerAnswer("inspect.answer_word", "The word behind the last \"ANSWER:\", where its line ends there.") { input in
            InspectAnswers.word(in: input.response).map { isTarget($0, input) } == true ? 1 : 0
        },
        PeerAnswer("inspect.answer_line", "The line behind \"ANSWER:\", where nothing follows it.") { input in
            InspectAnswers.line(in: input.response).map { isTarget($0, input) } == true ? 1 : 0
        },
    ]

    /// `match.lower() in targets`
    private static func isTarget(_ text: Bytes, _ input: PeerAnswer.Input) -> Bool {
        // What was extracted and is empty is no match.
        if text.isEmpty { return false }
        let answer = input.points(text).lowered(input.arena)
        return input.best { $0.lowered(input.arena) == answer ? 1 : 0 } > 0
    }

    /// Words between spaces and hyphens, each folded; numbers by value, of others punctuation and articles dropped.
    private static func normalized(_ text: CodePoints, _ input: PeerAnswer.Input) -> CodePoints {
        let arena = input.arena
        var parts: [CodePoints] = []
        var begin = 0
        for index in 0...text.count where index == text.count || text[index] == 0x20 || text[index] == 0x2D {
            var part = text[begin..<index].caseFolded(arena)
            begin = index + 1
            if finite(part) == nil {
                let inner = part.trimmed { CodePoints.isPunctuation($0) || $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }
                part = finite(inner) != nil ? inner : part.without(arena, CodePoints.isPunctuation)
            }
            if let number = finite(part) { part = PythonFloat.written(number, arena) }
            part = part.withoutArticles(arena).collapsed(arena)
            if !part.isEmpty { parts.append(part) }
        }
        return CodePoints.joined(parts, arena)
    }

    private static func finite(_ text: CodePoints) -> Double? {
        PythonFloat.parse(text).flatMap { $0.isFinite ? $0 : nil }
    }
}

extension CodePoints {
    /// The text without the elements at both ends that `isDropped` names.
    func trimmed(_ isDropped: (UInt32) -> Bool) -> CodePoints {
        var (first, end) = (0, count)
        while first < end, isDropped(start[first]) { first += 1 }
        while end > first, isDropped(start[end - 1]) { end -= 1 }
        return self[first..<end]
    }

    /// The text as Python's `str.casefold()` gives it. O(count).
    func caseFolded(_ arena: Arena) -> CodePoints {
        var isASCII = true
        for index in 0..<count where start[index] >= 0x80 { isASCII = false }
        if isASCII { return lowered(arena) }
        let memory = arena.array(of: UInt32.self, 6 * count)
        var written = 0
        for index in 0..<count {
            guard let scalar = Unicode.Scalar(start[index]), start[index] != 0x131 else {
                memory[written] = start[index]
                written += 1
                continue
            }
            // Folding is lower case of upper case, but for ẞ and letters that are upper case only by themselves.
            let upper = start[index] == 0x1E9E ? "ss" : scalar.properties.uppercaseMapping
            for outer in upper.unicodeScalars {
                for inner in outer.properties.lowercaseMapping.unicodeScalars {
                    memory[written] = inner.value
                    written += 1
                }
            }
        }
        return CodePoints(start: memory, count: written)
    }
}
