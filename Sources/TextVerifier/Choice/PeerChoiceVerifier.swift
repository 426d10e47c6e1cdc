import AdjudgeBase

/// `choice` by a peer's rule.
struct PeerChoiceVerifier: Verifier {
    /// The keys that the rules read beside those of every mode.
    static let keys: [VerifierKind.Key] = [
        .init(
            "output_regex",
            "nemo_regex: the row's pattern or patterns (default {{item.template_metadata.output_regex}}).")
    ]

    let rule: PeerChoice
    let optionsArgument: Int?
    let patternArgument: Int?

    /// The mode's name in documents.
    static func mode(_ rule: PeerChoice) -> String { "compat:\(rule.name)" }

    init(_ rule: PeerChoice, _ node: DocumentNode, optionsArgument: Int?, _ context: inout CompileContext)
        throws(DocumentError)
    {
        self.rule = rule
        self.optionsArgument = optionsArgument
        guard rule.name == "nemo_regex" else {
            if let stray = node.member("output_regex") {
                throw stray.mismatch(expected: "no output_regex outside the mode compat:nemo_regex")
            }
            patternArgument = nil
            return
        }
        let pattern = try node.member("output_regex").map { node throws(DocumentError) in
            try node.string("a template of the row's pattern")
        }
        patternArgument = context.argument(
            pattern ?? "{{item.template_metadata.output_regex}}", path: node.path)
    }

    func makeChecker() -> any Checker { PeerChoiceChecker(self) }
}

private final class PeerChoiceChecker: Checker {
    private let verifier: PeerChoiceVerifier
    private let question = ChoiceQuestion(letters: 0x41...0x5A)
    private let parser = JSONParser(maxDepth: 4)
    private let patterns = RowPatterns(options: [.ignoreCase])

    init(_ verifier: PeerChoiceVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        var options: [ChoiceQuestion.Option] = []
        if let argument = verifier.optionsArgument {
            if let defect = question.defect(of: input.arguments[argument]) { return defect }
            options = question.labelled(input.arguments[argument], scratch)
        }
        guard input.reference.kind == .text, !input.reference.bytes.pythonStripped.isEmpty else {
            return Outcome(.badReference, .unreadableReference)
        }
        var rowPatterns: [RegexPattern] = []
        if let argument = verifier.patternArgument {
            guard let compiled = compiled(input.arguments[argument], scratch) else {
                return Outcome(.badSample, .mistypedField)
            }
            rowPatterns = compiled
        }
        let rule = PeerChoice.Input(
            response: input.answer.bytes, options: options, reference: input.reference.bytes, patterns: rowPatterns,
            scratch: scratch)
        let wanted =
            verifier.rule.name == "gpqa_slime"
            ? SlimeChoice(input: rule).correctLetter : PeerChoiceChecker.letter(input.reference.bytes)
        let found = verifier.rule.find(rule)
        if found == .limitExceeded { return Outcome(.limitExceeded, .matchLimit) }
        if let evidence = scratch.evidence { evidence.note("answer read as", "\(found)") }
        if found == .text { return .graded(true, .equalText) }
        guard let wanted else { return Outcome(.badReference, .unreadableReference) }
        guard case .letter(let letter) = found else {
            return Outcome(.noAnswer, .nothingExtracted, reward: 0)
        }
        return .graded(letter == wanted, letter == wanted ? .equalChoice : .differentChoice)
    }

    /// The reference as a letter in any case.
    private static func letter(_ text: Bytes) -> Int? {
        let text = text.pythonStripped
        guard text.count == 1, text[0] & 0xDF >= 0x41, text[0] & 0xDF <= 0x5A else { return nil }
        return Int(text[0] & 0xDF) - 0x41
    }

    /// The row's patterns; nil where one is no pattern. Without any there is nothing to try first.
    private func compiled(_ field: Field, _ scratch: Scratch) -> [RegexPattern]? {
        if field.isAbsent { return [] }
        guard let texts = References.texts(field, parser, scratch) else { return nil }
        var found: [RegexPattern] = []
        for text in texts {
            guard let pattern = patterns.pattern(text) else { return nil }
            found.append(pattern)
        }
        return found
    }
}
