import AdjudgeBase

/// Scores samples one at a time, with memory that it reuses from sample to sample. Unchecked because it goes from
/// thread to thread by way of the engine's list of idle workers; at any time one thread has it.
final class Worker: @unchecked Sendable {
    /// The longest response that is scored, in bytes; a longer one is `limitExceeded`.
    static let maxResponseBytes = 1 << 28

    let scratch = Scratch()
    private let plan: Plan
    private let checkers: [any Checker]
    private let outlines: UnsafeMutablePointer<PartOutline>
    private let extractions: UnsafeMutablePointer<Extraction>
    private let extracted: UnsafeMutablePointer<Bool>
    private let arguments: UnsafeMutablePointer<Field>
    private let stack: UnsafeMutablePointer<Double>

    init(_ plan: Plan) {
        self.plan = plan
        checkers = plan.parts.map { $0.verifier.makeChecker() }
        outlines = .allocate(capacity: plan.parts.count)
        for (index, part) in plan.parts.enumerated() { (outlines + index).initialize(to: PartOutline(part)) }
        extractions = .allocate(capacity: max(plan.chains.count, 1))
        extracted = .allocate(capacity: max(plan.chains.count, 1))
        extracted.initialize(repeating: false, count: max(plan.chains.count, 1))
        arguments = .allocate(capacity: max(plan.parts.map(\.arguments.count).max() ?? 0, 1))
        stack = .allocate(capacity: max(plan.formula?.depth ?? 0, 1))
    }

    deinit {
        outlines.deallocate()
        extractions.deallocate()
        extracted.deallocate()
        arguments.deallocate()
        stack.deallocate()
    }

    /// Scores one sample into its row: the total, then the parts.
    func score(_ sample: borrowing Sample, into verdicts: VerdictBatch, row: Int) {
        if let pending = begin(sample, into: verdicts, row: row) { finish(pending, into: verdicts, row: row) }
    }

    /// Scores what can be scored on the spot. Where some of it goes on elsewhere, the row is without a total until
    /// ``finish(_:into:row:)``.
    func begin(_ sample: borrowing Sample, into verdicts: VerdictBatch, row: Int) -> PendingRow? {
        var pending: PendingRow?
        score(sample, into: verdicts.slots(of: row), &pending)
        return pending
    }

    /// Waits for what went on elsewhere and completes the row.
    func finish(_ pending: PendingRow, into verdicts: VerdictBatch, row: Int) {
        scratch.beginSample()
        let slots = verdicts.slots(of: row)
        let isMulti = plan.formula != nil
        for (part, check) in pending.checks {
            scratch.evidence?.part = isMulti ? plan.parts[part].name : ""
            scratch.detail = nil
            let slot = slots + (isMulti ? 1 + part : 0)
            slot.pointee.set(check.finish(scratch))
            if let detail = scratch.detail { verdicts.setDetail(row, isMulti ? 1 + part : 0, detail) }
            scratch.detail = nil
        }
        scratch.evidence?.part = ""
        guard let formula = plan.formula else {
            if let clip = plan.clip { slots.pointee.clamp(to: clip) }
            return
        }
        scratch.work = (0..<plan.parts.count).reduce(0) { $0 + slots[1 + $1].work }
        slots.initialize(to: combine(formula, slots + 1))
    }

    private func score(
        _ sample: borrowing Sample, into slots: UnsafeMutablePointer<VerdictBatch.Record>, _ pending: inout PendingRow?
    ) {
        scratch.beginSample()
        if sample.isResponseValid { scratch.know(sample.response.bytes) }
        for chain in 0..<plan.chains.count { extracted[chain] = false }
        if let refusal = refusal(of: sample) {
            let record = VerdictBatch.Record(refusal)
            slots.initialize(to: record)
            if plan.formula != nil {
                for part in 0..<plan.parts.count { (slots + 1 + part).initialize(to: record) }
            }
            return
        }
        guard let formula = plan.formula else {
            slots.initialize(to: check(0, sample, &pending))
            if pending != nil { return }
            if let clip = plan.clip { slots.pointee.clamp(to: clip) }
            return
        }
        for part in 0..<plan.parts.count {
            let before = scratch.work
            scratch.evidence?.part = plan.parts[part].name
            var record = check(part, sample, &pending)
            record.work = scratch.work - before
            (slots + 1 + part).initialize(to: record)
        }
        scratch.evidence?.part = ""
        if pending == nil { slots.initialize(to: combine(formula, slots + 1)) }
    }

    /// Why the sample cannot be scored at all, or nil.
    private func refusal(of sample: borrowing Sample) -> Outcome? {
        if let defect = sample.defect {
            return Outcome(defect.reason == .deadline ? .unavailable : .badSample, defect.reason)
        }
        if sample.response.isAbsent { return Outcome(.badSample, .missingField) }
        if sample.response.kind == .json { return Outcome(.badSample, .mistypedField) }
        if sample.response.bytes.count > Worker.maxResponseBytes { return Outcome(.limitExceeded, .responseTooLong) }
        return nil
    }

    // MARK: One part

