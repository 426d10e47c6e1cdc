import AdjudgeBase

/// Requests to a function URL or an HTTP API.
extension EventHandler {
    /// Answers a request: 200 with the results, 400 for a body that cannot be read, 405 for anything but POST.
    func answerRequest(
        _ request: JSONValue, _ job: Job, _ trace: inout EventTrace, _ answer: inout ByteWriter
    ) throws(EventFailure) {
        let document: ParsedEvent
        switch HTTPRequestEvent.document(request) {
        case .failure(let refusal): return writeRefusal(refusal.status, refusal.message, &answer)
        case .success(let parsed): document = parsed
        }
        switch LambdaEvent.read(document.root) {
        case .failure(let error): writeRefusal(400, error.message, &answer)
        case .success(.rollout(let message)):
            var body = ByteWriter(capacity: 512)
            try writeRollout(message, document, job, &trace, &body)
            HTTPRequestEvent.writeReply(status: 200, body: body.bytes, to: &answer)
        case .success(.samples(let rows)):
            let batch = score(rows, of: document, job, &trace)
            try refuseFailures(batch)
            try fit(&answer) { detail, answer in
                var body = ByteWriter(capacity: 1 << 14)
                writeResults(batch, detail, wrapped: false, &body)
                HTTPRequestEvent.writeReply(status: 200, body: body.bytes, to: &answer)
            }
        case .success:
            writeRefusal(400, "body: found an event inside a request, expected samples", &answer)
        }
    }
}
