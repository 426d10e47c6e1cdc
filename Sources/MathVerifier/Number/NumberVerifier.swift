import AdjudgeBase

/// `number`: the answer and the reference are the same number, exactly; within a tolerance only when one is asked for.
struct NumberVerifier: Verifier {
    static let kind = VerifierKind(
        name: "number",
        summary: "Exact comparison of numbers: decimals, fractions, mixed, percent, scientific, thousands.",
        keys: [
            .init(
                "tolerance",
                "{\"absolute\": \"0.01\"} or {\"relative\": \"1e-6\"}: how far off is still right; default none."),
            .init("percent", "\"exact\" (40% is 0.4, the default) or \"either\" (40% is 0.4 or 40)."),
        ] + RuledNumberVerifier.keys,
        defaultInput: { _ in .answer(["strip_think", "boxed", "hash", "answer_line", "whole"]) },
        readsReferenceChain: true, compile: compile)

    let tolerance: Tolerance?
    let percentEither: Bool
    let references: ReferenceChain

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        if RuledNumberVerifier.isMeant(by: node) { return try RuledNumberVerifier(node, &context) }
        let tolerance = try node.member("tolerance").map { bound throws(DocumentError) in try Tolerance(bound) }
        let percent = try node.member("percent")?.choice(
            "how percentages compare", [("exact", false), ("either", true)])
        return NumberVerifier(
            tolerance: tolerance, percentEither: percent ?? false, references: try ReferenceChain(node))
    }

    func makeChecker() -> any Checker { NumberChecker(self) }

    /// True when the two numbers count as the same.
    func accepts(_ answer: NumberReading, _ reference: NumberReading) -> (holds: Bool, reason: Reason)? {
        guard let left = answer.value, let right = reference.value else { return nil }
        var readings = [(left, right)]
        // 40% beside 40 or 0.4: the sign may stand for a hundredth or for nothing.
        if percentEither, case .number(let plainLeft, let leftPercent) = answer,
            case .number(let plainRight, let rightPercent) = reference, leftPercent != rightPercent
        {
            readings.append((plainLeft, plainRight))
        }
        if readings.contains(where: { Rational.compare($0, $1) == 0 }) { return (true, .equalNumber) }
        let isNear = tolerance.map { tolerance in readings.contains { tolerance.holds($0, $1) } } ?? false
        return isNear ? (true, .withinTolerance) : (false, .differentNumber)
    }
}

private final class NumberChecker: Checker {
    private let verifier: NumberVerifier
    private var references = ReferenceCache<NumberReading>()
    private let parser = JSONParser(maxDepth: 4)

    init(_ verifier: NumberVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        let text = input.answer.bytes.folded(.math, into: scratch.arena)
        let answer = NumberReader.read(text)
        if input.reference.kind == .json { return checkAny(answer, text, input.reference.bytes, scratch) }
        return compare(answer, text, input.reference.bytes, scratch)
    }

    /// A JSON array of references: any of them will do.
    private func checkAny(_ answer: NumberReading, _ text: Bytes, _ list: Bytes, _ scratch: Scratch) -> Outcome {
        guard let value = try? parser.parse(list), value.kind == .array, value.count > 0 else {
            return Outcome(.badReference, .unreadableReference)
        }
        var last = Outcome(.badReference, .unreadableReference)
        for (index, element) in value.elements.enumerated() {
            let field = Field(json: element, arena: scratch.arena)
            let outcome = compare(answer, text, field.bytes, scratch)
            if outcome.reward == 1 { return outcome }
            // Different from all of them only when it is from each.
            if index == 0 || outcome.status != .graded { last = outcome }
        }
        return last
    }

    private func reference(_ text: Bytes, _ scratch: Scratch) -> NumberReading {
        guard let marked = verifier.references.marked(text, scratch) else { return .unreadable(at: 0) }
        return references.parsed(marked) { text in
            guard let answer = verifier.references.answer(in: text, of: text, scratch) else {
                return .unreadable(at: 0)
            }
            return NumberReader.read(answer.folded(.math, into: scratch.arena))
        }
    }

    private func compare(_ answer: NumberReading, _ text: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        let outcome = compare(answer, self.reference(reference, scratch), scratch)
        // Five dollars are not five euros.
        return outcome.reward == 1 && CurrencySign.differ(text, reference) ? .graded(false, .differentUnit) : outcome
    }

    private func compare(_ answer: NumberReading, _ reference: NumberReading, _ scratch: Scratch) -> Outcome {
        if let evidence = scratch.evidence {
            evidence.note("answer read as", answer.description)
            evidence.note("reference read as", reference.description)
        }
        switch reference {
        case .unreadable: return Outcome(.badReference, .unreadableReference)
        case .tooLarge: return Outcome(.badReference, .numberTooLarge)
        case .number: break
        }
        switch answer {
        case .unreadable: return .graded(false, .notANumber)
        case .tooLarge: return Outcome(.limitExceeded, .numberTooLarge)
        case .number:
            guard let (holds, reason) = verifier.accepts(answer, reference) else {
                return Outcome(.badReference, .unreadableReference)
            }
            return .graded(holds, reason)
        }
    }
}

extension NumberReading {
    /// The number in lowest terms, or why there is none.
    var description: String {
        switch self {
        case .number(let value, let isPercent): value.description + (isPercent ? "%" : "")
        case .unreadable(let at): "no number (reading stopped at byte \(at))"
        case .tooLarge: "a number of more than \(NumberReader.maxDigits) digits"
        }
    }
}
