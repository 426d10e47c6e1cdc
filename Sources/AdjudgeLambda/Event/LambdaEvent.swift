import AdjudgeBase

/// What Lambda was invoked with, told apart by shape.
enum LambdaEvent {
    /// Samples of the Nova reward contract: an array, one object, or `{"trajectories": […]}`.
    case samples([JSONValue])
    /// One message of a multi-turn rollout.
    case rollout(JSONValue)
    /// Records of an SQS queue.
    case queue([JSONValue])
    /// An EventBridge event: its id and its detail.
    case bus(id: JSONValue?, detail: JSONValue)
    /// A request to a function URL or an HTTP API (payload format 2.0).
    case http(JSONValue)

    /// The event in `root`, or what would be right.
    static func read(_ root: JSONValue) -> Result<LambdaEvent, EventError> {
        switch root.kind {
        case .array: return .success(.samples(Array(root.elements)))
        case .object: break
        default:
            return .failure(EventError("$: found \(root.kind), expected an array of samples or an object"))
        }
        if let records = root.member("Records"), records.kind == .array { return queue(records) }
        if root.member("requestContext")?.member("http") != nil { return .success(.http(root)) }
        if root.member("detail-type") != nil, let detail = root.member("detail") {
            return .success(.bus(id: root.member("id"), detail: detail))
        }
        if let trajectories = root.member("trajectories") {
            guard trajectories.kind == .array else {
                return .failure(EventError("$.trajectories: found \(trajectories.kind), expected an array of samples"))
            }
            return .success(.samples(Array(trajectories.elements)))
        }
        if root.member("version") != nil, root.member("sample_id") != nil { return .success(.rollout(root)) }
        return .success(.samples([root]))
    }

    private static func queue(_ records: JSONValue) -> Result<LambdaEvent, EventError> {
        for (index, record) in records.elements.enumerated() {
            guard record.member("eventSource")?.isString(Bytes("aws:sqs")) == true else {
                let found = record.member("eventSource")?.decodedString ?? "nothing"
                return .failure(
                    EventError(
                        "$.Records[\(index)].eventSource: found \(found), expected aws:sqs; other sources are not read")
                )
            }
        }
        return .success(.queue(Array(records.elements)))
    }
}

/// Why an event cannot be worked on: where, what was found, what would be right.
struct EventError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
