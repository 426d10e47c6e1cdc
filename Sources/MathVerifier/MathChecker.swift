import AdjudgeBase

/// `math` at work on one thread.
final class MathChecker: Checker {
    /// A reference as it was read. An object, so that each row that has it shares it.
    private final class Reference {
        private(set) var number = NumberText(.empty)
        // What most rows ask of the number, so that they need no copy of it.
        private(set) var small: NumberText.Small?
        private(set) var isNumber = false
        private(set) var isTooLarge = false
        private(set) var isDecimal = false
        private(set) var hasForeignSign = false
        /// It says nothing.
        private(set) var isBlank = true
        /// Where in the row's reference it stands.
        private(set) var source = ReferenceText.whole
        /// It is all of the row's reference.
        private(set) var isWhole = true
        /// Folding leaves it as it is.
        private(set) var isFolded = true

        /// Reads a reference in the place of the one before, which no row is compared with any more.
        func read(_ text: Bytes, _ source: ReferenceText, _ arena: Arena) {
            let answer = source.answer(of: text, arena)
            let folded = answer.folded(.math, into: arena)
            self.source = source
            isWhole = source.spans.isEmpty
            isFolded = folded.start == answer.start && folded.count == answer.count
            number = NumberText(folded)
            small = number.small
            isNumber = number.isNumber
            isTooLarge = number.isTooLarge
            isDecimal = number.isDecimal
            hasForeignSign = number.hasForeignSign
            isBlank = !isNumber && MathText.isBlank(folded, arena)
        }
    }

    private let strictness: Strictness
    private let chain: ReferenceChain
    private let references = ReferenceCache<Reference>()
    private let parser = JSONParser(maxDepth: 4)
    /// The response of the sample that is being checked.
    private var response = Bytes.empty
    /// The answer was read from several boxes.
    private var joinsBoxes = false
    private lazy var equivalence = Equivalence(strictness)

