import AdjudgeBase
import AdjudgeProse

/// open-instruct's verifiers of short answers.
enum OpenInstructPeers {
    static let all = [
        PeerAnswer("open_instruct.f1", "string_f1: SQuAD's F1 of what follows the last </think>.") { input in
            let answer = AnswerText.squad(input.points(withoutThinking(input.response, input)), input.arena)
            return input.best {
                WordOverlap.f1(WordOverlap.count(answer, AnswerText.squad($0, input.arena), input.prose))
            }
        },
        PeerAnswer("open_instruct.flan", "flan: what follows the last \"The answer is: \", by SQuAD's normalisation.") {
            input in
            let begin = input.response.findLastSplit(Bytes("The answer is: ")) ?? 0
            return equal(input.response.suffix(from: begin), input)
        },
        PeerAnswer(
            "open_instruct.string_matcher",
            "string_matcher: between the last <answer> and the next </answer>. Unsafe: tags in the wrong order are an empty answer."
        ) { input in
            guard input.response.find(Bytes("<answer>")) != nil, input.response.find(Bytes("</answer>")) != nil else {
                return 0
            }
            return equal(between("<answer>", "</answer>", input.response), input)
        },
        PeerAnswer("open_instruct.puzzle", "puzzle: all that follows the last </think>, by SQuAD's normalisation.") {
            input in equal(withoutThinking(input.response, input), input)
        },
        PeerAnswer("open_instruct.re_search", "re_search: exact match of the first <finish>…</finish>, in any case.") {
            input in
            guard let answer = firstFinish(input.response)?.pythonStripped, !answer.isEmpty else { return 0 }
            let text = AnswerText.squad(input.points(answer), input.arena)
            return labels(input).contains { AnswerText.squad(input.points($0), input.arena) == text } ? 1 : 0
        },
        PeerAnswer(
            "open_instruct.re_search_f1",
            "re_search_f1: F1 of <finish>…</finish>, 0.1 where nothing is shared. Unsafe: either tag will do, and 0.1 is for free."
        ) { input in
            guard input.response.find(Bytes("<finish>")) != nil || input.response.find(Bytes("</finish>")) != nil else {
                return 0
            }
            let answer = between("<finish>", "</finish>", input.response)
            if answer.isEmpty { return 0 }
            let text = AnswerText.squad(input.points(answer), input.arena)
            let score = labels(input).reduce(0.0) {
                max(
                    $0,
                    WordOverlap.f1(
                        WordOverlap.count(text, AnswerText.squad(input.points($1), input.arena), input.prose)))
            }
            return score == 0 ? 0.1 : score
        },
    ]

    /// What follows the last `</think>`, without answer tags and space at the ends.
    static func withoutThinking(_ response: Bytes, _ input: PeerAnswer.Input) -> Bytes {
        var text = EditBuffer(response, arena: input.arena)
        text.replace("<|assistant|>", with: "")
        text.keep(text.bytes.pythonStripped)
        if let found = text.bytes.findLastSplit(Bytes("</think>")) { text.keep(text.bytes.suffix(from: found)) }
        text.replace("<answer>", with: "")
        text.replace("</answer>", with: "")
        return text.bytes.pythonStripped
    }

    private static func equal(_ answer: Bytes, _ input: PeerAnswer.Input) -> Double {
        let text = AnswerText.squad(input.points(answer), input.arena)
        return input.best { AnswerText.squad($0, input.arena) == text ? 1 : 0 }
    }

    /// `text.split(open)[-1].split(close)[0]`
    private static func between(_ open: StaticString, _ close: StaticString, _ text: Bytes) -> Bytes {
        let rest = text.suffix(from: text.findLastSplit(Bytes(open)) ?? 0)
        return rest[0..<(rest.find(Bytes(close)) ?? rest.count)]
    }

    /// The first match of `<finish>(.*?)</finish>` in any letter case.
    private static func firstFinish(_ text: Bytes) -> Bytes? {
        let lower = OwnedBytes(text)
        let memory = UnsafeMutablePointer(mutating: lower.view.start)
        for index in 0..<text.count where memory[index] >= 0x41 && memory[index] <= 0x5A { memory[index] |= 0x20 }
        return withExtendedLifetime(lower) {
            guard let open = lower.view.find(Bytes("<finish>")),
                let close = lower.view.suffix(from: open + 8).find(Bytes("</finish>"))
            else { return nil }
            return text[open + 8..<open + 8 + close]
        }
    }

    /// The references of a label that is JSON as Python reads it: a list's elements, a number, a word; else the label.
    private static func labels(_ input: PeerAnswer.Input) -> [Bytes] {
        guard input.references.count == 1, let value = try? input.scratch.json.parse(input.references[0]) else {
            return input.references.map(\.pythonStripped)
        }
        return value.kind == .array ? value.elements.map { pythonText($0, input) } : [pythonText(value, input)]
    }

    /// `str()` of a JSON value.
    private static func pythonText(_ value: JSONValue, _ input: PeerAnswer.Input) -> Bytes {
        switch value.kind {
        case .string: return value.string(into: input.arena) ?? .empty
        case .null: return Bytes("None")
        case .bool: return value.boolValue == true ? Bytes("True") : Bytes("False")
        case .number:
            let text = value.raw
            let isFraction = (0..<text.count).contains { ".eE".utf8.contains(text[$0]) }
            guard isFraction, let number = PythonFloat.parse(input.points(text)) else {
                return text.equals("-0") ? Bytes("0") : text
            }
            return PythonFloat.written(number, input.arena).bytes(input.arena)
        case .array, .object: return value.raw
        }
    }
}
