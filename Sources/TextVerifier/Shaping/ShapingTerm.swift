import AdjudgeBase

/// The result of a shaping term: its reward and reason, and the numbers that it follows from.
struct ShapingResult {
    var reward: Double
    var reason: ShapingReason
    /// The members of its detail, in order.
    var facts: [(name: StaticString, value: Double)]
}

/// Why a shaping term comes to nothing.
struct ShapingFailure: Error {
    let outcome: Outcome
}

/// A term that shapes a reward: no reference, a reward for every row that has what it looks at, linear in the text.
protocol ShapingTerm: Verifier {
    /// The result for one response.
    func shape(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> ShapingResult
}

extension ShapingTerm {
    var needsReference: Bool { false }

    func makeChecker() -> any Checker { ShapingChecker(self) }
}

/// Any shaping term at work.
private final class ShapingChecker<Term: ShapingTerm>: Checker {
    private let term: Term

    init(_ term: Term) { self.term = term }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let result: ShapingResult
        do {
            result = try term.shape(input, scratch)
        } catch {
            return error.outcome
        }
        guard result.reward.isFinite else { return Outcome(.undecided, .notFinite) }
        if scratch.wantsDetail { scratch.detail = Detail(facts: result.facts) }
        if let evidence = scratch.evidence {
            for fact in result.facts { evidence.note("\(fact.name)", shown(fact.value)) }
        }
        // Adding zero takes the sign from a zero.
        return Outcome(.graded, result.reason, reward: result.reward + 0)
    }

    private func shown(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}

extension Detail {
    /// Numbers by name.
    init(facts: [(name: StaticString, value: Double)]) {
        var writer = ByteWriter(capacity: 128)
        for (index, fact) in facts.enumerated() {
            writer.append(index == 0 ? "{\"" : ",\"")
            writer.append(fact.name)
            writer.append("\":")
            writer.appendJSONNumber(fact.value)
        }
        writer.append("}")
        self.init(.detail, OwnedBytes(writer.bytes))
    }
}

extension LengthMeasure {
    /// The length of the text that a term looks at.
    func length(_ input: CheckInput, _ scratch: Scratch) throws(ShapingFailure) -> Double {
        switch length(of: input.answer.bytes, input, scratch) {
        case .length(let length): return length
        case .missing(let outcome): throw ShapingFailure(outcome: outcome)
        }
    }
}

extension DocumentNode {
    /// A finite number greater than zero.
    func positive(_ expected: String = "a number greater than 0") throws(DocumentError) -> Double {
        let value = try double(expected)
        guard value > 0 else { throw mismatch(expected: expected) }
        return value
    }
}
