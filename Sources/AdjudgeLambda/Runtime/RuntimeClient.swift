import AdjudgeBase

/// The Lambda runtime API, version 2018-06-01, over one kept-alive socket.
final class RuntimeClient {
    private static let root = "/2018-06-01/runtime"

    private let connection: HTTPConnection
    private let reply = HTTPResponse()

    /// A client of the runtime API at that address.
    init(_ address: HTTPAddress) { connection = HTTPConnection(address) }

    /// Waits for the next event.
    func next(into response: HTTPResponse) throws(HTTPError) -> Invocation {
        try connection.exchange("GET", RuntimeClient.root + "/invocation/next", into: response)
        guard response.status == 200, let invocation = Invocation(response) else {
            throw HTTPError("the runtime API answered /next with \(response.status), expected 200 and a request id")
        }
        return invocation
    }

    /// Sends the answer to an event. If the answer is refused as too large, the event is reported as failed.
    func respond(_ requestID: String, _ body: Bytes) throws(HTTPError) {
        try post("/invocation/\(requestID)/response", [("Content-Type", "application/json")], body)
        if reply.status == 413 {
            try fail(requestID, EventFailure(.responseTooLarge, "the answer of \(body.count) bytes was refused"))
        }
    }

    /// Reports that an event could not be processed.
    func fail(_ requestID: String, _ failure: EventFailure) throws(HTTPError) {
        try report("/invocation/\(requestID)/error", failure)
    }

    /// Reports that the function cannot start.
    func failInit(_ message: String) throws(HTTPError) {
        try report("/init/error", EventFailure(.badConfiguration, message))
    }

    private func report(_ path: String, _ failure: EventFailure) throws(HTTPError) {
        var body = ByteWriter(capacity: 512)
        failure.write(to: &body)
        try post(
            path,
            [("Content-Type", "application/json"), ("Lambda-Runtime-Function-Error-Type", failure.kind.rawValue)],
            body.bytes)
    }

    private func post(_ path: String, _ headers: [(String, String)], _ body: Bytes) throws(HTTPError) {
        try connection.exchange("POST", RuntimeClient.root + path, headers: headers, body: body, into: reply)
        guard reply.status / 100 == 2 || reply.status == 413 else {
            let said = reply.body.bytes[0..<min(reply.body.count, 200)].string
            throw HTTPError("the runtime API answered \(path) with \(reply.status): \(said)")
        }
    }
}
