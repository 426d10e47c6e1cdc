import AdjudgeBase
import AdjudgeProse

/// `choice`: multiple choice.
struct ChoiceVerifier: Verifier {
    static let kind = VerifierKind(
        name: "choice", summary: "Multiple choice: the chosen letter, or letters; hedges are wrong.",
        keys: [
            .init(
                "mode",
                "strict (default): one letter; lenient: or exactly one option's text; list: a set of letters; compat:lm_eval: as its multi_choice_regex filter; "
                    + PeerChoice.all.map { "\(PeerChoiceVerifier.mode($0)): \($0.summary)" }.joined(separator: " ")
            ),
            .init(
                "options",
                "A template for the row's options, an array or an object of letter to text; a row without them is bad_sample."
            ),
            .init(
                "letters",
                "The letters that count, such as \"ABCD\"; default A to J, and on to the last of the row's options or the reference."
            ),
        ] + LMEvalChoiceVerifier.keys + PeerChoiceVerifier.keys,
        defaultInput: { node in
            guard case .string(let mode) = node.member("mode")?.value else {
                return .answer(ChoiceVerifier.chain(node, "strict"))
            }
            return mode.hasPrefix("compat:") ? .response : .answer(ChoiceVerifier.chain(node, mode))
        },
        compile: compile)

    enum Mode: Sendable {
        case strict, lenient, list
    }

    let mode: Mode
    let optionsArgument: Int?
    /// The letters that count; nil for A to J and what the row adds.
    let letters: ClosedRange<UInt8>?

