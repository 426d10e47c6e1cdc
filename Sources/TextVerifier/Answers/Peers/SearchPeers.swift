import AdjudgeBase
import AdjudgeProse

/// Search-R1's rewards, as verl, SkyRL and others have them, and NeMo-RL's of the same shape.
enum SearchPeers {
    static let all = [
        PeerAnswer(
            "search_r1.em",
            "verl's search_r1: SQuAD's exact match of the last <answer>; a quarter beyond ten tags. Unsafe: 3.5 equals 35.",
            keys: ["format_score"]
        ) { input in
            guard let answer = lastAnswer(input.response) else { return 0 }
            let text = AnswerText.squad(input.points(answer), input.arena)
            guard input.best({ AnswerText.squad($0, input.arena) == text ? 1 : 0 }) > 0 else {
                return input.options.formatScore
            }
            let isFlooded = count("<answer>", input.response) > 10 || count("</answer>", input.response) > 10
            return isFlooded ? 0.25 : 1
        },
        PeerAnswer(
            "search_r1.subem",
            "The normalised reference stands anywhere in the last <answer>. Unsafe: lists of guesses; parts of words; an article.",
            keys: ["format_score"]
        ) { input in
            guard let answer = lastAnswer(input.response) else { return 0 }
            let text = AnswerText.squad(input.points(answer), input.arena)
            let isFound = input.best { text.contains(AnswerText.squad($0, input.arena), input.arena) ? 1 : 0 } > 0
            return isFound ? 1 : input.options.formatScore
        },
        PeerAnswer(
            "nemo_rl.exact_alnum",
            "NeMo-RL: letters and digits between the first <answer> and the last </answer>. Unsafe: -5 equals 5, 3.5 equals 35."
        ) { input in
            guard let open = input.response.find(Bytes("<answer>")),
                let close = input.response.findLast(Bytes("</answer>")), close >= open + 8
            else { return 0 }
            let answer = alphanumeric(input.response[open + 8..<close], input)
            return input.references.contains { alphanumeric($0, input) == answer } ? 1 : 0
        },
    ]

    /// The last match of `<answer>(.*?)</answer>`, as matches from the left lie.
    static func lastAnswer(_ text: Bytes) -> Bytes? {
        var last: Bytes?
        var at = 0
        while let open = text.suffix(from: at).find(Bytes("<answer>")) {
            let begin = at + open + 8
            guard let close = text.suffix(from: begin).find(Bytes("</answer>")) else { break }
            last = text[begin..<begin + close]
            at = begin + close + 9
        }
        return last
    }

    private static func count(_ tag: StaticString, _ text: Bytes) -> Int {
        var count = 0
        var at = 0
        while let found = text.suffix(from: at).find(Bytes(tag)) {
            count += 1
            at += found + tag.utf8CodeUnitCount
        }
        return count
    }

    private static func alphanumeric(_ text: Bytes, _ input: PeerAnswer.Input) -> CodePoints {
        input.points(text).without(input.arena) { !CodePoints.isWordCharacter($0) || $0 == 0x5F }.lowered(input.arena)
    }
}
