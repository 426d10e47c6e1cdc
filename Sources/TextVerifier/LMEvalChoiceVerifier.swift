import AdjudgeBase

/// `choice` in the mode `compat:lm_eval`: what lm-eval's `multi_choice_regex` filter finds is the reference's letter.
struct LMEvalChoiceVerifier: Verifier {
    static let mode = "compat:lm_eval"
    static let keys: [VerifierKind.Key] = [
        .init("pattern", "compat:lm_eval: what is looked for first; default (\\([A-Z]\\))."),
        .init("group_select", "compat:lm_eval: which match, 0 (default) the first, -1 the last."),
        .init("ignore_case", "compat:lm_eval: options' texts match without case."),
        .init("ignore_punctuation", "compat:lm_eval: options' texts match without punctuation."),
    ]

    let filter: LMEvalChoiceFilter
    let optionsArgument: Int
    let letters: ClosedRange<UInt8>

    init(_ node: DocumentNode, optionsArgument: Int, letters: ClosedRange<UInt8>) throws(DocumentError) {
        filter = LMEvalChoiceFilter(
            pattern: try RegexPattern(
                node.member("pattern") ?? DocumentNode("(\\([A-Z]\\))", path: node.path), flags: nil),
            select: try node.member("group_select")?.integer(in: -1000...1000) ?? 0,
            ignoresCase: try node.member("ignore_case")?.bool() ?? false,
            ignoresPunctuation: try node.member("ignore_punctuation")?.bool() ?? false)
        self.optionsArgument = optionsArgument
        self.letters = letters
    }

    /// Keys of this mode in a node of another would do nothing.
    static func refuseKeys(of node: DocumentNode) throws(DocumentError) {
        for key in keys {
            guard let stray = node.member(key.name) else { continue }
            throw stray.mismatch(expected: "no \(key.name) outside the mode \(mode)")
        }
    }

    func makeChecker() -> any Checker { LMEvalChoiceChecker(self) }
}

private final class LMEvalChoiceChecker: Checker {
    private let verifier: LMEvalChoiceVerifier
    private let question: ChoiceQuestion

    init(_ verifier: LMEvalChoiceVerifier) {
        self.verifier = verifier
        question = ChoiceQuestion(letters: verifier.letters)
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        if let defect = question.defect(of: input.arguments[verifier.optionsArgument]) { return defect }
        let options = question.options(input.arguments[verifier.optionsArgument], scratch)
        let wanted = question.rightLetters(input.reference, options, takesSeveral: false, scratch)
        guard wanted != 0 else { return Outcome(.badReference, .unreadableReference) }
        var chosen: UInt32 = 0
        switch verifier.filter.find(in: input.answer.bytes, options: options, scratch) {
        case .limitExceeded: return Outcome(.limitExceeded, .matchLimit)
        case .nothing: return Outcome(.noAnswer, .nothingExtracted, reward: 0)
        case .option(let index): chosen = 1 << UInt32(index)
        case .text(let text):
            if text.count == 3, text.hasPrefix("("), text.hasSuffix(")"), text[1] >= 0x41, text[1] <= 0x5A {
                chosen = 1 << UInt32(text[1] - 0x41)
            }
        }
        if let evidence = scratch.evidence {
            evidence.note("answer read as", ChoiceStatement.spell(chosen))
            evidence.note("reference read as", ChoiceStatement.spell(wanted))
        }
        return .graded(chosen == wanted, chosen == wanted ? .equalChoice : .differentChoice)
    }
}
