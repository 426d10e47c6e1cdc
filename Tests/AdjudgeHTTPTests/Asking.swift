import AdjudgeBase

@testable import AdjudgeHTTP

/// Sends a request and waits for its end.
func ask(_ request: HTTPRequest) async -> Result<HTTPReply, HTTPFailure> {
    await withCheckedContinuation { continuation in
        HTTPClient.current.send(request) { continuation.resume(returning: $0) }
    }
}

extension Result<HTTPReply, HTTPFailure> {
    /// "200 body", or the kind of the failure.
    var short: String {
        switch self {
        case .success(let reply): "\(reply.status) \(String(decoding: reply.body, as: UTF8.self))"
        case .failure(let failure): "\(failure.kind)"
        }
    }

    var failure: HTTPFailure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}
