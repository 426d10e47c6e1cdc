import AdjudgeBase

/// HTTP requests, and bodies without a request around them.
extension EventHandler {
    /// Answers a request: 200 with the results, 400 for an unreadable body, 405 for any method but POST. A health check
    /// gets the health document.
    func answerRequest(
        _ request: HTTPRequestEvent, _ job: Job, _ trace: inout EventTrace, _ answer: inout ByteWriter
    ) throws(EventFailure) {
        if request.isHealthCheck {
            var body = ByteWriter(capacity: 128)
            writeHealth(&body)
            return GatewayReply.write(status: 200, body: body.bytes, to: request.gateway, &answer)
        }
        switch request.document() {
        case .failure(let refusal): GatewayReply.refuse(refusal.status, refusal.message, to: request.gateway, &answer)
        case .success(let document): try answerDocument(document, request.gateway, job, &trace, &answer)
        }
    }

    /// Answers `{"body": …}` with a body, as the caller expects.
    func answerBody(
        _ body: JSONValue, _ job: Job, _ trace: inout EventTrace, _ answer: inout ByteWriter
    ) throws(EventFailure) {
        switch HTTPRequestEvent.document(body) {
        case .failure(let refusal): throw EventFailure(.malformedEvent, refusal.message)
        case .success(let document):
            if case .failure(let error) = LambdaEvent.read(document.root) {
                throw EventFailure(.malformedEvent, "body: \(error.message)")
            }
            try answerDocument(document, .httpAPI, job, &trace, &answer)
        }
    }

    private func answerDocument(
        _ document: ParsedEvent, _ gateway: HTTPRequestEvent.Gateway, _ job: Job, _ trace: inout EventTrace,
        _ answer: inout ByteWriter
    ) throws(EventFailure) {
        switch LambdaEvent.read(document.root) {
        case .failure(let error): GatewayReply.refuse(400, "body: \(error.message)", to: gateway, &answer)
        case .success(.rollout(let message)):
            var body = ByteWriter(capacity: 512)
            try writeRollout(message, document, job, &trace, &body)
            GatewayReply.write(status: 200, body: body.bytes, to: gateway, &answer)
        case .success(.samples(let rows)):
            let batch = score(rows, of: document, job, &trace)
            try refuseFailures(batch)
            try fit(&answer) { detail, answer in
                var body = ByteWriter(capacity: 1 << 14)
                writeResults(batch, detail, wrapped: false, &body)
                GatewayReply.write(status: 200, body: body.bytes, to: gateway, &answer)
            }
        case .success(.ping):
            var body = ByteWriter(capacity: 128)
            writeHealth(&body)
            GatewayReply.write(status: 200, body: body.bytes, to: gateway, &answer)
        case .success:
            GatewayReply.refuse(400, "body: found an event inside a request, expected samples", to: gateway, &answer)
        }
    }
}
