import AdjudgeBase

/// One record of an SQS event.
struct QueueRecord {
    /// `messageId`.
    let messageID: String
    /// `body`, decoded; nil when it is not a string.
    let body: String?
    /// How many times the message has been received; above 1 it may already have been scored.
    let attempt: Int
    /// `MessageGroupId` of a FIFO queue.
    let group: String?
    /// True for a FIFO queue.
    let ordered: Bool

    /// The record in `value`.
    init(_ value: JSONValue) {
        let attributes = value.member("attributes")
        messageID = value.member("messageId")?.decodedString ?? ""
        body = value.member("body")?.decodedString
        attempt = attributes?.member("ApproximateReceiveCount")?.rawString?.decimal ?? 1
        group = attributes?.member("MessageGroupId")?.decodedString
        ordered = value.member("eventSourceARN")?.rawString?.hasSuffix(".fifo") ?? false
    }
}
