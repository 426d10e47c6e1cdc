import AdjudgeBase
import AdjudgeProse

/// `prompt_copy`: what it costs to answer with the prompt's own words: the share of the response's sequences of n words
/// that stand in the prompt too, beyond what is allowed.
struct PromptCopyVerifier: ShapingTerm {
    static let kind = VerifierKind(
        name: "prompt_copy", summary: "A penalty for a response that copies the prompt.",
        keys: [
            .init("prompt", "What the model was asked: text, or messages; default {{item.prompt}}."),
            .init("n", "How many words a sequence has, 1 to 64; default 8."),
            .init("allowed", "The share that costs nothing, from 0 to less than 1; default 0."),
            .init("penalty", "What a copy through and through costs; default -1."),
        ],
        defaultInput: { _ in .response }, compile: compile)

    private let prompt: Int
    private let length: Int
    private let allowed: Double
    private let penalty: Double
    private let lowercase = Normalization([.lowercase])

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let prompt = try node.member("prompt")?.string("a template such as \"{{item.prompt}}\"") ?? "{{item.prompt}}"
        let allowed = try node.member("allowed")?.double() ?? 0
        guard allowed >= 0, allowed < 1 else {
            throw node.member("allowed")!.mismatch(expected: "a share from 0 to less than 1")
        }
        return PromptCopyVerifier(
            prompt: context.argument(prompt, path: "\(node.path).prompt"),
            length: try node.member("n")?.integer(in: 1...64) ?? 8, allowed: allowed,
            penalty: try node.member("penalty")?.penalty() ?? -1)
    }

    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult {
        let field = input.arguments[prompt]
        if field.isAbsent { throw ShapingFailure(outcome: Outcome(.badSample, .missingField)) }
        scratch.spend(field.bytes.count + input.answer.bytes.count)
        var numbers = TokenNumbers()
        var names = SequenceNames(length: length)
        var asked: Set<Int32> = []
        var wordCount = 0
        for text in try texts(of: field, scratch) {
            let words = words(text, &numbers, scratch)
            wordCount += words.count
            asked.formUnion(names.names(words))
        }
        // Nothing can be copied from a prompt that is not there.
        if wordCount == 0 { throw ShapingFailure(outcome: Outcome(.badSample, .mistypedField)) }
        if asked.isEmpty {
            return ShapingResult(reward: 0, reason: .promptTooShort, facts: [("prompt_words", Double(wordCount))])
        }
        let said = names.names(words(input.answer.bytes, &numbers, scratch))
        let copied = said.reduce(0) { $0 + (asked.contains($1) ? 1 : 0) }
        let share = said.isEmpty ? 0 : Double(copied) / Double(said.count)
        return ShapingResult(
            reward: penalty * max(0, share - allowed) / (1 - allowed), reason: share > allowed ? .copied : .notCopied,
            facts: [("sequences", Double(said.count)), ("copied", Double(copied))])
    }

    private func words(_ text: Bytes, _ numbers: inout TokenNumbers, _ scratch: Scratch) -> [Int32] {
        var found: [Int32] = []
        lowercase.apply(to: text, scratch.arena).forEachWord { found.append(numbers.number($0)) }
        return found
    }

    private func texts(of prompt: Field, _ scratch: Scratch) throws(ShapingFailure) -> [Bytes] {
        guard let texts = PromptTexts.texts(of: prompt, scratch) else {
            throw ShapingFailure(outcome: Outcome(.badSample, .mistypedField))
        }
        return texts
    }
}