    init(_ strictness: Strictness, _ chain: ReferenceChain = ReferenceChain()) {
        self.strictness = strictness
        self.chain = chain
    }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        response = input.response
        joinsBoxes = false
        let outcome = checkAny(input, scratch)
        // Around an answer that is all of the response nothing stands that could deny it, or another box.
        if outcome.reward == 1, input.answer.bytes.count == response.count {
            return isDeniedByItself(input.answer.bytes, outcome) ? .graded(false, MathReason.denied) : outcome
        }
        guard outcome.reward == 1 else { return outcome }
        let place = AnswerPlace(of: input.answer.bytes, in: response)
        if place.map({ BoxDenial.denies(at: $0) }) ?? false || isDeniedByItself(input.answer.bytes, outcome) {
            return .graded(false, MathReason.denied)
        }
        guard !joinsBoxes, let place else { return outcome }
        if BoxInFormula.changesValue(at: place) { return Outcome(.undecided, .differentKind) }
        guard !input.answer.bytes.isEmpty, BoxRun.alternatives(at: place) != nil
        else { return outcome }
        return checkHedge(input, outcome, scratch)
    }

    /// A reference that is a plain decimal can be read, which takes no comparison to say.
    func referenceDefect(_ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        if chain.takesWhole, input.reference.kind != .json, PlainDecimal(input.reference.bytes) != nil { return nil }
        return defectOfCheck(input, scratch)
    }

    private func isDeniedByItself(_ answer: Bytes, _ outcome: Outcome) -> Bool {
        // What a sentence denies may be the answer where the reference says so too.
        !isEqualText(outcome) && BoxDenial.deniesLastNumber(of: answer)
    }

    private func isEqualText(_ outcome: Outcome) -> Bool {
        outcome.reason == .equalBytes || outcome.reason == .equalText
    }

    private func checkHedge(_ input: CheckInput, _ outcome: Outcome, _ scratch: Scratch) -> Outcome {
        guard input.reference.kind != .json, let marked = chain.marked(input.reference.bytes, scratch) else {
            return .graded(false, .differentArity)
        }
        let reference = chain.source(marked).answer(of: marked, scratch.arena).folded(.math, into: scratch.arena)
        return isHedged(input.answer.bytes, reference, scratch) ? .graded(false, .differentArity) : outcome
    }

    private func checkAny(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
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

    private func compare(_ answer: Bytes, _ whole: Bytes, _ scratch: Scratch) -> Outcome {
        scratch.spend(answer.count)
        let isSame = answer == whole && !answer.isEmpty
        if isSame, scratch.evidence == nil { return .graded(true, .equalBytes) }
        // For evidence the same bytes are read as well; what decides is the same.
        let outcome = compareRead(answer, whole, scratch)
        return isSame ? .graded(true, .equalBytes) : outcome
    }

    private func compareRead(_ answer: Bytes, _ whole: Bytes, _ scratch: Scratch) -> Outcome {
        let arena = scratch.arena
        guard let marked = chain.marked(whole, scratch) else { return Outcome(.badReference, .unreadableReference) }
        let gold = references.parsed(marked) { text, known in
            let reference = known ?? Reference()
            reference.read(text, chain.source(text), arena)
            return reference
        }
        if gold.isBlank { return Outcome(.badReference, .unreadableReference) }
        let reference = gold.isWhole ? marked : gold.source.answer(of: marked, arena)
        if let evidence = scratch.evidence { gold.source.note(reference, whole, evidence) }
        let folded = answer.folded(.math, into: arena)
        let number = NumberText(folded)
        if let outcome = compareNumbers(number, gold) {
            if let evidence = scratch.evidence {
                evidence.note("answer read as", number.reading.description)
                evidence.note("reference read as", gold.number.reading.description)
            }
            return outcome
        }
        let foldedReference = gold.isFolded ? reference : reference.folded(.math, into: arena)
        if haveEqualText(folded, foldedReference, scratch) {
            return .graded(true, answer == reference ? .equalBytes : .equalText)
        }
        if number.isTooLarge || gold.isTooLarge { return Outcome(.limitExceeded, .numberTooLarge) }
        if gold.source.rule == .unmarked { return Outcome(.badReference, .unreadableReference) }
        // ASCII text comes back from folding as it is, and has none of them.
        if folded.start != answer.start, answer.firstBidiControl != nil {
            return Outcome(.undecided, .hiddenCharacters)
        }
        return compareTrees(answer, folded, foldedReference, scratch)
    }

    private func haveEqualText(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Bool {
        guard scratch.evidence != nil || MathText.haveSameDigits(answer, reference) else { return false }
        let left = MathText.normalized(answer, scratch.arena)
        let right = MathText.normalized(reference, scratch.arena)
        scratch.evidence?.note("answer normalised to", left.string)
        scratch.evidence?.note("reference normalised to", right.string)
        return left == right
    }

    /// Two numbers, when that is all there is to it: no printed precision, no sign of percent that one side lacks.
    private func compareNumbers(_ number: NumberText, _ reference: Reference) -> Outcome? {
        guard number.isNumber, reference.isNumber else { return nil }
        // Most are the same or another one at a glance.
        if let left = number.small, let right = reference.small, left.denominator == right.denominator {
            if left.numerator == right.numerator {
                return reference.hasForeignSign || number.hasForeignSign ? nil : .graded(true, .equalNumber)
            }
            if !strictness.isLenient, strictness.tolerance == nil, !reference.isDecimal {
                return .graded(false, .differentNumber)
            }
        }
        guard let left = number.value, let right = reference.number.value else { return nil }
        if Rational.compare(left, right) == 0 {
            // `0.4%` and a percentage beside a currency are looked at more closely, so are two currencies.
            return reference.number.hasForeignSign || number.hasForeignSign ? nil : .graded(true, .equalNumber)
        }
        if reference.number.isPercent || number.isPercent || strictness.tolerance != nil { return nil }
        if strictness.isLenient {
            return reference.number.isDecimal || number.isDecimal ? nil : .graded(false, .differentNumber)
        }
        guard reference.number.isDecimal else { return .graded(false, .differentNumber) }
        let gold = reference.number
        // A double that a program printed takes the exact value that it stands for.
        if let places = gold.places, DoublePrecision.isPrinted(right, places: places) { return nil }
        // A decimal of no more places is another number, whatever rounds to what.
        if let limit = gold.places, let places = number.places, places <= limit {
            return .graded(false, .differentNumber)
        }
        return gold.isRounding(of: number).map { .graded($0, $0 ? .equalRounded : .differentNumber) }
    }

    /// `\boxed{1} or \boxed{2}`: an answer that gives itself another way out, which does not equal the reference.
    private func isHedged(_ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Bool {
        guard let boxes = BoxRun.alternatives(of: answer, in: response) else { return false }
        return boxes.dropLast().contains { box in
            let folded = box.folded(.math, into: scratch.arena)
            if folded == reference { return false }
            return !equivalence.compare(reference: reference, answer: folded).judgement.isEqual
        }
    }

    private func compareTrees(_ original: Bytes, _ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        if let judgement = ElectronConfiguration.compare(reference, answer) { return judgement.outcome }
        if let judgement = HybridOrbital.compare(reference, answer) { return judgement.outcome }
        let equivalence = equivalence
        var result = equivalence.compare(reference: reference, answer: answer)
        if !result.judgement.isEqual, equivalence.isSeveral(result.reference) || equivalence.isTuple(result.reference),
            let contents = BoxRun.contents(of: original, in: response)
        {
            // What was given box by box: a list, or a tuple by the names of its parts.
            let boxes = NamedBoxes(contents, in: response)
            if boxes.areNamed || equivalence.isSeveral(result.reference) {
                joinsBoxes = true
                result = equivalence.compare(
                    reference: reference, answer: boxes.list(scratch.arena).folded(.math, into: scratch.arena))
            }
        }
        scratch.spend(equivalence.work)
        if let evidence = scratch.evidence {
            evidence.note("answer read as", equivalence.describe(result.answer, answer))
            evidence.note("reference read as", equivalence.describe(result.reference, reference))
            if let point = equivalence.counterexample { evidence.note("they differ at", equivalence.describe(point)) }
        }
        if !result.judgement.isEqual, let judgement = PlainForms.compare(reference, answer) {
            return judgement.outcome
        }
        guard result.judgement.verdict == .undecided else { return result.judgement.outcome }
        if case .unreadable = result.reference, !PlainForms.isName(reference) {
            return Outcome(.badReference, .unreadableReference)
        }
        if let kind = NoValue.kind(of: answer, scratch.arena),
            equivalence.isRefuted(by: kind, result.reference, reference)
        {
            return .graded(false, MathReason.noValue)
        }
        return result.judgement.outcome
    }
}

extension Equivalence {
    /// Units of work of the last comparison: nodes made and computed.
    var work: Int { tree.nodeCount + WorkBudget.whole - budget.left }

    func describe(_ reading: Reader.Reading, _ text: Bytes) -> String {
        switch reading {
        case .answer(let id): return tree.description(id)
        case .unreadable(let at):
            let rest = text.suffix(from: at)
            let place = rest.isEmpty ? "the end" : "byte \(at), at \"\(rest[0..<min(rest.count, 40)].string)\""
            return "nothing (reading stopped at \(place))"
        }
    }

    func describe(_ point: SymbolMap<Rational>) -> String {
        point.entries.sorted { $0.name < $1.name }.map { "\($0.name.description) = \($0.value.description)" }.joined(
            separator: ", ")
    }
}
