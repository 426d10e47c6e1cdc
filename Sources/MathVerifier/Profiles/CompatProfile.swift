import AdjudgeBase

/// A peer's rule, reproduced exactly: how it finds the answer, how it normalises, text equality.
///
/// Each lists its known unsafe accepts; they are the peer's, and are kept unless `safe` is asked for.
protocol CompatProfile: Sendable {
    /// The name in documents, without `compat:`.
    static var name: String { get }
    /// True for a peer whose data preparation takes the box or what follows `####` out of a worked reference.
    static var looksIntoReferences: Bool { get }
    /// An answer that the peer's data preparation took out of a reference, as the peer prepares it.
    func prepared(_ reference: Bytes, _ scratch: Scratch) -> Bytes
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
    static var looksIntoReferences: Bool { false }
    func prepared(_ reference: Bytes, _ scratch: Scratch) -> Bytes { reference }
    var wrong: Double { 0 }
    func normalizedReference(_ text: Bytes, _ scratch: Scratch) -> Bytes { normalized(text, scratch) }
}

/// The text that a peer's rule takes for the answer.
struct CompatAnswer {
    /// The text.
    var text: Bytes
    /// True when the peer compares it as it is, without its normalisation.
    var isVerbatim = false
}

/// Compares by a peer's rule.
final class CompatChecker: Checker {
    private let profile: any CompatProfile
    private let symbolic: (any SymbolicProfile)?
    /// True when the input is an extracted answer, not a response to look through.
    private let isAnswer: Bool
    /// True when an answer that the peer accepts must also be proved.
    private let safe: Bool
    private let references: ReferenceChain
    /// The longest answer, in bytes, that a symbolic rule is asked about; a longer one must be the reference itself.
    private static let longestAnswer = 16_384
    private lazy var equivalence = Equivalence(.strict)

    init(
        _ profile: any CompatProfile, isAnswer: Bool, safe: Bool = false, references: ReferenceChain = ReferenceChain()
    ) {
        self.references = references
        self.profile = profile
        self.symbolic = profile as? any SymbolicProfile
        self.isAnswer = isAnswer
        self.safe = safe
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        let text = input.answer.bytes
        scratch.spend(min(text.count, 4096))
        guard var reference = references.answer(of: input.reference.bytes, scratch) else {
            return Outcome(.badReference, .unreadableReference)
        }
        // What peers make of nothing equals whatever else they make nothing of.
        if reference.pythonStripped.isEmpty { return Outcome(.badReference, .unreadableReference) }
        if reference.count != input.reference.bytes.count { reference = profile.prepared(reference, scratch) }
        guard let symbolic else {
            guard let answer = isAnswer ? CompatAnswer(text: text) : profile.answer(in: text, scratch) else {
                return Outcome(.noAnswer, .nothingExtracted, reward: profile.wrong)
            }
            return outcome(compareText(answer, reference, scratch), answer.text, reference, input, scratch)
        }
        var candidates = isAnswer ? [CompatAnswer(text: text)] : symbolic.candidates(in: text, scratch)
        if safe { candidates = Array(candidates.prefix(1)) }
        guard let first = candidates.first else {
            return Outcome(.noAnswer, .nothingExtracted, reward: profile.wrong)
        }
        let engine = CompatEngine.exact(equivalence, scratch.arena)
        for candidate in candidates {
            note(candidate, reference, scratch)
            scratch.spend(candidate.text.count)
            guard candidate.text.count <= CompatChecker.longestAnswer, reference.count <= CompatChecker.longestAnswer
            else {
                if candidate.text == reference { return outcome(true, candidate.text, reference, input, scratch) }
                continue
            }
            if symbolic.accepts(candidate.text, reference, engine, scratch) {
                return outcome(true, candidate.text, reference, input, scratch)
            }
        }
        return outcome(false, first.text, reference, input, scratch)
    }

    private func compareText(_ answer: CompatAnswer, _ reference: Bytes, _ scratch: Scratch) -> Bool {
        note(answer, reference, scratch)
        if answer.isVerbatim { return answer.text == reference }
        return profile.normalized(answer.text, scratch) == profile.normalizedReference(reference, scratch)
    }

    private func outcome(
        _ accepted: Bool, _ answer: Bytes, _ reference: Bytes, _ input: CheckInput, _ scratch: Scratch
    ) -> Outcome {
        let span = answer.offset(in: input.response).map { Span(start: $0, count: answer.count) }
        if accepted, safe {
            let stated = isAnswer ? answer : symbolic?.statement(in: input.answer.bytes) ?? answer
            if let refusal = refusal(stated, reference, span, scratch) { return refusal }
            let isDenied =
                BoxDenial.denies(answer, in: input.response) || BoxDenial.denies(stated, in: input.response)
                || stated != answer && BoxDenial.deniesLastNumber(of: stated)
            if isDenied {
                return Outcome(.graded, MathReason.denied, reward: profile.wrong, answer: span)
            }
            // Peers take the inner box of two, whatever else the outer holds.
            if BoxDenial.isPart(answer, in: input.response) {
                return Outcome(.undecided, .severalAnswers, answer: span)
            }
            if isHedged(answer, reference, input.response, scratch) {
                return Outcome(.graded, .differentArity, reward: profile.wrong, answer: span)
            }
        }
        return Outcome(
            .graded, accepted ? .equalText : .differentText, reward: accepted ? 1 : profile.wrong, answer: span)
    }

    /// The outcome by which `safe` refuses an answer that the peer accepts, wrong or undecided; nil when it is the
    /// reference but for spacing, or proved.
    private func refusal(_ answer: Bytes, _ reference: Bytes, _ span: Span?, _ scratch: Scratch) -> Outcome? {
        let arena = scratch.arena
        if MathText.normalized(answer.folded(.math, into: arena), arena)
            == MathText.normalized(reference.folded(.math, into: arena), arena)
        {
            return nil
        }
        let isHidden = answer.firstBidiControl != nil
        switch isHidden ? nil : CompatEngine.exact(equivalence, arena).proves(answer, reference) {
        case true?: return nil
        case false?: return Outcome(.graded, .differentText, reward: profile.wrong, answer: span)
        case nil: return Outcome(.undecided, .unparsed, answer: span)
        }
    }

    /// `\boxed{1} or \boxed{2}`: boxes beside the accepted one that say something else.
    private func isHedged(_ answer: Bytes, _ reference: Bytes, _ response: Bytes, _ scratch: Scratch) -> Bool {
        guard let boxes = BoxRun.alternatives(of: answer, in: response) else { return false }
        let engine = CompatEngine.exact(equivalence, scratch.arena)
        return boxes.dropLast().contains { $0 != reference && engine.proves($0, reference) != true }
    }

    private func note(_ answer: CompatAnswer, _ reference: Bytes, _ scratch: Scratch) {
        guard let evidence = scratch.evidence else { return }
        let left = answer.isVerbatim ? answer.text : profile.normalized(answer.text, scratch)
        let right = answer.isVerbatim ? reference : profile.normalizedReference(reference, scratch)
        evidence.note("answer compared as", left.string)
        evidence.note("reference compared as", right.string)
    }
}
