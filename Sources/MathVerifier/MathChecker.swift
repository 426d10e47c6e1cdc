import AdjudgeBase

/// `math` at work on one thread.
final class MathChecker: Checker {
    private struct Reference {
        let text: OwnedBytes
        let number: NumberReading
        /// It is printed with a decimal point, so that its precision may decide.
        let isDecimal: Bool
        let isPercent: Bool
        /// Digits behind the point, when it is nothing but a decimal.
        let places: Int?
        /// It has a sign of currency beyond the dollar.
        let hasForeignSign: Bool
    }

    private let strictness: Strictness
    private var references = ReferenceCache<Reference>()
    private let parser = JSONParser(maxDepth: 4)
    /// The response of the sample that is being checked.
    private var response = Bytes.empty
    private lazy var equivalence = Equivalence(strictness)

    init(_ strictness: Strictness) { self.strictness = strictness }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        response = input.response
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
                isDecimal: folded.findFirst(in: MathChecker.point) != nil,
                isPercent: folded.findFirst(in: MathChecker.percent) != nil, places: MathChecker.places(folded),
                hasForeignSign: folded.findFirst(in: MathChecker.foreign) != nil)
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
        return compareTrees(answer, folded, reference.folded(.math, into: scratch.arena), scratch)
    }

    private static let point = ByteSet(".")

    /// Digits behind the point of a plain decimal, nil for any other text.
    private static func places(_ text: Bytes) -> Int? {
        var places: Int?
        for index in 0..<text.count {
            switch text[index] {
            case 0x30...0x39: if let count = places { places = count + 1 }
            case UInt8(ascii: "."): places = 0
            case UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "$"), 0x20: break
            default: return nil
            }
        }
        return places ?? 0
    }

    /// Two numbers, when that is all there is to it: no printed precision, no sign of percent that one side lacks.
    private func compareNumbers(_ number: NumberReading, _ gold: Reference, _ answer: Bytes) -> Outcome? {
        guard let left = number.value, let right = gold.number.value else { return nil }
        if Rational.compare(left, right) == 0 {
            // `0.4%` and a percentage beside a currency are looked at more closely, so are two currencies.
            return gold.hasForeignSign || answer.findFirst(in: MathChecker.foreign) != nil
                ? nil : .graded(true, .equalNumber)
        }
        if gold.isPercent || answer.findFirst(in: MathChecker.percent) != nil { return nil }
        let isSettled: Bool
        if strictness.isLenient {
            isSettled = !gold.isDecimal && answer.findFirst(in: MathChecker.point) == nil
        } else if gold.isDecimal {
            // A decimal of no more places is another number, whatever rounds to what.
            isSettled = gold.places.flatMap { limit in MathChecker.places(answer).map { $0 <= limit } } ?? false
        } else {
            isSettled = true
        }
        return isSettled ? .graded(false, .differentNumber) : nil
    }

    private static let percent = ByteSet("%")
    /// The lead bytes of £, ¥, € and their kin; such texts hold nothing else that is not ASCII and reads as a number.
    private static let foreign: ByteSet = {
        var set = ByteSet("")
        for byte: UInt8 in [0xC2, 0xE2, 0xEF] { set.insert(byte) }
        return set
    }()

    private func recorded(_ outcome: Outcome, _ number: NumberReading, _ gold: NumberReading, _ scratch: Scratch)
        -> Outcome
    {
        scratch.evidence?.note("answer read as", number.description)
        scratch.evidence?.note("reference read as", gold.description)
        return outcome
    }

    private func compareTrees(_ original: Bytes, _ answer: Bytes, _ reference: Bytes, _ scratch: Scratch) -> Outcome {
        var result = equivalence.compare(reference: reference, answer: answer)
        if !result.judgement.isEqual, equivalence.isSeveral(result.reference),
            let boxes = BoxRun.contents(of: original, in: response)
        {
            // A list that was given box by box.
            result = equivalence.compare(
                reference: reference, answer: joined(boxes, scratch).folded(.math, into: scratch.arena))
        }
        scratch.spend(equivalence.work)
        if let evidence = scratch.evidence {
            evidence.note("answer read as", equivalence.describe(result.answer))
            evidence.note("reference read as", equivalence.describe(result.reference))
            if let point = equivalence.counterexample { evidence.note("they differ at", equivalence.describe(point)) }
        }
        return result.judgement.outcome
    }
}

extension MathChecker {
    private func joined(_ boxes: [Bytes], _ scratch: Scratch) -> Bytes {
        let memory = scratch.arena.allocate(boxes.reduce(0) { $0 + $1.count + 2 })
        var count = 0
        for (index, box) in boxes.enumerated() {
            if index > 0 {
                memory[count] = UInt8(ascii: ",")
                memory[count + 1] = 0x20
                count += 2
            }
            (memory + count).update(from: box.start, count: box.count)
            count += box.count
        }
        return Bytes(start: memory, count: count)
    }
}

extension Equivalence {
    /// Units of work of the last comparison: nodes made and computed.
    var work: Int { tree.nodeCount + WorkBudget.whole - budget.left }

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
