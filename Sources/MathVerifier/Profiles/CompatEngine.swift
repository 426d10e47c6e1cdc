import AdjudgeBase

/// The part of this engine that stands in place of sympy in a peer's rule.
///
/// The views passed in live until the call returns. Model text is read and computed within the engine's budgets, never
/// run as code.
struct CompatEngine {
    /// A peer's symbolic stage: are two expressions the same? True and false are proofs, nil is undecided; texts that
    /// sympy cannot read, with characters beyond ASCII, are undecided too.
    var equivalent: (Bytes, Bytes) -> Bool?
    /// The value of a real closed form of numbers and functions as a double, nil where there is none: for peers that
    /// accept what is near.
    var value: (Bytes) -> Double?
    /// The verdict of the `strict` profile on answer and reference: what `safe` relies on.
    var proves: (_ answer: Bytes, _ reference: Bytes) -> Bool?

    /// The exact engine, with one worker's state.
    static func exact(_ equivalence: Equivalence, _ arena: Arena) -> CompatEngine {
        func folded(_ text: Bytes) -> Bytes { text.folded(.math, into: arena) }
        return CompatEngine(
            equivalent: { left, right in
                guard left.isReadBySympy, right.isReadBySympy else { return nil }
                return equivalence.isSameForSympy(left, right)
            },
            value: { $0.isReadBySympy ? equivalence.doubleValue($0) : nil },
            proves: { answer, reference in
                equivalence.compare(reference: folded(reference), answer: folded(answer)).judgement.decided
            })
    }
}

extension Bytes {
    /// False for what no parser of sympy reads: characters beyond ASCII, a backslash before a digit.
    fileprivate var isReadBySympy: Bool {
        guard isASCII else { return false }
        return !(0..<max(0, count - 1)).contains {
            self[$0] == UInt8(ascii: "\\") && self[$0 + 1].isASCIIDigit
        }
    }

    /// The text with π as a letter, which `\pi` is to sympy's LaTeX parser.
    func withPiAsLetter(_ arena: Arena) -> Bytes {
        guard contains("\\pi") else { return self }
        var buffer = EditBuffer(self, arena: arena)
        buffer.replace("\\pi", with: "\\Pi")
        return buffer.bytes
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
    /// Decides what sympy's difference of two expressions would: numbers and functions, no relations, lists, sets, units,
    /// percentages or rounding.
    func isSameForSympy(_ left: Bytes, _ right: Bytes) -> Bool? {
        let result = compare(reference: left, answer: right)
        guard case .answer(let a) = result.reference, case .answer(let b) = result.answer else { return nil }
        return isExpression(a) && isExpression(b) ? compareScalars(a, b).decided : nil
    }

    /// The value of a closed form between the nearest doubles.
    func doubleValue(_ text: Bytes) -> Double? {
        // Comparing a text with itself reads it into the tree.
        guard case .answer(let id) = compare(reference: text, answer: text).reference, isExpression(id) else {
            return nil
        }
        var symbols = SymbolSet()
        guard tree.collectSymbols(id, &symbols), symbols.isEmpty else { return nil }
        intervals.restart(precision: 64)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
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
    /// The answer as the response states it, where the peer cuts a part out of it: `x = 5` for 5.
    func statement(in response: Bytes) -> Bytes?
    /// True when the peer takes an answer for the reference.
    func accepts(_ answer: Bytes, _ reference: Bytes, _ engine: CompatEngine, _ scratch: Scratch) -> Bool
}

extension SymbolicProfile {
    func candidates(in response: Bytes, _ scratch: Scratch) -> [CompatAnswer] {
        answer(in: response, scratch).map { [$0] } ?? []
    }

    func statement(in response: Bytes) -> Bytes? { nil }
}
