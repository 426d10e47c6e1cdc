import AdjudgeBase

@testable import AdjudgeHTTP

/// Waits for what `start` gives to the closure that it is called with. The thread is held: a test that gave it up would get
/// it back after the longest test of another suite, and what it asks about goes on by the clock.
func waitFor<Value: Sendable>(_ start: (@escaping @Sendable (Value) -> Void) -> Void) -> Value {
    let found = Monitor<Value?>(nil)
    start { value in found.change { $0 = value } }
    return found.wait { $0 }
}

/// Sends a request and waits for its end.
func ask(_ request: HTTPRequest) -> Result<HTTPReply, HTTPFailure> {
    waitFor { done in
        HTTPClient.current.send(request) { done($0) }
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
