import AdjudgeBase

/// `choice`: multiple choice.
struct ChoiceVerifier: Verifier {
    static let kind = VerifierKind(
        name: "choice", summary: "Multiple choice: the chosen letter, or letters; hedges are wrong.",
        keys: [
            .init(
                "mode",
                "strict (default): one letter; lenient: or exactly one option's text; list: a set of letters; compat:lm_eval: as its multi_choice_regex filter."
            ),
            .init("options", "A template for the row's options, an array or an object of letter to text."),
            .init("letters", "The letters that count, such as \"ABCD\"; default A to J."),
        ] + LMEvalChoiceVerifier.keys,
        defaultInput: { node in
            node.member("mode")?.value == .string(LMEvalChoiceVerifier.mode)
                ? .response : .answer(["strip_think", "boxed", ["xml": "answer"], "answer_line", "choice"])
        },
        compile: compile)

    enum Mode: Sendable {
        case strict, lenient, list
    }

    let mode: Mode
    let optionsArgument: Int?
    let letters: ClosedRange<UInt8>

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let modes: [(name: String, value: Mode?)] = [
            ("strict", .strict), ("lenient", .lenient), ("list", .list), (LMEvalChoiceVerifier.mode, nil),
        ]
        let name = try node.member("mode")?.choice("a mode", modes.map { ($0.name, $0.name) }) ?? "strict"
        let mode = modes.first { $0.name == name }?.value
        let options = try node.member("options").map { node throws(DocumentError) in
            context.argument(try node.string("a template such as \"{{item.choices}}\""), path: node.path)
        }
        var letters: ClosedRange<UInt8> = 0x41...0x4A
        if let node = node.member("letters") {
            let text = Array(try node.string("letters such as \"ABCD\"").utf8)
            guard let first = text.first, let last = text.last, first >= 0x41, last <= 0x5A, first <= last,
                text == Array(first...last)
            else { throw node.mismatch(expected: "letters in order, such as \"ABCD\"") }
            letters = first...last
        }
        if options == nil, mode == nil || mode == .lenient {
            throw DocumentError(
                path: "\(node.path).options", found: "nothing", expected: "the options, which this mode needs")
        }
        guard let mode else { return try LMEvalChoiceVerifier(node, optionsArgument: options!, letters: letters) }
        try LMEvalChoiceVerifier.refuseKeys(of: node)
        return ChoiceVerifier(mode: mode, optionsArgument: options, letters: letters)
    }

    func makeChecker() -> any Checker { ChoiceChecker(self) }
}

private final class ChoiceChecker: Checker {
    private let verifier: ChoiceVerifier
    private let question: ChoiceQuestion

    init(_ verifier: ChoiceVerifier) {
        self.verifier = verifier
        question = ChoiceQuestion(letters: verifier.letters)
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        let options = verifier.optionsArgument.map { question.options(input.arguments[$0], scratch) } ?? []
        let isList = verifier.mode == .list
        let wanted = question.rightLetters(input.reference, options, takesSeveral: isList, scratch)
        guard wanted != 0 else { return Outcome(.badReference, .unreadableReference) }
        let answer = input.answer.bytes.folded(.text, into: scratch.arena)
        let chosen: UInt32 =
            switch ChoiceReader(letters: verifier.letters).read(answer) {
            case .letters(let set): set
            case .text(let text): verifier.mode == .strict ? 0 : optionNamed(in: text, options, scratch)
            }
        if let evidence = scratch.evidence {
            evidence.note("answer read as", ChoiceReader.spell(chosen))
            evidence.note("reference read as", ChoiceReader.spell(wanted))
        }
        if chosen == 0 { return .graded(false, .differentChoice) }
        if !isList, chosen.nonzeroBitCount > 1 { return .graded(false, .severalAnswers) }
        return .graded(chosen == wanted, chosen == wanted ? .equalChoice : .differentChoice)
    }

    /// The option whose text the answer holds, where it holds exactly one; without case, white space collapsed.
    private func optionNamed(in text: Bytes, _ options: [Bytes], _ scratch: Scratch) -> UInt32 {
        let plain = Normalization([.lowercase, .collapseWhitespace])
        let answer = plain.apply(to: text, scratch.arena)
        var set: UInt32 = 0
        for (index, option) in options.enumerated() {
            let option = plain.apply(to: option, scratch.arena)
            if !option.isEmpty, answer.find(option) != nil { set |= 1 << UInt32(index) }
        }
        return set.nonzeroBitCount == 1 ? set : 0
    }
}
