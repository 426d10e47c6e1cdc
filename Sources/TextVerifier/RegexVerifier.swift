import AdjudgeBase

/// `regex`: the text matches a pattern.
struct RegexVerifier: Verifier {
    static let kind = VerifierKind(
        name: "regex", summary: "The response matches a PCRE2 pattern, within limits of work.",
        keys: [
            .init("pattern", "The pattern."),
            .init("flags", "Letters among i (case), s (dot matches newlines), m (multiline), x (extended)."),
            .init("mode", "search (default): anywhere; start: at the start; full: the whole text."),
            .init("negate", "true: the reward is for not matching."),
        ],
        defaultInput: { _ in .response },
        compile: compile)

    let pattern: RegexPattern
    let negated: Bool

    var needsReference: Bool { false }

    private enum Mode { case search, start, full }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let source = try node.required("pattern", "a regular expression")
        let mode = try node.member("mode")?.choice(
            "how the pattern matches", [("search", Mode.search), ("start", .start), ("full", .full)])
        if source.value == "", mode != .full {
            throw source.mismatch(expected: "a regular expression; an empty one is in every text")
        }
        // The pattern is compiled alone first, so that an error shows its own text and position.
        var pattern = try RegexPattern(source, flags: node.member("flags"), anchored: mode == .start)
        if mode == .full {
            let whole = DocumentNode(
                .string("(?:\(pattern.pattern)\n)\\z".replacingNewline(extended: node)), path: source.path)
            pattern = try RegexPattern(whole, flags: node.member("flags"), anchored: true)
        }
        return RegexVerifier(
            pattern: pattern, negated: try node.member("negate")?.bool() ?? false)
    }

    func makeChecker() -> any Checker { RegexChecker(self) }
}

extension String {
    /// In extended patterns a newline ends a comment that would swallow the parenthesis; elsewhere it must go.
    fileprivate func replacingNewline(extended node: DocumentNode) -> String {
        if case .string(let flags)? = node.member("flags")?.value, flags.contains("x") { return self }
        return String(dropLast(4)) + ")\\z"
    }
}

private final class RegexChecker: Checker {
    private let verifier: RegexVerifier

    init(_ verifier: RegexVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let bytes = input.answer.bytes
        scratch.spend(bytes.count)
        guard bytes.count <= RegexPattern.maxTextBytes else { return Outcome(.limitExceeded, .responseTooLong) }
        guard let text = scratch.validText(bytes) else { return Outcome(.badSample, .invalidUTF8) }
        switch verifier.pattern.match(text, scratch: scratch.regex) {
        case .limitExceeded: return Outcome(.limitExceeded, .matchLimit)
        case .none: return .graded(verifier.negated, .notMatched)
        case .found(let groups):
            if let evidence = scratch.evidence, let range = groups.range(0) {
                evidence.note("matched", "bytes \(range.lowerBound)..<\(range.upperBound)")
            }
            let span = groups.range(0).flatMap { range in
                bytes.offset(in: input.response).map { Span(start: $0 + range.lowerBound, count: range.count) }
            }
            return .graded(!verifier.negated, .matched, answer: span)
        }
    }
}
