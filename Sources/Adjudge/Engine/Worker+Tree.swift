import AdjudgeBase

extension Worker {
    /// Evaluates a node into its slot, and what lies below it as far as the row reaches; false where it waits for what
    /// goes on elsewhere.
    func evaluate(_ node: Int, _ sample: borrowing Sample, _ state: inout RowState) -> Bool {
        let outline = tree.nodes[node]
        let slot = state.slots + outline.slot
        if slot.pointee.isEvaluated { return true }
        let before = scratch.work
        switch outline.kind {
        case .leaf(let leaf):
            scratch.evidence?.part = plan.nodes[node].name
            let isDone = check(leaf, node: node, sample, &state)
            slot.pointee.work = scratch.work - before
            guard isDone else { return false }
        case .multi(let multi):
            guard combine(multi, sample, &state, into: slot) else { return false }
            slot.pointee.work = scratch.work - before
        case .route(let route):
            guard follow(route, node: node, sample, &state, into: slot) else { return false }
        case .cascade(let cascade):
            guard descend(cascade, node: node, sample, &state, into: slot) else { return false }
            slot.pointee.work = scratch.work - before
        }
        close(node, &state)
        return true
    }

    /// Takes over the outcome of a check that went on elsewhere.
    func conclude(_ node: Int, _ outcome: Outcome, _ state: inout RowState) {
        state.slots[tree.nodes[node].slot].set(outcome)
        keepDetail(of: node, state)
        close(node, &state)
    }

    /// The record in a node's slot is whole.
    private func close(_ node: Int, _ state: inout RowState) {
        let outline = tree.nodes[node]
        state.slots[outline.slot].isEvaluated = true
        state.slots[outline.slot].clamp(from: outline.low, to: outline.high)
    }

    // MARK: Routes

    /// Evaluates the case that the row names; its record is the route's.
    private func follow(
        _ index: Int, node: Int, _ sample: borrowing Sample, _ state: inout RowState,
        into slot: UnsafeMutablePointer<VerdictBatch.Record>
    ) -> Bool {
        let route = tree.routes[index]
        let field = resolve(route.by, sample)
        guard !field.isAbsent else {
            slot.pointee = VerdictBatch.Record(Outcome(.badSample, .missingField))
            scratch.evidence?.note("route", "the row has no field that names its case")
            return true
        }
        if let list = list(in: field) { return addUp(route, list, sample, &state, into: slot) }
        let name = field.kind == .json ? soleText(of: field.bytes) ?? field.bytes : field.bytes
        let entry = route.table.entry(for: name)
        guard let child = entry?.node ?? route.fallback else {
            slot.pointee = VerdictBatch.Record(Outcome(.badSample, .unknownRoute))
            noteUnknown(name, route)
            return true
        }
        scratch.evidence?.note("route", "the case for \"\(name.string)\"")
        guard evaluate(child, sample, &state) else { return false }
        adopt(child, by: node, &state)
        let weight = route.weight(of: name, entry)
        if weight != 1, let reward = slot.pointee.reward {
            scratch.evidence?.note("route", "\(reward), weight \(weight)")
            slot.pointee.weigh(by: weight)
        }
        return true
    }

    /// The only element of a JSON array with one text, as open-instruct writes a row's data set; nil for all else.
    private func soleText(of json: Bytes) -> Bytes? {
        guard let value = try? scratch.json.parse(json), value.kind == .array else { return nil }
        var only: JSONValue?
        for element in value.elements {
            guard only == nil, element.kind == .string else { return nil }
            only = element
        }
        return only.map { Field(json: $0, arena: scratch.arena).bytes }
    }

    // MARK: Cascades

    /// Asks the children in turn; the record of the first that decides is the cascade's, or that of the last.
    private func descend(
        _ index: Int, node: Int, _ sample: borrowing Sample, _ state: inout RowState,
        into slot: UnsafeMutablePointer<VerdictBatch.Record>
    ) -> Bool {
        let cascade = tree.cascades[index]
        var isProvedDifferent = false
        for (place, child) in cascade.children.enumerated() {
            guard evaluate(child, sample, &state) else { return false }
            let record = state.slots[tree.nodes[child].slot]
            let goesOn = place + 1 < cascade.children.count && cascade.escalation.contains(record)
            scratch.evidence?.note(
                "cascade",
                "grader \(place): \(record.status.name), \(record.reasonName)"
                    + (goesOn
                        ? "; goes on"
                        : record.reward == nil && place + 1 < cascade.children.count
                            ? "; stays: only \"escalate\" makes that go on" : ""))
            guard !goesOn else {
                if record.status == .graded, let reward = record.reward, reward < plan.passThreshold {
                    isProvedDifferent = true
                }
                continue
            }
            adopt(child, by: node, &state)
            if isProvedDifferent, let cap = cascade.cap { slot.pointee.clamp(from: -.infinity, to: cap) }
            return true
        }
        return true
    }

    /// Makes a child's record that of `node`, and its detail.
    private func adopt(_ child: Int, by node: Int, _ state: inout RowState) {
        let (from, to) = (tree.nodes[child].slot, tree.nodes[node].slot)
        state.slots[to] = state.slots[from]
        if let detail = state.verdicts.detail(state.row, from) { state.verdicts.setDetail(state.row, to, detail) }
    }
}
