import AdjudgeBase

/// `citations`: an answer cites by identifier, in one form, only what there is, and what the reference asks for.
struct CitationVerifier: Verifier {
    static let kind = VerifierKind(
        name: "citations",
        summary: "Citations by identifier: well formed, of known sources, and those that are expected.",
        keys: [
            .init("grammar", "The form: " + CitationGrammar.all.map(\.name).joined(separator: ", ") + "."),
            .init("valid", "A template of the identifiers that there are, a list, also as JSON text."),
            .init(
                "expected", "A template of the identifiers that must be cited, a list; without it any will do."),
            .init("mode", "cite (default); no_cite: the answer has no citation and nothing like one."),
            .init("id_pattern", "What an identifier is (default citation_[0-9]+)."),
            .init("min_citations", "The fewest known sources that are cited (default 1)."),
            .init("slack", "How many more than the expected ones may be cited (default 1)."),
        ],
        defaultInput: { _ in .answer(["strip_think", "whole"]) },
        compile: compile)

    let gates: CitationGates
    let valid: Int?
    let expected: Int?
    /// Matches an identifier as a whole.
    let identifier: RegexPattern

    var needsReference: Bool { false }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let grammar = try node.required("grammar", "the form of citations").choice(
            "a form of citations", CitationGrammar.all.map { ($0.name, $0) })
        let forbids: Bool = try node.member("mode")?.choice("a mode", [("cite", false), ("no_cite", true)]) ?? false
        var lists: [Int?] = []
        for key in ["valid", "expected"] {
            if forbids, let stray = node.member(key) {
                throw stray.mismatch(expected: "no \(key) in the mode no_cite")
            }
            guard let list = node.member(key) else {
                if key == "valid", !forbids {
                    throw DocumentError(
                        path: "\(node.path).valid", found: "nothing", expected: "a template of the known identifiers")
                }
                lists.append(nil)
                continue
            }
            lists.append(context.argument(try list.string("a template such as \"{{item.ids}}\""), path: list.path))
        }
        let id = node.member("id_pattern")
        let (pattern, identifier): (RegexPattern, RegexPattern)
        do {
            let form = try id?.string("a pattern of identifiers") ?? "citation_[0-9]+"
            pattern = try grammar.pattern(id: form)
            identifier = try RegexPattern("\\A(?:\(form))\\z")
        } catch let error as DocumentError {
            throw error
        } catch {
            throw (id ?? node).mismatch(expected: "a pattern that PCRE2 compiles: \(error)")
        }
        return CitationVerifier(
            gates: CitationGates(
                grammar: grammar, pattern: pattern, forbids: forbids,
                least: try node.member("min_citations")?.integer(in: 0...1000) ?? 1,
                slack: try node.member("slack")?.integer(in: 0...1000) ?? 1),
            valid: lists[0], expected: lists[1], identifier: identifier)
    }

    func makeChecker() -> any Checker { CitationChecker(self) }
}

private final class CitationChecker: Checker {
    private let verifier: CitationVerifier
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: CitationVerifier) { self.verifier = verifier }

    private func isIdentifier(_ id: Bytes, _ scratch: Scratch) -> Bool {
        scratch.spend(id.count)
        guard id.count <= RegexPattern.maxTextBytes, let text = scratch.validText(id) else { return false }
        var isWhole = false
        _ = verifier.identifier.forEachMatch(in: text, scratch: scratch.regex) { groups in
            isWhole = isWhole || groups.range(0) == 0..<id.count
        }
        return isWhole
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        var valid: [Bytes] = []
        if let argument = verifier.valid {
            let field = input.arguments[argument]
            if field.isAbsent { return Outcome(.badSample, .missingField) }
            // Identifiers of another form could never be cited.
            guard let texts = References.listed(field, parser, scratch),
                texts.contains(where: { isIdentifier($0, scratch) })
            else { return Outcome(.badSample, .mistypedField) }
            valid = texts
        }
        var expected: [Bytes]?
        if let argument = verifier.expected {
            if input.arguments[argument].isAbsent { return Outcome(.badSample, .missingField) }
            expected = References.listed(input.arguments[argument], parser, scratch)
            guard let expected, expected.allSatisfy({ valid.contains($0) && isIdentifier($0, scratch) }) else {
                return Outcome(.badReference, .unreadableReference)
            }
        }
        switch verifier.gates.check(input.answer.bytes, valid: valid, expected: expected, scratch) {
        case .passed: return .graded(true, .wellFormed)
        case .failed(let reason): return .graded(false, reason)
        case .limitExceeded: return Outcome(.limitExceeded, .matchLimit)
        }
    }
}
