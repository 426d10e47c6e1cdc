import AdjudgeBase
import AdjudgeWire

/// An event that Lambda was invoked with, classified by its shape. An object of unknown shape is refused and never
/// scored as a sample.
enum LambdaEvent {
    /// Samples: an array, one object, or an array in `trajectories`, `input` or `batch`.
    case samples([JSONValue])
    /// A body without a request around it, in the format of SageMaker Studio's generated handler.
    case body(JSONValue)
    /// One message of a multi-turn rollout.
    case rollout(JSONValue)
    /// Records of an SQS queue.
    case queue([JSONValue])
    /// An EventBridge event: its id and its detail.
    case bus(id: JSONValue?, detail: JSONValue)
    /// A request over HTTP.
    case http(HTTPRequestEvent)
    /// A call whose only purpose is to keep the function warm.
    case ping

    /// The event in `root`, or an error that lists the expected shapes.
    static func read(_ root: JSONValue) -> Result<LambdaEvent, EventError> {
        switch root.kind {
        case .array: return .success(.samples(Array(root.elements)))
        case .object: break
        default:
            return .failure(EventError("$: found \(root.kind), expected an array of samples or an object"))
        }
        if let records = root.member("Records"), records.kind == .array { return queue(records) }
        if let request = HTTPRequestEvent(root) { return .success(.http(request)) }
        if root.member("detail-type") != nil, let detail = root.member("detail") {
            // A scheduled event carries no data; its purpose is to keep the function warm.
            let isEmpty = detail.kind == .object && detail.count == 0
            return .success(isEmpty ? .ping : .bus(id: root.member("id"), detail: detail))
        }
        if let list = root.member("trajectories"), list.kind == .array {
            return .success(.samples(Array(list.elements)))
        }
        for name: StaticString in ["input", "batch"] {
            // Events of other services have lists with these names too.
            guard let list = root.member(name), list.kind == .array else { continue }
            if list.count == 0 || list.elements.contains(where: SampleShape.isSample) {
                return .success(.samples(Array(list.elements)))
            }
        }
        if root.member("version") != nil, root.member("sample_id") != nil { return .success(.rollout(root)) }
        if SampleShape.isSample(root) { return .success(.samples([root])) }
        if let body = root.member("body"), body.kind == .string || body.kind == .object { return .success(.body(body)) }
        return isPing(root) ? .success(.ping) : .failure(unknown(root))
    }

    private static func queue(_ records: JSONValue) -> Result<LambdaEvent, EventError> {
        for (index, record) in records.elements.enumerated() {
            guard record.member("eventSource")?.isString(Bytes("aws:sqs")) == true else {
                let found = record.member("eventSource")?.decodedString.map { Log.bounded($0, to: 64) } ?? "nothing"
                return .failure(
                    EventError(
                        "$.Records[\(index)].eventSource: found \(found), expected aws:sqs; other sources are not read")
                )
            }
        }
        return .success(.queue(Array(records.elements)))
    }

    /// The warm-up pings of two plugins: serverless-plugin-warmup and lambda-warmer.
    private static func isPing(_ root: JSONValue) -> Bool {
        root.member("source")?.isString(Bytes("serverless-plugin-warmup")) == true
            || root.member("warmer")?.boolValue == true
    }

    private static func unknown(_ root: JSONValue) -> EventError {
        EventError(
            "$: found \(KeyList.text(root)), which is no event that is known; expected an array of samples, one sample "
                + "with \"messages\", {\"trajectories\"|\"input\"|\"batch\": […]}, {\"body\": …} of one of these, SQS "
                + "records, an EventBridge event, an HTTP request (function URL, HTTP API, REST API, ALB), or a rollout "
                + "message with \"version\" and \"sample_id\"")
    }
}

/// The reason why an event cannot be processed: the place, the value found, the value expected.
struct EventError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
