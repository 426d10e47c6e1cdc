import AdjudgeBase

/// A peer's rule, reproduced exactly: how it finds the answer, how it normalises, text equality.
///
/// Each lists its known unsafe accepts; they are the peer's, and are kept.
protocol CompatProfile: Sendable {
    /// The name in documents, without `compat:`.
    static var name: String { get }
    /// The reward of a wrong answer, and of none.
    var wrong: Double { get }
    /// The answer in a whole response, or nil.
    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer?
    /// The normal form of an answer that is compared.
    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes
    /// The normal form of a reference that is compared: that of an answer, but for a peer that treats them apart.
    func normalizedReference(_ text: Bytes, _ scratch: Scratch) -> Bytes
}

extension CompatProfile {
    var wrong: Double { 0 }
    func normalizedReference(_ text: Bytes, _ scratch: Scratch) -> Bytes { normalized(text, scratch) }
}

/// What a peer's rule takes for the answer.
struct CompatAnswer {
    /// The text.
    var text: Bytes
    /// True when the peer compares it as it is, without its normalisation.
    var isVerbatim = false
}

/// Compares by a peer's rule.
final class CompatChecker: Checker {
    private let profile: any CompatProfile
    /// True when the input is an extracted answer, not a response to look through.
    private let isAnswer: Bool

    init(_ profile: any CompatProfile, isAnswer: Bool) {
        self.profile = profile
        self.isAnswer = isAnswer
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let text = input.answer.bytes
        scratch.spend(min(text.count, 4096))
        guard let answer = isAnswer ? CompatAnswer(text: text) : profile.answer(in: text, scratch) else {
            return Outcome(.noAnswer, .nothingExtracted, reward: profile.wrong)
        }
        let reference = input.reference.bytes
        let left = answer.isVerbatim ? answer.text : profile.normalized(answer.text, scratch)
        let right = answer.isVerbatim ? reference : profile.normalizedReference(reference, scratch)
        if let evidence = scratch.evidence {
            evidence.note("answer compared as", left.string)
            evidence.note("reference compared as", right.string)
        }
        let equal = left == right
        let span = answer.text.offset(in: input.response).map { Span(start: $0, count: answer.text.count) }
        return Outcome(.graded, equal ? .equalText : .differentText, reward: equal ? 1 : profile.wrong, answer: span)
    }
}
