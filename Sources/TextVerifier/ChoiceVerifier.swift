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
            .init("pattern", "compat:lm_eval: what is looked for first; default (\\([A-Z]\\))."),
            .init("group_select", "compat:lm_eval: which match, 0 (default) the first, -1 the last."),
            .init("ignore_case", "compat:lm_eval: options' texts match without case."),
            .init("ignore_punctuation", "compat:lm_eval: options' texts match without punctuation."),
        ],
        defaultInput: { node in
            node.member("mode")?.value == "compat:lm_eval"
                ? .response : .answer(["strip_think", "boxed", "answer_line", "choice"])
        },
        compile: compile)

    enum Mode: Sendable {
        case strict, lenient, list
        case filter(LMEvalChoiceFilter)
    }

    let mode: Mode
    let optionsArgument: Int?
    let letters: ClosedRange<UInt8>

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let mode = try mode(node)
        let options = try node.member("options").map { node throws(DocumentError) in
            context.argument(try node.string("a template such as \"{{item.choices}}\""), path: node.path)
        }
        if mode.needsOptions, options == nil {
            throw DocumentError(
                path: "\(node.path).options", found: "nothing", expected: "the options, which this mode needs")
        }
        var letters: ClosedRange<UInt8> = 0x41...0x4A
        if let node = node.member("letters") {
            let text = Array(try node.string("letters such as \"ABCD\"").utf8)
            guard let first = text.first, let last = text.last, first >= 0x41, last <= 0x5A, first <= last,
                text == Array(first...last)
            else { throw node.mismatch(expected: "letters in order, such as \"ABCD\"") }
            letters = first...last
        }
        return ChoiceVerifier(mode: mode, optionsArgument: options, letters: letters)
    }

    private static func mode(_ node: DocumentNode) throws(DocumentError) -> Mode {
        let compat = "compat:lm_eval"
        let names = ["strict", "lenient", "list", compat]
        let name = try node.member("mode")?.choice("a mode", names.map { ($0, $0) }) ?? "strict"
        guard name == compat else {
            for key in ["pattern", "group_select", "ignore_case", "ignore_punctuation"] {
                if let stray = node.member(key) {
                    throw stray.mismatch(expected: "no \(key) outside the mode \(compat)")
                }
            }
            return name == "strict" ? .strict : name == "lenient" ? .lenient : .list
        }
        return .filter(
            LMEvalChoiceFilter(
                pattern: try RegexPattern(
                    node.member("pattern") ?? DocumentNode("(\\([A-Z]\\))", path: node.path), flags: nil),
                select: try node.member("group_select")?.integer(in: -1000...1000) ?? 0,
                ignoresCase: try node.member("ignore_case")?.bool() ?? false,
                ignoresPunctuation: try node.member("ignore_punctuation")?.bool() ?? false))
    }

    func makeChecker() -> any Checker { ChoiceChecker(self) }
}

extension ChoiceVerifier.Mode {
    fileprivate var needsOptions: Bool {
        switch self {
        case .strict, .list: false
        case .lenient, .filter: true
        }
    }

    fileprivate var takesList: Bool {
        if case .list = self { return true }
        return false
    }

    fileprivate var takesOptionText: Bool {
        if case .strict = self { return false }
        return true
    }
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
        if case .filter(let filter) = verifier.mode {
            return check(filter.find(in: input.answer.bytes, options: options, scratch), wanted)
        }
        let answer = input.answer.bytes.folded(.text, into: scratch.arena)
        let reading = ChoiceReader(letters: verifier.letters).read(answer)
        var chosen: UInt32
        switch reading {
        case .letters(let set): chosen = set
        case .text(let text): chosen = verifier.mode.takesOptionText ? optionNamed(in: text, options, scratch) : 0
        }
        if let evidence = scratch.evidence {
            evidence.note("answer read as", ChoiceReader.spell(chosen))
            evidence.note("reference read as", ChoiceReader.spell(wanted))
        }
        if chosen == 0 { return .graded(false, .differentChoice) }
        if !verifier.mode.takesList, chosen.nonzeroBitCount > 1 { return .graded(false, .severalAnswers) }
        return .graded(chosen == wanted, chosen == wanted ? .equalChoice : .differentChoice)
    }

    /// What lm-eval's filter found, against the reference: equal as `(B)` is to `(B)`.
    private func check(_ found: LMEvalChoiceFilter.Found, _ wanted: UInt32) -> Outcome {
        var chosen: UInt32 = 0
        switch found {
        case .limitExceeded: return Outcome(.limitExceeded, .matchLimit)
        case .nothing: return Outcome(.noAnswer, .nothingExtracted, reward: 0)
        case .option(let index): chosen = 1 << UInt32(index)
        case .text(let text):
            if text.count == 3, text.hasPrefix("("), text.hasSuffix(")"), text[1] >= 0x41, text[1] <= 0x5A {
                chosen = 1 << UInt32(text[1] - 0x41)
            }
        }
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
            return verifier.mode.takesList || set.nonzeroBitCount == 1 ? set : 0
        }
        guard verifier.mode.takesList, let list = try? parser.parse(field.bytes), list.kind == .array else { return 0 }
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
