import AdjudgeBase

@testable import MathVerifier

/// Comparisons of texts, folded as the grader folds them.
enum MathComparison {
    static func judgement(_ equivalence: Equivalence, _ reference: String, _ answer: String) -> Judgement {
        let arena = Arena()
        return withExtendedLifetime(arena) {
            withBytes(of: reference) { reference in
                withBytes(of: answer) { answer in
                    equivalence.compare(
                        reference: reference.folded(.math, into: arena), answer: answer.folded(.math, into: arena)
                    ).judgement
                }
            }
        }
    }

    static func verdict(_ equivalence: Equivalence, _ reference: String, _ answer: String) -> Judgement.Verdict {
        judgement(equivalence, reference, answer).verdict
    }
}

extension MathComparison {
    /// What kind of answer a text is; nil when it cannot be read.
    static func kind(_ equivalence: Equivalence, _ text: String) -> NodeKind? {
        let arena = Arena()
        return withExtendedLifetime(arena) {
            withBytes(of: text) { text in
                let folded = text.folded(.math, into: arena)
                guard case .answer(let id) = equivalence.compare(reference: folded, answer: folded).reference else {
                    return nil
                }
                return equivalence.tree.kind(id)
            }
        }
    }
}
