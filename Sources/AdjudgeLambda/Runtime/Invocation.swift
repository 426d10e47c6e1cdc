import AdjudgeBase

/// One invocation, as the Lambda runtime API delivers it.
struct Invocation {
    /// `Lambda-Runtime-Aws-Request-Id`.
    let requestID: String
    /// `Lambda-Runtime-Deadline-Ms`: when Lambda ends the function; nil when the header is missing.
    let deadline: Clock.Instant?
    /// `Lambda-Runtime-Trace-Id`.
    let trace: TraceHeader?
    /// The event's bytes; valid until the response is reused.
    let event: Bytes

    /// The invocation in the answer to `/next`; nil when it names none.
    init?(_ response: HTTPResponse) {
        guard let id = response.header("Lambda-Runtime-Aws-Request-Id"), !id.isEmpty else { return nil }
        requestID = id.string
        deadline = response.header("Lambda-Runtime-Deadline-Ms")?.decimal.map { Clock.Instant(microseconds: $0 * 1000) }
        trace = response.header("Lambda-Runtime-Trace-Id").flatMap { TraceHeader($0.string) }
        event = response.body.bytes
    }

    /// An invocation from its parts.
    init(requestID: String, deadline: Clock.Instant? = nil, trace: TraceHeader? = nil, event: Bytes) {
        self.requestID = requestID
        self.deadline = deadline
        self.trace = trace
        self.event = event
    }
}
