import AdjudgeBase

/// What a peer's symbolic stage, which is sympy there, asks of this engine.
///
/// The views passed in live until the call returns. Neither closure runs, evaluates or expands model text beyond its
/// budget.
struct CompatEngine {
    /// Decides two answers by value: true and false are proofs, nil is undecided.
    var equivalent: (Bytes, Bytes) -> Bool?
    /// The value of a closed form as the nearest double, nil where there is none: for peers that accept what is near.
    var value: (Bytes) -> Double?

    /// An engine that knows numbers only: decimals, fractions, mixed numbers, percentages.
    static func numbers(_ arena: Arena) -> CompatEngine {
        func read(_ text: Bytes) -> Rational? { NumberReader.read(text.folded(.math, into: arena)).value }
        return CompatEngine(
            equivalent: { left, right in
                guard let left = read(left), let right = read(right) else { return nil }
                return Rational.compare(left, right) == 0
            },
            value: { $0.pythonFloat })
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
