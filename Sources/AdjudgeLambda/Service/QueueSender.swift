import AdjudgeBase
import AdjudgeHTTP

/// Sends results to an SQS queue, by its JSON protocol. In a FIFO queue the key is the deduplication id, so that a
/// result sent again within five minutes is delivered once.
final class QueueSender: ResultSender {
    /// Source: Amazon SQS developer guide, "Message quotas": 1 MiB.
    let maxBodyBytes = 1 << 20

    private let queue: HTTPAddress
    private let client: SignedClient
    private var request = ByteWriter(capacity: 1 << 14)

    /// A sender to the queue with that URL.
    init(_ queue: HTTPAddress, _ credentials: Credentials) {
        self.queue = queue
        client = SignedClient(queue, service: "sqs", credentials: credentials)
    }

    func send(_ body: Bytes, key: String, group: String?, until time: Clock.Instant?) throws(HTTPError) {
        request.removeAll()
        request.append("{\"QueueUrl\":\"")
        request.append(queue.secure ? "https://" : "http://")
        request.append(queue.authority)
        request.append(queue.path)
        request.append("\",\"MessageBody\":")
        request.appendJSONString(body)
        if queue.path.hasSuffix(".fifo") {
            request.append(",\"MessageDeduplicationId\":")
            withBytes(of: key) { request.appendJSONString($0) }
            request.append(",\"MessageGroupId\":")
            withBytes(of: group ?? "adjudge") { request.appendJSONString($0) }
        }
        request.append("}")
        try client.request(
            "POST", path: "/",
            headers: [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.SendMessage")],
            body: request.bytes, until: time)
    }
}

/// Stores results as objects under a prefix of an S3-compatible store: `PREFIX/KEY.json`. A result that is sent again
/// overwrites the earlier object.
final class ObjectSender: ResultSender {
    /// The size limit of an upload in one part: 5 GiB.
    let maxBodyBytes = 5 << 30

    private let prefix: HTTPAddress
    private let client: SignedClient

    /// A sender to `http[s]://host/bucket/prefix`.
    init(_ prefix: HTTPAddress, _ credentials: Credentials) {
        self.prefix = prefix
        client = SignedClient(prefix, service: "s3", credentials: credentials)
    }

    func send(_ body: Bytes, key: String, group: String?, until time: Clock.Instant?) throws(HTTPError) {
        try client.request(
            "PUT", path: "\(prefix.path)/\(PercentEncoding.encode(key)).json",
            headers: [("Content-Type", "application/json")], body: body, until: time)
    }
}
