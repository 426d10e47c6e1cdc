import AdjudgeBase

extension JudgeTally {
    /// Writes the tally as members of a summary's object.
    public func write(to object: inout ObjectWriter) {
        object.add("questions", Double(questions))
        object.add("cached", Double(cached))
        object.add("shared", Double(shared))
        object.add("calls", Double(calls))
        object.add("retries", Double(retries))
        object.add("input_tokens", Double(inputTokens))
        object.add("output_tokens", Double(outputTokens))
        object.add("cost", cost)
        object.add("seconds", seconds)
        object.add("canaries", Double(canaries))
        object.add("failed_canaries", Double(failedCanaries))
        object.add("failures") { inner in
            for (name, count) in failures.sorted(by: { $0.key < $1.key }) { inner.add(name, Double(count)) }
        }
    }
}
