import AdjudgeBase

extension Worker {
    /// Checks one leaf into the slot of its node; false where the check goes on elsewhere.
    func check(_ index: Int, node: Int, _ sample: borrowing Sample, _ state: inout RowState) -> Bool {
        let leaf = leaves[index]
        let slot = state.slots + tree.nodes[node].slot
        var record = VerdictBatch.Record(Outcome(.internalError, .none))
        record.isEvaluated = false
        defer { slot.pointee = record }
        let answer: Field
        switch leaf.answer {
        case .response:
            answer = sample.response
            record.rule = .whole
        case .extraction(let chain):
            let extraction = extract(chain, from: sample.response.bytes)
            guard extraction.status == .found else {
                record.set(
                    extraction.status == .limitExceeded
                        ? Outcome(.limitExceeded, .matchLimit)
                        : Outcome(.noAnswer, extraction.reason, reward: leaf.noAnswerReward))
                return true
            }
            answer = .text(extraction.bytes)
            record.answer = extraction.span
            record.rule = extraction.rule
        case .template:
            guard case .template(let template) = plan.leaves[index].answer else { return true }
            answer = resolve(template, sample)
            if answer.isAbsent {
                record.set(Outcome(.badSample, .missingField))
                return true
            }
        }
        let reference = leaf.checksSampleReference ? sample.reference : resolve(plan.leaves[index].reference, sample)
        if reference.isAbsent, leaf.needsReference {
            record.set(Outcome(.noReference, .missingField))
            return true
        }
        for slot in 0..<leaf.argumentCount {
            (arguments + slot).initialize(to: resolve(plan.leaves[index].arguments[slot], sample))
        }
        let input = CheckInput(
            answer: answer, reference: reference, response: sample.response.bytes,
            arguments: UnsafeBufferPointer(start: arguments, count: leaf.argumentCount))
        guard leaf.isDeferring, let checker = checkers[index] as? any DeferringChecker else {
            record.set(checkers[index].check(input, scratch))
            return true
        }
        switch checker.begin(input, scratch) {
        case .done(let outcome):
            record.set(outcome)
            return true
        case .pending(let check):
            guard state.waits else {
                state.pending.add(check, node: node)
                return false
            }
            record.set(check.finish(scratch))
            if let detail = scratch.detail { state.verdicts.setDetail(state.row, tree.nodes[node].slot, detail) }
            scratch.detail = nil
            return true
        }
    }
}
