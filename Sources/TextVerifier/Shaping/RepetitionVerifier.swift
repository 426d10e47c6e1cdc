import AdjudgeBase

/// `repetition`: what it costs to say the same again: (1 − distinct / all) · penalty over the sequences of n words or
/// tokens; 0 where there are fewer than n.
///
/// Over words in lower case it is open-r1's penalty, over the row's token numbers TRL's. Sources: TRL
/// `get_repetition_penalty_reward`, open-r1 `get_repetition_penalty_reward` (Demystifying Long CoT, arXiv 2502.03373).
struct RepetitionVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "repetition", summary: "A penalty for repeated sequences of words or tokens (TRL, open-r1).",
        keys: [
            .init("n", "How many words or tokens a sequence has, 1 to 64; default 3."),
            .init("penalty", "What a response costs that only repeats: 0 or less; default -1."),
            .init(
                "tokens",
                "words (default; compat:open_r1): between white space, in lower case; or a template for the row's list of tokens (compat:trl), such as {{item.completion_ids}}."
            ),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private let length: Int
    private let penalty: Double
    /// The argument with the row's tokens; nil: the words of the text.
    private let tokens: Int?
    private let lowercase = Normalization([.lowercase])

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let penalty = try node.member("penalty")?.penalty() ?? -1
        var tokens: Int?
        if let given = node.member("tokens"), given.value != "words" {
            let text = try given.string("words, or a template such as \"{{item.completion_ids}}\"")
            guard text.hasPrefix("{{") else {
                throw given.mismatch(expected: "words, or a template such as \"{{item.completion_ids}}\"")
            }
            tokens = context.argument(text, path: given.path)
        }
        return RepetitionVerifier(
            length: try node.member("n")?.integer(in: 1...64) ?? 3, penalty: penalty, tokens: tokens)
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        var names = SequenceNames(length: length)
        let sequences = names.names(try numbers(input, scratch))
        scratch.spend(sequences.count)
        let distinct = Set(sequences).count
        let reward = sequences.isEmpty ? 0 : (1 - Double(distinct) / Double(sequences.count)) * penalty
        return ShapingResult(
            reward: reward, reason: distinct == sequences.count ? .noRepetition : .repeated,
            facts: [("sequences", Double(sequences.count)), ("distinct", Double(distinct))])
    }

    private func numbers(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> [Int32] {
        var numbers = TokenNumbers()
        var found: [Int32] = []
        guard let tokens else {
            scratch.spend(input.answer.bytes.count)
            let text = lowercase.apply(to: input.answer.bytes, scratch.arena)
            text.forEachWord { found.append(numbers.number($0)) }
            return found
        }
        let field = input.arguments[tokens]
        if field.isAbsent { throw ShapingFailure(outcome: Outcome(.badSample, .missingField)) }
        scratch.spend(field.bytes.count)
        guard field.kind == .json, let list = try? scratch.json.parse(field.bytes), list.kind == .array else {
            throw ShapingFailure(outcome: Outcome(.badSample, .mistypedField))
        }
        for token in list.elements { found.append(numbers.number(token.raw)) }
        return found
    }
}
