import AdjudgeBase
import AdjudgeProse

/// NeMo-Gym's rules for short answers.
enum NeMoPeers {
    static let all = [
        PeerAnswer(
            "nemo.string_match",
            "string_match: equal after any of seven normalisations; 0.98 for numbers within 1 %. Unsafe: units alone are equal, 3 m equals 3 kg.",
            keys: ["extraction_mode", "case_sensitive"]
        ) { input in
            guard let answer = NeMoExtraction.find(in: input.response, input.options.extraction) else { return 0 }
            return input.references.reduce(0.0) { best, reference in
                if reference.isEmpty { return best }
                if !input.options.ignoresCase {
                    return answer.pythonStripped == reference.pythonStripped ? 1 : best
                }
                return max(best, NeMoStringMatch(input: input).grade(reference, answer))
            }
        },
        PeerAnswer(
            "nemo.equivalence_rule",
            "equivalence_rule: texts in lower case with single spaces, the same or by difflib's ratio.",
            keys: ["grading_rule"]
        ) { input in
            let answer = plain(input.points(input.response), input)
            return input.best { reference in
                let gold = plain(reference, input)
                switch input.options.sequence {
                case .exact: return answer == gold ? 1 : 0
                case .ratio: return SequenceMatcher(answer, gold, input.prose).ratio()
                case .weighted:
                    let prefix = gold[0..<min(10, gold.count)]
                    let start = answer[0..<min(prefix.count, answer.count)]
                    return min(
                        1,
                        0.85 * SequenceMatcher(answer, gold, input.prose).ratio()
                            + 0.15 * SequenceMatcher(start, prefix, input.prose).ratio())
                }
            }
        },
    ]

    /// Without space at the ends, in lower case, runs of white space as one space.
    private static func plain(_ text: CodePoints, _ input: PeerAnswer.Input) -> CodePoints {
        text.stripped.lowered(input.arena).collapsed(input.arena)
    }
}

/// Where NeMo-Gym's `string_match` looks for an answer.
enum NeMoExtraction {
    static func find(in response: Bytes, _ mode: PeerOptions.Extraction) -> Bytes? {
        let text = response.pythonStripped
        switch mode {
        case .boxed: return boxed(text)
        case .finalAnswer: return finalAnswer(text) ?? boxed(text)
        case .lastLine: return lastLine(text)
        case .fullResponse: return text.isEmpty ? nil : text
        }
    }

    /// The last box that is closed.
    private static func boxed(_ text: Bytes) -> Bytes? {
        // From the end: each closing brace is counted once.
        var closings: [Int] = []
        var at = text.count
        while at > 0 {
            at -= 1
            if text[at] == 0x7D {
                closings.append(at)
            } else if text[at] == 0x7B {
                let close = closings.popLast()
                if let close, at >= 6, text[at - 6..<at].equals("\\boxed") {
                    return withoutWrappers(text[at + 1..<close].pythonStripped).pythonStripped
                }
            }
        }
        return nil
    }

    /// Without `\text{…}` around all of it, as often as it stands.
    static func withoutWrappers(_ text: Bytes) -> Bytes {
        var text = text
        while text.hasPrefix("\\text{"), text.hasSuffix("}") { text = text[6..<text.count - 1].pythonStripped }
        return text
    }

    /// What follows the last "answer:", to the end of its line, without a full stop.
    private static func finalAnswer(_ text: Bytes) -> Bytes? {
        var last: Bytes?
        var at = 0
        while at + 6 < text.count {
            guard text[at] | 0x20 == 0x61, text[at..<at + 6].isWord("answer"), let value = value(text, behind: at + 6)
            else {
                at += 1
                continue
            }
            last = text[value]
            at = value.upperBound
        }
        guard var answer = last?.pythonStripped else { return nil }
        guard answer.hasSuffix(".") else { return answer }
        answer = answer[0..<answer.count - 1].pythonStripped
        while answer.hasSuffix(".") { answer = answer[0..<answer.count - 1] }
        return answer
    }

    /// `\s*[:：]\s*(.+)`
    private static func value(_ text: Bytes, behind start: Int) -> Range<Int>? {
        var at = skipSpace(text, start)
        if text[at] == 0x3A {
            at += 1
        } else if text.suffix(from: at).hasPrefix("：") {
            at += 3
        } else {
            return nil
        }
        let begin = skipSpace(text, at)
        if begin < text.count {
            return begin..<begin + (text.suffix(from: begin).find(Bytes("\n")) ?? text.count - begin)
        }
        // Of white space alone a last character that is no line break is the value.
        var last = text.count - 1
        while last >= at, text[last] == 0x0A { last -= 1 }
        return last >= at ? last..<last + 1 : nil
    }

    private static func skipSpace(_ text: Bytes, _ from: Int) -> Int {
        var at = from
        while at < text.count, case let length = text.pythonSpaceLength(at: at), length > 0 { at += length }
        return at
    }

    /// The last line that is not blank, by Python's line breaks.
    private static func lastLine(_ text: Bytes) -> Bytes? {
        var end = text.count
        var at = text.count
        while at > 0 {
            at -= 1
            let length = lineBreak(text, at)
            if at > 0, length == 0 { continue }
            let line = text[at + length..<end].pythonStripped
            if !line.isEmpty { return line }
            end = at
        }
        return nil
    }

    private static func lineBreak(_ text: Bytes, _ at: Int) -> Int {
        switch text[at] {
        case 0x0A...0x0D, 0x1C...0x1E: 1
        case 0xC2: text[at + 1] == 0x85 ? 2 : 0
        case 0xE2: text[at + 1] == 0x80 && (text[at + 2] == 0xA8 || text[at + 2] == 0xA9) ? 3 : 0
        default: 0
        }
    }
}

extension Bytes {
    /// True for the letters of `word` in any letter case; the bytes are as many.
    func isWord(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] | 0x20 != word.utf8Start[index] { return false }
        return true
    }
}
