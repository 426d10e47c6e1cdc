import AdjudgeBase

extension Worker {
    /// The values that a formula read of its children.
    private struct Reading {
        /// The first child without a reward that may not be left out.
        var missing: Int?
        /// The first child without a reward that may.
        var dropped: Int?
        /// Whether some child's reward is that of a response without an answer.
        var noAnswer = false
        /// Whether a child that was reached goes on elsewhere.
        var waits = false

        /// The value of a child for the formula.
        @inline(__always)
        mutating func value(
            of child: TreeOutline.Child, _ index: Int, _ slots: UnsafeMutablePointer<VerdictBatch.Record>
        ) -> Double {
            let record = slots + child.slot
            if record.pointee.status == .noAnswer { noAnswer = true }
            guard record.pointee.rawReward.isNaN else { return record.pointee.rawReward }
            if child.absence == .dropsOut, !record.pointee.status.isResponsesOwn {
                dropped = dropped ?? index
                return Formula.droppable
            }
            missing = missing ?? index
            return Formula.needed
        }
    }

    /// Evaluates the children and combines their rewards; false where some of them go on elsewhere.
    func combine(
        _ index: Int, _ sample: borrowing Sample, _ state: inout RowState,
        into slot: UnsafeMutablePointer<VerdictBatch.Record>
    ) -> Bool {
        let multi = tree.multis[index]
        var isDone = true
        for child in multi.children where !child.isLazy {
            if !evaluate(child.node, sample, &state) { isDone = false }
        }
        guard isDone else { return false }
        if let problem = referenceProblem(in: multi, sample, state) {
            slot.pointee = describe(multi, state)
            slot.pointee.set(problem)
            return true
        }
        var reading = Reading()
        let value = evaluate(multi, sample, &state, &reading)
        guard !reading.waits else { return false }
        slot.pointee = total(of: multi, value, reading, state)
        // A child that the response made undecidable may have a grade; one that the machine or the row failed has none.
        if let grade = multi.invalidGrade, slot.pointee.status == .undecided {
            slot.pointee.set(Outcome(.graded, .partWithoutReward, reward: grade))
        }
        return true
    }

    private func evaluate(
        _ multi: TreeOutline.Multi, _ sample: borrowing Sample, _ state: inout RowState, _ reading: inout Reading
    ) -> Formula.Value {
        let (children, slots) = (multi.children, state.slots)
        guard multi.hasLazyChildren else {
            return multi.formula.evaluate(stack: multi.stack) { index in
                reading.value(of: children[index], index, slots)
            }
        }
        // A closure may not capture what is borrowed; views are all that is copied.
        let sample = copy sample
        return multi.formula.evaluate(stack: multi.stack) { index in
            if children[index].isLazy, !evaluate(children[index].node, sample, &state) {
                reading.waits = true
                return Formula.needed
            }
            return reading.value(of: children[index], index, slots)
        }
    }

    /// The record of a total that shows the answer of the accuracy, or of the first part that has one.
    private func describe(_ multi: TreeOutline.Multi, _ state: RowState) -> VerdictBatch.Record {
        var total = VerdictBatch.Record(Outcome(.graded, .combined))
        let children = multi.children
        let first = children.firstIndex(where: { state.slots[$0.slot].answer.count > 0 })
        let answered = children[multi.accuracy ?? first ?? 0].slot
        total.answer = state.slots[answered].answer
        total.rule = state.slots[answered].rule
        return total
    }

    private func total(
        of multi: TreeOutline.Multi, _ value: Formula.Value, _ reading: Reading, _ state: RowState
    ) -> VerdictBatch.Record {
        var total = describe(multi, state)
        let children = multi.children
        for child in children where child.absence == .spoilsTotal && state.slots[child.slot].rawReward.isNaN {
            total.set(state.slots[child.slot].cause)
            return total
        }
        switch value {
        case .finite(let value):
            total.set(
                Outcome(
                    reading.noAnswer ? .noAnswer : .graded, reading.dropped != nil ? .partDropped : .combined,
                    reward: value))
        case .missing:
            // Without one that is needed, it was those that may be left out, and nothing else was there.
            let cause = reading.missing ?? reading.dropped
            total.set(
                cause.map { state.slots[children[$0].slot].cause } ?? Outcome(.internalError, .partWithoutReward))
        case .notFinite:
            total.set(Outcome(.undecided, .notFinite))
        }
        return total
    }
}