    private func check(
        _ index: Int, _ sample: borrowing Sample, _ pending: inout PendingRow?
    ) -> VerdictBatch.Record {
        let part = outlines[index]
        var record = VerdictBatch.Record(Outcome(.internalError, .none))
        let answer: Field
        switch part.answer {
        case .response:
            answer = sample.response
            record.rule = .whole
        case .extraction(let chain):
            let extraction = extract(chain, from: sample.response.bytes)
            guard extraction.status == .found else {
                record.set(
                    extraction.status == .limitExceeded
                        ? Outcome(.limitExceeded, .matchLimit)
                        : Outcome(.noAnswer, extraction.reason, reward: part.noAnswerReward))
                record.work = scratch.work
                return record
            }
            answer = .text(extraction.bytes)
            record.answer = extraction.span
            record.rule = extraction.rule
        case .template:
            guard case .template(let template) = plan.parts[index].answer else { return record }
            answer = resolve(template, sample)
            if answer.isAbsent {
                record.set(Outcome(.badSample, .missingField))
                return record
            }
        }
        let reference = part.checksSampleReference ? sample.reference : resolve(plan.parts[index].reference, sample)
        if reference.isAbsent, part.needsReference {
            record.set(Outcome(.noReference, .missingField))
            return record
        }
        for slot in 0..<part.argumentCount {
            (arguments + slot).initialize(to: resolve(plan.parts[index].arguments[slot], sample))
        }
        let input = CheckInput(
            answer: answer, reference: reference, response: sample.response.bytes,
            arguments: UnsafeBufferPointer(start: arguments, count: part.argumentCount))
        if plan.isDeferring, plan.parts[index].verifier.isDeferring,
            let checker = checkers[index] as? any DeferringChecker
        {
            switch checker.begin(input, scratch) {
            case .done(let outcome): record.set(outcome)
            case .pending(let check): pending = (pending ?? PendingRow()).adding(check, part: index)
            }
        } else {
            record.set(checkers[index].check(input, scratch))
        }
        record.work = scratch.work
        return record
    }

    private func resolve(_ template: Template, _ sample: borrowing Sample) -> Field {
        let response = sample.response.bytes
        return template.resolve(sample, scratch) { chain in extract(chain, from: response) }
    }

    private func extract(_ chain: Int, from response: Bytes) -> Extraction {
        if !extracted[chain] {
            let extraction = plan.chains[chain].extract(from: response, scratch: scratch)
            (extractions + chain).initialize(to: extraction)
            extracted[chain] = true
        }
        return extractions[chain]
    }

    // MARK: The total

    private func combine(
        _ formula: Formula, _ parts: UnsafeMutablePointer<VerdictBatch.Record>
    ) -> VerdictBatch.Record {
        var total = VerdictBatch.Record(Outcome(.graded, .combined))
        total.work = scratch.work
        let answered = plan.accuracyPart ?? (0..<plan.parts.count).first { parts[$0].answer.count > 0 } ?? 0
        total.answer = parts[answered].answer
        total.rule = parts[answered].rule
        var missing: Int?
        var dropped = false
        for index in 0..<plan.parts.count where parts[index].rawReward.isNaN {
            switch plan.parts[index].withoutReward {
            case .spoilsTotal:
                total.set(parts[index].cause)
                return total
            case .spoilsWhatUsesIt: if formula.partsRead.contains(index), missing == nil { missing = index }
            case .dropsOut: if formula.partsRead.contains(index) { dropped = true }
            }
        }
        let value = formula.evaluate(stack: stack) { index in
            guard parts[index].rawReward.isNaN else { return parts[index].rawReward }
            return plan.parts[index].withoutReward == .dropsOut ? Formula.droppable : Formula.needed
        }
        switch value {
        case .finite(let value):
            let reward = plan.clip.map { max($0.lowerBound, min($0.upperBound, value)) } ?? value
            let noAnswer = (0..<plan.parts.count).contains { parts[$0].status == .noAnswer }
            total.set(Outcome(noAnswer ? .noAnswer : .graded, dropped ? .partDropped : .combined, reward: reward))
        case .missing:
            // Without one that is needed, it was those that may be left out, and nothing else was there.
            let cause =
                missing
                ?? (0..<plan.parts.count).first {
                    parts[$0].rawReward.isNaN && formula.partsRead.contains($0)
                }
            total.set(
                cause.map { parts[$0].cause }
                    ?? Outcome(.internalError, .partWithoutReward))
        case .notFinite:
            total.set(Outcome(.undecided, .notFinite))
        }
        return total
    }
}

extension VerdictBatch.Record {
    /// The record of an outcome without an answer.
    init(_ outcome: Outcome) {
        rawReward = outcome.reward ?? .nan
        work = 0
        answer = .empty
        status = outcome.status
        reason = outcome.reason
        familyReason = outcome.familyReason
        rule = .none
    }

    /// Takes over what a checker said.
    mutating func set(_ outcome: Outcome) {
        status = outcome.status
        reason = outcome.reason
        familyReason = outcome.familyReason
        rawReward = outcome.reward ?? .nan
        if let answer = outcome.answer { self.answer = answer }
    }

    /// Its status and reasons, as the cause of a total without a reward.
    var cause: Outcome {
        var outcome = Outcome(status, reason)
        outcome.familyReason = familyReason
        return outcome
    }

    mutating func clamp(to range: ClosedRange<Double>) {
        if !rawReward.isNaN { rawReward = max(range.lowerBound, min(range.upperBound, rawReward)) }
    }
}
