import AdjudgeBase
import AdjudgeProse

/// `ruler`: the needles of a long context in a response, as RULER scores them.
struct RulerVerifier: Verifier {
    static let kind = VerifierKind(
        name: "ruler", summary: "RULER: the share of the references that the response names, or any of them.",
        keys: [
            .init("match", "all (default): the share of the references; any: 1 for one of them."),
            .init(
                "mode",
                "words (default): whole words that the response does not deny, in one that is no copy of the context and no list of guesses; compat:ruler: anywhere, as RULER and NeMo-Gym do. Unsafe: 1 stands in 12, and a copy of the context has every needle."
            ),
            .init("max_words", "words: the most words of a response (default 256)."),
        ],
        defaultInput: { node in
            node.member("mode")?.value == "compat:ruler" ? .response : .answer(["strip_think", "whole"])
        },
        compile: { node, _ throws(DocumentError) in
            let isCompat: Bool =
                try node.member("mode")?.choice("a mode", [("words", false), ("compat:ruler", true)]) ?? false
            if isCompat, let stray = node.member("max_words") {
                throw stray.mismatch(expected: "no max_words in the mode compat:ruler")
            }
            return RulerVerifier(
                takesAny: try node.member("match")?.choice("what is asked", [("all", false), ("any", true)]) ?? false,
                isCompat: isCompat,
                maxWords: try node.member("max_words").map { node throws(DocumentError) in
                    try node.integer(in: 1...1_000_000)
                } ?? 256)
        })

    let takesAny: Bool
    let isCompat: Bool
    let maxWords: Int

    func makeChecker() -> any Checker { RulerChecker(self) }

    /// RULER's own rule: the references in lower case anywhere in the response in lower case.
    static func share(
        of references: [Bytes], in response: Bytes, takesAny: Bool, _ arena: Arena
    ) -> Double {
        func lower(_ text: Bytes) -> Bytes { CodePoints(text, arena).lowered(arena).bytes(arena) }
        let response = lower(response.pythonStripped)
        let found = references.reduce(0) { $0 + (response.find(lower($1)) != nil ? 1 : 0) }
        return takesAny ? (found > 0 ? 1 : 0) : Double(found) / Double(references.count)
    }
}

private final class RulerChecker: Checker {
    private let verifier: RulerVerifier
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: RulerVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        guard
            let references = verifier.isCompat
                ? References.texts(input.reference, parser, scratch)
                : References.listed(input.reference, parser, scratch),
            !references.contains(where: { $0.pythonStripped.isEmpty })
        else { return Outcome(.badReference, .unreadableReference) }
        scratch.spend(input.answer.bytes.count * references.count)
        guard verifier.isCompat else { return words(input.answer.bytes, references, scratch) }
        return outcome(
            RulerVerifier.share(
                of: references, in: input.answer.bytes, takesAny: verifier.takesAny, scratch.arena))
    }

    private func outcome(_ share: Double) -> Outcome {
        if share == 1 { return .graded(true, .matched) }
        return share == 0 ? .graded(false, .notMatched) : Outcome(.graded, TextReason.overlap, reward: share)
    }

    private func words(_ response: Bytes, _ references: [Bytes], _ scratch: Scratch) -> Outcome {
        let arena = scratch.arena
        func normal(_ text: CodePoints) -> CodePoints { AnswerText.safe(text, arena, keepsArticles: true) }
        func points(_ text: Bytes) -> CodePoints { CodePoints(text.folded(.text, into: arena), arena) }
        let claims = AnswerClaims(points(response), normal)
        if claims.words.count > verifier.maxWords { return .graded(false, .notMatched) }
        var isNeedle = [Bool](repeating: false, count: claims.words.count)
        var (found, denied) = (0, 0)
        for reference in references {
            let needle = normal(points(reference)).words()
            var isStated = false
            for start in places(of: needle, in: claims.words, scratch) {
                for at in start..<start + needle.count { isNeedle[at] = true }
                if claims.denies(start) || claims.hasAlternative(start) || claims.isHedged {
                    denied += 1
                } else {
                    isStated = true
                }
            }
            if isStated { found += 1 }
        }
        // As many wrong numbers of a needle's length as there are needles are guesses.
        if guesses(claims.words, isNeedle, references) > references.count { return .graded(false, .severalAnswers) }
        if found == 0, denied > 0 { return .graded(false, TextReason.deniedAnswer) }
        return outcome(verifier.takesAny ? (found > 0 ? 1 : 0) : Double(found) / Double(references.count))
    }

    private func places(of needle: [CodePoints], in words: [CodePoints], _ scratch: Scratch) -> [Int] {
        guard !needle.isEmpty, needle.count <= words.count else { return [] }
        scratch.spend(words.count)
        return (0...words.count - needle.count).filter { start in
            needle.indices.allSatisfy { words[start + $0] == needle[$0] }
        }
    }

    /// How many different words look like needles of digits and are none.
    private func guesses(_ words: [CodePoints], _ isNeedle: [Bool], _ references: [Bytes]) -> Int {
        let lengths = Set(references.filter { !$0.isEmpty && $0.isPythonDigitsBesideCommas }.map(\.count))
        guard !lengths.isEmpty else { return 0 }
        var seen: Set<[UInt32]> = []
        for (index, word) in words.enumerated() where !isNeedle[index] && lengths.contains(word.count) {
            let digits = (0..<word.count).map { word[$0] }
            if digits.allSatisfy(\.isASCIIDigit) { seen.insert(digits) }
        }
        return seen.count
    }
}
