import AdjudgeBase

extension Worker {
    /// The most cases that a row may name at once.
    static let mostCases = 64

    /// A JSON array of two or more elements, of which each names a case; nil for all else.
    func list(in field: Field) -> JSONValue? {
        guard field.kind == .json, let value = try? scratch.json.parse(field.bytes), value.kind == .array,
            value.count > 1
        else { return nil }
        return value
    }

    /// The names in a list; nil where there are too many, or an element is no text.
    private func names(in list: JSONValue) -> [Bytes]? {
        guard list.count <= Worker.mostCases, list.elements.allSatisfy({ $0.kind == .string }) else { return nil }
        return list.elements.map { Field(json: $0, arena: scratch.arena).bytes }
    }

    /// Evaluates every case that a row names, each with its own element of the reference's list, and adds their rewards,
    /// weighed. One without a reward leaves the row without one. Source: open-instruct's lists of ground truths and data
    /// sets. False where it has to wait for what goes on elsewhere: such a row is evaluated once all else is done.
    func addUp(
        _ route: TreeOutline.Route, _ list: JSONValue, _ sample: borrowing Sample, _ state: inout RowState,
        into slot: UnsafeMutablePointer<VerdictBatch.Record>
    ) -> Bool {
        guard let names = names(in: list) else {
            let isLong = list.count > Worker.mostCases
            slot.pointee = VerdictBatch.Record(Outcome(.badSample, isLong ? .rowTooComplex : .mistypedField))
            scratch.evidence?.note(
                "route",
                isLong
                    ? "the row names \(list.count) cases, expected at most \(Worker.mostCases)"
                    : "the row's list of cases holds what is no text")
            return true
        }
        guard let references = references(of: sample, count: names.count) else {
            slot.pointee = VerdictBatch.Record(Outcome(.badSample, .mistypedField))
            scratch.evidence?.note(
                "route", "the row names \(names.count) cases, and its reference is a list of another length")
            return true
        }
        if route.isDeferring, !state.waits { return false }
        var total = VerdictBatch.Record(Outcome(.graded, .combined))
        var sum = 0.0
        var hasNoAnswer = false
        for (name, reference) in zip(names, references) {
            let entry = route.table.entry(for: name)
            guard let child = entry?.node ?? route.fallback else {
                slot.pointee = VerdictBatch.Record(Outcome(.badSample, .unknownRoute))
                noteUnknown(name, route)
                return true
            }
            forget(child, state)
            var part = copy sample
            part.reference = reference
            guard evaluate(child, part, &state) else { return false }
            let record = state.slots[tree.nodes[child].slot]
            let weight = route.weight(of: name, entry)
            scratch.evidence?.note(
                "route",
                "\"\(name.string)\": \(record.reward.map { "\($0)" } ?? "\(record.status.name)"), weight \(weight)")
            guard let reward = record.reward else {
                total.set(record.cause)
                slot.pointee = total
                return true
            }
            if record.status == .noAnswer { hasNoAnswer = true }
            if total.answer.count == 0 { (total.answer, total.rule) = (record.answer, record.rule) }
            sum += weight * reward
        }
        total.set(
            sum.isFinite
                ? Outcome(hasNoAnswer ? .noAnswer : .graded, .combined, reward: sum) : Outcome(.undecided, .notFinite))
        slot.pointee = total
        return true
    }

    /// The references of `count` cases: each an element of the reference's list, or the reference where it is no
    /// list; nil where the list has another length.
    private func references(of sample: borrowing Sample, count: Int) -> [Field]? {
        let reference = sample.reference
        guard reference.kind == .json else { return Array(repeating: reference, count: count) }
        guard let list = try? scratch.json.parse(reference.bytes), list.kind == .array else {
            return Array(repeating: reference, count: count)
        }
        guard list.count == count else { return nil }
        return list.elements.map { Field(json: $0, arena: scratch.arena) }
    }

    /// Makes a node and all below it ready to be evaluated again.
    private func forget(_ node: Int, _ state: RowState) {
        state.slots[tree.nodes[node].slot].isEvaluated = false
        switch tree.nodes[node].kind {
        case .leaf: break
        case .multi(let index): for child in tree.multis[index].children { forget(child.node, state) }
        case .cascade(let index): for child in tree.cascades[index].children { forget(child, state) }
        case .route(let index):
            for entry in tree.routes[index].table.cases { forget(entry.node, state) }
            if let fallback = tree.routes[index].fallback { forget(fallback, state) }
        }
    }

    /// Says that no case takes a name, and which is nearest.
    func noteUnknown(_ name: Bytes, _ route: TreeOutline.Route) {
        guard let evidence = scratch.evidence else { return }
        let nearest = nearestName(to: name.string, in: route.table.names)
        evidence.note("route", "no case for \"\(name.string)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
}
