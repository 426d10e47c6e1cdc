import AdjudgeBase

/// `math` at work on one thread.
final class MathChecker: Checker {
    private struct Reference {
        let text: OwnedBytes
        let number: NumberReading
        /// It is printed with a decimal point, so that its precision may decide.
        let isDecimal: Bool
    }

    private let strictness: Strictness
    private var references = ReferenceCache<Reference>()
    private let parser = JSONParser(maxDepth: 4)
    private lazy var equivalence = Equivalence(strictness)

    init(_ strictness: Strictness) { self.strictness = strictness }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        guard input.reference.kind == .json else { return compare(input.answer.bytes, input.reference.bytes, scratch) }
        guard let list = try? parser.parse(input.reference.bytes), list.kind == .array, list.count > 0 else {
            return Outcome(.badReference, .unreadableReference)
        }
        // Any of the references will do; different from all of them only when proved of each.
        var result = Outcome.graded(false, .differentText)
        for element in list.elements {
            let outcome = compare(input.answer.bytes, Field(json: element, arena: scratch.arena).bytes, scratch)
            if outcome.reward == 1 { return outcome }
            if outcome.status != .graded || result.status == .graded { result = outcome }
        }
        return result
    }

    private func compare(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        scratch.spend(answer.count)
        if answer == reference, !answer.isEmpty, scratch.evidence == nil { return .graded(true, .equalBytes) }
        let gold = references.parsed(reference) { text in
            let folded = text.folded(.math, into: scratch.arena)
            return Reference(
                text: OwnedBytes(MathText.normalized(text, scratch.arena)), number: NumberReader.read(folded),
                isDecimal: folded.findFirst(in: MathChecker.point) != nil)
        }
        defer { withExtendedLifetime(gold) {} }
        if gold.text.view.isEmpty { return Outcome(.badReference, .unreadableReference) }
        let folded = answer.folded(.math, into: scratch.arena)
        let number = NumberReader.read(folded)
        if let outcome = compareNumbers(number, gold, folded) { return recorded(outcome, number, gold.number, scratch) }
        let text = MathText.normalized(answer, scratch.arena)
        if let evidence = scratch.evidence {
            evidence.note("answer normalised to", text.string)
            evidence.note("reference normalised to", gold.text.view.string)
        }
        if text == gold.text.view { return .graded(true, answer == reference ? .equalBytes : .equalText) }
        if case .tooLarge = number { return Outcome(.limitExceeded, .numberTooLarge) }
        if case .tooLarge = gold.number { return Outcome(.limitExceeded, .numberTooLarge) }
        if answer.firstBidiControl != nil { return Outcome(.undecided, .hiddenCharacters) }
        return compareTrees(folded, reference.folded(.math, into: scratch.arena), scratch)
    }

    private static let point = ByteSet(".%")

    /// Two numbers, when that is all there is to it: no printed precision, no sign of percent that one side lacks.
    private func compareNumbers(_ number: NumberReading, _ gold: Reference, _ answer: Bytes) -> Outcome? {
        guard let left = number.value, let right = gold.number.value else { return nil }
        if Rational.compare(left, right) == 0 { return .graded(true, .equalNumber) }
        if gold.isDecimal || answer.findFirst(in: strictness.isLenient ? MathChecker.point : MathChecker.percent) != nil
        {
            return nil
        }
        return .graded(false, .differentNumber)
    }

    private static let percent = ByteSet("%")

    private func recorded(_ outcome: Outcome, _ number: NumberReading, _ gold: NumberReading, _ scratch: Scratch)
        -> Outcome
    {
        scratch.evidence?.note("answer read as", number.description)
        scratch.evidence?.note("reference read as", gold.description)
        return outcome
    }

    private func compareTrees(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        let result = equivalence.compare(reference: reference, answer: answer)
        scratch.spend(equivalence.work)
        if let evidence = scratch.evidence {
            evidence.note("answer read as", equivalence.describe(result.answer))
            evidence.note("reference read as", equivalence.describe(result.reference))
            if let point = equivalence.counterexample { evidence.note("they differ at", equivalence.describe(point)) }
        }
        return result.judgement.outcome
    }
}

extension Equivalence {
    /// Units of work of the last comparison: nodes made and parts compared.
    var work: Int { tree.nodeCount + (Equivalence.maxComparisons - comparisons) }

    func describe(_ reading: Reader.Reading) -> String {
        switch reading {
        case .answer(let id): tree.description(id)
        case .unreadable(let at): "nothing (reading stopped at byte \(at))"
        }
    }

    func describe(_ point: [Symbol: Rational]) -> String {
        point.sorted { $0.key < $1.key }.map { "\($0.key.description) = \($0.value.description)" }.joined(
            separator: ", ")
    }
}
