import AdjudgeBase

/// Strings in, verdicts out: the batched path for callers that have their texts as Swift strings.
extension Engine {
    /// Scores a list of responses, in order. `references` and `items` have an entry for each response; a nil reference
    /// is a row without one, and an item is the text of a JSON object, which `{{item.…}}` reads. Blocks until all are
    /// scored; copies each text once. Throws a ``BatchShapeError`` where the lists differ in length.
    public func score(
        responses: [String], references: [String?]? = nil, items: [String?]? = nil
    ) throws(BatchShapeError) -> [Verdict] {
        let verdicts = score(try TextBatch(responses, references, items))
        return (0..<verdicts.count).map(verdicts.verdict)
    }

    /// Scores one response.
    public func score(response: String, reference: String? = nil, item: String? = nil) -> Verdict {
        // One response and lists of one: their lengths agree.
        try! score(responses: [response], references: [reference], items: item.map { [$0] })[0]
    }

    /// As ``score(responses:references:items:)``, without blocking the caller's thread: the batch is scored by the
    /// process's worker threads. Cancelling the task ends the batch's programs, whose rows are then `unavailable`.
    public func score(
        responses: [String], references: [String?]? = nil, items: [String?]? = nil
    ) async throws(BatchShapeError) -> [Verdict] {
        let batch = try TextBatch(responses, references, items)
        let cancellation = Cancellation()
        let verdicts = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                WorkerPool.shared.start(
                    { continuation.resume(returning: self.score(batch, cancellation: cancellation)) }, threads: threads)
            }
        } onCancel: {
            cancellation.cancel()
        }
        return (0..<verdicts.count).map(verdicts.verdict)
    }
}
