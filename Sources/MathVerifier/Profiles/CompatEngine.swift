import AdjudgeBase

/// What a peer's rule asks of this engine in place of sympy.
///
/// The views passed in live until the call returns. Model text is read and computed within the engine's budgets, never
/// run as code.
struct CompatEngine {
    /// A peer's symbolic stage: are two expressions, or two equations, the same? Exact where sympy is; true and false are
    /// proofs, nil is undecided.
    var equivalent: (Bytes, Bytes) -> Bool?
    /// The value of a real closed form as a double, nil where there is none: for peers that accept what is near.
    var value: (Bytes) -> Double?
    /// The verdict of the `strict` profile on answer and reference: what `safe` relies on.
    var proves: (_ answer: Bytes, _ reference: Bytes) -> Bool?

    /// The exact engine, with one worker's state.
    static func exact(_ equivalence: Equivalence, _ arena: Arena) -> CompatEngine {
        func folded(_ text: Bytes) -> Bytes { text.folded(.math, into: arena) }
        return CompatEngine(
            equivalent: { equivalence.isSameForSympy(folded($0), folded($1)) },
            value: { equivalence.doubleValue(folded($0)) },
            proves: { answer, reference in
                equivalence.compare(reference: folded(reference), answer: folded(answer)).judgement.decided
            })
    }
}

extension Judgement {
    /// The verdict, nil where it is undecided.
    var decided: Bool? {
        switch verdict {
        case .equal: true
        case .different: false
        case .undecided: nil
        }
    }
}

extension Equivalence {
    /// Decides what sympy's difference of two expressions would: numbers, functions and equations, no lists, sets,
    /// units, percentages or rounding.
    func isSameForSympy(_ left: Bytes, _ right: Bytes) -> Bool? {
        let result = compare(reference: left, answer: right)
        guard case .answer(let a) = result.reference, case .answer(let b) = result.answer else { return nil }
        if isExpression(a), isExpression(b) { return compareScalars(a, b).decided }
        if tree.kind(a) == .relation, tree.kind(b) == .relation { return result.judgement.decided }
        return nil
    }

    /// The value of a closed form between the nearest doubles.
    func doubleValue(_ text: Bytes) -> Double? {
        // Comparing a text with itself reads it into the tree.
        guard case .answer(let id) = compare(reference: text, answer: text).reference, isExpression(id) else { return nil }
        intervals.restart(precision: 64)
        var evaluator = IntervalEvaluator(tree, intervals)
        evaluator.logBase = .euler
        guard let value = evaluator.value(id), value.imaginary == nil else { return nil }
        return intervals.midpoint(value.real)
    }

    private func isExpression(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .number, .symbol, .pi, .euler, .imaginary, .infinity: true
        case .sum, .product, .quotient, .negative, .power, .root, .function, .application, .factorial,
            .doubleFactorial, .series, .seriesProduct:
            tree.children(id).allSatisfy { isExpression($0) }
        default: false
        }
    }
}

/// A peer's rule that goes beyond equal text: it compares numbers within a tolerance, element by element, and by
/// computer algebra.
protocol SymbolicProfile: CompatProfile {
    /// The answers in a response that the peer tries in turn; one of them is enough.
    func candidates(in response: Bytes, _ scratch: Scratch) -> [CompatAnswer]
    /// True when the peer takes an answer for the reference.
    func accepts(_ answer: Bytes, _ reference: Bytes, _ engine: CompatEngine, _ scratch: Scratch) -> Bool
}

extension SymbolicProfile {
    func candidates(in response: Bytes, _ scratch: Scratch) -> [CompatAnswer] {
        answer(in: response, scratch).map { [$0] } ?? []
    }
}
