import AdjudgeBase

/// A peer's rule for multiple choice, letter for letter; the accepts that are unsafe are named in its summary.
struct PeerChoice: Sendable {
    /// What a rule is given.
    struct Input {
        let response: Bytes
        /// The options as the row has them: their letters and texts.
        let options: [ChoiceQuestion.Option]
        /// The reference, as it stands in the row.
        let reference: Bytes
        /// The patterns of the row, where a rule reads such.
        let patterns: [RegexPattern]
        let scratch: Scratch

        var arena: Arena { scratch.arena }

        /// The letters of the options that have a text.
        var letters: UInt32 { options.reduce(0) { $1.text == nil ? $0 : $0 | $1.bit } }
    }

    /// What a rule found.
    enum Found: Equatable {
        case none
        /// A letter, 0 for A.
        case letter(Int)
        /// The reference's text, by a rule that looks for texts.
        case text
        case limitExceeded
    }

    let name: String
    let summary: String
    let needsOptions: Bool
    let find: @Sendable (Input) -> Found

    /// Every rule.
    static let all: [PeerChoice] = [
        PeerChoice(
            name: "nemo_strict", summary: "NeMo-Gym's strict_single_letter_boxed. Unsafe: \\boxed{E. coli} is E.",
            needsOptions: true, find: { NeMoChoice(input: $0).strict() }),
        PeerChoice(
            name: "nemo_lenient",
            summary: "lenient_boxed: or one option's text within the box. Unsafe: \"not Paris\" has Paris.",
            needsOptions: true, find: { NeMoChoice(input: $0).lenient() }),
        PeerChoice(
            name: "nemo_colon", summary: "lenient_answer_colon: the first \"answer:\".", needsOptions: true,
            find: { NeMoChoice(input: $0).colon() }),
        PeerChoice(
            name: "nemo_colon_md", summary: "lenient_answer_colon_md: the last \"answer:\" with a letter.",
            needsOptions: true, find: { NeMoChoice(input: $0).colonMarkdown() }),
        PeerChoice(
            name: "nemo_regex",
            summary: "the row's output_regex, then nemo_strict. Unsafe: a letter that is no option is trusted.",
            needsOptions: true, find: { NeMoChoice(input: $0).patterns() }),
        PeerChoice(
            name: "gpqa_slime",
            summary: "slime's GPQA. Unsafe: \"the answer depends\" is D; the gold text anywhere will do.",
            needsOptions: false, find: { SlimeChoice(input: $0).find() }),
        PeerChoice(
            name: "rllm",
            summary:
                "rllm's mcq: the first \"answer is X\", else the first **X** or (X), else the first capital A to J. Unsafe: A in \"A dog\", and in \"(A) is wrong\".",
            needsOptions: false, find: { RLLMChoice.find($0) }),
        PeerChoice(
            name: "simple_evals", summary: "simple-evals' \"Answer: X\", the first one, in capitals A to D.",
            needsOptions: false, find: { SimpleEvalsChoice.find($0) }),
    ]
}