    /// Where the answer is looked for (several letters are the check's to judge): a box or a tag that names a letter, what the text announces or states; where texts
    /// of options count, what is boxed or announced without a letter too.
    private static func chain(_ node: DocumentNode, _ mode: String) -> DocumentValue {
        var finder: [(String, DocumentValue)] = [("function", "choice"), ("several", true)]
        if let letters = node.member("letters")?.value {
            finder.append(("letters", letters))
        } else if node.member("options") != nil {
            finder.append(("letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        } else {
            // The right one may be beyond J; in prose such letters are names and variables.
            finder.append(("alone", "KLMNOPQRSTUVWXYZ"))
        }
        var steps: [DocumentValue] = [
            "strip_think", ["first_turn": ["\n\nQuestion:"]], ["boxed", "letter"], [["xml": "answer"], "letter"],
            .object(finder.map { .init(key: $0.0, value: $0.1) }), "boxed", ["xml": "answer"], "answer_line",
        ]
        if mode == "lenient" { steps.append("whole") }
        return .array(steps)
    }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let modes: [(name: String, value: Mode?)] =
            [("strict", .strict), ("lenient", .lenient), ("list", .list), (LMEvalChoiceVerifier.mode, nil)]
            + PeerChoice.all.map { (PeerChoiceVerifier.mode($0), nil) }
        let name = try node.member("mode")?.choice("a mode", modes.map { ($0.name, $0.name) }) ?? "strict"
        let mode = modes.first { $0.name == name }?.value
        let options = try node.member("options").map { node throws(DocumentError) in
            context.argument(try node.string("a template such as \"{{item.choices}}\""), path: node.path)
        }
        if let peer = PeerChoice.all.first(where: { PeerChoiceVerifier.mode($0) == name }) {
            try LMEvalChoiceVerifier.refuseKeys(of: node)
            if let stray = node.member("letters") { throw stray.mismatch(expected: "no letters in the mode \(name)") }
            if options == nil, peer.needsOptions {
                throw DocumentError(
                    path: "\(node.path).options", found: "nothing", expected: "the options, which this mode needs")
            }
            return try PeerChoiceVerifier(peer, node, optionsArgument: options, &context)
        }
        if let stray = node.member("output_regex") {
            throw stray.mismatch(expected: "no output_regex outside the mode compat:nemo_regex")
        }
        var letters: ClosedRange<UInt8>?
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
        guard let mode else {
            return try LMEvalChoiceVerifier(node, optionsArgument: options!, letters: letters ?? 0x41...0x4A)
        }
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
        question = ChoiceQuestion(letters: verifier.letters ?? 0x41...0x5A)
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        var options: [Bytes] = []
        if let argument = verifier.optionsArgument {
            if let defect = question.defect(of: input.arguments[argument]) { return defect }
            options = question.options(input.arguments[argument], scratch)
        }
        let isList = verifier.mode == .list
        let wanted = question.rightLetters(input.reference, options, takesSeveral: isList, scratch)
        // No answer could name a letter that no option has.
        guard wanted != 0, options.isEmpty || wanted >> UInt32(options.count) == 0 else {
            return Outcome(.badReference, .unreadableReference)
        }
        let statement = ChoiceStatement(letters: verifier.letters ?? ChoiceChecker.letters(wanted, options.count))
        var (chosen, isHedge) = read(input.answer.bytes, statement, options, scratch)
        if let others = boxes(of: input, statement, scratch) {
            chosen |= others.set
            isHedge = isHedge || others.isHedge
        }
        if let evidence = scratch.evidence {
            evidence.note("answer read as", ChoiceStatement.spell(chosen))
            evidence.note("reference read as", ChoiceStatement.spell(wanted))
        }
        if isHedge || !isList && chosen.nonzeroBitCount > 1 { return .graded(false, .severalAnswers) }
        if chosen == 0 { return .graded(false, .differentChoice) }
        if chosen == wanted, input.answer.bytes.count < input.response.count,
            BoxDenial.denies(input.answer.bytes, in: input.response, ofStatements: true)
        {
            return .graded(false, TextReason.deniedAnswer)
        }
        return .graded(chosen == wanted, chosen == wanted ? .equalChoice : .differentChoice)
    }

    /// A to J, and on to the last option or right letter.
    private static func letters(_ wanted: UInt32, _ options: Int) -> ClosedRange<UInt8> {
        0x41...0x40 + UInt8(max(10, options, 32 - wanted.leadingZeroBitCount))
    }

    private func read(_ answer: Bytes, _ statement: ChoiceStatement, _ options: [Bytes], _ scratch: Scratch) -> (
        set: UInt32, isHedge: Bool
    ) {
        let texts = options.isEmpty ? nil : ChoiceOptions(options, scratch.arena)
        let plain = ChoiceText(answer.folded(.text, into: scratch.arena), scratch.arena).bytes
        switch statement.read(plain) {
        case .letters(let set):
            // Capitals that are an option's text: "ACE".
            if set.nonzeroBitCount > 1, verifier.mode == .lenient, let whole = texts?.whole(answer),
                whole.nonzeroBitCount == 1
            {
                return (whole, false)
            }
            let isOpen = texts.map { $0.alternatives(in: answer, besides: set) != 0 } ?? false
            return (set, isOpen)
        case .hedge(let set): return (set, true)
        case .negated: return (0, false)
        case .none:
            guard verifier.mode == .lenient, let texts else { return (0, false) }
            var set = texts.stated(in: answer)
            if let letter = label(of: plain, options, besides: set) { set |= letter }
            return (set, set.nonzeroBitCount > 1)
        }
    }

    /// The letter before the text of another option, "A London": no article stands before a name.
    private func label(of answer: Bytes, _ options: [Bytes], besides set: UInt32) -> UInt32? {
        guard set.nonzeroBitCount == 1, answer.count > 2, answer[0] == UInt8(ascii: "A"), answer[1] == 0x20 else {
            return nil
        }
        let name = answer[2]
        guard set != 1, name >= 0x41, name <= 0x5A, !options[set.trailingZeroBitCount].trimmed.hasPrefix("A ") else {
            return nil
        }
        return 1
    }

    /// The letters of boxes beside the one that holds the answer, with nothing but a comma or a word between that joins.
    private func boxes(of input: CheckInput, _ statement: ChoiceStatement, _ scratch: Scratch) -> (
        set: UInt32, isHedge: Bool
    )? {
        guard let contents = BoxRun.contents(of: input.answer.bytes, in: input.response) else { return nil }
        var set: UInt32 = 0
        var isHedge = false
        for index in contents.indices.dropLast().reversed() {
            guard let box = contents[index].offset(in: input.response),
                let next = contents[index + 1].offset(in: input.response),
                box + contents[index].count <= next
            else { break }
            let gap = input.response[box + contents[index].count..<next]
            guard let isOr = joins(gap) else { break }
            let plain = ChoiceText(contents[index], scratch.arena).bytes
            guard case .letters(let letters) = statement.read(plain) else { break }
            set |= letters
            isHedge = isHedge || isOr
        }
        return set == 0 ? nil : (set, isHedge)
    }

    /// Whether the text between two boxes joins them, by "or"; nil where it says something else.
    private func joins(_ gap: Bytes) -> Bool? {
        var isOr = false
        var at = 0
        while at < gap.count {
            guard gap[at].isASCIILetter else {
                if gap[at] >= 0x80 { return nil }
                at += 1
                continue
            }
            let start = at
            while at < gap.count, gap[at].isASCIILetter { at += 1 }
            let word = gap[start..<at]
            if word.equals("or") { isOr = true }
            guard
                (["or", "and", "boxed", "fbox", "text", "textbf", "mathrm", "quad"] as [StaticString]).contains(where: {
                    word.equals($0)
                })
            else { return nil }
        }
        return isOr
    }
}
