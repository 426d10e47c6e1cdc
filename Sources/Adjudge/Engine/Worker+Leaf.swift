import AdjudgeBase

extension Worker {
    /// Checks one leaf into the slot of its node; false where the check goes on elsewhere.
    func check(_ index: Int, node: Int, _ sample: borrowing Sample, _ state: inout RowState) -> Bool {
        let leaf = leaves[index]
        let slot = state.slots + tree.nodes[node].slot
        var record = VerdictBatch.Record(Outcome(.internalError, .none))
        record.isEvaluated = false
        defer { slot.pointee = record }
        // Whether a row can be graded at all is not for the response to say; its answer is shown all the same.
        let reference = leaf.checksSampleReference ? sample.reference : resolve(plan.leaves[index].reference, sample)
        let isSuspect = leaf.needsReference && (reference.isAbsent || leaf.hasReferenceArgument)
        let missing = isSuspect ? missingReference(index, reference, sample) : nil
        let answer: Field
        switch leaf.answer {
        case .response:
            answer = sample.response
            record.rule = .whole
        case .extraction(let chain):
            let extraction = extract(chain, from: sample.response.bytes)
            guard extraction.status == .found else {
                let defect = missing == nil ? referenceDefect(index, reference, sample) : missing
                record.set(defect ?? Worker.outcome(of: extraction, noAnswer: leaf.noAnswerReward))
                return true
            }
            answer = .text(extraction.bytes)
            record.answer = extraction.span
            record.rule = extraction.rule
        case .template:
            guard case .template(let template) = plan.leaves[index].answer else { return true }
            answer = resolve(template, sample)
            if answer.isAbsent {
                // What the row has, and the template does not come to, is the response's own failure.
                let isAnswerless = !template.lacksField(of: sample)
                let defect = missing == nil ? referenceDefect(index, reference, sample) : missing
                record.set(
                    defect
                        ?? (isAnswerless
                            ? Worker.outcome(.nothingExtracted, noAnswer: leaf.noAnswerReward)
                            : Outcome(.badSample, .missingField)))
                return true
            }
        }
        if let missing {
            record.set(missing)
            return true
        }
        let input = input(index, answer, reference, sample)
        guard leaf.isDeferring, let checker = checkers[index] as? any DeferringChecker else {
            if leaf.wantsDetail || scratch.evidence != nil {
                record.set(checkInDetail(index, node: node, input, state))
            } else {
                record.set(checkers[index].check(input, scratch))
            }
            return true
        }
        switch checker.begin(input, scratch) {
        case .done(let outcome):
            record.set(outcome)
            keepDetail(of: node, state)
            return true
        case .pending(let check):
            guard state.waits else {
                state.pending.add(check, node: node)
                return false
            }
            record.set(check.finish(scratch))
            keepDetail(of: node, state)
            return true
        }
    }

    /// The input of a leaf's check; its arguments are valid until that of the next one is made.
    func input(_ index: Int, _ answer: Field, _ reference: Field, _ sample: borrowing Sample) -> CheckInput {
        let leaf = leaves + index
        let count = leaf.pointee.argumentCount
        if count > 0 {
            // Without counting references where the plan is shared: most arguments are a field of the row.
            if let item = sample.item {
                leaf.pointee.paths.write(fieldsOf: item, to: arguments, scratch.arena)
            } else {
                arguments.initialize(repeating: .absent, count: count)
            }
            for slot in leaf.pointee.templates {
                (arguments + slot).initialize(to: resolve(plan.leaves[index].arguments[slot], sample))
            }
        }
        return CheckInput(
            answer: answer, reference: reference, response: sample.response.bytes,
            arguments: UnsafeBufferPointer(start: arguments, count: count))
    }

    /// Checks one leaf and keeps what it has to say: an object of its own, or where the grader asks for one what it saw
    /// on the way.
    private func checkInDetail(_ index: Int, node: Int, _ input: CheckInput, _ state: RowState) -> Outcome {
        let outer = scratch.evidence
        defer { scratch.evidence = outer }
        let evidence = outer ?? details
        if outer == nil { evidence.removeAll() }
        let before = evidence.notes.count
        scratch.evidence = evidence
        scratch.wantsDetail = true
        let outcome = checkers[index].check(input, scratch)
        scratch.wantsDetail = false
        if scratch.detail == nil, leaves[index].wantsDetail {
            scratch.detail = Detail(notes: evidence.notes.dropFirst(before))
        }
        keepDetail(of: node, state)
        return outcome
    }

    /// Takes over what a check had to say beyond its record.
    func keepDetail(of node: Int, _ state: RowState) {
        guard let detail = scratch.detail else { return }
        scratch.detail = nil
        state.verdicts.setDetail(state.row, tree.nodes[node].slot, detail)
    }

    /// The outcome of an extraction that found nothing.
    static func outcome(of extraction: Extraction, noAnswer reward: Double?) -> Outcome {
        extraction.status == .limitExceeded
            ? Outcome(.limitExceeded, .matchLimit) : outcome(extraction.reason, noAnswer: reward)
    }

    private static func outcome(_ reason: Reason, noAnswer reward: Double?) -> Outcome {
        Outcome(reward == nil ? .undecided : .noAnswer, reason, reward: reward)
    }
}
