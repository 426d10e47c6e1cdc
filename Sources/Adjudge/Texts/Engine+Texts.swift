import AdjudgeBase

/// Strings in, verdicts out: the batched path for callers that have their texts as Swift strings.
extension Engine {
    /// Scores a list of responses, in order. `references`, `items` and `groups` have an entry for each response: a nil
    /// reference is a row without one, an item is the text of a JSON object, which `{{item.…}}` reads, and rows of one
    /// group, such as the rollouts of one prompt, have the same key there. Blocks until all are scored; copies each text
    /// once. Throws a ``BatchShapeError`` where the lists differ in length.
    public func score(
        responses: [String], references: [String?]? = nil, items: [String?]? = nil, groups: [String?]? = nil
    ) throws(BatchShapeError) -> [Verdict] {
        verdicts(of: score(try TextBatch(responses, references, items, groups)))
    }

    /// Scores one response.
    public func score(response: String, reference: String? = nil, item: String? = nil) -> Verdict {
        // One response and lists of one: their lengths agree.
        try! score(responses: [response], references: [reference], items: item.map { [$0] })[0]
    }

    /// As ``score(responses:references:items:groups:)``, without blocking the caller's thread: the batch is scored by the
    /// process's worker threads. Cancelling the task ends the batch's programs, whose rows are then `unavailable`.
    public func score(
        responses: [String], references: [String?]? = nil, items: [String?]? = nil, groups: [String?]? = nil
    ) async throws(BatchShapeError) -> [Verdict] {
        let batch = try TextBatch(responses, references, items, groups)
        let cancellation = Cancellation()
        let verdicts = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                WorkerPool.shared.start(
                    { continuation.resume(returning: self.score(batch, cancellation: cancellation)) }, threads: threads)
            }
        } onCancel: {
            cancellation.cancel()
        }
        return self.verdicts(of: verdicts)
    }

    private func verdicts(of batch: VerdictBatch) -> [Verdict] {
        let results = batch.facts == nil ? nil : GroupLedger(batch, plan).results()
        return (0..<batch.count).map { row in
            var verdict = batch.verdict(row)
            verdict.group = results?[row]
            return verdict
        }
    }
}
