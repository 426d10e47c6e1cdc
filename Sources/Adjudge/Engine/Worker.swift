import AdjudgeBase

/// Scores samples one at a time, with memory that it reuses from sample to sample. Unchecked because it goes from
/// thread to thread by way of the engine's list of idle workers; at any time one thread has it.
final class Worker: @unchecked Sendable {
    /// The longest response that is scored, in bytes; a longer one is `limitExceeded`.
    static let maxResponseBytes = 1 << 28

    let scratch = Scratch()
    let plan: Plan
    let tree: TreeOutline
    /// The plan's settings of groups, with a copy of their text as in ``tree``.
    let group: GroupSettings?
    let checkers: [any Checker]
    let leaves: UnsafeMutablePointer<LeafOutline>
    let arguments: UnsafeMutablePointer<Field>
    /// Records the notes of a check that is asked for a detail.
    let details = Evidence()
    /// The plan's chains.
    private let chains: UnsafeMutablePointer<ExtractionChain>
    private let extractions: UnsafeMutablePointer<Extraction>
    private let extracted: UnsafeMutablePointer<Bool>

    init(_ plan: Plan) {
        self.plan = plan
        tree = TreeOutline(plan.nodes, plan.leaves)
        group = plan.group?.copied()
        checkers = plan.leaves.map { $0.verifier.makeChecker() }
        leaves = .allocate(capacity: plan.leaves.count)
        for (index, leaf) in plan.leaves.enumerated() { (leaves + index).initialize(to: LeafOutline(leaf)) }
        chains = .allocate(capacity: max(plan.chains.count, 1))
        for (index, chain) in plan.chains.enumerated() { (chains + index).initialize(to: chain) }
        extractions = .allocate(capacity: max(plan.chains.count, 1))
        extracted = .allocate(capacity: max(plan.chains.count, 1))
        extracted.initialize(repeating: false, count: max(plan.chains.count, 1))
        arguments = .allocate(capacity: max(plan.leaves.map(\.arguments.count).max() ?? 0, 1))
    }

    deinit {
        for index in plan.leaves.indices { leaves[index].deallocate() }
        leaves.deallocate()
        chains.deinitialize(count: plan.chains.count)
        chains.deallocate()
        extractions.deallocate()
        extracted.deallocate()
        arguments.deallocate()
    }

    /// Scores one sample into its row.
    func score(_ sample: borrowing Sample, into verdicts: VerdictBatch, row: Int) {
        var pending = begin(sample, into: verdicts, row: row)
        while let checks = pending { pending = finish(checks, sample, into: verdicts, row: row) }
    }

    /// Scores what can be scored on the spot. Where some of it goes on elsewhere, the row is without a total until
    /// ``finish(_:_:into:row:)``.
    func begin(_ sample: borrowing Sample, into verdicts: VerdictBatch, row: Int) -> PendingRow? {
        ready(for: sample)
        var state = RowState(verdicts, row: row)
        state.slots.initialize(repeating: .notEvaluated, count: plan.slotCount)
        if let refusal = refusal(of: sample) {
            state.slots.initialize(repeating: VerdictBatch.Record(refusal), count: 1 + plan.partNames.count)
            return nil
        }
        let isDone = evaluate(0, sample, &state)
        scratch.evidence?.part = ""
        if isDone { return nil }
        state.pending.work = scratch.work
        return state.pending
    }

    /// Waits for what went on elsewhere, and completes the row unless more turns out to be needed that goes on elsewhere,
    /// such as a judge where a program's tests leave the row open: then that is what it waits for now.
    func finish(_ pending: PendingRow, _ sample: borrowing Sample, into verdicts: VerdictBatch, row: Int) -> PendingRow?
    {
        ready(for: sample)
        scratch.work = pending.work
        var state = RowState(verdicts, row: row)
        // What has nothing to wait for and is not done takes the same checks several times, one after another.
        state.waits = pending.checks.isEmpty
        for (node, check) in pending.checks {
            scratch.evidence?.part = plan.nodes[node].name
            conclude(node, check.finish(scratch), &state)
        }
        let isDone = evaluate(0, sample, &state)
        scratch.evidence?.part = ""
        if isDone { return nil }
        state.pending.work = scratch.work
        return state.pending
    }

    private func ready(for sample: borrowing Sample) {
        scratch.beginSample()
        scratch.row = sample.item
        if sample.isResponseValid { scratch.know(sample.response.bytes) }
        for chain in 0..<plan.chains.count { extracted[chain] = false }
    }

    /// Why the sample cannot be scored at all, or nil.
    private func refusal(of sample: borrowing Sample) -> Outcome? {
        if let defect = sample.defect {
            return Outcome(defect.reason == .deadline ? .unavailable : .badSample, defect.reason)
        }
        if sample.response.isAbsent { return Outcome(.badSample, .missingField) }
        if sample.response.kind == .json { return Outcome(.badSample, .mistypedField) }
        if sample.response.bytes.count > Worker.maxResponseBytes { return Outcome(.limitExceeded, .responseTooLong) }
        if !sample.isResponseValid {
            // Most texts are ASCII, which checks ask for later.
            let isASCII = sample.response.bytes.isASCII
            if !isASCII, sample.response.bytes.invalidUTF8Offset != nil { return Outcome(.badSample, .invalidUTF8) }
            scratch.know(sample.response.bytes, isASCII: isASCII)
        }
        if group?.by != nil, groupKey(sample).isAbsent {
            scratch.evidence?.note("group", "the row has no field that names its group")
            return Outcome(.badSample, .missingField)
        }
        return nil
    }

    // MARK: What leaves share

    func resolve(_ template: Template, _ sample: borrowing Sample) -> Field {
        let response = sample.response.bytes
        return template.resolve(sample, scratch) { chain in extract(chain, from: response) }
    }

    func extract(_ chain: Int, from response: Bytes) -> Extraction {
        if !extracted[chain] {
            let extraction = chains[chain].extract(from: response, scratch: scratch)
            (extractions + chain).initialize(to: extraction)
            extracted[chain] = true
        }
        return extractions[chain]
    }
}

/// One row on its way through the tree.
struct RowState {
    // Not counted: the caller holds it, and threads that counted would wait for one another at every row.
    unowned(unsafe) let verdicts: VerdictBatch
    let row: Int
    let slots: UnsafeMutablePointer<VerdictBatch.Record>
    /// The checks that go on elsewhere.
    var pending = PendingRow()
    /// Whether a check that would go on elsewhere is waited for on the spot.
    var waits = false

    init(_ verdicts: VerdictBatch, row: Int) {
        self.verdicts = verdicts
        self.row = row
        slots = verdicts.slots(of: row)
    }
}
