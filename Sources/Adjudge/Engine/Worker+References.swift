import AdjudgeBase

/// References are looked at before responses: whether a row can be graded is not for the response to say.
extension Worker {
    /// What a leaf comes to that has nothing to check against; nil where it has. A reference that is extracted from the
    /// response and not found there is the response's own failure: it has no answer.
    func missingReference(_ index: Int, _ reference: Field, _ sample: borrowing Sample) -> Outcome? {
        let leaf = plan.leaves[index]
        let template = leaf.referenceTemplate
        let field = leaf.verifier.referenceArgument == nil ? reference : resolve(template, sample)
        guard field.isAbsent else { return nil }
        for case .extracted(let chain) in template.pieces where !template.lacksField(of: sample) {
            let extraction = extract(chain, from: sample.response.bytes)
            guard extraction.status == .found else {
                return Worker.outcome(of: extraction, noAnswer: leaf.verifier.noAnswerReward)
            }
        }
        return Outcome(.noReference, .missingField)
    }

    /// What makes a row uncheckable by a leaf whatever the response says; nil where nothing does. For responses without
    /// an answer: with one, the check itself says it.
    func referenceDefect(_ index: Int, _ reference: Field, _ sample: borrowing Sample) -> Outcome? {
        guard leaves[index].needsReference else { return nil }
        let (evidence, detail) = (scratch.evidence, scratch.detail)
        scratch.evidence = nil
        defer { (scratch.evidence, scratch.detail) = (evidence, detail) }
        return checkers[index].referenceDefect(input(index, .text(.empty), reference, sample), scratch)
    }

    /// Why a total has nothing to check against, whatever the response says; nil where it has. A part whose reference is
    /// missing spoils it also in the branch of `if` that only the response left out; parts that may be left out spoil
    /// it together, for then nothing was verified.
    func referenceProblem(
        in multi: TreeOutline.Multi, _ sample: borrowing Sample, _ state: RowState
    ) -> Outcome? {
        guard multi.hasGuardedReferences || !multi.leftOut.isEmpty else { return nil }
        // A closure may not capture what is borrowed; views are all that is copied.
        let sample = copy sample
        let children = multi.children
        var problem: Outcome?
        if multi.hasGuardedReferences {
            multi.formula.walk(
                Formula.Reach(
                    stack: multi.stack, isChosen: multi.isChosen,
                    value: { index in
                        let record = state.slots[children[index].slot]
                        if !record.isEvaluated || record.rawReward.isNaN { return Formula.needed }
                        return record.rawReward
                    },
                    readsResponse: { children[$0].readsResponse },
                    visit: { index in
                        guard problem == nil, children[index].needsReference,
                            children[index].absence == .spoilsWhatUsesIt
                        else { return }
                        problem = self.referenceProblem(of: children[index].node, sample, state)
                    }))
        }
        if problem != nil || multi.leftOut.isEmpty { return problem }
        for child in multi.leftOut {
            guard let found = referenceProblem(of: child.node, sample, state) else { return nil }
            problem = problem ?? found
        }
        return problem
    }

    /// Why a node has nothing to check against in this row, without running what goes on elsewhere; nil where it has.
    func referenceProblem(of node: Int, _ sample: borrowing Sample, _ state: RowState) -> Outcome? {
        let record = state.slots[tree.nodes[node].slot]
        if record.isEvaluated { return record.lacksReference ? record.cause : nil }
        switch tree.nodes[node].kind {
        case .leaf(let index):
            guard leaves[index].needsReference else { return nil }
            let reference =
                leaves[index].checksSampleReference ? sample.reference : resolve(plan.leaves[index].reference, sample)
            if let missing = missingReference(index, reference, sample) {
                return missing.status == .noReference ? missing : nil
            }
            let defect = referenceDefect(index, reference, sample)
            return defect?.status == .badReference ? defect : nil
        case .multi(let index):
            return referenceProblem(in: tree.multis[index], sample, state)
        case .route(let index):
            let route = tree.routes[index]
            let field = resolve(route.by, sample)
            guard !field.isAbsent, let child = route.table.entry(for: field.bytes)?.node ?? route.fallback else {
                return nil
            }
            return referenceProblem(of: child, sample, state)
        case .cascade(let index):
            var last: Outcome?
            for child in tree.cascades[index].children {
                guard let problem = referenceProblem(of: child, sample, state) else { return nil }
                last = problem
            }
            return last
        }
    }
}
