import AdjudgeBase

/// The replies to one row, for its detail.
struct InquiryRecord: Sendable {
    private var replies: [ModelReply] = []
    private static let longestText = 2_000

    mutating func add(_ reply: ModelReply) { replies.append(reply) }

    /// The detail of a verdict: the same for replies from the network and from the cache.
    func detail(_ endpoint: Endpoint, _ model: String, _ failure: JudgeFailure?) -> Detail {
        var object = ObjectWriter()
        object.add("judge") { judge in
            judge.add("endpoint", endpoint.name)
            judge.add("model", model)
            // Replies come in any order.
            let ordered = replies.sorted { ($0.text, $0.inputTokens) < ($1.text, $1.inputTokens) }
            if let named = ordered.compactMap(\.model).first, named != model { judge.add("replied", named) }
            if let mark = ordered.compactMap(\.fingerprint).first { judge.add("fingerprint", mark) }
            judge.add("replies", ordered.map { InquiryRecord.bounded($0.text) })
            judge.add("input_tokens", Double(replies.reduce(0) { $0 + $1.inputTokens }))
            judge.add("output_tokens", Double(replies.reduce(0) { $0 + $1.outputTokens }))
            if let failure { judge.add("failure", failure.text) }
        }
        let bytes = object.finished()
        return Detail(.detail, bytes.withUnsafeBufferPointer { OwnedBytes(Bytes($0)) })
    }

    private static func bounded(_ text: String) -> String {
        text.count > longestText ? text.prefix(longestText) + "…" : text
    }
}
