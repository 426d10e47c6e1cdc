import AdjudgeBase

/// `string_check`: OpenAI's text comparison, with named normalisations.
struct StringCheckVerifier: Verifier {
    static let kind = VerifierKind(
        name: "string_check", summary: "Text comparison: equal, not equal, contains, contains without case (OpenAI).",
        keys: [
            .init("operation", "eq (default), ne, like (the input contains the reference), ilike (without case)."),
            .init("normalize", "Normalisations of both sides, in order; see `adjudge list`."),
        ],
        compile: compile)

    enum Operation: Sendable {
        case equal, notEqual, like, likeIgnoringCase
    }

    let operation: Operation
    let normalization: Normalization
    /// Whether the grader itself writes the empty text as the reference.
    let asksForNothing: Bool

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let operation = try node.member("operation").map { node throws(DocumentError) in try named(node) }
        var steps =
            try node.member("normalize").map { node throws(DocumentError) in try Normalization(node) }?.steps ?? []
        if operation == .likeIgnoringCase { steps.append(.lowercase) }
        let asksForNothing = node.member("reference")?.value == ""
        if asksForNothing, operation == .like || operation == .likeIgnoringCase {
            throw node.member("reference")!.mismatch(expected: "a text: every response contains the empty one")
        }
        return StringCheckVerifier(
            operation: operation ?? .equal, normalization: Normalization(steps), asksForNothing: asksForNothing)
    }

    private static func named(_ node: DocumentNode) throws(DocumentError) -> Operation {
        // What other dialects call them is nearer in meaning than in letters.
        let others = [
            "neq": "ne", "!=": "ne", "not_equals": "ne", "not_equal": "ne", "==": "eq", "equals": "eq", "equal": "eq",
            "exact": "eq", "exact_match": "eq", "contains": "like", "icontains": "ilike", "includes": "like",
        ]
        if case .string(let name) = node.value, let meant = others[name] {
            throw node.mismatch(expected: "an operation: one of eq, ne, like, ilike", suggestion: meant)
        }
        return try node.choice(
            "an operation",
            [("eq", Operation.equal), ("ne", .notEqual), ("like", .like), ("ilike", .likeIgnoringCase)])
    }

    func makeChecker() -> any Checker { StringCheckChecker(self) }
}

private final class StringCheckChecker: Checker {
    private let verifier: StringCheckVerifier
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: StringCheckVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        guard input.reference.kind == .json else { return compare(input.answer.bytes, input.reference.bytes, scratch) }
        guard let list = try? parser.parse(input.reference.bytes), list.kind == .array, list.count > 0 else {
            return Outcome(.badReference, .unreadableReference)
        }
        // Any of the references will do; `ne` must hold against each.
        let decisive = verifier.operation == .notEqual ? 0.0 : 1.0
        var last = Outcome(.badReference, .unreadableReference)
        for element in list.elements {
            last = compare(input.answer.bytes, Field(json: element, arena: scratch.arena).bytes, scratch)
            if last.reward == decisive || last.status != .graded { return last }
        }
        return last
    }

    private func compare(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        scratch.spend(answer.count + reference.count)
        if let evidence = scratch.evidence { explain(answer, reference, scratch, evidence) }
        // A reference of which nothing is left would equal whatever else is nothing, and stand in every text. One that the
        // grader itself writes as "" asks for an empty text.
        if !verifier.asksForNothing, verifier.normalization.apply(to: reference, scratch.arena).trimmed.isEmpty {
            return Outcome(.badReference, .unreadableReference)
        }
        switch verifier.operation {
        case .equal:
            if answer == reference { return .graded(true, .equalBytes) }
            let equal = verifier.normalization.equal(answer, reference, scratch.arena)
            return .graded(equal, equal ? .equalText : .differentText)
        case .notEqual:
            let equal = answer == reference || verifier.normalization.equal(answer, reference, scratch.arena)
            return .graded(!equal, equal ? .equalText : .differentText)
        case .like, .likeIgnoringCase:
            let needle = verifier.normalization.apply(to: reference, scratch.arena)
            let found = verifier.normalization.apply(to: answer, scratch.arena).find(needle) != nil
            return .graded(found, found ? .matched : .notMatched)
        }
    }

    private func explain(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch, _ evidence: Evidence) {
        let left = verifier.normalization.apply(to: answer, scratch.arena)
        let right = verifier.normalization.apply(to: reference, scratch.arena)
        evidence.note("answer compared as", left.string)
        evidence.note("reference compared as", right.string)
        guard left != right, verifier.operation == .equal else { return }
        let shared = (0..<min(left.count, right.count)).first { left[$0] != right[$0] } ?? min(left.count, right.count)
        evidence.note("first difference", "byte \(shared)")
    }
}
