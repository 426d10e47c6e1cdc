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
                "words (default): whole words, in a response that is no copy of the context; compat:ruler: anywhere, as RULER and NeMo-Gym do. Unsafe: 1 stands in 12, and a copy of the context has every needle."
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
        guard let references = References.texts(input.reference, parser, scratch),
            !references.contains(where: { $0.pythonStripped.isEmpty })
        else { return Outcome(.badReference, .unreadableReference) }
        scratch.spend(input.answer.bytes.count * references.count)
        let share =
            verifier.isCompat
            ? RulerVerifier.share(
                of: references, in: input.answer.bytes, takesAny: verifier.takesAny, scratch.arena)
            : words(input.answer.bytes, references, scratch)
        if share == 1 { return .graded(true, .matched) }
        return share == 0 ? .graded(false, .notMatched) : Outcome(.graded, TextReason.overlap, reward: share)
    }

    private func words(_ response: Bytes, _ references: [Bytes], _ scratch: Scratch) -> Double {
        let arena = scratch.arena
        func plain(_ text: Bytes) -> Bytes {
            let points = AnswerText.safe(CodePoints(text.folded(.text, into: arena), arena), arena, keepsArticles: true)
            // Spaces around, so that only whole words are found.
            return CodePoints.joined([points[0..<0], points, points[0..<0]], arena).bytes(arena)
        }
        let text = plain(response)
        var words = 0
        for index in 0..<text.count where text[index] == 0x20 { words += 1 }
        if words - 1 > verifier.maxWords { return 0 }
        let found = references.reduce(0) { $0 + (text.find(plain($1)) != nil ? 1 : 0) }
        return verifier.takesAny ? (found > 0 ? 1 : 0) : Double(found) / Double(references.count)
    }
}
