import AdjudgeBase

/// `number` by a named rule, which may be the row's, of an answer in a wrapper that the row names: NeMo-Gym's
/// `litmus_agent`, without its guesses: an answer that is no number is none, whatever digits it has.
struct RuledNumberVerifier: Verifier {
    static let keys: [VerifierKind.Key] = [
        .init(
            "rule",
            "equal: the same number; exact: the same once rounded to integers; isclose: within rel_tol or abs_tol, 1e-6 each by default; abs_window, rel_window: within abs_tol, rel_tol times the reference; bool_eq: true, yes, 1, … or false, no, 0, …; string_eq: the same text, letter case and spacing aside."
        ),
        .init("abs_tol", "For rule: how far off is still right."),
        .init("rel_tol", "For rule: the same as a share of the reference."),
        .init("match", "A template of the row's rule, such as {{item.match}}: {\"rule\": NAME, \"abs_tol\": …}."),
        .init("answer_type", "A template of the row's type: float (isclose), bool (bool_eq), string (string_eq)."),
        .init("answer_format", "A template of the row's wrapper of the answer, fmt_00 to fmt_30."),
        .init("output_regex", "A template of the row's pattern, whose one group is the answer; the last match counts."),
    ]

    private enum Argument: Int, CaseIterable {
        case match, type, format, pattern

        var key: String {
            switch self {
            case .match: "match"
            case .type: "answer_type"
            case .format: "answer_format"
            case .pattern: "output_regex"
            }
        }
    }

    fileprivate let rule: NumberRule?
    fileprivate let arguments: [Int?]

    static func isMeant(by node: DocumentNode) -> Bool { keys.contains { node.member($0.name) != nil } }

    init(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError) {
        for key in ["tolerance", "percent"] {
            if let stray = node.member(key) {
                throw stray.mismatch(expected: "no \(key) beside a rule, which has its own")
            }
        }
        var rule = try node.member("rule").map { node throws(DocumentError) in
            NumberRule(kind: try node.choice("a rule", NumberRule.kinds))
        }
        for (key, isAbsolute) in [("abs_tol", true), ("rel_tol", false)] {
            guard let bound = node.member(key) else { continue }
            guard rule != nil else { throw bound.mismatch(expected: "no \(key) without \"rule\"") }
            guard case .number(let text) = bound.value, let value = RuledNumberVerifier.tolerance(text) else {
                throw bound.mismatch(expected: "a number that is not negative")
            }
            if isAbsolute { rule!.absolute = value } else { rule!.relative = value }
        }
        var arguments: [Int?] = []
        for argument in Argument.allCases {
            arguments.append(
                try node.member(argument.key).map { template throws(DocumentError) in
                    context.argument(
                        try template.string("a template such as \"{{item.\(argument.key)}}\""), path: template.path)
                })
        }
        if rule == nil, arguments[Argument.match.rawValue] == nil, arguments[Argument.type.rawValue] == nil {
            rule = NumberRule(kind: .equal)
        }
        self.rule = rule
        self.arguments = arguments
    }

    func makeChecker() -> any Checker { RuledNumberChecker(self) }

    fileprivate static func tolerance(_ text: String) -> Rational? {
        withBytes(of: text) { NumberReader.read($0).value }.flatMap { $0.sign >= 0 ? $0 : nil }
    }

    /// A field of the row; absent where the document does not name it.
    fileprivate func match(_ input: CheckInput) -> Field { field(.match, input) }
    fileprivate func type(_ input: CheckInput) -> Field { field(.type, input) }
    fileprivate func format(_ input: CheckInput) -> Field { field(.format, input) }
    fileprivate func pattern(_ input: CheckInput) -> Field { field(.pattern, input) }

    private func field(_ argument: Argument, _ input: CheckInput) -> Field {
        arguments[argument.rawValue].map { input.arguments[$0] } ?? .absent
    }
}

private final class RuledNumberChecker: Checker {
    private let verifier: RuledNumberVerifier
    private let parser = JSONParser(maxDepth: 4)
    private let patterns = RowPatterns(options: [.dotAll])

    init(_ verifier: RuledNumberVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        guard let rule = rule(input, scratch) else { return Outcome(.badSample, .mistypedField) }
        guard input.reference.kind == .text else { return Outcome(.badReference, .unreadableReference) }
        let found: Bytes?
        switch answer(input, scratch) {
        case .found(let text): found = text
        case .failed(let outcome): return outcome
        }
        let reference = input.reference.bytes.folded(.math, into: scratch.arena)
        guard let found, !found.trimmed.isEmpty else {
            // Whether the reference can be read at all is not for the response to say.
            let outcome = rule.compare(.empty, reference, scratch.arena)
            return outcome.status == .graded ? Outcome(.noAnswer, .nothingExtracted, reward: 0) : outcome
        }
        if let evidence = scratch.evidence {
            evidence.note("answer read as", NumberReader.read(found).description)
            evidence.note("reference read as", NumberReader.read(reference).description)
        }
        return rule.compare(found, reference, scratch.arena)
    }

    /// The row's rule, or that of its type, or the document's; nil where the row's is none that there is.
    private func rule(_ input: CheckInput, _ scratch: Scratch) -> NumberRule? {
        let field = verifier.match(input)
        if field.isAbsent {
            let type = verifier.type(input)
            return type.isAbsent ? verifier.rule : NumberRule.usual(of: type.bytes)
        }
        guard field.kind == .json, let match = try? parser.parse(field.bytes), match.kind == .object,
            let name = match.member("rule")?.string(into: scratch.arena),
            let kind = NumberRule.kinds.first(where: { withBytes(of: $0.name) { $0 == name } })
        else { return nil }
        var rule = NumberRule(kind: kind.value)
        for (key, value) in match.members {
            let isAbsolute = key.isString(Bytes("abs_tol"))
            guard isAbsolute || key.isString(Bytes("rel_tol")) else { continue }
            guard value.kind == .number, let bound = RuledNumberVerifier.tolerance(value.raw.string) else { return nil }
            if isAbsolute { rule.absolute = bound } else { rule.relative = bound }
        }
        return rule
    }

    private enum Found {
        case found(Bytes?)
        case failed(Outcome)
    }

    /// The answer, folded: in the wrapper that the row names, or the text itself where it names none.
    private func answer(_ input: CheckInput, _ scratch: Scratch) -> Found {
        let text = input.answer.bytes
        var found: Bytes? = text
        let (source, name) = (verifier.pattern(input), verifier.format(input))
        if !source.isAbsent {
            guard source.kind == .text, let pattern = patterns.pattern(source.bytes), pattern.groupCount == 1 else {
                return .failed(Outcome(.badSample, .mistypedField))
            }
            guard text.count <= RegexPattern.maxTextBytes else {
                return .failed(Outcome(.limitExceeded, .responseTooLong))
            }
            switch pattern.search(text, RegexSelection(take: .last, group: 1), scratch: scratch) {
            case .range(let range): found = text[range]
            case .none, .emptyGroup: found = nil
            case .limitExceeded: return .failed(Outcome(.limitExceeded, .matchLimit))
            }
        } else if !name.isAbsent {
            guard name.kind == .text, let format = AnswerFormat(name.bytes.string) else {
                return .failed(Outcome(.badSample, .mistypedField))
            }
            found = format.last(in: text)
        }
        return .found(found.map { $0.folded(.math, into: scratch.arena) })
    }
}
