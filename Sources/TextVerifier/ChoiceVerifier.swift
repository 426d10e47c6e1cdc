import AdjudgeBase

/// `choice`: multiple choice.
struct ChoiceVerifier: Verifier {
    static let kind = VerifierKind(
        name: "choice", summary: "Multiple choice: the chosen letter, or letters; hedges are wrong.",
        keys: [
            .init(
                "mode", "strict (default): one letter; lenient: or exactly one option's text; list: a set of letters."),
            .init("options", "A template for the row's options, an array or an object of letter to text."),
            .init("letters", "The letters that count, such as \"ABCD\"; default A to J."),
        ],
        defaultInput: { _ in .answer(["strip_think", "boxed", "answer_line", "choice"]) },
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
        let mode = try node.member("mode")?.choice(
            "a mode", [("strict", Mode.strict), ("lenient", .lenient), ("list", .list)])
        let options = try node.member("options").map { node throws(DocumentError) in
            context.argument(try node.string("a template such as \"{{item.choices}}\""), path: node.path)
        }
        if mode == .lenient, options == nil {
            throw DocumentError(
                path: "\(node.path).options", found: "nothing", expected: "the options, for the mode lenient")
        }
        var letters: ClosedRange<UInt8> = 0x41...0x4A
        if let node = node.member("letters") {
            let text = Array(try node.string("letters such as \"ABCD\"").utf8)
            guard let first = text.first, let last = text.last, first >= 0x41, last <= 0x5A, first <= last,
                text == Array(first...last)
            else { throw node.mismatch(expected: "letters in order, such as \"ABCD\"") }
            letters = first...last
        }
        return ChoiceVerifier(mode: mode ?? .strict, optionsArgument: options, letters: letters)
    }

    func makeChecker() -> any Checker { ChoiceChecker(self) }
}

private final class ChoiceChecker: Checker {
    private let verifier: ChoiceVerifier
    private let parser = JSONParser(maxDepth: 8)

    init(_ verifier: ChoiceVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        let options = verifier.optionsArgument.map { optionTexts(input.arguments[$0], scratch) } ?? []
        let wanted = reference(input.reference, options, scratch)
        guard wanted != 0 else { return Outcome(.badReference, .unreadableReference) }
        let answer = input.answer.bytes.folded(.text, into: scratch.arena)
        let reading = ChoiceReader(letters: verifier.letters).read(answer)
        var chosen: UInt32
        switch reading {
        case .letters(let set): chosen = set
        case .text(let text): chosen = verifier.mode == .strict ? 0 : optionNamed(in: text, options, scratch)
        }
        if let evidence = scratch.evidence {
            evidence.note("answer read as", ChoiceReader.spell(chosen))
            evidence.note("reference read as", ChoiceReader.spell(wanted))
        }
        if chosen == 0 { return .graded(false, .differentChoice) }
        if verifier.mode != .list, chosen.nonzeroBitCount > 1 { return .graded(false, .severalAnswers) }
        return .graded(chosen == wanted, chosen == wanted ? .equalChoice : .differentChoice)
    }

    /// The reference as a set of letters; empty when it is none.
    private func reference(_ field: Field, _ options: [Bytes], _ scratch: Scratch) -> UInt32 {
        let reader = ChoiceReader(letters: verifier.letters)
        func one(_ text: Bytes) -> UInt32 {
            if case .letters(let set) = reader.read(text.folded(.text, into: scratch.arena)) { return set }
            let exact = options.indices.filter { options[$0].trimmed == text.trimmed }
            return exact.count == 1 ? 1 << UInt32(exact[0]) : 0
        }
        guard field.kind == .json else {
            let set = one(field.bytes)
            return verifier.mode == .list || set.nonzeroBitCount == 1 ? set : 0
        }
        guard verifier.mode == .list, let list = try? parser.parse(field.bytes), list.kind == .array else { return 0 }
        var set: UInt32 = 0
        for element in list.elements {
            let letter = one(Field(json: element, arena: scratch.arena).bytes)
            if letter == 0 { return 0 }
            set |= letter
        }
        return set
    }

    private func optionTexts(_ field: Field, _ scratch: Scratch) -> [Bytes] {
        guard field.kind == .json, let list = try? parser.parse(field.bytes) else { return [] }
        if list.kind == .array { return list.elements.prefix(26).map { Field(json: $0, arena: scratch.arena).bytes } }
        return list.members.prefix(26).map { Field(json: $0.value, arena: scratch.arena).bytes }
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
